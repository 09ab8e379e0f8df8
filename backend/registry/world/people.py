"""Invented people: an inmate, and the family that visits them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from backend.core.kinship import Kinship
from backend.registry.world import shares
from backend.registry.world.chance import Chance
from backend.registry.world.lives import Life, live
from backend.registry.world.names import names
from backend.registry.world.numbers import Paper, paper
from backend.registry.world.places import Country

YEAR = 365.25
_ADULT = 18
_OLDEST = 88
_MIXED = "MF"


class Person(NamedTuple):
    """Somebody invented."""

    id: UUID
    given_names: str
    surnames: str
    sex: str
    age: int
    born_on: date
    nationality: str
    paper: Paper


class Relative(NamedTuple):
    """A person and what they are to the inmate; `home`: lives with the inmate's partner, not with the parents."""

    person: Person
    kinship: Kinship
    home: bool


@dataclass(slots=True)
class Inmate:
    """An inmate of the world, the nth, with who visits them. `sibling_of`: shares that one's family instead."""

    nth: int
    person: Person
    has_paper: bool
    place_id: str
    department: str
    life: Life
    relatives: list[Relative] = field(default_factory=list)
    sibling_of: "Inmate | None" = None


class Inventor:
    """Invents one inmate after the other with one set of dice."""

    def __init__(self, chance: Chance, country: Country, today: date) -> None:
        self._chance = chance
        self._country = country
        self._today = today
        self._people = 0
        self._nth = 0

    def inmate(self, nth: int, previous: Inmate | None) -> Inmate:
        """The nth inmate of the world; now and then a younger sibling of the previous one, in the same prison."""
        chance = self._chance
        self._nth, self._people = nth, 0
        place_id, sex = chance.pick(self._country.held)
        age = chance.randint(*chance.pick(shares.AGES))
        nationality = self._nationality()
        surnames = self._surnames(self._country.places[place_id].department)
        elder = self._elder(previous)
        if elder is not None:
            place_id, surnames, sex = elder.place_id, elder.person.surnames, elder.person.sex
            nationality = elder.person.nationality
            age = max(_ADULT, elder.person.age - age % 9)
        place = self._country.places[place_id]
        inmate = Inmate(
            nth=nth,
            person=self._person(sex, age, surnames, nationality),
            has_paper=not chance.happens(shares.WITHOUT_DOCUMENT),
            place_id=place_id,
            department=place.department,
            life=live(chance, self._country, place, sex, _days(age), self._today),
            sibling_of=elder,
        )
        if elder is None and not chance.happens(shares.UNVISITED):
            inmate.relatives = self._family(inmate)[: shares.LARGEST_FAMILY]
        return inmate

    def _nationality(self) -> str:
        foreign = self._chance.happens(shares.FOREIGNERS)
        return self._chance.pick(shares.NATIONALITIES) if foreign else "PE"

    def _elder(self, previous: Inmate | None) -> Inmate | None:
        """The previous inmate, when this one shares that family."""
        shares_family = self._chance.happens(shares.SIBLINGS_INSIDE)
        return previous if shares_family and previous and previous.relatives else None

    def _surnames(self, department: str) -> str:
        return f"{self._surname(department)} {self._surname(department)}"

    def _surname(self, department: str) -> str:
        return names().surname(self._chance, department)

    def _person(self, sex: str, age: int, surnames: str, nationality: str) -> Person:
        chance = self._chance
        born_on = self._today - timedelta(days=_days(age) + 1 + chance.randrange(364))
        numbered = paper(self._nth, self._people, nationality)
        self._people += 1
        given = names().given(chance, sex)
        return Person(chance.new_id(), given, surnames, sex, age, born_on, nationality, numbered)

    def _family(self, inmate: Inmate) -> list[Relative]:
        """Nearest first, so that the largest families keep parents and children."""
        partner = self._partner(inmate)
        relatives = [*partner, *self._children(inmate, partner), *self._parents(inmate)]
        return [*relatives, *self._siblings(inmate), *self._somebody_else(inmate)]

    def _relative(
        self,
        inmate: Inmate,
        kinship: Kinship,
        sex: str,
        age: int,
        surnames: str,
        *,
        home: bool = False,
    ) -> Relative:
        age = max(0, min(age, _OLDEST))
        person = self._person(sex, age, surnames, inmate.person.nationality)
        return Relative(person, kinship, home)

    def _partner(self, inmate: Inmate) -> list[Relative]:
        chance, one = self._chance, inmate.person
        if not chance.happens(shares.PARTNER[one.sex]):
            return []
        kinship = Kinship.SPOUSE if chance.happens(shares.MARRIED) else Kinship.COHABITANT
        age = max(_ADULT, one.age + chance.randint(-8, 8))
        other = "F" if one.sex == "M" else "M"
        surnames = self._surnames(inmate.department)
        return [self._relative(inmate, kinship, other, age, surnames, home=True)]

    def _children(self, inmate: Inmate, partner: list[Relative]) -> list[Relative]:
        chance, one = self._chance, inmate.person
        count = chance.pick(shares.CHILDREN)
        oldest = one.age - _ADULT
        if oldest < 1:
            return []
        other = partner[0].person.surnames if partner else self._surnames(inmate.department)
        father, mother = (one.surnames, other) if one.sex == "M" else (other, one.surnames)
        surnames = f"{father.split(' ')[0]} {mother.split(' ')[0]}"
        return [
            self._relative(
                inmate,
                Kinship.CHILD,
                chance.choice(_MIXED),
                chance.randrange(oldest),
                surnames,
                home=bool(partner),
            )
            for _ in range(count)
        ]

    def _parents(self, inmate: Inmate) -> list[Relative]:
        chance, one = self._chance, inmate.person
        paternal, maternal = one.surnames.split(" ")[0], one.surnames.split(" ")[-1]
        parents = []
        for kinship, share, sex, surname in (
            (Kinship.MOTHER, shares.MOTHER, "F", maternal),
            (Kinship.FATHER, shares.FATHER, "M", paternal),
        ):
            age = one.age + chance.randint(17, 38)
            visits = chance.happens(share) and age <= _OLDEST
            if visits:
                own = f"{surname} {self._surname(inmate.department)}"
                parents.append(self._relative(inmate, kinship, sex, age, own))
        return parents

    def _siblings(self, inmate: Inmate) -> list[Relative]:
        chance, one = self._chance, inmate.person
        return [
            self._relative(
                inmate,
                Kinship.SIBLING,
                self._sex_of_visitor(),
                max(_ADULT, one.age + chance.randint(-12, 12)),
                one.surnames,
            )
            for _ in range(chance.pick(shares.SIBLINGS))
        ]

    def _somebody_else(self, inmate: Inmate) -> list[Relative]:
        chance = self._chance
        if not chance.happens(shares.SOMEBODY_ELSE):
            return []
        kinship = chance.pick(shares.ELSE)
        older = kinship in (Kinship.GRANDPARENT, Kinship.PARENT_IN_LAW, Kinship.UNCLE_OR_AUNT)
        age = max(_ADULT, inmate.person.age + chance.randint(-10, 10) + (20 if older else 0))
        surnames = self._surnames(inmate.department)
        return [self._relative(inmate, kinship, self._sex_of_visitor(), age, surnames)]

    def _sex_of_visitor(self) -> str:
        return "F" if self._chance.happens(shares.WOMEN_AMONG_RELATIVES) else "M"


def _days(years: int) -> int:
    return int(years * YEAR)
