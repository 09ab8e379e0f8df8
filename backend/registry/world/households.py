"""The accounts of an invented family: who holds the phone, who shares it, who is acted for, who minds whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from backend.core.kinship import Kinship
from backend.registry.rules.people import ADULT_AGE, Capacity
from backend.registry.world import shares
from backend.registry.world.chance import Chance
from backend.registry.world.numbers import phone
from backend.registry.world.people import Inmate, Person, Relative

_ACTED_FOR_FROM = 65

_OF_A_SIBLING = {
    Kinship.SPOUSE: Kinship.SIBLING_IN_LAW,
    Kinship.COHABITANT: Kinship.SIBLING_IN_LAW,
    Kinship.CHILD: Kinship.NEPHEW_OR_NIECE,
    Kinship.NEPHEW_OR_NIECE: Kinship.NEPHEW_OR_NIECE,
    Kinship.MOTHER: Kinship.MOTHER,
    Kinship.FATHER: Kinship.FATHER,
    Kinship.SIBLING: Kinship.SIBLING,
    Kinship.GRANDPARENT: Kinship.GRANDPARENT,
    Kinship.UNCLE_OR_AUNT: Kinship.UNCLE_OR_AUNT,
    Kinship.COUSIN: Kinship.COUSIN,
}
"""What a relative of one sibling is to the other; of the rest, another relation."""


class Member(NamedTuple):
    """A visitor of an account, with the tie to the inmate."""

    person: Person
    capacity: Capacity
    guardian: UUID | None
    acting: UUID | None
    """Who acts for a represented person."""
    tie_id: UUID
    kinship: Kinship
    state: str
    waits_days: int
    """Since when the office has the request, if it waits."""
    valid_days: int | None
    """Days from today to the document's last, if it shows one."""


@dataclass(frozen=True, slots=True)
class Household:
    """One account and its people."""

    account_id: UUID
    phone: str
    language: str
    since_days: int
    members: list[Member]


class SharedTie(NamedTuple):
    """A visitor of one inmate who also visits the sibling."""

    tie_id: UUID
    account_id: UUID
    member: Member
    kinship: Kinship


def households(chance: Chance, inmate: Inmate) -> list[Household]:
    """One account where the partner lives and one where the parents do, as far as an adult lives there."""
    homes = [
        [relative for relative in inmate.relatives if relative.home],
        [relative for relative in inmate.relatives if not relative.home],
    ]
    living = [home for home in homes if any(_is_adult(relative) for relative in home)]
    return [
        Household(
            chance.new_id(),
            phone(inmate.nth, nth),
            chance.pick(shares.LANGUAGES),
            chance.randint(30, 400),
            list(_members(chance, home)),
        )
        for nth, home in enumerate(living)
    ]


def shared_ties(chance: Chance, families: list[Household]) -> list[SharedTie]:
    """The ties of those who visit a family's second inmate too."""
    return [
        SharedTie(
            chance.new_id(),
            family.account_id,
            member,
            _OF_A_SIBLING.get(member.kinship, Kinship.OTHER),
        )
        for family in families
        for member in family.members
    ]


def _members(chance: Chance, home: list[Relative]) -> Iterator[Member]:
    adults = sorted(
        (relative for relative in home if _is_adult(relative)),
        key=lambda relative: relative.person.age,
    )
    holder = adults[0].person.id
    for relative in home:
        person = relative.person
        acted_for = person.age >= _ACTED_FOR_FROM and chance.happens(shares.REPRESENTED)
        capacity = _capacity(relative, holder, acted_for=acted_for)
        yield Member(
            person,
            capacity,
            guardian=holder if capacity is Capacity.MINOR else None,
            acting=holder if capacity is Capacity.REPRESENTED else None,
            tie_id=chance.new_id(),
            kinship=relative.kinship,
            state=chance.pick(shares.TIE_STATES),
            waits_days=chance.randrange(10),
            valid_days=chance.randint(-60, 2500) if chance.happens(shares.DOCUMENT_DATED) else None,
        )


def _capacity(relative: Relative, holder: UUID, *, acted_for: bool) -> Capacity:
    if not _is_adult(relative):
        return Capacity.MINOR
    if relative.person.id == holder:
        return Capacity.OWN
    return Capacity.REPRESENTED if acted_for else Capacity.SHARED_PHONE


def _is_adult(relative: Relative) -> bool:
    return relative.person.age >= ADULT_AGE
