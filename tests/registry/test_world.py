"""Invented populations: the same for a seed, plausible, sound, and nobody real."""

import re
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.actor import System
from backend.core.custody import EventKind
from backend.core.documents import TEST_DNI, canonical_document
from backend.core.errors import Code, DomainError
from backend.core.kinship import Kinship
from backend.database import transaction
from backend.registry.custody import event_of, standing_of
from backend.registry.rules.naming import tidy_name
from backend.registry.rules.standing import standing_after
from backend.registry.world import Report, demand_by_weekday, make_world
from backend.registry.world.making import BLOCK, invent
from backend.registry.world.names import names
from backend.registry.world.numbers import paper, phone
from backend.registry.world.places import load_country
from backend.sealed import unseal
from tests.conftest import Database
from tests.registry.make_roster import NOW, establishments, happen

pytestmark = pytest.mark.anyio

TODAY = date(2026, 3, 1)
TABLES = ("inmate", "custody_event", "account", "visitor", "tie", "pavilion")
PHONE = re.compile(r"\+519000[1-9][0-9]{4}|test:[0-9]+:[01]")


@pytest.fixture
async def places(db: Database) -> None:
    await establishments()


async def make(inmates: int, seed: int = 7, now: datetime = NOW, **how: Any) -> Report:
    said: list[str] = how.pop("said", [])
    return await make_world(
        inmates=inmates, seed=seed, actor=System(), now=now, progress=said.append, **how
    )


