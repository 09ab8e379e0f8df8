"""What the database itself refuses of notices: moves, births, counts and leases."""

from datetime import timedelta
from itertools import permutations
from uuid import UUID

import asyncpg
import pytest

from backend.core.ids import new_id
from backend.notifications.kinds import KINDS
from tests import make
from tests.notifications import make_notices as notices
from tests.notifications.make_deliveries import (
    END,
    NOW,
    a_delivery,
    a_notice,
    insert,
    unguarded,
    update,
    whole,
)

pytestmark = pytest.mark.anyio

STATES = (
    "queued",
    "held",
    "claimed",
    "retry",
    "accepted",
    "seen",
    "suppressed",
    "absorbed",
    "expired",
    "cancelled",
    "failed",
)
MOVES = {
    "queued": {"claimed", "held", "suppressed", "cancelled", "expired"},
    "held": {"queued", "absorbed", "suppressed", "cancelled", "expired"},
    "retry": {"claimed", "suppressed", "cancelled", "expired"},
    "claimed": {"accepted", "retry", "failed", "suppressed", "cancelled", "expired"},
    "accepted": {"seen"},
}


@pytest.fixture
async def account(owner: asyncpg.Connection) -> UUID:
    return (await make.family(owner)).account_id


@pytest.fixture
async def notice(owner: asyncpg.Connection, account: UUID) -> UUID:
    return await a_notice(owner, account_id=account)


async def tried(owner: asyncpg.Connection, role: str, work) -> str | None:
    """What the database says to a change, which is then undone; None: nothing against it."""
    undone = owner.transaction()
    await undone.start()
    try:
        await owner.execute(f"set local role {role}")
        await work()
    except asyncpg.CheckViolationError as refused:
        return refused.message
    finally:
        await undone.rollback()
    return None


@pytest.mark.parametrize("role", ["encuentro_worker", "postgres"])
async def test_of_all_pairs_of_states_twenty_one_are_moves(owner, account, role):
    said = {}
    for was, becomes in permutations(STATES, 2):
        notice_id = await a_notice(owner, account_id=account)
        key = await unguarded(owner, a_delivery(notice_id, account, **whole(was)))
        sets = {**whole(becomes), "attempt_no": int(becomes == "claimed")}
        said[was, becomes] = await tried(
            owner, role, lambda key=key, sets=sets: update(owner, key, **sets)
        )

    allowed = {pair for pair, words in said.items() if words is None}
    assert allowed == {(was, becomes) for was, ends in MOVES.items() for becomes in ends}
    refused = {pair: words for pair, words in said.items() if words is not None}
    assert (len(allowed), len(refused)) == (21, 89)
    assert all(
        words == f"a delivery does not go from {was} to {becomes}"
        for (was, becomes), words in refused.items()
    )


async def test_the_moves_are_those_of_the_table(owner):
    rows = await owner.fetch("select from_state, to_state from delivery_move")

    assert {tuple(row) for row in rows} == {
        (was, becomes) for was, ends in MOVES.items() for becomes in ends
    }


@pytest.mark.parametrize("role", ["encuentro_worker", "postgres"])
@pytest.mark.parametrize("channel", ["inbox", "push", "sms"])
async def test_a_delivery_is_born_waiting_or_suppressed_and_the_inbox_accepted(
    owner, account, notice, role, channel
):
    born = set()
    for state in STATES:
        row = a_delivery(notice, account, channel=channel, **whole(state))
        if (await tried(owner, role, lambda row=row: insert(owner, "delivery", **row))) is None:
            born.add(state)

    assert born == ({"accepted"} if channel == "inbox" else {"queued", "held", "suppressed"})


@pytest.mark.parametrize("counts", [{"attempt_no": 1}, {"charged": 1}])
async def test_a_delivery_is_born_without_attempts(owner, account, notice, counts):
    row = a_delivery(notice, account, **counts)

    assert await tried(owner, "postgres", lambda: insert(owner, "delivery", **row)) == (
        "a delivery does not begin queued"
    )


COUNTED = "attempts are counted one by one"


@pytest.mark.parametrize(
    ("was", "sets", "said"),
    [
        ("queued", {**whole("claimed"), "attempt_no": 3}, None),
        ("queued", {**whole("claimed"), "attempt_no": 2}, COUNTED),
        ("queued", {**whole("claimed"), "attempt_no": 4}, COUNTED),
        ("queued", {**whole("claimed"), "attempt_no": 1}, COUNTED),
        ("claimed", {**whole("retry"), "attempt_no": 3}, COUNTED),
        ("claimed", {**whole("accepted"), "attempt_no": 1}, COUNTED),
        ("claimed", {"attempt_no": 3}, COUNTED),
        ("claimed", {**whole("retry"), "charged": 2}, None),
        ("claimed", {**whole("retry"), "charged": 3}, COUNTED),
        ("claimed", {**whole("retry"), "charged": 0}, COUNTED),
    ],
)
async def test_attempts_are_counted_one_by_one(owner, account, notice, was, sets, said):
    row = a_delivery(notice, account, attempt_no=2, charged=1, **whole(was))
    key = await unguarded(owner, row)

    for role in ("encuentro_worker", "postgres"):
        assert await tried(owner, role, lambda: update(owner, key, **sets)) == said


