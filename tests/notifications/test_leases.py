"""One lease, one worker; what was cut off, withdrawn or cannot be read holds up nothing and overwrites nothing."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from time import monotonic
from uuid import UUID

import asyncpg
import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.notifications import commands
from backend.notifications.rules.verdicts import Answer, Outcome, Verdict
from backend.notifications.sending.carrier import Letter, Sent, To
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from backend.notifications.sending.settling import Handed, settle, sweep
from tests import make
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
LEASED_OUT = NOW + timedelta(minutes=3)
FAST = Limits(first=100_000, most=100_000)
ROWS = 200

DUE = "select id from delivery where channel = 'push' and state in ('queued', 'retry') order by id limit 50"
SETTLE = """
update delivery set state = 'accepted', provider_id = 'late', accepted_at = now(),
  lease_owner = null, lease_until = null
where id = $1 and state = 'claimed'
"""


def dispatcher(carrier: notices.FakeCarrier) -> Dispatcher:
    return Dispatcher("push", carrier, FAST)


async def told(owner: asyncpg.Connection, families: int = 1, **changes: object) -> str:
    """So many families with a phone each, told one thing."""
    everybody = [await make.family(owner) for _ in range(families)]
    for family in everybody:
        await notices.phone(owner, family)
    return await notices.told(everybody, NOW, **changes)


async def take_back(at: datetime, *, seconds: float = 0.0) -> int:
    await asyncio.sleep(seconds)
    async with transaction(System()) as tx:
        return await tx.fetchval(
            "select notice_take_back(array(select id from notice), 'stopped', $1)", at
        )


async def test_two_workers_never_hold_one_lease(db, owner):
    await told(owner, ROWS)

    async def work(name: str) -> list[UUID]:
        mine: list[UUID] = []
        while (batch := await notices.claimed(name, 7, NOW))[1]:
            mine += [letter.delivery_id for letter in batch[0]]
        return mine

    taken = await asyncio.gather(*(work(f"worker {number}") for number in range(6)))

    assert sorted(Counter(each for mine in taken for each in mine).values()) == [1] * ROWS
    for number, mine in enumerate(taken):
        held = "select count(*) from delivery where id = any($1) and lease_owner = $2 and attempt_no = 1"
        assert await owner.fetchval(held, mine, f"worker {number}") == len(mine)


async def test_control_without_row_locks_two_workers_choose_the_same(database, owner):
    """And then the trigger still refuses the second claim."""
    await told_by_sql(owner)
    other = await asyncpg.connect(database.owner_url)

    async def chosen(locking: str) -> list[set[UUID]]:
        found = []
        for each in (owner, other):
            await each.execute("begin")
            found.append({row["id"] for row in await each.fetch(DUE + locking)})
        for each in (owner, other):
            await each.execute("rollback")
        return found

    first, second = await chosen(" for update skip locked")
    assert len(first) == len(second) == 50 and not first & second
    first, second = await chosen("")
    assert first == second
    claims = (
        "update delivery set state = 'claimed', attempt_no = $2, claimed_at = $3, lease_owner = $4, lease_until = $3"
        " where id = $1"
    )
    key = first.pop()
    await owner.execute(claims, key, 1, NOW, "one")
    with pytest.raises(asyncpg.CheckViolationError, match="one by one"):
        await other.execute(claims, key, 2, NOW, "two")
    await other.close()


async def told_by_sql(owner: asyncpg.Connection) -> None:
    """A hundred queued pushes."""
    family = await make.family(owner)
    await owner.execute(
        "with told as (insert into notice (id, account_id, kind, facts, dedupe_key, created_at, tell_from, expires_at)"
        " select gen_random_uuid(), $1, 'visit_booked', '{}', n::text, $2, $2, $3 from generate_series(1, 100) n"
        " returning id) insert into delivery (notice_id, account_id, channel, rank, not_before, expires_at)"
        " select id, $1, 'push', 1, $2, $3 from told",
        family.account_id,
        NOW,
        NOW + timedelta(days=1),
    )


async def taken_over(owner: asyncpg.Connection) -> tuple[Letter, Letter]:
    """A letter whose worker is late, and the same one claimed by another meanwhile."""
    await told(owner)
    late, _ = await notices.claimed("late", 10, NOW)
    await sweep(LEASED_OUT)
    other, _ = await notices.claimed("other", 10, LEASED_OUT)
    return late[0], other[0]


@pytest.mark.parametrize("state", ["accepted", "retry", "failed", "suppressed", "expired"])
async def test_a_late_worker_changes_nothing_but_leaves_its_attempt(db, owner, state):
    late, other = await taken_over(owner)
    before = await owner.fetchrow("select * from delivery where channel = 'push'")
    verdict = Verdict(state, True, reason="x", provider_id="late", not_before=LEASED_OUT)

    for owned_by, letter in (("late", late), ("late", other), ("other", late)):
        await settle([Handed(letter, (), verdict)], owned_by, LEASED_OUT)

    assert await owner.fetchrow("select * from delivery where channel = 'push'") == before


async def test_control_without_fencing_a_late_worker_overwrites(db, owner):
    late, other = await taken_over(owner)

    await owner.execute(SETTLE, late.delivery_id)
    await settle(
        [Handed(other, (), Verdict("failed", True, reason="payload"))], "other", LEASED_OUT
    )

    row = await owner.fetchrow("select state, provider_id from delivery where channel = 'push'")
    assert tuple(row) == ("accepted", "late"), "what the worker in charge found out is lost"


async def test_a_stop_during_a_run_leaves_nothing_queued_and_follows_what_left(db, owner):
    await told(owner, 60)
    carrier = notices.FakeCarrier(seconds=0.05)
    running = Dispatcher("push", carrier, Limits(first=20, most=20, ramp=0, at_once=10))

    _, stopped = await asyncio.gather(running.drain(NOW), take_back(NOW, seconds=0.3))

    assert stopped == 60
    sent = {letter.notice_id for letter, _, _ in carrier.letters}
    assert 0 < len(sent) < 60
    waiting = "select count(*) from delivery where not withdrawal and state in ('queued', 'held', 'retry', 'claimed')"
    assert await owner.fetchval(waiting) == 0
    assert await owner.fetchval("select count(*) from delivery where withdrawal") >= len(sent)

    await dispatcher(carrier).drain(NOW + timedelta(minutes=3))

    gone = {letter.notice_id for letter, _, _ in carrier.letters if letter.withdrawal}
    assert gone >= sent
    assert await owner.fetchval("select count(*) from delivery where state = 'queued'") == 0


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.ACCEPTED])
async def test_what_may_be_on_a_screen_is_taken_off_it(db, owner, outcome):
    await told(owner)
    await dispatcher(notices.FakeCarrier(lambda *_: Answer(outcome))).drain(NOW)
    carrier = notices.FakeCarrier()

    await take_back(NOW)
    await dispatcher(carrier).drain(NOW)

    assert [letter.withdrawal for letter, _, _ in carrier.letters] == [True]


async def test_what_was_never_sent_is_not_followed(db, owner):
    await told(owner)
    carrier = notices.FakeCarrier()

    await take_back(NOW)
    await dispatcher(carrier).drain(NOW)

    assert carrier.letters == []
    assert await notices.states(owner) == {"cancelled": 1}


async def test_a_delivery_owed_while_its_notice_was_withdrawn_is_not_sent(db, owner):
    await told(owner)
    await take_back(NOW)
    await owner.execute(
        "insert into delivery (notice_id, account_id, channel, rank, not_before, expires_at)"
        " select notice_id, account_id, 'sms', rank, not_before, expires_at from delivery where channel = 'push'"
    )
    carrier = notices.FakeCarrier()

    await Dispatcher("sms", carrier, FAST).drain(NOW)

    assert carrier.letters == []
    row = await owner.fetchrow("select state, reason from delivery where channel = 'sms'")
    assert tuple(row) == ("cancelled", "stopped")


@pytest.mark.parametrize(("at_night", "withdrawn"), [(False, 0), (True, 1)])
async def test_a_newer_line_of_the_same_subject_is_not_wiped_out(db, owner, at_night, withdrawn):
    """Both have one tag: the newer takes the older's place by itself, unless it waits for the morning."""
    family = await make.family(owner)
    await notices.phone(owner, family)
    await notices.told([family], NOW, subject="visit:1", act_by=None)
    carrier = notices.FakeCarrier()
    await dispatcher(carrier).drain(NOW)
    if at_night:
        quiet = "update account set quiet_from = $1, quiet_to = $2"
        await owner.execute(quiet, time(0), time(23, 59))
    later = NOW + timedelta(minutes=1)
    async with transaction(System()) as tx:
        await commands.withdraw(tx, ["visit:1"], "replaced", now=later)
    await notices.told([family], later, subject="visit:1", act_by=None)

    for wait in (0, 6, 12):
        await dispatcher(carrier).drain(later + timedelta(seconds=wait))

    assert sum(letter.withdrawal for letter, _, _ in carrier.letters) == withdrawn
    assert len({letter.tag for letter, _, _ in carrier.letters}) == 1
    left = (
        "select count(*) from delivery where withdrawal and state in ('queued', 'retry', 'claimed')"
    )
    assert await owner.fetchval(left) == 0


