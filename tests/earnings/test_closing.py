"""A month from real records to statements in the database, to the céntimo, and the journals beside them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import System
from backend.core.errors import Code, DomainError
from backend.database import transaction
from backend.earnings.commands import correcting
from backend.earnings.rules.vocabulary import LineCode
from backend.ledger.queries import verify, verify_seals
from backend.work import commands
from tests.earnings import make_month as months
from tests.earnings.make_month import AFTER, DAYS, MAY
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

WORKED = [
    ("gross_piece", "27440", 27_440),
    ("gross_piece", "56565", 56_565),
    ("gross", "84005", 84_005),
    ("inpe_contribution", "8400.5", 8_400),
    ("civil_reparation", "16801", 16_801),
    ("personal_share", "58803.5", 58_804),
    ("support_order", "21001.25", 21_001),
    ("free_share", "37803", 37_803),
    ("family_assignment", "22681.8", 22_681),
    ("savings", "5670.45", 5_670),
    ("personal", "9452", 9_452),
]
JUNE = date(2025, 6, 1)
IN_JULY = AFTER + timedelta(days=30)
WRITTEN = ("earning_statement", "statement_line", "journal", "entry", "period_seal", "notice")


@pytest.fixture
async def one(db, owner):
    await months.rules()
    await work.holiday(owner, months.LABOUR_DAY)
    return await work.worker(owner, await work.workshop(owner))


async def refusal(act) -> DomainError:
    with pytest.raises(DomainError) as refused:
        await act
    return refused.value


async def is_sound(place: str = HERE) -> bool:
    async with transaction(System()) as tx:
        return (await verify(tx, place)).is_good and not await verify_seals(tx, place)


async def consent(owner, one, tie: UUID, category: str = "earnings") -> None:
    await owner.execute(
        "insert into statement_consent (inmate_id, tie_id, account_id, category, given_on, act, recorded_at,"
        " recorded_by)"
        " select $1, id, account_id, $3, '2025-01-01', 'Hoja 9', $4, $5 from tie where id = $2",
        one.inmate_id, tie, category, AFTER, uuid4(),
    )  # fmt: skip


async def test_the_worked_month_from_records_to_statement_lines_and_journal(owner, one):
    await months.worked_month(owner, one)
    await months.reparation(one)
    tie = await months.wishes(owner, one)
    await consent(owner, one, tie)
    await consent(owner, one, tie, "days")
    await months.review(one.workshop_id)

    closed = await months.close()

    assert await months.lines(owner, one) == WORKED
    assert (closed.statements, closed.gross, closed.personal) == (1, 84_005, 9_452)
    assert await months.balances(owner, one) == {
        "inpe_contribution": 8_400,
        "civil_reparation": 16_801,
        "support_order": 21_001,
        "worker_savings": 5_670,
        "worker_personal": 22_681 + 9_452,
    }
    assert await is_sound()
    labour = await owner.fetchval("select labour from earning_statement")
    assert '"minutes": 10860, "segments"' in labour and '"days": 23' in labour
    told = await owner.fetch("select kind, facts from notice where kind = 'statement_ready'")
    assert len(told) == 1, "one account, however much it may read"
    assert await owner.fetchval("select state from work_month") == "closed"


async def test_a_closed_month_answers_the_same_again_and_writes_nothing(owner, one):
    await months.worked_month(owner, one)
    await months.review(one.workshop_id)
    closed = await months.close()
    before = await registry.rows(owner, *WRITTEN)

    again = await months.close(now=AFTER + timedelta(days=3))

    assert again == closed
    assert await registry.rows(owner, *WRITTEN) == before


async def test_a_month_that_nobody_has_reviewed_is_refused_and_says_which(owner, one):
    await months.worked_month(owner, one)
    name = await owner.fetchval("select name from workshop")
    before = await registry.rows(owner, *WRITTEN)

    refused = await refusal(months.close())

    assert (refused.code, refused.facts) == (
        Code.MONTH_NOT_READY,
        {"reviews": name, "exits": 0},
    )
    assert await registry.rows(owner, *WRITTEN) == before


async def test_who_reviewed_a_month_of_which_nothing_is_left_does_not_close_it(owner, one):
    day = DAYS[0]
    await months.recorded([first := months.shift(one, day)])
    moved = months.shift(one, JUNE)
    await commands.correct_work(
        work.chief(), uuid4(), record_id=first.id, record=moved, reason="it was another day", now=AFTER
    )  # fmt: skip
    chief = await months.review(one.workshop_id)

    assert (await refusal(months.close(by=chief))).code is Code.SECOND_PERSON_NEEDED
    await months.close(by=months.director())


async def test_who_reviewed_does_not_close(owner, one):
    await months.worked_month(owner, one)
    chief = await months.review(one.workshop_id)

    assert (await refusal(months.close(by=chief))).code is Code.SECOND_PERSON_NEEDED
    assert await owner.fetchval("select count(*) from earning_statement") == 0
    await months.close(by=months.director())

    made_by, approved_by = await owner.fetchrow(
        "select made_by, approved_by from earning_statement"
    )
    assert approved_by == chief.staff_id != made_by


@pytest.mark.parametrize("day", [date(2025, 5, 31), date(2025, 5, 2)])
async def test_a_month_that_is_not_over_is_not_closed(owner, one, day):
    now = AFTER.replace(year=day.year, month=day.month, day=day.day)

    assert (await refusal(months.close(now=now))).facts == {"field": "month"}


async def test_an_edit_after_the_review_stops_the_closing(owner, one):
    await months.worked_month(owner, one)
    await months.review(one.workshop_id)
    other = await work.worker(owner, one.workshop_id)
    await months.recorded([months.shift(other, DAYS[0])])

    assert (await refusal(months.close())).code is Code.MONTH_NOT_READY
    await months.review(one.workshop_id)
    assert (await months.close()).statements == 2


async def test_days_that_a_statement_told_of_are_not_recorded_again(owner, one):
    await months.worked_month(owner, one)
    await months.review(one.workshop_id)
    await months.close()
    shop = await work.workshop(owner)
    elsewhere = await work.worker(owner, shop, inmate_id=one.inmate_id)

    (row,) = await months.record([months.shift(elsewhere, DAYS[25])])

    assert (row["outcome"], row["reason"]) == ("refused", "month_closed")


async def test_a_reparation_of_which_100_soles_are_left_ends(owner, one):
    await months.worked_month(owner, one)
    await months.reparation(one, total=500_000, paid_before=490_000)
    await months.review(one.workshop_id)
    await months.close()

    told = dict((code, booked) for code, _, booked in await months.lines(owner, one))
    assert (told["civil_reparation"], told["personal"]) == (10_000, 65_605)


async def test_awaiting_judgment_nothing_is_split_off(owner, one):
    await months.worked_month(owner, one)
    await months.review(one.workshop_id)
    await months.close()

    assert await months.balances(owner, one) == {
        "inpe_contribution": 8_400,
        "worker_personal": 75_605,
    }


async def test_an_artisan_below_the_floor_owes_what_cannot_be_withheld(owner, db):
    await months.rules()
    shop = await work.workshop(owner)
    await owner.execute("update workshop set modality = 'individual_group'")
    one = await work.worker(owner, shop)
    sale = await work.price(owner, shop, product="bolso", basis="sale_share", rate="1")
    await months.recorded([months.shift(one, DAYS[0], 480, commands.Piece(sale, 3_000, 0, None))])
    await months.review(shop)
    await months.close()

    row = await owner.fetchrow(
        "select gross, contribution_base, contribution_due, contribution from earning_statement"
    )
    assert tuple(row) == (3_000, 45_200, 4_520, 3_000)
    assert (await months.balances(owner, one)) == {
        "inpe_contribution": 4_520,
        "inpe_arrears": -1_520,
    }
    assert await is_sound()


async def test_a_kitchen_helper_has_a_statement_without_a_journal(owner, db):
    await months.rules()
    shop = await work.workshop(owner)
    await owner.execute("update workshop set modality = 'auxiliary_service'")
    one = await work.worker(owner, shop)
    await months.recorded([months.shift(one, day) for day in DAYS[:20]])
    await months.review(shop)

    closed = await months.close()

    assert (closed.statements, closed.gross) == (1, 0)
    assert await months.lines(owner, one) == [("gross_zero", "0", 0)]
    assert await owner.fetchval("select count(*) from journal") == 0
    assert await owner.fetchval("select (labour ->> 'days')::int from earning_statement") == 20


async def test_a_late_piece_is_a_line_of_the_next_month(owner, one):
    await months.worked_month(owner, one)
    await months.review(one.workshop_id)
    await months.close()
    said = {
        "establishment_id": HERE, "inmate_id": one.inmate_id, "of_month": MAY, "of_line": LineCode.GROSS_PIECE,
        "amount": 135, "reason": "a shirt found in the next count", "now": AFTER,
    }  # fmt: skip
    clerk = work.chief()
    made = UUID((await correcting.record_adjustment(clerk, uuid4(), **said))["id"])
    approve = {"adjustment_id": made, "now": AFTER}
    alone = await refusal(correcting.approve_adjustment(clerk, uuid4(), **approve))
    assert alone.code is Code.SECOND_PERSON_NEEDED
    await correcting.approve_adjustment(work.chief(), uuid4(), **approve)

    await months.close(month=JUNE, now=IN_JULY)

    told = await owner.fetch(
        "select code, booked, facts ->> 'of_month' as of_month from statement_line l join earning_statement s"
        " on s.id = l.statement_id where s.month = $1 order by line_no",
        JUNE,
    )
    assert [tuple(row) for row in told] == [
        ("adjustment", 135, "2025-05-01"), ("gross", 135, None), ("inpe_contribution", 13, None),
        ("personal_share", 122, None), ("personal", 122, None),
    ]  # fmt: skip
    assert await owner.fetchval("select used_in is not null from pending_adjustment")
    assert await is_sound()
