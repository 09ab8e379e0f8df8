"""What a party can take, and why not the rest: one statement, then the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from backend.core.actor import Family
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection
from backend.visits.queries.facts import Facts, OfferedSlot, Party, amounts, read_facts
from backend.visits.queries.rulebook import rulebook
from backend.visits.rules import Decision, PublicReason, Rulebook, decide

LONGEST_SPAN = timedelta(days=62)
LARGEST_PARTY = 50
"""People one may ask about at once; how many may come together is a rule."""

_FACTS = "select visit_facts($1, $2, $3, $4, $5)"
_FACTS_LOCKED = "select visit_facts_locked($1, $2, $3, $4)"


class PlacesLeft(Enum):
    """How many parties of this size still fit, roughly."""

    NONE = 0
    FEW = 1
    SOME = 10
    PLENTY = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """One slot as this party finds it. `why` is None when they may take it."""

    slot: OfferedSlot
    why: PublicReason | None
    left: PlacesLeft
    stay_minutes: int


@dataclass(frozen=True, slots=True)
class Request:
    """One slot asked for by one party, everything locked that its decision rests on."""

    slot: OfferedSlot
    facts: Facts
    decision: Decision

    @property
    def why(self) -> PublicReason | None:
        """The first reason against it that the family may read."""
        return _why(self.facts, self.facts.party, self.slot, self.decision)


async def availability(
    tx: Connection,
    actor: Family,
    *,
    inmate_id: UUID,
    visitor_ids: Sequence[UUID] | None,
    first_on: date,
    last_on: date,
    now: datetime,
) -> list[Offer]:
    """The slots of those days, in order of time, for this party, or for anyone of the account's visitors alone.

    Raises NotFound, the same for every inmate and visitor that is not theirs; BAD_INPUT for too long a span.
    """
    if not first_on <= last_on <= first_on + LONGEST_SPAN:
        raise DomainError(Code.BAD_INPUT, field="to")
    wanted = None if visitor_ids is None else party_of(visitor_ids)
    told = await tx.fetchval(_FACTS, inmate_id, wanted, first_on, last_on, now)
    facts = _checked(told, wanted)
    rules = await rulebook(tx, facts.stamp, facts.site)
    parties = _alone(facts) if wanted is None else [facts.party]
    return [_offer(facts, slot, parties, rules, now) for slot in facts.slots]


async def request(
    tx: Connection,
    actor: Family,
    *,
    slot_id: UUID,
    inmate_id: UUID,
    visitor_ids: Sequence[UUID],
    now: datetime,
) -> Request:
    """What the rules say to one slot, whether it is full left aside; locked until the transaction ends.

    Raises NotFound for a slot, an inmate or a visitor that is not theirs to ask about.
    """
    wanted = party_of(visitor_ids)
    facts = _checked(await tx.fetchval(_FACTS_LOCKED, slot_id, inmate_id, wanted, now), wanted)
    rules = await rulebook(tx, facts.stamp, facts.site)
    slot = facts.slots[0]
    return Request(slot, facts, decide(facts.question(slot.asked, facts.party, now), rules))


def party_of(visitor_ids: Sequence[UUID]) -> list[UUID]:
    """Everybody once. Raises PARTY_TOO_LARGE before the database is asked about a crowd."""
    wanted = sorted(set(visitor_ids))
    if len(wanted) > LARGEST_PARTY:
        raise DomainError(Code.PARTY_TOO_LARGE, at_most=LARGEST_PARTY)
    return wanted


def _checked(told: dict[str, object] | None, wanted: Sequence[UUID] | None) -> Facts:
    if told is None:
        raise NotFound()
    facts = read_facts(told)
    if wanted is not None and len(facts.people) != len(wanted):
        raise NotFound()
    return facts


def _alone(facts: Facts) -> list[Party]:
    """Everybody by themselves, so that the family sees which days suit anyone at all.

    The eldest first: when nobody can come, what is told is about them and not about a child without an adult.
    """
    eldest = sorted(facts.party, key=lambda member: (member.born_on, member.person))
    return [(member,) for member in eldest] or [()]


def _offer(
    facts: Facts, slot: OfferedSlot, parties: Sequence[Party], rules: Rulebook, now: datetime
) -> Offer:
    asked = [(party, decide(facts.question(slot.asked, party, now), rules)) for party in parties]
    whys = [_why(facts, party, slot, decision) for party, decision in asked]
    best = next((nth for nth, why in enumerate(whys) if why is None), 0)
    party, decision = asked[best]
    why = whys[best]
    left = _left(slot, party)
    if why is None and left is PlacesLeft.NONE:
        why = PublicReason(Code.NO_PLACE)
    return Offer(slot, why, left, decision.stay_minutes + slot.asked.longer)


def _why(facts: Facts, party: Party, slot: OfferedSlot, decision: Decision) -> PublicReason | None:
    """The first public reason; a visit elsewhere at that hour is the family's own affair, and told as such."""
    if decision.public:
        return decision.public[0]
    coming = {member.person for member in party}
    busy = any(each.is_busy(slot.asked) for each in facts.people if each.member.person in coming)
    return PublicReason(Code.ALREADY_BOOKED) if busy else None


def _left(slot: OfferedSlot, party: Party) -> PlacesLeft:
    wanted = amounts(party)
    counted = [left // wanted[unit] for unit, left in (slot.free or {}).items() if wanted.get(unit)]
    fitting = min(counted, default=0)
    return max((step for step in PlacesLeft if fitting >= step.value), key=lambda step: step.value)