async def test_results_are_written_though_the_drain_is_over(db, database, owner):
    """Writing is held up until long after the last answer; what was cut off would be sent again."""
    await told(owner, 5)
    other = await asyncpg.connect(database.owner_url)
    await other.execute("begin; lock table attempt in exclusive mode")

    async def let_go() -> None:
        await asyncio.sleep(0.6)
        await other.execute("rollback")

    await asyncio.gather(dispatcher(notices.FakeCarrier()).drain(NOW), let_go())

    assert await notices.states(owner) == {"accepted": 5}
    await other.close()


class Talkative(notices.FakeCarrier):
    """Its name does not fit into a row for one of its answers."""

    async def send(self, letter: Letter, to: To, now: datetime) -> Sent:
        third = len(self.letters) == 2
        sent = await super().send(letter, to, now)
        return Sent("x" * 60, sent.answer) if third else sent


async def test_a_result_that_cannot_be_written_holds_up_no_other(db, owner):
    await told(owner, 9)

    await dispatcher(Talkative()).drain(NOW)
    assert await notices.states(owner) == {"accepted": 8, "claimed": 1}
    await sweep(LEASED_OUT)
    await dispatcher(notices.FakeCarrier()).drain(LEASED_OUT)

    assert await notices.states(owner) == {"accepted": 9}


