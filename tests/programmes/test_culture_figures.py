"""Figures of a year: a small one counted by hand, and invented ones counted again from their rows."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backend.core.actor import Role, System
from backend.core.errors import NotFound
from backend.database import reading, transaction
from backend.programmes.queries import culture
from backend.programmes.rules.figures import CLASSES, Figures, KindFigure, SourceMoney, Year
from tests.programmes import make_culture as cultures
from tests.programmes import make_programmes as make
from tests.programmes.culture_model import recount
from tests.programmes.make_culture import NOW, YEAR, World
from tests.programmes.make_programmes import HERE, lima
from tests.registry import make_registry as registry
from tests.visits.make_visits import refused

pytestmark = pytest.mark.anyio
ELSEWHERE = "chiclayo"
DAY = timedelta(days=1)


async def figures(*, year: int = YEAR, at: str = HERE, now: datetime = NOW) -> Figures:
    """As the coordinator of the place reads them, behind both walls."""
    writer = make.coordinator(at)
    async with reading(writer) as tx:
        return await culture.culture_year(tx, writer, at, year, now=now)


async def country(*, year: int = YEAR, now: datetime = NOW) -> Year:
    async with transaction(System()) as tx:
        return await culture.read_year(tx, None, year, now)


def named(found: Figures) -> dict[str, Any]:
    """By the names of the recount."""

    def band(first: int | None, last: int | None) -> str:
        if first is None:
            return "unknown"
        return f"{first or ''}-{last or ''}"

    return {
        "events": found.events, "held": found.held, "called_off": found.called_off, "to_come": found.to_come,
        "months": [tuple(each) for each in found.months],
        "kinds": {each.kind: (each.dates, each.audience) for each in found.kinds},
        "classes": {
            each.guest_class: (each.adults, each.children) for each in found.classes if each.adults + each.children
        },
        "bands": {(each.sex, band(each.first, each.last)): each.people for each in found.bands if each.people},
        "parts": found.parts, "minutes": found.minutes, "no_shows": found.no_shows,
        "ensembles": found.ensembles, "certificates": found.certificates,
        "sources": {each.source: (each.planned, each.spent) for each in found.sources},
        "partners": {each.name: (each.cash, each.in_kind, each.unvalued) for each in found.partners},
    }  # fmt: skip


async def test_a_small_year_counted_by_hand(db, owner):
    world = await cultures.world(owner)
    choir, workshop = await world.event("concert"), await world.event("workshop")
    march = await world.held(choir, "2026-03-14 15:00")
    april = await world.held(workshop, "2026-04-11 09:00", hours=3)
    await world.held(choir, "2026-05-09 15:00", state="cancelled")
    await world.held(choir, "2026-06-13 15:00", state="postponed")
    await world.held(choir, "2026-12-12 15:00")
    ana, luis, old, nobody_knows = (
        await world.person("F", date(1996, 3, 15)),  # thirty on the day after the first date
        await world.person("M", date(1966, 3, 14)),  # sixty on that very day
        await world.person("M", date(1950, 1, 1)),
        await world.person("M", None),
    )
    for one in (ana, luis, nobody_knows):
        await world.part(march, one, 90)
    await world.part(april, ana, 180)
    await world.part(april, old, 60, at=NOW - DAY)
    await world.part(april, old, 0)  # the latest word: was not there
    came, stayed = await world.household(march), await world.household(march)
    await world.household(march, state="withdrawn")
    await world.household(april)  # where no door was kept
    await world.mark(march, 1, visitor_id=came)
    await world.mark(march, 1, visitor_id=came)  # by a second phone
    mistaken = await world.mark(march, 1, visitor_id=stayed)
    await world.mark(march, 0, undoes=mistaken)
    await world.mark(march, 4, 3, guest_class="public")
    await world.count(march, "public", 5, 1)  # fewer than were marked
    await world.count(march, "official", 9, at=NOW - DAY)
    await world.count(march, "official", 2)
    await world.count(april, "relative", 10, 5)

    found = await figures()

    assert (found.events, found.held, found.called_off, found.to_come) == (2, 2, 1, 2)
    assert found.beneficiaries == 3 and found.of_sex("F") == 1 and found.of_sex("M") == 2
    assert (found.parts, found.minutes) == (4, 3 * 90 + 180)
    assert named(found)["classes"] == {"relative": (11, 5), "public": (4, 3), "official": (2, 0)}
    assert found.audience == 25
    assert named(found)["bands"] == {("F", "18-29"): 1, ("M", "60-"): 1, ("M", "unknown"): 1}
    assert found.months[2] == (3, 1, 10, 3, 270) and found.months[3] == (4, 1, 15, 1, 180)
    assert found.kinds == (KindFigure("concert", 1, 10), KindFigure("workshop", 1, 15))
    assert found.no_shows == 1


async def test_money_partners_ensembles_and_certificates_counted_by_hand(db, owner):
    world = await cultures.world(owner)
    event_id, ana = await world.event(), await world.person("F")
    await world.line("treasury", 100_000, 40_000, -5_000)
    await world.line("treasury", 50_000, 7_000, ended=True)
    await world.line("sales", 0)
    await world.line("other", 1, 1, year=YEAR - 1)
    city, firm = await world.partner("Municipalidad"), await world.partner("Una empresa", "company")
    await world.gift(city, 10_000, date(2026, 1, 1))
    wrong = await world.gift(city, 99_999, date(2026, 6, 1))
    await world.gift(city, 9_999, date(2026, 6, 1), corrects=wrong)
    await world.gift(city, None, date(2026, 6, 1), kind="in_kind")
    await world.gift(firm, 5, date(2025, 12, 31))
    await world.gift(firm, 700, date(2026, 12, 31), kind="in_kind")
    await world.ensemble(date(2020, 1, 1))
    await world.ensemble(date(2020, 1, 1), date(2025, 12, 31))
    await world.ensemble(date(2020, 1, 1), date(2026, 1, 1))
    await world.ensemble(date(2026, 12, 1))  # not yet
    for issued in ("2025-12-31 23:59", "2026-01-01 00:00", "2026-11-01 10:00"):
        await world.certificate(event_id, ana, lima(issued))

    found = await figures()

    assert found.sources == (SourceMoney("treasury", 100_000, 42_000), SourceMoney("sales", 0, 0))
    assert (found.planned, found.spent) == (100_000, 42_000)
    assert [tuple(each) for each in found.partners] == [
        ("Municipalidad", "public", 19_999, 0, 1),
        ("Una empresa", "company", 0, 700, 0),
    ]
    assert (found.ensembles, found.certificates) == (2, 2)


async def test_the_year_begins_and_ends_at_midnight_in_lima(db, owner):
    world = await cultures.world(owner)
    event_id = await world.event()
    for starts in ("2025-12-31 23:59", "2026-01-01 00:00", "2026-12-31 23:59", "2027-01-01 00:00"):
        await world.held(event_id, starts, hours=1)
    later = lima("2027-02-01 00:00")

    found = await figures(now=later)

    assert [each.month for each in found.months if each.dates] == [1, 12] and found.held == 2
    assert (await figures(year=2025, now=later)).held == 1
    assert (await figures(year=2027, now=later)).held == 1


async def test_a_date_is_held_once_it_is_over(db, owner):
    world = await cultures.world(owner)
    date_id = await world.held(await world.event(), "2026-03-14 15:00", hours=2)
    await world.count(date_id, "public", 8)
    await world.part(date_id, await world.person(), 60)
    over = lima("2026-03-14 17:00")

    before, after = await figures(now=over - timedelta(seconds=1)), await figures(now=over)

    assert (before.held, before.to_come, before.audience, before.parts) == (0, 1, 0, 0)
    assert (after.held, after.to_come, after.audience, after.parts) == (1, 0, 8, 1)


async def test_whoever_was_moved_since_is_counted_where_they_took_part(db, owner):
    world = await cultures.world(owner)
    await registry.establishment(owner, ELSEWHERE)
    ana = await world.person("F", date(2000, 1, 1))
    await world.part(await world.held(await world.event(), "2026-03-14 15:00"), ana, 60)
    await owner.execute("update inmate set establishment_id = $2 where id = $1", ana, ELSEWHERE)

    assert named(await figures())["bands"] == {("F", "18-29"): 1}
    assert (await figures(at=ELSEWHERE)).beneficiaries == 0


async def test_in_the_country_a_person_is_one_though_they_took_part_at_two_places(db, owner):
    world = await cultures.world(owner)
    ana, luis = await world.person("F"), await world.person("M")
    for place, people in ((HERE, (ana,)), (ELSEWHERE, (ana, luis))):
        date_id = await world.held(await world.event(at=place), "2026-03-14 15:00", at=place)
        for one in people:
            await world.part(date_id, one, 60)
    await world.line("treasury", 10, 4, at=ELSEWHERE)

    found = await country()

    assert (found.figures.beneficiaries, found.figures.parts, found.figures.held) == (2, 3, 2)
    shares = [(each.name, each.dates, each.audience, each.parts) for each in found.places]
    assert shares == [("E.P. de Chiclayo", 1, 0, 2), ("E.P. de Huaraz", 1, 0, 1)]
    assert [(each.beneficiaries, each.spent) for each in found.places] == [(2, 4), (1, 0)]


async def test_an_empty_year_is_all_noughts(db, owner):
    await cultures.world(owner)

    found = await figures()

    assert {name: each for name, each in named(found).items() if each} == {
        "months": [(month, 0, 0, 0, 0) for month in range(1, 13)]
    }
    assert [each.guest_class for each in found.classes] == list(CLASSES)
    assert len(found.bands) == 12 and found.beneficiaries == found.audience == found.spent == 0


async def test_only_who_plans_at_the_place_reads_its_year(db, owner):
    await cultures.world(owner)
    await registry.establishment(owner, ELSEWHERE)

    async def asked(reader, at: str = HERE, year: int = YEAR) -> None:
        async with reading(reader) as tx:
            await culture.culture_year(tx, reader, at, year, now=NOW)

    await asked(make.director())
    for role in set(Role) - {Role.PROGRAMME_COORDINATOR, Role.DIRECTOR}:
        assert await refused(asked(registry.officer(HERE, role=role))) == "NOT_ALLOWED"
    assert await refused(asked(make.coordinator(), at=ELSEWHERE)) == "NOT_ALLOWED"
    assert await refused(asked(make.coordinator(), year=1999)) == "BAD_INPUT"
    assert await refused(asked(make.coordinator(), year=2201)) == "BAD_INPUT"
    with pytest.raises(NotFound):
        async with transaction(System()) as tx:
            await culture.read_year(tx, "nowhere", YEAR, NOW)


async def test_the_second_wall_counts_nobody_of_another_place(db, owner):
    world = await cultures.world(owner)
    date_id = await world.held(await world.event(), "2026-03-14 15:00")
    await world.part(date_id, await world.person(), 60)
    await world.count(date_id, "public", 8)
    stranger = make.coordinator(ELSEWHERE)

    async with reading(stranger) as tx:
        found = (await culture.read_year(tx, HERE, YEAR, NOW)).figures

    assert (found.held, found.audience, found.parts, found.beneficiaries) == (0, 0, 0, 0)


@pytest.mark.parametrize("seed", range(4))
async def test_an_invented_year_is_what_a_recount_of_its_rows_says(db, owner, seed):
    world = await _invented(owner, random.Random(seed))

    for year in (2025, 2026):
        for at in (HERE, ELSEWHERE):
            assert named(await figures(at=at, year=year)) == recount(world, {at}, year, NOW)
        in_all = await country(year=year)
        assert named(in_all.figures) == recount(world, {HERE, ELSEWHERE}, year, NOW)
        for place in in_all.places:
            again = recount(world, {place.establishment_id}, year, NOW)
            shares = (again["held"], sum(map(sum, again["classes"].values())), again["parts"])
            assert (place.dates, place.audience, place.parts) == shares
            assert place.beneficiaries == sum(again["bands"].values())
            assert place.spent == sum(spent for _, spent in again["sources"].values())


async def _invented(owner: Any, chance: random.Random) -> World:
    world = await cultures.world(owner)
    await registry.establishment(owner, ELSEWHERE)
    people = [
        await world.person(
            chance.choice("FM"),
            chance.choice([None, date(1940, 1, 1) + timedelta(days=chance.randrange(25_000))]),
        )
        for _ in range(9)
    ]
    partners = [await world.partner(name) for name in ("Uno", "Dos")]
    for place in (HERE, ELSEWHERE):
        events = [
            await world.event(chance.choice(["concert", "workshop", "sport"]), at=place)
            for _ in range(3)
        ]
        for _ in range(9):
            starts = datetime(2025, 11, 1, tzinfo=UTC) + timedelta(
                minutes=chance.randrange(580_000)
            )
            state = chance.choice(["planned"] * 4 + ["cancelled", "postponed"])
            date_id = await world.held(chance.choice(events), starts, at=place, state=state)
            await _attended(world, date_id, people, chance)
        await _paid(world, place, partners, chance)
        for _ in range(3):
            issued = datetime(2025, 10, 1, tzinfo=UTC) + timedelta(days=chance.randrange(400))
            await world.certificate(chance.choice(events), chance.choice(people), issued)
    return world


async def _attended(world: World, date_id: Any, people: list[Any], chance: random.Random) -> None:
    for _ in range(chance.randrange(8)):
        said = NOW - timedelta(minutes=chance.randrange(5))
        await world.part(date_id, chance.choice(people), chance.choice([0, 30, 90]), at=said)
    guests = [await world.household(date_id) for _ in range(chance.randrange(3))]
    marks = []
    for _ in range(chance.randrange(5)):
        guest_class = chance.choice(CLASSES)
        if guests and chance.random() < 0.5:
            marks.append(
                await world.mark(
                    date_id, 1, guest_class=guest_class, visitor_id=chance.choice(guests)
                )
            )
        else:
            adults = chance.randrange(4)
            marks.append(await world.mark(date_id, adults, 1, guest_class=guest_class))
    for mark in marks:
        if chance.random() < 0.25:
            await world.mark(date_id, 0, undoes=mark)
    for _ in range(chance.randrange(3)):
        said = NOW - timedelta(minutes=chance.randrange(3))
        counts = (chance.randrange(6), chance.randrange(3))
        await world.count(date_id, chance.choice(CLASSES), *counts, at=said)


async def _paid(world: World, at: str, partners: list[Any], chance: random.Random) -> None:
    for _ in range(4):
        spent = [chance.randrange(1, 900) for _ in range(chance.randrange(3))]
        source, year = chance.choice(["treasury", "sales"]), chance.choice([2025, 2026])
        await world.line(
            source, chance.randrange(999), *spent, year=year, ended=chance.random() < 0.3, at=at
        )
        worth = chance.choice([None, 500, 70])
        on = date(2025, 6, 1) + timedelta(days=chance.randrange(500))
        given = await world.gift(chance.choice(partners), worth, on, kind="in_kind", at=at)
        if chance.random() < 0.3:
            await world.gift(chance.choice(partners), 33, on, corrects=given, at=at)
        begun = date(2024, 1, 1) + timedelta(days=chance.randrange(1300))
        ended = chance.choice([None, begun + timedelta(days=chance.randrange(700))])
        await world.ensemble(begun, ended, at=at)
