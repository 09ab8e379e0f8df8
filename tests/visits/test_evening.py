"""The evening before: every visit of tomorrow is asked again, once, and its family told go, check or do not travel."""

import asyncio
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from backend.core.actor import Actor
from backend.core.clock import lima_instant
from backend.core.custody import EventKind
from backend.core.text import LANGUAGES
from backend.gql.context import Context
from backend.gql.operation import Operation
from backend.notifications.rules import sentence
from backend.visits import commands, jobs
from tests.registry import make_registry as registry
from tests.visits import make_told as making
from tests.visits import make_visits as visits
from tests.visits.make_told import ENDS, EVENING, SIX_HOURS, STARTS, moved_in_secret, told
from tests.visits.make_visits import NOW, SATURDAY, WEEK
from tests.visits.phone_visits import DOCUMENTS

pytestmark = pytest.mark.anyio
FRIDAY = SATURDAY - timedelta(days=1)
TOLD = ("visit_go", "visit_check", "visit_stay", "visit_called_off")


STILL_ON = (
    "query ($id: UUID!) { visit(id: $id) { ... on Booking { stillOn { verdict why { code } } } } }"
)
DAY_LIST = """
query ($on: Day!) { dayBookings(establishmentId: "huaraz", day: $on) { nodes { id stillOn { verdict } } } }
"""


async def _asked(actor: Actor, text: str, now: datetime = EVENING, **said: Any) -> Any:
    """What the one root field of a document answers."""
    given = orjson.loads(orjson.dumps(said))
    body = (
        await DOCUMENTS.execute(Operation(text=text, variables=given), Context(actor, now))
    ).body
    (value,) = orjson.loads(body)["data"].values()
    return value


async def _still_on(
    one: visits.Relative, booked: UUID, now: datetime = EVENING
) -> tuple[str, str | None] | None:
    """Verdict and code as the family is answered."""
    said = (await _asked(one.family, STILL_ON, now, id=booked))["stillOn"]
    return said and (said["verdict"], said["why"] and said["why"]["code"])


async def test_what_would_still_be_sold_is_told_as_go_and_nothing_else_is(db, owner):
    await visits.place(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    tomorrow = await visits.slot(owner)
    booked = await one.book(tomorrow)
    later = await one.book(await visits.slot(owner, on=SATURDAY + WEEK))
    cancelled = await other.book(tomorrow)
    await other.cancel(cancelled)
    assert await _still_on(one, booked) is None

    assert await jobs.ask_again_tomorrow(EVENING) == 1

    [notice] = await told(owner, *TOLD)
    assert (notice.kind, notice.account_id) == ("visit_go", one.family.account_id)
    assert (notice.subject, notice.cause) == (f"visit:{booked}", "evening 2026-03-07")
    assert (notice.tell_from, notice.act_by) == (EVENING, STARTS - SIX_HOURS)
    assert (notice.send_until, notice.expires_at) == (STARTS, ENDS)
    assert notice.facts == {"booking_id": str(booked), "visit_on": "2026-03-07"}
    assert await _still_on(one, booked) == ("GO", None)
    assert await _still_on(one, later) is None


@pytest.mark.parametrize("at", ["17:00", "20:29", "16:59", "20:30", "03:00"])
async def test_it_is_asked_in_the_evening_alone(db, owner, at):
    await visits.place(owner)
    await (await visits.relative(owner)).book(await visits.slot(owner))
    hour = time.fromisoformat(at)

    asked_about = await jobs.ask_again_tomorrow(lima_instant(FRIDAY, hour))

    assert asked_about == int(at in ("17:00", "20:29"))


@pytest.mark.parametrize("until", [FRIDAY, SATURDAY])
async def test_a_document_that_ends_by_the_day_is_told_to_be_seen_to(db, owner, until):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))
    await owner.execute("update visitor set document_valid_until = $1", until)

    await jobs.ask_again_tomorrow(EVENING)

    [notice] = await told(owner, *TOLD)
    assert (notice.kind, notice.facts["code"]) == ("visit_check", "DOCUMENT_EXPIRED")
    assert (notice.act_by, notice.send_until) == (STARTS - SIX_HOURS, STARTS)
    assert await _still_on(one, booked) == ("CHECK", "DOCUMENT_EXPIRED")