async def test_an_address_that_cannot_be_read_holds_up_no_other(db, owner):
    await told(owner, 3)
    await owner.execute(
        "update push_device set value_cipher = '\\x00' where id = (select min(id::text)::uuid from push_device)"
    )

    await dispatcher(notices.FakeCarrier()).drain(NOW)

    assert await notices.states(owner) == {"accepted": 2, "suppressed": 1}
    assert await notices.states(owner, "sms") == {"queued": 1}


async def test_the_four_hundredth_attempt_is_the_last_and_holds_up_no_other(db, owner):
    await told(owner, 2)
    await owner.execute(
        "alter table delivery disable trigger delivery_guard; update delivery set attempt_no = 399"
        " where id = (select id from delivery where channel = 'push' limit 1);"
        "alter table delivery enable trigger delivery_guard"
    )
    busy = dispatcher(notices.FakeCarrier(lambda *_: Answer(Outcome.QUOTA)))

    await busy.drain(NOW)
    await busy.drain(NOW + timedelta(minutes=2))

    rows = await owner.fetch(
        "select state, reason, attempt_no from delivery where channel = 'push' order by attempt_no"
    )
    assert [tuple(row) for row in rows] == [("retry", None, 2), ("failed", "attempts", 400)]


async def test_a_retry_waits_through_the_night_like_a_first_try(db, owner):
    await told(owner, kind="visit_booked", act_by=None)
    unsure = dispatcher(notices.FakeCarrier(lambda *_: Answer(Outcome.UNKNOWN)))
    await unsure.drain(NOW)
    await owner.execute("update account set quiet_from = $1, quiet_to = $2", time(9), time(12))
    carrier = notices.FakeCarrier()

    await dispatcher(carrier).drain(NOW + timedelta(minutes=1))
    assert carrier.letters == []
    assert await owner.fetchval("select not_before from delivery where state = 'retry'") == (
        datetime(2026, 3, 2, 17, tzinfo=UTC)
    )
    await dispatcher(carrier).drain(NOW + timedelta(hours=2))

    assert len(carrier.letters) == 1


async def test_what_waited_for_its_turn_until_its_deadline_is_not_sent(db, owner):
    await told(owner, 10, lasts=timedelta(seconds=8))
    carrier = notices.FakeCarrier()
    slow = Limits(first=25, most=25, ramp=0)

    await Dispatcher("push", carrier, slow, seconds=lambda: monotonic() * 100).drain(NOW)

    assert len(carrier.letters) < 10
    assert all(sent_at < letter.expires_at for letter, _, sent_at in carrier.letters)
    assert (await notices.states(owner))["expired"] == 10 - len(carrier.letters)


async def test_what_is_urgent_leaves_while_the_rest_is_still_being_claimed(db, owner):
    await told(owner, kind="visit_booked", act_by=None)
    await told(owner)
    await owner.execute(
        "create function wait() returns trigger language plpgsql as 'begin perform pg_sleep(1.5); return new; end';"
        "create trigger wait before update on delivery for each row"
        " when (new.rank = 1 and new.state = 'claimed') execute function wait()"
    )
    carrier = notices.FakeCarrier()
    draining = asyncio.create_task(dispatcher(carrier).drain(NOW))
    await asyncio.sleep(0.7)
    first = [letter.urgency for letter, _, _ in carrier.letters]
    await draining

    assert first == ["urgent"]
    assert await notices.states(owner) == {"accepted": 2}


async def test_what_left_in_time_is_not_called_expired_while_its_answer_is_on_the_way(db, owner):
    await told(owner, lasts=timedelta(seconds=30))
    letters, _ = await notices.claimed("one", 10, NOW)
    ended = NOW + timedelta(seconds=31)

    await sweep(ended)
    await settle([Handed(letters[0], (), Verdict("accepted", True, provider_id="x"))], "one", ended)

    assert await notices.states(owner) == {"accepted": 1}
