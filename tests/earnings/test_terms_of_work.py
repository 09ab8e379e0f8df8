"""A month is closed by the terms of its work: the percentages of its agreement, a subsidy, a late order, a grade."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.earnings.commands.ruling import adopt_rules
from backend.earnings.rules import rule_rows
from backend.work import commands
from backend.work.commands import Basis, Piece
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER, DAYS
from tests.work import make_work as work

pytestmark = pytest.mark.anyio

SEED = Path("seeds/earnings_rules.toml").read_text(encoding="utf-8")
EXAMPLE = "example-concession"


async def concession(agreement_id: UUID) -> None:
    """The percentages of the seed's invented concession, of this agreement."""
    rows = rule_rows(SEED.replace(EXAMPLE, str(agreement_id)))
    ours = [row for row in rows if str(agreement_id) in str(row["scope"])]
    async with transaction(System()) as tx:
        assert await adopt_rules(tx, ours, AFTER) == 3


async def closed(shop: UUID) -> None:
    await months.review(shop)
    await months.close()


@pytest.fixture
async def ruled(db, owner):
    await months.rules()
    await work.holiday(owner, months.LABOUR_DAY)


async def test_a_concession_is_split_by_the_percentages_of_its_own_agreement(ruled, owner):
    shops = [await work.workshop(owner, modality="auxiliary_service") for _ in range(2)]
    people = []
    for shop in shops:
        one = await work.worker(owner, shop)
        await months.reparation(one)
        day = await work.price(owner, shop, basis="day", rate="40.00")
        await months.recorded([months.shift(one, on, 480, Piece(day, 1)) for on in DAYS])
        people.append(one)
    await concession(await work.agreement(owner, shops[0]))
    await work.agreement(owner, shops[1])

    for shop in shops:
        await months.review(shop)
    await months.close()

    ours, theirs = [await months.lines(owner, one) for one in people]
    assert ours == [
        ("gross_day", "104000", 104_000),
        ("gross", "104000", 104_000),
        ("inpe_contribution", "5200", 5_200),
        ("civil_reparation", "15600", 15_600),
        ("personal_share", "83200", 83_200),
        ("personal", "83200", 83_200),
    ]
    assert ("civil_reparation", "20800", 20_800) in theirs, "another agreement has other terms"


async def test_an_agreement_that_was_ended_before_the_month_sets_none_of_its_terms(ruled, owner):
    shop = await work.workshop(owner, modality="auxiliary_service")
    one = await work.worker(owner, shop)
    await months.reparation(one)
    day = await work.price(owner, shop, basis="day", rate="40.00")
    await months.recorded([months.shift(one, on, 480, Piece(day, 1)) for on in DAYS])
    agreement_id = await work.agreement(owner, shop)
    await concession(agreement_id)
    await commands.end_agreement(
        work.chief(), uuid4(), agreement_id=agreement_id, ended_on=date(2025, 4, 30), now=AFTER
    )

    await closed(shop)

    assert ("civil_reparation", "20800", 20_800) in await months.lines(owner, one)


async def test_a_trainee_on_20_of_26_days_has_the_least_subsidy_in_proportion(ruled, owner):
    shop = await work.workshop(owner, modality="training")
    one = await work.worker(owner, shop)
    subsidy = await work.price(owner, shop, basis="subsidy", rate="0")
    await months.recorded([months.shift(one, on, 480, Piece(subsidy, 1)) for on in DAYS[:20]])

    await closed(shop)

    assert await months.lines(owner, one) == [
        ("gross_subsidy", str(Fraction(56_500 * 20, 26)), 43_462),
        ("gross", "43462", 43_462),
        ("inpe_contribution", "4346.2", 4_346),
        ("personal_share", "39115.8", 39_116),
        ("personal", "39116", 39_116),
    ]
    assert await months.balances(owner, one) == {
        "inpe_contribution": 4_346,
        "worker_personal": 39_116,
    }


