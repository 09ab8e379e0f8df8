"""Invented people as rows: sealed, indexed, ready to be written."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from backend.core.clock import lima_day
from backend.core.text import say
from backend.registry.bulk import EventRow, Named
from backend.registry.custody import facts_of
from backend.registry.rules.naming import name_key
from backend.registry.rules.people import CONSENT_VERSION, ConsentHow
from backend.registry.rules.standing import Standing
from backend.registry.rules.ties import EndReason, Recollection, TieReason
from backend.registry.world.chance import Chance
from backend.registry.world.households import Household, Member, SharedTie
from backend.registry.world.numbers import register
from backend.registry.world.people import Inmate
from backend.sealed import blind_index, document_index, keyed_digest, seal

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_OFFICE_TAKES = timedelta(days=2)

_REASONS = {
    "approved": TieReason.ON_INMATES_LIST.value,
    "refused": TieReason.NO_MATCH.value,
    "ended": EndReason.KINSHIP_ENDED.value,
}
_VERSIONS = {"received": 0, "approved": 1, "refused": 1, "ended": 2}
_NAMES_INMATE = ("approved", "ended")

Row = tuple[object, ...]


class Bundle(NamedTuple):
    """Everything that comes into the world with one inmate."""

    inmate: tuple[UUID, Named, Standing]
    events: list[EventRow]
    accounts: list[Row]
    visitors: list[Row]
    ties: list[Row]


class Scribe:
    """Writes bundles of one world, as of one instant."""

    def __init__(self, seed: int, now: datetime) -> None:
        self._seed = seed
        self._now = now
        self._today = lima_day(now)

    def bundle(
        self, chance: Chance, inmate: Inmate, families: list[Household], shared: list[SharedTie]
    ) -> Bundle:
        """The rows of one inmate, of the accounts that come with them, and of ties to accounts that were there."""
        pairs = [(family, member) for family in families for member in family.members]
        ties = [self._tie(inmate, family, member) for family, member in pairs]
        ties += [self._shared_tie(inmate, tie) for tie in shared]
        return Bundle(
            self._inmate(inmate),
            self._events(chance, inmate),
            [self._account(family) for family in families],
            [self._visitor(family, member) for family, member in pairs],
            ties,
        )

    def _inmate(self, inmate: Inmate) -> tuple[UUID, Named, Standing]:
        person = inmate.person
        number = register(self._seed, inmate.nth)
        kind, shown = person.paper
        named = Named(
            register=number,
            register_index=blind_index("register", number),
            document=f"{kind} {shown}" if inmate.has_paper else None,
            document_index=document_index(kind, shown) if inmate.has_paper else None,
            given_names=person.given_names,
            surnames=person.surnames,
            name_key=name_key(person.surnames, person.given_names),
            sex=person.sex,
            born_on=person.born_on,
        )
        return person.id, named, inmate.life.standing

    def _events(self, chance: Chance, inmate: Inmate) -> list[EventRow]:
        return [
            EventRow(
                chance.new_id(),
                event.establishment_id or inmate.place_id,
                inmate.person.id,
                event.kind,
                event.effective_on,
                facts_of(event),
                f"world:{self._seed}:{inmate.nth}:{nth}",
            )
            for nth, event in enumerate(inmate.life.events)
        ]

    def _since(self, family: Household) -> datetime:
        return self._now - timedelta(days=family.since_days)

    def _account(self, family: Household) -> Row:
        return (
            family.account_id,
            seal("account.phone", family.account_id, family.phone),
            blind_index("phone", family.phone),
            family.language,
            self._since(family),
        )

    def _visitor(self, family: Household, member: Member) -> Row:
        person = member.person
        valid = member.valid_days
        return (
            person.id,
            family.account_id,
            member.capacity,
            member.guardian,
            person.given_names,
            person.surnames,
            person.sex,
            person.born_on,
            person.nationality,
            person.paper.kind,
            seal("visitor.document", person.id, person.paper.number),
            document_index(person.paper.kind, person.paper.number),
            None if valid is None else self._today + timedelta(days=valid),
            self._consent(family, member),
            self._since(family),
        )

    def _consent(self, family: Household, member: Member) -> dict[str, str] | None:
        if member.acting is None:
            return None
        return {
            "version": CONSENT_VERSION,
            "reader_language": "es",
            "words": say("consent.represent", "es"),
            "obtained_by": str(member.acting),
            "how": ConsentHow.IN_PERSON.value,
            "at": self._since(family).isoformat(),
        }

    def _tie(self, inmate: Inmate, family: Household, member: Member) -> Row:
        waits = member.state == "received"
        asked_at = self._now - member.waits_days * _DAY if waits else self._since(family) + _HOUR
        return self._tie_row(
            inmate, member.tie_id, family.account_id, member, member.kinship, member.state, asked_at
        )

    def _shared_tie(self, inmate: Inmate, tie: SharedTie) -> Row:
        asked_at = self._now - _OFFICE_TAKES
        return self._tie_row(
            inmate, tie.tie_id, tie.account_id, tie.member, tie.kinship, "approved", asked_at
        )

    def _tie_row(
        self,
        inmate: Inmate,
        tie_id: UUID,
        account_id: UUID,
        member: Member,
        kinship: str,
        state: str,
        asked_at: datetime,
    ) -> Row:
        return (
            tie_id,
            account_id,
            member.person.id,
            inmate.place_id,
            inmate.person.id if state in _NAMES_INMATE else None,
            kinship,
            self._asked(inmate) if state == "received" else {"establishment_id": inmate.place_id},
            state,
            _VERSIONS[state],
            asked_at,
            None if state == "received" else asked_at + _OFFICE_TAKES,
            _REASONS.get(state),
        )

    def _asked(self, inmate: Inmate) -> dict[str, str | int]:
        one = inmate.person
        asked = Recollection(one.given_names, one.surnames, born_year=one.born_on.year)
        kept, _ = asked.tidy()
        digest = keyed_digest("tie asked", asked.key().encode()).hex()
        return kept | {"establishment_id": inmate.place_id, "digest": digest}
