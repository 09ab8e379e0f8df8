"""What can wait comes once in the evening, for each account, whoever builds it and whatever breaks."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from backend.core.actor import Family, System
from backend.core.clock import LIMA
from backend.core.ids import new_id
from backend.database import reading, transaction
from backend.notifications import commands, queries, rules
from backend.notifications.jobs import build_digests
from backend.notifications.rules.planning import DIGEST_SPREAD, digest_spread
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from backend.notifications.sending.settling import sweep
from tests import make
from tests.matrix import helps
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
FAST = Limits(first=100_000, most=100_000)
MORNING = datetime(2026, 3, 2, 10, tzinfo=LIMA).astimezone(UTC)
SIX_SEVEN = datetime(2026, 3, 2, 18, 7, tzinfo=LIMA).astimezone(UTC)
EVENING = SIX_SEVEN + timedelta(minutes=5)
SECOND = timedelta(seconds=1)


async def with_phone(owner) -> Family:
    family = await make.family(owner)
    await notices.phone(owner, family)
    return family


async def mild(families: list[Family], how_many: int, now: datetime = MORNING) -> None:
    """So many closures of days told to each, and planned by the dispatcher."""
    for _ in range(how_many):
        await notices.told(families, now, kind="day_closed", act_by=None, lasts=timedelta(days=3))
    await push(now)


async def push(now: datetime) -> list[str]:
    """The kinds that are pushed by a worker that looks now."""
    carrier = notices.FakeCarrier()
    await sweep(now)
    await Dispatcher("push", carrier, FAST).drain(now)
    return sorted(letter.kind for letter, _, _ in carrier.letters)


async def digests(owner) -> dict[UUID, int]:
    """By account, how many things its digests say there are."""
    rows = await owner.fetch(
        "select account_id, sum((facts->>'count')::int) as n, count(*) as digests from notice"
        " where kind = 'digest' group by account_id"
    )
    assert all(row["digests"] == 1 for row in rows)
    return {row["account_id"]: row["n"] for row in rows}


async def test_what_can_wait_comes_as_one_notice_in_the_evening(db, owner):
    family, other, _nobody = [await with_phone(owner) for _ in range(3)]
    await mild([family, other], 2)
    await mild([other], 1)

    assert await build_digests(SIX_SEVEN - timedelta(minutes=5)) == 0
    assert await build_digests(EVENING) == 5
    assert await build_digests(EVENING + timedelta(hours=1)) == 0

    assert await digests(owner) == {family.account_id: 2, other.account_id: 3}
    assert await push(EVENING + SECOND) == ["digest", "digest"]
    assert await notices.states(owner) == {"absorbed": 5, "accepted": 2}
    of_which = await owner.fetch(
        "select a.account_id, d.account_id as of from delivery a join delivery d on d.id = a.absorbed_by_id"
        " where a.state = 'absorbed'"
    )
    assert len(of_which) == 5 and all(row["account_id"] == row["of"] for row in of_which)


async def test_a_digest_says_how_much_and_the_inbox_has_each(db, owner):
    family = await with_phone(owner)
    await mild([family], 3)
    await build_digests(EVENING)

    async with reading(family) as tx:
        found = await queries.news(tx, family, None, EVENING)

    said = [rules.told(row["kind"], row["facts"], "es", withdrawn=False) for row in found.rows]
    assert said[0] == ("Hoy hubo novedades que podían esperar. Mírelas cuando pueda. En total: 3.")
    assert len(said) == 4


async def test_each_account_has_its_own_minute_around_the_hour(db, owner):
    spreads = {digest_spread(new_id()) for _ in range(2000)}
    assert min(spreads) >= -DIGEST_SPREAD and max(spreads) <= DIGEST_SPREAD
    assert len(spreads) > 400

    family = await with_phone(owner)
    await mild([family], 1)
    leaves = SIX_SEVEN + digest_spread(family.account_id)

    assert await owner.fetchval("select not_before from delivery where state = 'held'") == leaves
    assert await build_digests(leaves - SECOND) == 0
    assert await build_digests(leaves) == 1


@pytest.mark.parametrize("kind", ["visit_cancelled", "visit_called_off", "event_cancelled"])
async def test_a_cancellation_never_waits_for_the_evening(db, owner, kind):
    family = await with_phone(owner)
    await notices.told([family], MORNING, kind=kind, act_by=None)

    assert await push(MORNING) == [kind]
    assert await digests(owner) == {}


async def test_what_is_mild_but_told_as_urgent_does_not_wait(db, owner):
    family = await with_phone(owner)
    owed = commands.Owed(
        account_id=family.account_id,
        facts={"visit_on": "2026-03-03"},
        dedupe_key="closed at once",
        expires_at=EVENING,
    )
    async with transaction(System()) as tx:
        await commands.tell(tx, "day_closed", owed, now=MORNING, urgent=True)

    assert await push(MORNING) == ["day_closed"]


async def test_two_workers_at_once_build_one_digest_an_account(db, owner):
    families = [await with_phone(owner) for _ in range(10)]
    await mild(families, 3)

    await asyncio.gather(*(build_digests(EVENING) for _ in range(4)))

    assert await digests(owner) == {family.account_id: 3 for family in families}
    assert await notices.states(owner) == {"absorbed": 30, "queued": 10}


async def test_workers_that_look_first_and_write_later_would_build_more(db, owner):
    """The control: what the test above is about happens to a builder that is not alone and has no key of the day."""
    families = [await with_phone(owner) for _ in range(10)]
    await mild(families, 3)
    looked = asyncio.Barrier(2)

    async def careless(worker: int) -> None:
        async with transaction(System()) as tx:
            rows = await tx.fetch("select account_id from delivery where state = 'held'")
            await looked.wait()
            for account in sorted({row["account_id"] for row in rows}):
                owed = commands.Owed(
                    account_id=account,
                    facts={"count": 3},
                    dedupe_key=f"digest {account} by {worker}",
                    expires_at=EVENING + timedelta(days=1),
                )
                await commands.tell(tx, "digest", owed, now=EVENING)

    await asyncio.gather(careless(1), careless(2))

    assert await owner.fetchval("select count(*) from notice where kind = 'digest'") == 20


async def test_a_worker_that_dies_before_its_commit_leaves_nothing_half(database, db, owner):
    family = await with_phone(owner)
    await mild([family], 2)
    block = "create trigger broken before update on delivery for each row when (new.state = 'absorbed') execute"
    await owner.execute(
        "create function broken() returns trigger language plpgsql as"
        " $$ begin raise exception 'the machine stops here'; end $$"
    )
    await owner.execute(f"{block} function broken()")

    with pytest.raises(Exception, match="the machine stops here"):
        await build_digests(EVENING)
    assert await digests(owner) == {}
    assert await notices.states(owner) == {"held": 2}
    await owner.execute("drop trigger broken on delivery")

    assert await build_digests(EVENING + SECOND) == 2
    assert await digests(owner) == {family.account_id: 2}


async def test_what_comes_late_on_the_same_evening_is_counted_in(db, owner):
    family = await with_phone(owner)
    await mild([family], 1)
    await build_digests(EVENING)
    late = SIX_SEVEN - timedelta(minutes=10)
    await mild([family], 2, late)  # a worker with a slow clock

    await build_digests(EVENING + SECOND)

    assert await digests(owner) == {family.account_id: 3}
    assert await push(EVENING + 2 * SECOND) == ["digest"]


async def test_the_next_day_has_its_own_digest(db, owner):
    family = await with_phone(owner)
    await mild([family], 1)
    await build_digests(EVENING)
    await mild([family], 1, EVENING + timedelta(minutes=1))

    assert await build_digests(EVENING + timedelta(hours=23)) == 0
    assert await build_digests(EVENING + timedelta(days=1)) == 1

    keys = await owner.fetch("select dedupe_key from notice where kind = 'digest' order by 1")
    days = [date.fromisoformat(row["dedupe_key"].split()[-1]) for row in keys]
    assert days == [date(2026, 3, 2), date(2026, 3, 3)]


async def test_what_was_switched_off_withdrawn_or_has_no_phone_is_in_no_digest(db, owner):
    off, gone, mute, kept = [await with_phone(owner) for _ in range(4)]
    await mild([off, mute, kept], 1)
    await notices.told([gone], MORNING, kind="day_closed", act_by=None, subject="closure:1")
    await push(MORNING)
    await owner.execute(
        "insert into notice_choice (account_id, kind, channel, choice) values ($1, 'day_closed', 'push', 'off')",
        off.account_id,
    )
    await owner.execute("delete from push_device where account_id = $1", mute.account_id)
    async with transaction(System()) as tx:
        await commands.withdraw(tx, ["closure:1"], "reopened", now=MORNING)

    await build_digests(EVENING)

    assert await digests(owner) == {kept.account_id: 1}
    rows = await owner.fetch(
        "select account_id, state, reason from delivery where channel = 'push' and state in ('suppressed', 'cancelled')"
    )
    assert {row["account_id"]: (row["state"], row["reason"]) for row in rows} == {
        off.account_id: ("suppressed", "choice"),
        mute.account_id: ("suppressed", "no_device"),
        gone.account_id: ("cancelled", "reopened"),
    }


async def test_a_helper_has_a_digest_of_their_own_while_they_help(db, owner):
    family, aide, former = [await with_phone(owner) for _ in range(3)]
    await helps(owner, aide, family)
    await helps(owner, former, family)
    await mild([family], 2)
    await owner.execute(
        "update helper set ended_at = $2 where helper_id = $1", former.account_id, MORNING
    )

    await build_digests(EVENING)

    assert await digests(owner) == {family.account_id: 2, aide.account_id: 2}
    rows = await owner.fetch(
        "select reason from delivery where account_id = $1 and channel = 'push'", former.account_id
    )
    assert [row["reason"] for row in rows] == ["no_consent", "no_consent"]