async def everything(owner: asyncpg.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows; ciphers are new each time they are made, so this compares rows that stayed."""
    return {
        table: sorted(tuple(row) for row in await owner.fetch(f"table {table}")) for table in TABLES
    }


async def test_the_same_seed_invents_the_same_people_ids_included(places: None) -> None:
    async with transaction(System()) as tx:
        country = await load_country(tx, 7)

    def people(seed: int, size: int) -> list[tuple[Any, ...]]:
        return [
            (
                bundle.inmate,
                bundle.events,
                [row[0] for row in bundle.accounts],
                [row[:10] for row in bundle.visitors],
                bundle.ties,
            )
            for bundle in invent(seed, 0, size, country, NOW)
        ]

    first = people(7, 200)
    assert people(7, 200) == first
    assert people(7, 50) == first[:50], "the nth is the same whatever the size"
    assert not {one[0][0] for one in people(8, 200)} & {one[0][0] for one in first}


async def test_making_a_world_again_adds_nothing_and_a_larger_one_adds_people(
    places: None, owner: asyncpg.Connection
) -> None:
    report = await make(120)
    before = await everything(owner)
    assert report.inmates == len(before["inmate"]) == 120
    assert (report.events, report.accounts, report.visitors, report.ties) == tuple(
        len(before[table]) for table in ("custody_event", "account", "visitor", "tie")
    )
    again = await make(120, now=datetime(2026, 6, 1, 15, 0, tzinfo=UTC))
    assert (again.inmates, again.visitors, again.ties) == (0, 0, 0)
    assert await everything(owner) == before
    assert (await make(150)).inmates == 30
    after = await everything(owner)
    assert all(set(map(str, before[table])) <= set(map(str, after[table])) for table in TABLES)


async def test_a_world_cut_short_is_completed_by_the_next_run(
    places: None, owner: asyncpg.Connection
) -> None:
    class CutShortError(Exception):
        pass

    def stop(line: str) -> None:
        raise CutShortError

    with pytest.raises(CutShortError):
        await make_world(inmates=BLOCK + 100, seed=7, actor=System(), now=NOW, progress=stop)
    assert await owner.fetchval("select count(*) from inmate") == BLOCK
    assert (await make(BLOCK + 100)).inmates == 100


async def test_progress_grows_to_the_whole(places: None) -> None:
    said: list[str] = []
    await make(BLOCK + 50, said=said)
    assert [line.split(",")[0] for line in said] == ["inventing: 1", "inventing: 1"]
    assert "1,000 of 1,050 inmates (95%)" in said[0] and "1,050 of 1,050 inmates (100%)" in said[1]


async def test_a_database_holds_one_world(places: None, owner: asyncpg.Connection) -> None:
    await make(10, seed=7)
    before = await everything(owner)
    with pytest.raises(DomainError) as refused:
        await make(10, seed=8)
    assert refused.value.code is Code.WORLD_IS_ANOTHER
    assert await everything(owner) == before


async def test_a_world_needs_establishments_first(db: Database, owner: asyncpg.Connection) -> None:
    with pytest.raises(DomainError) as refused:
        await make(10)
    assert refused.value.code is Code.NO_ESTABLISHMENTS
    assert await owner.fetchval("select count(*) from audit_entry") == 0


async def test_proportions_are_plausible(places: None, owner: asyncpg.Connection) -> None:
    report = await make(2000)

    async def share(condition: str) -> float:
        count: int = await owner.fetchval(f"select count(*) from inmate where {condition}")
        return count / 2000

    assert 0.08 < await share("establishment_id = 'lurigancho'") < 0.12  # 9.7 %
    assert 0.035 < await share("sex = 'F'") < 0.075  # 5.3 %
    assert 0.05 < await share("born_on <= '1966-03-01'") < 0.09  # 60 and older: 6.9 %
    assert 0.06 < await share("born_on > '2001-03-01'") < 0.115  # under 25: 8.4 %
    assert 0.95 < await share("status = 'held'") < 0.99
    assert 0.01 < await share("document_index is null") < 0.035
    assert 2.5 < report.visitors / 2000 < 3.4
    foreign = await owner.fetchval(
        "select count(distinct inmate_id) from tie join visitor v on v.id = visitor_id"
        " where v.nationality <> 'PE' and inmate_id is not null"
    )
    assert 0.03 < foreign / 1600 < 0.09
    states = dict(await owner.fetch("select state, count(*) from tie group by state"))
    assert 0.84 < states["approved"] / report.ties < 0.93
    assert states["received"] > 0 and states["refused"] > 0
    shared = await owner.fetchval(
        "select count(*) from (select from tie where state = 'approved'"
        " group by account_id having count(distinct inmate_id) > 1) as families"
    )
    assert shared > 5, "some families visit two inmates"


async def test_a_world_is_sound(places: None, owner: asyncpg.Connection) -> None:
    await make(1200)
    wrong = {
        "held where the other sex is": "select from inmate i join establishment e on e.id = establishment_id"
        " where e.sex_held not in ('mixed', i.sex)",
        "in a pavilion of the other sex": "select from inmate i join pavilion p on p.id = pavilion_id"
        " where p.sex_held <> i.sex or p.establishment_id <> i.establishment_id",
        "in no pavilion": "select from inmate where pavilion_id is null",
        "minors of age": "select from visitor where capacity = 'minor'"
        f" and born_on <= date '{TODAY}' - interval '18 years'",
        "adults under age": "select from visitor where capacity <> 'minor'"
        f" and born_on > date '{TODAY}' - interval '18 years'",
        "guardians who are minors or strangers": "select from visitor c join visitor g on g.id = c.guardian_id"
        " where g.capacity = 'minor' or g.account_id <> c.account_id",
        "accounts without one holder": "select from visitor group by account_id"
        " having count(*) filter (where capacity = 'own') <> 1 or count(*) > 12",
        "ties of another account": "select from tie t join visitor v on v.id = visitor_id"
        " where v.account_id <> t.account_id",
        "mothers younger than their children": "select from tie t join visitor v on v.id = visitor_id"
        " join inmate i on i.id = inmate_id where kinship = 'mother' and v.born_on > i.born_on - interval '16 years'",
        "decided before asked": "select from tie where decided_at < asked_at or asked_at > '2026-03-01 15:00Z'",
        "admitted as children": "select from inmate where admitted_on < born_on + interval '17 years 11 months'",
    }
    for what, query in wrong.items():
        assert await owner.fetch(query) == [], what
    async with transaction(System()) as tx:
        country = await load_country(tx, 7)
    assert ("chiclayo", "F") not in country.held.values, "its one woman does not make it mixed"
    kinships = {row["kinship"] for row in await owner.fetch("select distinct kinship from tie")}
    assert kinships <= {kinship.value for kinship in Kinship}
    asked = await owner.fetchval("select asked from tie where state = 'received' limit 1")
    assert '"digest"' in asked and '"given_names"' in asked


async def test_where_everybody_stands_follows_from_the_events(
    places: None, owner: asyncpg.Connection
) -> None:
    await make(400)
    async with transaction(System()) as tx:
        people = await tx.fetch("select * from inmate")
        for person in people:
            events = await tx.fetch("select * from custody_history($1)", person["id"])
            assert standing_after([event_of(row) for row in events]) == standing_of(person)
            assert max(row["effective_on"] for row in events) <= TODAY
    kinds = {row["kind"] for row in await owner.fetch("select distinct kind from custody_event")}
    assert {EventKind.ADMISSION, EventKind.TRANSFER, EventKind.STAGE_CHANGE} <= kinds
    held = next(person for person in people if person["status"] == "held")
    change = await happen(held["id"], EventKind.RELEASE, "2026-03-01")
    assert change is not None and change.touches_bookings


async def test_only_numbers_of_nobody_are_used(places: None, owner: asyncpg.Connection) -> None:
    await make(400)
    for row in await owner.fetch("select id, phone_cipher from account"):
        assert PHONE.fullmatch(unseal("account.phone", row["id"], row["phone_cipher"]))
    numbers = [
        f"{row['document_kind']} {unseal('visitor.document', row['id'], row['document_cipher'])}"
        for row in await owner.fetch("select id, document_kind, document_cipher from visitor")
    ] + [
        unseal("inmate.document", row["id"], row["document_cipher"])
        for row in await owner.fetch(
            "select id, document_cipher from inmate where document_cipher is not null"
        )
    ]
    assert len(set(numbers)) == len(numbers)
    for kind, number in (number.split(" ") for number in numbers):
        assert int(number) in TEST_DNI if kind == "dni" else number.startswith("TEST")


@given(st.integers(0, 2_000_000), st.integers(0, 8), st.sampled_from(["PE", "VE"]))
def test_a_document_is_of_the_test_range_or_no_real_number(
    inmate: int, person: int, nationality: str
) -> None:
    kind, number = paper(inmate, person, nationality)
    if kind == "dni" and number.isdigit():
        assert int(number) in TEST_DNI
    elif kind == "dni":
        with pytest.raises(DomainError):
            canonical_document(kind, number)
    else:
        assert canonical_document(kind, number) == number
        assert number.startswith("TEST")


def test_documents_and_phones_never_repeat() -> None:
    around = [*range(2000), *range(99_000, 101_000), *range(999_990, 1_000_010)]
    papers = [paper(inmate, person, "PE") for inmate in around for person in range(9)]
    phones = [phone(inmate, account) for inmate in around for account in (0, 1)]
    assert len(set(papers)) == len(papers) and len(set(phones)) == len(phones)
    assert all(PHONE.fullmatch(number) for number in phones)
    assert (papers[0].number, phones[0]) == ("00100000", "+51900010000")


def test_every_name_is_a_name() -> None:
    book = names()
    for table in [*book._surnames.values(), *book._given.values()]:
        assert all(tidy_name(name) == name for name in table.values)


def test_demand_adds_up_and_weekends_are_fullest() -> None:
    demand = demand_by_weekday(100_000)
    assert sum(demand.values()) == 85_000
    assert sorted(demand, key=demand.__getitem__)[-3:] == [3, 6, 7]
    assert demand_by_weekday(0) == dict.fromkeys(range(1, 8), 0)
    assert sum(demand_by_weekday(4).values()) == 3
