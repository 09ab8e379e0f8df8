"""A refused request stays refused under its id, also from SQL; the key of the ledger remembers no refusal."""

from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import System
from backend.database import transaction
from tests.earnings import make_remittance as remit
from tests.ledger import make_ledger as ledger
from tests.ledger.make_ledger import said

pytestmark = pytest.mark.anyio

KEY = "select asker, request_id, refusal ->> 'code' as code, answer from request_key"
AGAIN = """
insert into request_key (asker, request_id, operation, body_digest, created_at)
select asker, request_id, operation, body_digest, now() from request_key where refusal is not null
"""
BOTH = "update request_key set answer = '{}' where refusal is not null"
FORGET = "delete from request_key where refusal is not null"
UNSAY = "update request_key set refusal = null where refusal is not null"


@pytest.fixture
async def refused(db, owner):
    """Somebody asked for more than there is; the request is remembered."""
    purse = await remit.purse(owner, holds=100)
    purse.request = uuid4()
    assert await remit.said(purse.ask(500, key=purse.request)) == "BALANCE_TOO_LOW"
    return purse


async def told(owner) -> list[tuple]:
    return [tuple(row) for row in await owner.fetch(KEY)]


async def test_what_was_refused_is_refused_again_when_there_is_enough(refused, owner):
    assert await remit.said(refused.ask(50)) == "done"

    assert await remit.said(refused.ask(50, key=refused.request)) == "REQUEST_ID_REUSED"
    assert await remit.said(refused.ask(500, key=refused.request)) == "BALANCE_TOO_LOW"

    assert await owner.fetchval("select count(*) from remittance") == 1


async def test_the_key_of_the_ledger_remembers_what_it_made_and_no_refusal(db, owner):
    books = await ledger.books(owner)

    assert await said(books.pay(7, key="once")) == "BALANCE_TOO_LOW"
    await books.earn(7)

    assert await said(books.pay(7, key="once")) == "done"


@pytest.mark.parametrize(
    ("guard", "attempt"), [("request_key_once", AGAIN), ("request_key_answered_once", BOTH)]
)
async def test_the_owner_and_the_service_write_no_second_answer(refused, owner, guard, attempt):
    before = await told(owner)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as by_owner:
        await owner.execute(attempt)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as by_service:
        async with transaction(System()) as tx:
            await tx.execute(attempt)

    assert {by_owner.value.constraint_name, by_service.value.constraint_name} == {guard}
    assert await told(owner) == before
    await owner.execute(f"alter table request_key drop constraint {guard}")
    assert (await owner.execute(attempt)).endswith(" 1")


@pytest.mark.parametrize("attempt", [AGAIN, BOTH, FORGET, UNSAY])
async def test_whoever_asked_cannot_forget_that_it_was_refused(refused, owner, attempt):
    before = await told(owner)

    try:
        async with transaction(refused.clerk) as tx:
            assert (await tx.execute(attempt)).endswith(" 0")
    except asyncpg.UniqueViolationError as error:
        assert error.constraint_name == "request_key_once"

    assert await told(owner) == before
    assert await remit.said(refused.ask(500, key=refused.request)) == "BALANCE_TOO_LOW"


@pytest.mark.parametrize(
    ("policy", "attempt"), [("decided_is_kept", FORGET), ("decided_stays", UNSAY)]
)
async def test_control_without_the_policy_it_is_forgotten(refused, owner, policy, attempt):
    await owner.execute(f"drop policy {policy} on request_key")

    async with transaction(refused.clerk) as tx:
        assert (await tx.execute(attempt)).endswith(" 1")
