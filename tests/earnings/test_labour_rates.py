"""A labour rate is chosen by its article and dated by the rules; the article is kept nowhere."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.errors import Code, DomainError
from backend.earnings.commands import orders
from backend.earnings.rules import LabourRate, legal_rates
from backend.earnings.rules.rates import is_legal, rates_in_force, rates_since
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER, MAY
from tests.earnings.reckon import seeded_book
from tests.work import make_work as work

CHANGED = date(2023, 11, 22)
FEBRUARY = date(2026, 2, 12)
BOOK = seeded_book()
JUNE = date(2025, 6, 2)


def test_an_article_sets_its_days_by_date() -> None:
    before = CHANGED - timedelta(days=1)

    assert rates_since(BOOK, "49.1", before) == (LabourRate(before, 2), LabourRate(CHANGED, 1))
    assert rates_since(BOOK, "49.1", JUNE) == (LabourRate(JUNE, 1),)
    assert rates_since(BOOK, "51.3", JUNE) == (LabourRate(JUNE, 6), LabourRate(FEBRUARY, 7))
    assert rates_since(BOOK, "51.2", FEBRUARY - timedelta(days=1)) == ()
    assert rates_since(BOOK, "1.1", JUNE) == ()


def test_a_repeat_offender_is_counted_seven_for_one_since_february_2026() -> None:
    assert rates_since(BOOK, "51.4", FEBRUARY) == (LabourRate(FEBRUARY, 7),)
    assert rates_since(BOOK, "51.4", FEBRUARY - timedelta(days=1)) == ()
    assert legal_rates(BOOK, "tuo-51.4") == (LabourRate(FEBRUARY, 7),)


def test_what_an_office_may_say_without_an_article_is_what_some_article_sets_that_day() -> None:
    legal = {day: [n for n in range(31) if is_legal(BOOK, n, day)] for day in (MAY, FEBRUARY)}

    assert legal == {MAY: [1, 4, 5, 6, 7], FEBRUARY: [1, 4, 5, 6, 7]}
    assert not is_legal(BOOK, 2, CHANGED), "two for one is over"
    assert is_legal(BOOK, 2, CHANGED - timedelta(days=1)) and is_legal(BOOK, None, MAY)
    articles = [(each.article, each.days) for each in rates_in_force(BOOK, FEBRUARY)]
    assert articles == [
        ("49.1", 1), ("49.2", 4), ("49.3", 5), ("49.4", 6), ("49.5", 7), ("51.1", None), ("51.2", 5),
        ("51.3", 7), ("51.4", 7),
    ]  # fmt: skip


@pytest.fixture
async def one(db, owner):
    await months.rules()
    return await work.worker(owner, await work.workshop(owner))


async def record(one, **said):
    return await orders.record_labour_rate(
        work.chief(), uuid4(), inmate_id=one.inmate_id, act="Resolución 7", now=AFTER, **said
    )


@pytest.mark.anyio
async def test_an_article_becomes_dated_days_and_is_found_nowhere(one, owner):
    first = await record(one, article="51.3", valid_from=JUNE)

    rows = await owner.fetch("select * from labour_rate order by valid_from")
    assert [(row["days"], row["valid_from"]) for row in rows] == [(6, JUNE), (7, FEBRUARY)]
    assert UUID(first["id"]) == rows[0]["id"]
    tables = await owner.fetch(
        "select table_name from information_schema.tables where table_schema = 'public'"
        " and table_type = 'BASE TABLE' and table_name <> all ('{earning_rule,tortoise_migrations}')"
    )
    for (table,) in tables:
        found = f'select count(*) from "{table}" t where t::text like $1'
        assert await owner.fetchval(found, "%51.3%") == 0, table


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"days": 2, "valid_from": JUNE}, "days"),
        ({"days": 3, "valid_from": JUNE}, "days"),
        ({"days": 30, "valid_from": JUNE}, "days"),
        ({"article": "49.9", "valid_from": JUNE}, "article"),
        ({"article": "51.2", "valid_from": JUNE}, "article"),
        ({"article": "49.1", "days": 1, "valid_from": JUNE}, "article"),
    ],
)
async def test_days_that_no_article_sets_are_refused(one, owner, said, field):
    with pytest.raises(DomainError) as refused:
        await record(one, **said)

    assert (refused.value.code, refused.value.facts["field"]) == (Code.BAD_INPUT, field)
    assert await owner.fetchval("select count(*) from labour_rate") == 0


@pytest.mark.anyio
async def test_an_office_reads_what_it_may_choose_and_records_it(one, owner):
    chief = work.chief()
    listed = await reading.read(chief, "legalLabourRates", onDay="2025-06-02")

    assert [(each["article"], each["days"]) for each in listed] == [
        ("49.1", 1), ("49.2", 4), ("49.3", 5), ("49.4", 6), ("49.5", 7), ("51.3", 6),
    ]  # fmt: skip
    assert listed[0]["reference"] == "D.Leg. 1585 art. 4; CEP TUO 49.1 (1991: 44)"
    said = {"inmateId": one.inmate_id, "act": "Resolución 7", "validFrom": "2025-06-02"}
    await reading.read(chief, "recordLabourRate", **said, article="49.2")
    assert await owner.fetchval("select days from labour_rate") == 4
