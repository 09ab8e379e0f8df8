"""The visits to come, soonest first; and a whole home screen in one request and one transaction."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import parse

from backend.database import connected
from backend.gql.limits import LIMITS, measure
from backend.schema import schema
from tests.registry import make_registry as registry
from tests.test_statements import watched
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY, WEEK
from tests.visits.phone_visits import answered, asked

pytestmark = pytest.mark.anyio
NEXT = "family/visits/nextVisits"
PHONE = Path(__file__).parents[2] / "mobile" / "src"
DAY = timedelta(days=1)


async def shown(one: visits.Relative, now: datetime = NOW, **page: Any) -> list[tuple[str, str]]:
    found = await asked(one.family, NEXT, now=now, **page)
    return [(node["startsAt"], node["state"]) for node in found["nodes"]]


async def test_the_visits_to_come_are_shown_soonest_first_until_they_end(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    for on, starts in ((SATURDAY + WEEK, 9), (SATURDAY, 14), (SATURDAY, 9)):
        await one.book(await visits.slot(owner, on=on, starts=time(starts), ends=time(starts + 2)))
    during = datetime(2026, 3, 7, 15, 59, tzinfo=UTC)

    first, second, third = (
        ("2026-03-07T14:00:00Z", "ACTIVE"),
        ("2026-03-07T19:00:00Z", "ACTIVE"),
        ("2026-03-14T14:00:00Z", "ACTIVE"),
    )
    assert await shown(one) == [first, second, third]
    assert await shown(one, during) == [first, second, third]
    assert await shown(one, during + timedelta(minutes=1)) == [second, third]
    assert await shown(one, NOW + 3 * WEEK) == []


async def test_the_visits_to_come_go_on_where_the_page_ended(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    for nth in range(3):
        await one.book(await visits.slot(owner, on=SATURDAY + nth * DAY))

    page = await asked(one.family, NEXT, first=2)
    rest = await asked(one.family, NEXT, first=2, after=page["pageInfo"]["endCursor"])

    days = [node["visitOn"] for node in page["nodes"] + rest["nodes"]]
    assert days == ["2026-03-07", "2026-03-08", "2026-03-09"]
    assert (page["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


async def test_what_the_place_called_off_is_told_until_the_end_of_its_day(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    await one.book(await visits.slot(owner))
    await asked(
        registry.officer(),
        "staff/visits/closeDays",
        establishmentId="huaraz",
        firstOn="2026-03-07",
        lastOn="2026-03-07",
        reason="SEARCH",
    )
    last = datetime(2026, 3, 8, 4, 59, tzinfo=UTC)  # a minute before midnight in Lima

    page = await asked(one.family, NEXT)
    assert [(node["state"], node["cancelReason"]) for node in page["nodes"]] == [
        ("CANCELLED", "DAY_CLOSED")
    ]
    assert len(await shown(one, last)) == 1
    assert await shown(one, last + timedelta(minutes=1)) == []


async def test_what_the_family_called_off_is_not_to_come(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    await one.cancel(await one.book(await visits.slot(owner)))

    assert await shown(one) == []


async def test_what_was_called_off_in_secret_still_stands_until_it_may_be_told(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booking_id = await one.book(await visits.slot(owner))
    await owner.execute(
        "update booking set state = 'cancelled', cancelled_at = $2, cancel_reason = 'inmate_moved', told_from = $3"
        " where id = $1",
        booking_id,
        NOW,
        NOW + DAY,
    )

    assert await shown(one) == [("2026-03-07T14:00:00Z", "ACTIVE")]
    assert await shown(one, NOW + DAY) == [("2026-03-07T14:00:00Z", "CANCELLED")]

    # not told before its hour is over, it ends like any other
    await owner.execute("update booking set told_from = $1", NOW + WEEK)
    hour = datetime(2026, 3, 7, 16, tzinfo=UTC)
    assert await shown(one, hour - timedelta(minutes=1)) == [("2026-03-07T14:00:00Z", "ACTIVE")]
    assert await shown(one, hour) == []


async def test_another_family_s_visits_are_not_to_come(db, owner):
    await visits.place(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    await one.book(await visits.slot(owner))

    assert await shown(other) == []


async def test_why_days_are_closed_is_told_to_the_staff_of_the_place_alone(db, owner):
    await visits.place(owner)
    one, place = await visits.relative(owner), {"establishmentId": "huaraz"}
    officer, stranger = registry.officer(), registry.officer("tacna")
    days = {"firstOn": "2026-03-07", "lastOn": "2026-03-07", "reason": "HEALTH"}
    await asked(officer, "staff/visits/closeDays", **place, **days)

    told = [
        (await asked(actor, "staff/visits/closedDays", **place))["nodes"][0]["reason"]
        for actor in (officer, stranger, one.family)
    ]

    assert told == ["HEALTH", None, None]


# the home screen


HOME = "family/home/home"


async def test_a_home_screen_is_one_request_far_below_the_limits():
    document = parse((PHONE / f"{HOME}.graphql").read_text(encoding="utf-8"))

    weight = measure(schema._schema, document, introspection=False)["Home"].weight

    assert weight.cost < LIMITS.cost / 4
    assert weight.fields < LIMITS.fields / 2


async def test_a_home_screen_costs_one_reading_transaction(database, owner):
    async with connected(database.url):
        await visits.place(owner)
        one = await visits.relative(owner)
        await one.book(await visits.slot(owner))
        await owner.execute(
            "insert into session (id, account_id, device_index, device_label, language, provisional, created_at,"
            " refreshed_at, expires_at, ends_at) values ($1, $2, '', 'x', 'es', false, $3, $3, $4, $4)",
            one.family.session_id,
            one.family.account_id,
            registry.EARLY,
            datetime(2030, 1, 1, tzinfo=UTC),
        )
    async with watched(database.url) as sent:
        await answered(one.family, HOME)  # the pool's own first questions
        sent.clear()
        body = orjson.loads(await answered(one.family, HOME))

    assert "errors" not in body
    lists = ("nextVisits", "myTies", "mySessions")
    assert list(body["data"]) == ["me", *lists]
    assert [len(body["data"][name]["nodes"]) for name in lists] == [1, 1, 1]
    assert len([each for each in sent if each.startswith("begin")]) == 1
    assert sent[-1] == "commit" and len(sent) == 8, sent