async def test_a_late_order_takes_what_the_agreement_says_and_shows_it(ruled, owner):
    shop = await work.workshop(owner)
    one = await work.worker(owner, shop)
    piece = await work.price(owner, shop, rate="50.00")
    added = await commands.add_price(
        work.chief(), uuid4(), workshop_id=shop, product="pedido", operation="atraso",
        basis=Basis.PENALTY, rate="7.50", valid_from=work.SINCE, now=AFTER,
    )  # fmt: skip
    late = Piece(UUID(added["id"]), 2)
    await months.recorded([months.shift(one, DAYS[0], 480, Piece(piece, 20), late)])

    shown = await commands.present_month(
        work.supervisor(), uuid4(), workshop_id=shop, month=months.MAY, now=AFTER
    )
    await work.review(UUID(shown["id"]), work.chief(), now=AFTER)
    told = await owner.fetchval("select gross from work_month_line")
    await months.close()

    assert told == 985, "what is shown to be signed is what is closed"
    assert await months.lines(owner, one) == [
        ("gross_penalty", "-1500", -1_500),
        ("gross_piece", "100000", 100_000),
        ("gross", "98500", 98_500),
        ("inpe_contribution", "9850", 9_850),
        ("personal_share", "88650", 88_650),
        ("personal", "88650", 88_650),
    ]


async def test_a_month_that_pays_the_last_of_a_reparation_says_so_and_the_next_takes_none(
    ruled, owner
):
    shop = await work.workshop(owner)
    piece = await work.price(owner, shop, rate="50.00")
    ends, goes_on, has_none = [await work.worker(owner, shop) for _ in range(3)]
    await months.reparation(ends, total=500_000, paid_before=490_000)
    await months.reparation(goes_on)
    people = (ends, goes_on, has_none)
    await months.recorded([months.shift(one, DAYS[0], 480, Piece(piece, 20)) for one in people])
    about = {"establishmentId": work.HERE, "month": months.MAY}
    chief = work.chief()
    assert (await reading.read(chief, "paidReparations", **about))["nodes"] == []

    await closed(shop)

    (told,) = (await reading.read(chief, "paidReparations", **about))["nodes"]
    assert (told["inmateId"], told["lastPaid"]) == (str(ends.inmate_id), 10_000)
    assert told["surnames"] is not None
    assert (await reading.read(chief, "monthClosing", **about))["reparationsPaid"] == 1
    looks = "select count(*) from audit_entry where action = 'earnings.paid_reparations.read'"
    assert await owner.fetchval(looks) == 2
    elsewhere = await reading.sent(work.chief("puno"), "paidReparations", **about)
    assert b"NOT_ALLOWED" in elsewhere and str(ends.inmate_id).encode() not in elsewhere

    june, in_july = date(2025, 6, 2), AFTER + timedelta(days=30)
    await months.recorded([months.shift(ends, june, 480, Piece(piece, 20))], now=in_july)
    await months.review(shop, month=june.replace(day=1), now=in_july)
    await months.close(month=june.replace(day=1), now=in_july)
    codes = [code for code, _, _ in await months.lines(owner, ends)]
    assert codes.count("civil_reparation") == 1


async def test_each_grade_has_its_own_price_and_its_line_says_so(ruled, owner):
    shop = await work.workshop(owner)
    prices = {
        grade: await work.price(owner, shop, grade=grade, rate=rate)
        for grade, rate in (("maestro", "50.00"), ("ayudante", "40.00"))
    }
    people = {grade: await work.worker(owner, shop, grade=grade) for grade in prices}
    await months.recorded(
        [months.shift(people[each], DAYS[0], 480, Piece(prices[each], 20)) for each in prices]
    )

    await closed(shop)

    rows = await owner.fetch(
        "select s.inmate_id, l.booked, l.facts ->> 'grade' as grade from statement_line l"
        " join earning_statement s on s.id = l.statement_id where l.code = 'gross_piece'"
    )
    assert {row["inmate_id"]: (row["booked"], row["grade"]) for row in rows} == {
        people["maestro"].inmate_id: (100_000, "maestro"),
        people["ayudante"].inmate_id: (80_000, "ayudante"),
    }
