"""Sessions are listed, end when they should, and are nobody else's business."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Role
from backend.core.errors import Code
from backend.database import reading
from backend.gql.access import FAMILY, check
from backend.identity import commands, jobs, queries
from backend.identity.limits import LIMITS
from tests.identity.make_identity import (
    NOW,
    access,
    actor,
    asked,
    code_sent_to,
    confirmed,
    employed,
    family,
    phone,
    refresh,
    refreshed,
    signed_in,
    staff,
    staff_answer,
)
from tests.identity.refusing import refused

pytestmark = pytest.mark.anyio

LATER = NOW + timedelta(minutes=2)


async def two_devices(owner, number: str):
    """The answers of two trusted devices of one account."""
    first = await signed_in(number, "first")
    second = await signed_in(number, "second", now=LATER)
    await commands.approve_device(
        await actor(first), uuid4(), session_id=UUID(second["session_id"]), now=LATER
    )
    return first, second


async def test_signing_out_ends_this_session_at_the_next_request(db, owner):
    answer = await signed_in(phone())

    await commands.sign_out(await actor(answer), uuid4(), now=NOW)

    assert await actor(answer) is None
    assert await refused(refreshed(refresh(answer), now=NOW)) is Code.SESSION_ENDED
    assert await owner.fetchval("select end_reason from session") == "signed_out"


async def test_after_signing_out_the_device_is_still_trusted(db, owner):
    number = phone()
    answer = await signed_in(number)
    await commands.sign_out(await actor(answer), uuid4(), now=NOW)

    assert (await signed_in(number, now=LATER))["provisional"] is False


async def test_locking_ends_what_is_open_until_the_next_refresh_of_this_device(db, owner):
    number = phone()
    first, second = await two_devices(owner, number)
    fresh = await refreshed(refresh(first), now=LATER)
    soon = LATER + timedelta(minutes=1)

    answer = await commands.lock_session(await actor(first, soon), uuid4(), now=soon)

    assert answer == {"locked_at": soon.isoformat()}
    assert [await actor(one, soon) for one in (first, fresh)] == [None, None]
    assert await actor(second, soon) is not None
    opened = await refreshed(refresh(fresh), now=soon)
    assert await actor(opened, soon) is not None
    assert await owner.fetchval("select count(*) from session where ended_at is not null") == 0
    actions = await owner.fetch("select subject from audit_entry where action like '%.locked'")
    assert [row["subject"] for row in actions] == [f"session:{first['session_id']}"]


async def test_a_locked_session_stays_locked_for_every_other_device(db, owner):
    answer = await signed_in(phone())
    await commands.lock_session(await actor(answer), uuid4(), now=NOW)

    assert await refused(refreshed(refresh(answer), "thief", now=LATER)) is Code.SESSION_ENDED


async def test_staff_and_devices_that_wait_for_trust_lock_too(db, owner):
    number = phone()
    await signed_in(number, "first")
    waiting = await signed_in(number, "second", now=LATER)
    _, document, _ = await employed(owner, Role.GATE_OFFICER)
    desk = await staff_answer(document, now=LATER)

    for answer in (waiting, desk):
        await commands.lock_session(await actor(answer, LATER), uuid4(), now=LATER)

    assert [await actor(answer, LATER) for answer in (waiting, desk)] == [None, None]


async def test_ending_another_device_takes_its_session_and_its_trust(db, owner):
    number = phone()
    first, second = await two_devices(owner, number)

    await commands.end_session(
        await actor(first), uuid4(), session_id=UUID(second["session_id"]), now=LATER
    )

    assert await actor(second, LATER) is None
    assert await actor(first, LATER) is not None
    again = await signed_in(number, "second", now=LATER + timedelta(minutes=2))
    assert again["provisional"] is True


async def test_a_removed_device_cannot_keep_its_trust_by_signing_out_first(db, owner):
    number = phone()
    first, second = await two_devices(owner, number)
    thief = await actor(second, LATER)
    await commands.sign_out(thief, uuid4(), now=LATER)

    await commands.end_all_sessions(await actor(first), uuid4(), now=LATER)

    again = await signed_in(number, "second", now=LATER + timedelta(minutes=2))
    assert again["provisional"] is True


async def test_a_removed_device_cannot_call_its_end_a_signing_out(db, owner):
    number = phone()
    first, second = await two_devices(owner, number)
    thief = await actor(second, LATER)
    await commands.end_session(await actor(first), uuid4(), session_id=thief.session_id, now=LATER)

    await commands.sign_out(thief, uuid4(), now=LATER)

    reason = "select end_reason from session where id = $1"
    assert await owner.fetchval(reason, thief.session_id) == "removed"


async def test_ending_all_sessions_ends_them_all_and_trusts_only_this_device(db, owner):
    number = phone()
    first, second = await two_devices(owner, number)

    answer = await commands.end_all_sessions(await actor(first), uuid4(), now=LATER)

    assert answer == {"ended": 2}
    assert [await actor(one, LATER) for one in (first, second)] == [None, None]
    later = LATER + timedelta(minutes=2)
    assert (await signed_in(number, "first", now=later))["provisional"] is False


async def test_somebody_elses_session_is_not_found_and_goes_on(db, owner):
    mine, theirs = await family(), await signed_in(phone(), "other")

    act = commands.end_session(mine, uuid4(), session_id=UUID(theirs["session_id"]), now=NOW)

    assert await refused(act) is Code.NOT_FOUND
    unknown = commands.end_session(mine, uuid4(), session_id=uuid4(), now=NOW)
    assert await refused(unknown) is Code.NOT_FOUND
    assert await actor(theirs) is not None


async def test_one_sees_ones_own_live_sessions_newest_first(db, owner):
    number = phone()
    first, second = await two_devices(owner, number)
    await signed_in(phone(), "stranger")
    me = await actor(second, LATER)

    async with reading(me) as tx:
        listed = await queries.my_sessions(tx, me, queries.SESSIONS.page(), LATER)
        paged = await queries.my_sessions(
            tx, me, queries.SESSIONS.page(1, queries.SESSIONS.cursor(LATER, me.session_id)), LATER
        )
        long_after = await queries.my_sessions(
            tx, me, queries.SESSIONS.page(), NOW + timedelta(days=31)
        )

    assert [(str(row.id), row.current) for row in listed] == [
        (second["session_id"], True),
        (first["session_id"], False),
    ]
    assert [str(row.id) for row in paged] == [first["session_id"]]
    assert long_after == []


async def test_labels_are_kept_short_and_on_one_line(db, owner):
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)
    await confirmed(challenge, code, device_label="  Celular\nde\x00 Rosa " + "x" * 500)

    label = await owner.fetchval("select device_label from session")
    assert label.startswith("Celular de Rosa x")
    assert len(label) == 60


async def test_a_staff_session_lasts_twelve_hours_and_an_hour_unused(db, owner):
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    answer = await staff_answer(number)
    idle = refreshed(refresh(answer), "desk", now=NOW + timedelta(hours=1))
    assert await refused(idle) is Code.SESSION_ENDED

    for minutes in range(50, 12 * 60, 50):
        answer = await refreshed(refresh(answer), "desk", now=NOW + timedelta(minutes=minutes))

    end = NOW + LIMITS.staff_session_life
    assert answer["refresh_expires_at"] == end.isoformat()
    assert await refused(refreshed(refresh(answer), "desk", now=end)) is Code.SESSION_ENDED


async def test_staff_end_their_own_sessions_and_no_other(db, owner):
    officer, other = (
        await staff(owner, Role.GATE_OFFICER),
        await signed_in(phone()),
    )

    act = commands.end_session(officer, uuid4(), session_id=UUID(other["session_id"]), now=NOW)

    assert await refused(act) is Code.NOT_FOUND
    assert await commands.end_all_sessions(officer, uuid4(), now=NOW) == {"ended": 1}
    assert await actor(other) is not None


async def test_language_is_of_the_device_and_of_the_account(db, owner):
    number = phone()
    me = await family(number)

    await commands.set_language(me, uuid4(), language="quz", now=NOW)

    again = await signed_in(number, now=LATER)
    assert (await actor(again, LATER)).language == "quz"
    assert await owner.fetchval("select language from account") == "quz"


async def test_a_language_that_nobody_wrote_is_refused(db, owner):
    me = await family()

    act = commands.set_language(me, uuid4(), language="tlh", now=NOW)

    assert await refused(act) is Code.BAD_INPUT
    assert await owner.fetchval("select language from account") == "es"


async def test_no_secret_stands_anywhere_in_the_database(db, owner):
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)
    answer = await confirmed(challenge, code)
    await refreshed(refresh(answer), now=NOW + timedelta(minutes=1))
    _, document, added = await employed(owner, Role.GATE_OFFICER)
    await staff_answer(document)

    tables = await owner.fetch("select tablename from pg_tables where schemaname = 'public'")
    text = ""
    for table in tables:
        rows = await owner.fetch(f"select t::text as line from {table['tablename']} t")
        text += "\n".join(row["line"] for row in rows)

    secrets = [access(answer), refresh(answer), number[3:], document, added.password]
    secrets += [secret.encode().hex() for secret in secrets]
    assert [secret for secret in secrets if secret in text] == []
    assert f'"{code}"' not in text


async def test_forgetting_keeps_what_still_opens_or_counts(db, owner):
    answer = await signed_in(phone())
    await jobs.forget_old_challenges(NOW + timedelta(days=1))
    await jobs.forget_old_requests(NOW + timedelta(days=1))
    kept = await owner.fetchval("select count(*) from sign_in_challenge")
    later = NOW + timedelta(days=20)
    await jobs.forget_old_challenges(later)
    await jobs.forget_old_requests(later)

    assert kept == 1
    for table in ("sign_in_challenge", "text_message", "rate_bucket", "request_key"):
        assert await owner.fetchval(f"select count(*) from {table}") == 0
    check(FAMILY, await actor(await refreshed(refresh(answer), now=later), later), later)