async def test_a_slot_that_left_the_timetable_is_told_to_be_asked_about(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    slot_id = await visits.slot(owner)
    booked = await one.book(slot_id)
    session = await owner.fetchval("select session_id from slot where id = $1", slot_id)
    await commands.end_timetable_session(
        registry.officer(), uuid4(), session_id=session, ends_on=date(2026, 3, 3), now=NOW
    )

    await jobs.ask_again_tomorrow(EVENING)

    assert await _still_on(one, booked) == ("CHECK", "NOT_AVAILABLE")
    assert await visits.states(owner, booked) == ["active"]


async def test_whoever_should_be_back_by_then_is_told_to_be_asked_about(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))
    assert await making.happens(one, EventKind.OUTING, until=FRIDAY) == 0

    await jobs.ask_again_tomorrow(EVENING)

    assert await _still_on(one, booked) == ("CHECK", "NOT_AVAILABLE")


async def test_what_no_rule_opens_any_more_is_told_not_to_travel_and_the_office_sees_it(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))
    await owner.execute(
        "insert into visit_rule (id, version, kind, scope, valid_from, valid_to, effect, legal_basis, source, author,"
        " confidence, examples) select id, 2, kind, scope, valid_from, $1, effect, legal_basis, source,"
        " author, 'decided', '[]'"
        " from visit_rule where kind = 'booking_window'",
        SATURDAY,
    )

    await jobs.ask_again_tomorrow(EVENING)

    [notice] = await told(owner, *TOLD)
    assert (notice.kind, notice.facts["code"]) == ("visit_stay", "NOT_AVAILABLE")
    assert await visits.states(owner, booked) == ["active"]
    assert await _still_on(one, booked) == ("STAY", "NOT_AVAILABLE")
    said = await _asked(registry.officer(), DAY_LIST, on=SATURDAY)
    assert [node["stillOn"]["verdict"] for node in said["nodes"]] == ["STAY"]


async def test_what_would_be_called_off_is_and_only_that_is_told(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    fell, stands = await one.book(slot_id), await other.book(slot_id)
    await owner.execute(
        "update inmate set status = 'released' where id = $1", one.inmate_id
    )  # unseen by any command

    assert await jobs.ask_again_tomorrow(EVENING) == 2

    assert await visits.states(owner, fell, stands) == ["cancelled", "active"]
    assert await visits.taken(owner, slot_id) == {"people": 1}
    assert await making.kinds(owner, one) == [
        ("visit_booked", "replaced"),
        ("visit_called_off", None),
    ]
    assert await making.kinds(owner, other) == [("visit_booked", None), ("visit_go", None)]
    assert await _still_on(one, fell) is None


async def test_whoever_booked_this_very_evening_is_not_told_what_they_just_read(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner), now=EVENING)

    assert await jobs.ask_again_tomorrow(EVENING + timedelta(minutes=2)) == 1

    assert await told(owner, *TOLD) == []
    assert await _still_on(one, booked) == ("GO", None)