@pytest.mark.parametrize("seconds", [0, 1])
async def test_nothing_is_claimed_at_its_deadline_or_past_it(owner, account, notice, seconds):
    key = await unguarded(owner, a_delivery(notice, account))
    late = whole("claimed") | {"attempt_no": 1, "claimed_at": END + timedelta(seconds=seconds)}
    just = late | {"claimed_at": END - timedelta(microseconds=1)}

    for role in ("encuentro_worker", "postgres"):
        assert await tried(owner, role, lambda: update(owner, key, **late)) == "too late to send"
        assert await tried(owner, role, lambda: update(owner, key, **just)) is None


async def test_what_a_delivery_is_does_not_change(owner, account, notice):
    key = await unguarded(owner, a_delivery(notice, account))
    other = (await make.family(owner)).account_id
    changes = {
        "id": new_id(),
        "notice_id": await a_notice(owner),
        "account_id": other,
        "channel": "sms",
        "withdrawal": True,
        "rank": 0,
        "expires_at": END + timedelta(days=1),
    }

    for name, value in [*changes.items(), ("account_id", None)]:
        for role in ("encuentro_worker", "postgres"):
            said = await tried(owner, role, lambda n=name, v=value: update(owner, key, **{n: v}))
            assert said == "what a delivery is does not change", name


async def test_a_delivery_goes_only_with_its_notice_or_its_account(owner, account, notice):
    await unguarded(owner, a_delivery(notice, account))
    stranger = (await make.family(owner)).account_id
    await unguarded(owner, a_delivery(notice, stranger))

    for role in ("encuentro_worker", "postgres"):
        said = await tried(owner, role, lambda: owner.execute("delete from delivery"))
        assert said == "a delivery goes with its notice or its account alone"
    await owner.execute("delete from account where id = $1", stranger)
    assert await owner.fetchval("select account_id from delivery") == account
    await owner.execute("delete from notice")
    assert await owner.fetchval("select count(*) from delivery") == 0


async def test_attempts_are_only_added(owner, account, notice):
    key = await unguarded(owner, a_delivery(notice, account))
    device = await notices.phone(owner, (family := await make.family(owner)))
    await insert(
        owner,
        "attempt",
        delivery_id=key,
        attempt_no=1,
        device_id=device,
        carrier="x",
        started_at=NOW,
        ended_at=NOW,
        outcome="accepted",
    )

    for role in ("encuentro_worker", "postgres"):
        for sql in (
            "update attempt set outcome = 'unknown'",
            "update attempt set device_id = gen_random_uuid()",
            "delete from attempt",
        ):
            said = await tried(owner, role, lambda sql=sql: owner.execute(sql))
            assert said == "attempts are only added", sql
    await owner.execute("delete from session where account_id = $1", family.account_id)
    assert await owner.fetchval("select device_id is null and outcome = 'accepted' from attempt")
    await owner.execute("delete from notice")
    assert await owner.fetchval("select count(*) from attempt") == 0


async def test_every_change_of_a_delivery_is_stamped_whatever_is_written(owner, account, notice):
    key = await unguarded(owner, a_delivery(notice, account))

    await update(owner, key, changed_in=5)

    assert await owner.fetchval(
        "select changed_in > 5 and changed_in < pg_current_xact_id()::text::bigint from delivery"
    )


async def test_nobody_but_the_worker_writes_notices(owner):
    rights = await owner.fetch(
        "select role, tab, kind from unnest(array['family', 'provisional', 'staff', 'anonymous', 'app']) as role,"
        " unnest(array['delivery', 'attempt', 'notice', 'delivery_move', 'notice_kind']) as tab,"
        " unnest(array['insert', 'delete', 'truncate']) as kind"
        " where has_table_privilege('encuentro_' || role, tab, kind)"
        " union all select role, p.proname, 'execute' from"
        " unnest(array['family', 'provisional', 'staff', 'anonymous', 'app']) as role, pg_proc p"
        " where proname in ('notice_take_back', 'notice_withdraw')"
        " and has_function_privilege('encuentro_' || role, p.oid, 'execute')"
    )

    assert [tuple(row) for row in rights] == []


async def test_the_kinds_of_the_database_are_those_of_the_code(owner):
    rows = await owner.fetch("select kind, urgency, push, sms, helped from notice_kind")

    assert {row["kind"]: tuple(row)[1:] for row in rows} == {
        kind.name: (kind.urgency, kind.push, kind.sms, kind.helped) for kind in KINDS.values()
    }
