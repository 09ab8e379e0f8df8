"""How many devices an account keeps, and which of them has to go."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.identity import commands
from backend.identity.limits import LIMITS
from tests.identity.make_identity import (
    NOW,
    actor,
    family,
    phone,
    refresh,
    refreshed,
    signed_in,
)

pytestmark = pytest.mark.anyio

LATER = NOW + timedelta(minutes=2)


async def test_a_sixth_trusted_device_ends_the_one_unused_longest(db, owner):
    number = phone()
    first = await signed_in(number, "d0")
    at = NOW
    answers = [first]
    for n in range(1, 6):
        at = NOW + timedelta(days=n)
        answers[0] = await refreshed(refresh(answers[0]), "d0", now=at - timedelta(seconds=1))
        answers.append(await signed_in(number, f"d{n}", now=at))
        me = await actor(answers[0], at)
        session = UUID(answers[-1]["session_id"])
        await commands.approve_device(me, uuid4(), session_id=session, now=at)

    ended = await owner.fetch("select id, end_reason from session where ended_at is not null")
    assert [(str(row["id"]), row["end_reason"]) for row in ended] == [
        (answers[1]["session_id"], "ceiling")
    ]


async def again_at(owner, answer) -> dict[str, object]:
    """The answer with the generation its session has now."""
    generation = await owner.fetchval(
        "select generation from session where id = $1", UUID(answer["session_id"])
    )
    return {"session_id": answer["session_id"], "generation": generation}


async def test_waiting_devices_end_each_other_and_never_a_trusted_one(db, owner):
    number = phone()
    old = await signed_in(number, "old")
    at = NOW
    for n in range(4):
        at = NOW + timedelta(days=n + 1)
        await signed_in(number, f"stranger {n}", now=at)

    live = await owner.fetch("select provisional from session where ended_at is null")
    assert sorted(row["provisional"] for row in live) == [False, True, True]
    assert await actor(await again_at(owner, old), NOW) is not None


async def test_approvals_at_once_keep_the_ceiling(db, owner):
    number = phone()
    old = await actor(await signed_in(number, "old"))
    ids = []
    for n in range(7):
        session = await owner.fetchval(
            "insert into session (id, account_id, device_index, device_label, provisional, created_at, refreshed_at,"
            " expires_at, ends_at) values (gen_random_uuid(), $1, $2, '', true, $3, $3, $4, $4) returning id",
            old.account_id,
            n.to_bytes(),
            NOW,
            NOW + timedelta(days=1),
        )
        ids.append(session)

    await asyncio.gather(
        *(commands.approve_device(old, uuid4(), session_id=one, now=LATER) for one in ids)
    )

    trusted = "select count(*) from session where ended_at is null and not provisional"
    assert await owner.fetchval(trusted) == LIMITS.devices


async def test_a_trusted_device_that_comes_back_as_the_sixth_ends_the_one_unused_longest(db, owner):
    number = phone()
    back = await family(number, "back")
    await commands.sign_out(back, uuid4(), now=NOW)
    for n in range(LIMITS.devices):
        await owner.execute(
            "insert into session (id, account_id, device_index, device_label, created_at, refreshed_at,"
            " expires_at, ends_at) values (gen_random_uuid(), $1, $2, $3, $4, $4, $5, $5)",
            back.account_id,
            n.to_bytes(),
            f"device {n}",
            NOW + timedelta(seconds=n),
            NOW + timedelta(days=1),
        )

    await signed_in(number, "back", now=LATER)

    ended = await owner.fetch("select device_label from session where end_reason = 'ceiling'")
    assert [row["device_label"] for row in ended] == ["device 0"]