async def test_a_secret_looks_like_everything_else_and_is_taken_back_when_it_is_none(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    slot_id = await visits.slot(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    fell, stands = await one.book(slot_id), await other.book(slot_id)
    next_day = SATURDAY  # the secret ends while the visit is still ahead
    await moved_in_secret(one, secret_until=next_day)

    assert await jobs.ask_again_tomorrow(EVENING) == 2

    mine, theirs = await told(owner, "visit_go")
    assert {mine.account_id, theirs.account_id} == {one.family.account_id, other.family.account_id}
    assert await _still_on(one, fell) == await _still_on(other, stands) == ("GO", None)
    after = STARTS - timedelta(hours=4)
    assert await jobs.take_back_secrets(EVENING) == 0
    assert await jobs.take_back_secrets(after) == 2
    assert await making.kinds(owner, one) == [
        ("visit_booked", "replaced"),
        ("visit_called_off", None),
        ("visit_go", "replaced"),
    ]
    assert await _still_on(one, fell, after) is None


async def test_a_secret_is_not_told_by_the_rules_of_a_pavilion_that_was_left(db, owner):
    await visits.place(owner, rules=(visits.ANYONE,))
    await visits.rule(owner, *visits.OPEN, pavilion="5 A")
    await registry.establishment(owner, "ica")
    slot_id, wing = await visits.slot(owner), await registry.pavilion(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    await owner.execute("update inmate set pavilion_id = $1", wing)
    fell, stands = await one.book(slot_id), await other.book(slot_id)
    await moved_in_secret(one)

    assert await jobs.ask_again_tomorrow(EVENING) == 2

    assert await _still_on(one, fell) == await _still_on(other, stands) == ("GO", None)
    assert len(await told(owner, "visit_go")) == 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["visit_check", "visit_stay"])
@pytest.mark.parametrize("code", ["DOCUMENT_EXPIRED", "NOT_AVAILABLE", "DAY_CLOSED"])
def test_the_reason_is_said_in_every_language(kind, language, code):
    facts = {"visit_on": "2026-03-07"}
    plain = sentence(kind, facts, language)

    said = sentence(kind, facts | {"code": code}, language)

    assert said.startswith(plain) and len(said) > len(plain) + 10


async def _crowd(owner, count: int) -> dict[UUID, UUID]:
    """Bookings of tomorrow by account, each to an inmate of its own."""
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    some = [await visits.relative(owner) for _ in range(count)]
    return {one.family.account_id: await one.book(slot_id) for one in some}


async def _each_told_once(owner, crowd: dict[UUID, UUID]) -> None:
    assert Counter(await making.who(owner, "visit_go")) == dict.fromkeys(crowd, 1)
    asked_at = await owner.fetch("select asked_at, still_on from booking")
    assert {tuple(row) for row in asked_at} == {(EVENING, "go")}


async def test_running_again_or_in_three_workers_tells_each_family_once(db, owner):
    crowd = await _crowd(owner, 14)

    counts = await asyncio.gather(*(jobs.ask_again_tomorrow(EVENING, at_once=2) for _ in range(3)))

    counts.append(await jobs.ask_again_tomorrow(EVENING))
    assert sum(counts) == 14
    assert await jobs.ask_again_tomorrow(EVENING) == 0
    await _each_told_once(owner, crowd)


async def test_inmates_whom_somebody_changes_just_now_are_left_for_the_next_round(db, owner):
    crowd = await _crowd(owner, 3)
    inmate_id = await owner.fetchval("select inmate_id from booking order by id limit 1")

    async with owner.transaction():
        await owner.execute("select from inmate where id = $1 for update", inmate_id)
        assert await jobs.ask_again_tomorrow(EVENING) == 2

    assert await jobs.ask_again_tomorrow(EVENING) == 1
    await _each_told_once(owner, crowd)


async def test_a_worker_killed_half_way_is_followed_by_another(database, db, owner):
    crowd = await _crowd(owner, 40)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.visits.evening_process",
        database.url,
        cwd=Path(__file__).parents[2],
    )
    done = 0
    while done < 3:
        done = await owner.fetchval("select count(*) from booking where asked_at is not null")
        await asyncio.sleep(0.005)

    process.kill()
    await process.wait()

    before = await owner.fetchval("select count(*) from booking where asked_at is not null")
    assert 0 < before < 40, "the process had no time, or too much"
    assert len(await making.who(owner, "visit_go")) >= before
    await asyncio.sleep(0.2)
    await jobs.ask_again_tomorrow(EVENING)
    await _each_told_once(owner, crowd)


async def test_the_families_of_many_inmates_are_told_in_one_transaction(db, owner):
    await _crowd(owner, 30)

    assert await jobs.ask_again_tomorrow(EVENING, at_once=50) == 30

    writers = await owner.fetchval("select count(distinct xmin::text) from booking")
    assert writers == 1
