"""The establishments as an invented population fills them: in proportion to who is held there, and by sex."""

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from backend.core.errors import Code, DomainError
from backend.database import Connection
from backend.registry.bulk import PavilionRow, insert_pavilions
from backend.registry.world.chance import Weighted

_FIGURES = """
select e.id, e.department, e.sex_held, f.kind, f.value::int as people from establishment e
join lateral (select distinct on (kind) kind, value from establishment_fact
  where establishment_id = e.id and kind in ('men', 'women') order by kind, valid_from desc) f on true
order by e.id, f.kind
"""
_PAVILIONS = (
    "select id, establishment_id, name, sex_held from pavilion order by establishment_id, name"
)

PEOPLE_A_PAVILION = 400
"""An example value; Lurigancho's 10,013 people make 20 pavilions, the ceiling."""

MOST_PAVILIONS = 20
WOMENS_PAVILION = "MUJERES"


@dataclass(slots=True)
class Place:
    """An establishment, its figures and its pavilions by the sex they hold."""

    id: str
    department: str
    sex_held: str
    men: int = 0
    women: int = 0
    pavilions: dict[str, list[UUID]] = field(default_factory=lambda: {"M": [], "F": []})


@dataclass(frozen=True)
class Country:
    """Where somebody of an invented population is held: a place and a sex, as often as in the figures."""

    places: dict[str, Place]
    held: Weighted[tuple[str, str]]
    by_sex: dict[str, Weighted[str]]


async def load_country(tx: Connection, seed: int) -> Country:
    """The establishments with their newest figures; pavilions that are missing are added.

    Raises DomainError(NO_ESTABLISHMENTS) on a database that was not seeded.
    """
    places: dict[str, Place] = {}
    for row in await tx.fetch(_FIGURES):
        place = places.setdefault(row["id"], Place(row["id"], row["department"], row["sex_held"]))
        if place.sex_held in ("mixed", "M" if row["kind"] == "men" else "F"):
            setattr(place, row["kind"], row["people"])
    if not places:
        raise DomainError(Code.NO_ESTABLISHMENTS)
    await _fill_pavilions(tx, places, seed)
    held = {
        (place.id, sex): count
        for place in places.values()
        for sex, count in _counts(place)
        if count
    }
    by_sex = {
        sex: Weighted(
            {place: count for (place, held_sex), count in held.items() if held_sex == sex}
        )
        for sex in ("M", "F")
    }
    return Country(places, Weighted(held), by_sex)


def _counts(place: Place) -> list[tuple[str, int]]:
    return [("M", place.men), ("F", place.women)]


async def _fill_pavilions(tx: Connection, places: dict[str, Place], seed: int) -> None:
    known = {(row["establishment_id"], row["name"]) for row in await tx.fetch(_PAVILIONS)}
    wanted = [pavilion for place in places.values() for pavilion in _pavilions_of(place, seed)]
    await insert_pavilions(tx, [row for row in wanted if (row.place, row.name) not in known])
    names = {(row.place, row.name): row.sex_held for row in wanted}
    for row in await tx.fetch(_PAVILIONS):
        sex = names.get((row["establishment_id"], row["name"]))
        if sex is not None:
            places[row["establishment_id"]].pavilions[sex].append(row["id"])


def _pavilions_of(place: Place, seed: int) -> list[PavilionRow]:
    main = "F" if place.sex_held == "F" else "M"
    people = place.women if main == "F" else place.men
    count = max(1, min(MOST_PAVILIONS, round(people / PEOPLE_A_PAVILION)))
    rows = [_pavilion(place.id, str(number), main, seed) for number in range(1, count + 1)]
    if place.sex_held == "mixed":
        rows.append(_pavilion(place.id, WOMENS_PAVILION, "F", seed))
    return rows


def _pavilion(place: str, name: str, sex: str, seed: int) -> PavilionRow:
    digest = hashlib.sha256(f"{seed}/{place}/{name}".encode()).digest()
    return PavilionRow(UUID(bytes=digest[:16], version=4), place, name, sex)
