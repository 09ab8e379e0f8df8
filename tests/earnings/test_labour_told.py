"""What is counted beside the money goes on from month to month; a family is told of days, an office of rates."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from backend.core.actor import Family
from backend.core.ids import new_id
from backend.earnings.commands import orders
from backend.earnings.commands.consenting import Category
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings import paper
from tests.earnings.make_month import AFTER
from tests.work import make_work as work

pytestmark = pytest.mark.anyio

JUNE = date(2025, 6, 1)
JULY = datetime(2025, 7, 1, 15, tzinfo=UTC)


@pytest.fixture
async def told(db, owner) -> reading.Told:
    """A May with three hours left over, and a June of eight hours, of one hour, and of another rate from the 16th."""
    about = await reading.told(owner)
    await orders.record_labour_rate(
        work.chief(), uuid4(), inmate_id=about.inmate, act="Acta 4", days=4,
        valid_from=date(2025, 6, 16), now=AFTER,
    )  # fmt: skip
    await months.recorded(
        [
            months.shift(about.one, date(2025, 6, day), hours * 60)
            for day, hours in ((3, 8), (4, 1), (17, 8), (18, 8), (19, 2))
        ],
        now=JULY,
    )
    await months.review(about.one.workshop_id, month=JUNE, now=JULY)
    await months.close(month=JUNE, now=JULY)
    await reading.given(about, Category.DAYS)
    june = await owner.fetchval("select id from earning_statement where month = $1", JUNE)
    return reading.Told(about.one, about.family, about.tie, june)


async def of_family(told: reading.Told) -> dict:
    return await reading.read(told.family, "earningStatement", now=JULY, id=told.statement)


async def test_hours_that_made_no_day_in_may_make_one_in_june(told):
    """Three hours of May and one of June are a day; the two of the other rate go on to July."""
    found = await of_family(told)

    assert (found["workedMinutes"], found["workedDays"]) == (27 * 60, 2 + 2)
    assert found["labour"] == {
        "late": [],
        "carriedMinutes": 120,
        "segments": [
            {"since": "2025-06-01", "minutes": 9 * 60, "days": 2},
            {"since": "2025-06-16", "minutes": 18 * 60, "days": 2},
        ],
    }


async def test_a_family_is_told_no_rate_and_nothing_that_is_counted_off(told):
    text = str(await of_family(told))

    for hidden in ("rate'", "daysOff", "leftDays", "release"):
        assert hidden not in text.replace("'rate': None", "")


async def test_an_office_is_told_of_each_rate_what_it_counted_and_what_is_left(told):
    found = await reading.read(work.chief(), "officeStatement", now=JULY, id=told.statement)

    assert found["labour"] == {
        "minutes": 27 * 60,
        "days": 4,
        "late": [],
        "carriedMinutes": 120,
        "carriedDays": 2,
        "segments": [
            {
                "since": None, "rate": None, "minutes": 9 * 60, "days": 2, "leftMinutes": 0,
                "daysOff": None, "leftDays": 0,
            },
            {
                "since": "2025-06-16", "rate": 4, "minutes": 18 * 60, "days": 2, "leftMinutes": 120,
                "daysOff": 0, "leftDays": 2,
            },
        ],
    }  # fmt: skip


async def test_the_paper_says_what_goes_on_to_the_next_month(told):
    pdf = (await reading.read(told.family, "statementPdf", now=JULY, id=told.statement))["pdf"]

    text = paper.text_of(pdf)
    assert "Trabajo contado: 27 horas, 4 días. Quedan 2 horas para el mes siguiente." in text
    assert "no hubo trabajo pagado" not in text


async def test_whoever_may_not_see_days_sees_none_of_it(owner, told):
    await reading.revoked(owner, told, JULY)
    await reading.given(told, Category.EARNINGS, now=JULY)
    english = Family(account_id=told.family.account_id, session_id=new_id(), language="en")

    found = await of_family(told)
    pdf = (await reading.read(english, "statementPdf", now=JULY, id=told.statement))["pdf"]

    assert (found["labour"], found["workedDays"], found["gross"]) == (None, None, 0)
    assert "Work counted" not in paper.text_of(pdf)
    assert "There was no paid work this month." in paper.text_of(pdf)
