"""Remittances: reserved when asked for, approved by another, free again when they do not go out."""

from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import System
from backend.core.errors import NotFound
from backend.database import transaction
from backend.earnings.commands.remitting import Payee, To
from backend.ledger.commands import AccountKind
from tests.earnings import make_remittance as remit
from tests.earnings.make_remittance import ACCOUNT, NAME, NOW, said, together
from tests.registry import make_registry as registry
from tests.work.make_work import chief, supervisor

pytestmark = pytest.mark.anyio


@pytest.fixture
async def purse(db, owner):
    return await remit.purse(owner)


async def test_what_is_asked_for_is_kept_apart_and_not_spent_twice(purse):
    remittance = await purse.ask(15_000)

    assert (await purse.balance()).available == 5_000
    assert await said(purse.ask(5_001)) == "BALANCE_TOO_LOW"
    assert await purse.state(remittance) == "asked"
    assert await registry.rows(purse.owner, "remittance", "remittance_step") == {
        "remittance": 1,
        "remittance_step": 1,
    }


async def test_twelve_rivals_for_a_balance_of_seven_get_seven(purse):
    await purse.ask(13_000)

    answers = await together(*(purse.ask(1_000, by=chief()) for _ in range(12)))

    assert answers == ["BALANCE_TOO_LOW"] * 5 + ["done"] * 7
    assert (await purse.balance()).available == 0
    assert await purse.is_sound()


async def test_without_the_floor_of_the_ledger_all_twelve_would_be_paid(purse):
    await purse.owner.execute("alter table ledger_account drop constraint ledger_account_floor")
    await purse.ask(13_000)

    answers = await together(*(purse.ask(1_000, by=chief()) for _ in range(12)))

    assert answers == ["done"] * 12
    assert (await purse.balance()).available < 0


async def test_the_same_request_twice_is_one_remittance(purse):
    key = uuid4()

    once, again = await purse.ask(key=key), await purse.ask(key=key)

    assert once == again
    assert await purse.owner.fetchval("select count(*) from remittance") == 1
    assert (await purse.balance()).debits_pending == 5_000
    assert await said(purse.ask(amount=6_000, key=key)) == "REQUEST_ID_REUSED"


async def test_who_asks_does_not_approve(purse):
    remittance = await purse.ask()

    assert await said(purse.approve(remittance, by=purse.clerk)) == "SECOND_PERSON_NEEDED"
    assert await said(purse.refuse(remittance, by=purse.clerk)) == "SECOND_PERSON_NEEDED"
    with pytest.raises(asyncpg.CheckViolationError, match="remittance_two_people"):
        await purse.owner.execute(
            "update remittance set state = 'approved', approved_at = $1, approved_by = asked_by, moved_at = $1",
            NOW,
        )
    assert await purse.state(remittance) == "asked"


async def test_two_who_approve_and_refuse_at_once_are_one_decision(purse):
    remittance = await purse.ask()

    answers = await together(
        *(purse.approve(remittance, by=chief()) for _ in range(3)),
        *(purse.refuse(remittance, by=chief()) for _ in range(3)),
    )

    assert answers == ["ALREADY_DECIDED"] * 5 + ["done"]
    assert len(await purse.steps(remittance)) == 2


@pytest.mark.parametrize("end", ["refused", "cancelled", "cancelled late"])
async def test_what_does_not_go_out_is_free_again(purse, end):
    remittance = await purse.ask()

    if end == "refused":
        await purse.refuse(remittance)
    else:
        if end == "cancelled late":
            await purse.approve(remittance)
        await purse.cancel(remittance)

    assert await purse.state(remittance) == end.split()[0]
    assert await purse.balance() == (0, 20_000, 0, 0)
    assert await said(purse.cancel(remittance)) == "ALREADY_DECIDED"
    assert await purse.is_sound()


@pytest.mark.parametrize(
    ("from_state", "to_state"),
    [("asked", "sent"), ("asked", "confirmed"), ("approved", "returned"), ("approved", "asked")],
)
async def test_the_database_refuses_every_other_move(purse, from_state, to_state):
    remittance = await purse.ask()
    if from_state == "approved":
        await purse.approve(remittance)

    with pytest.raises(asyncpg.CheckViolationError):
        await purse.owner.execute(
            "update remittance set state = $1, why = 'other', way = 'file', handed_at = $2, moved_at = $2",
            to_state,
            NOW,
        )
    assert await purse.state(remittance) == from_state


@pytest.mark.parametrize(
    "change",
    [
        "update remittance set amount = amount + 1",
        "update remittance set account_cipher = 'x'",
        "update remittance set tie_id = null",
        "update remittance set moved_by = asked_by, why = 'other'",
        "delete from remittance",
        "truncate remittance cascade",
        "update remittance_step set by_whom = gen_random_uuid()",
        "delete from remittance_step",
        "insert into remittance_move values ('asked', 'confirmed'); update remittance_move set to_state = 'sent'",
    ],
)
async def test_what_was_asked_for_stays_and_so_does_what_came_of_it(purse, change):
    remittance = await purse.ask()

    with pytest.raises(asyncpg.CheckViolationError):
        await purse.owner.execute(change)
    assert await purse.steps(remittance) == ["asked"]


async def test_a_remittance_says_what_the_ledger_says_at_the_end_of_its_transaction(purse):
    remittance = await purse.ask()

    with pytest.raises(asyncpg.CheckViolationError, match="ended otherwise"):
        await purse.owner.execute(
            "update remittance set state = 'cancelled', why = 'other', moved_at = $1", NOW
        )
    assert await purse.state(remittance) == "asked"


async def test_only_the_office_of_the_place_asks_and_everybody_else_is_told_nothing(purse):
    remittance = await purse.ask()

    for stranger in (chief("cusco"), supervisor()):
        with pytest.raises(NotFound):
            await purse.ask(by=stranger)
        with pytest.raises(NotFound):
            await purse.approve(remittance, by=stranger)
    assert await purse.owner.fetchval("select count(*) from remittance") == 1


@pytest.mark.parametrize(
    ("payee", "source", "field"),
    [
        (Payee.FAMILY, AccountKind.CIVIL_REPARATION, "source"),
        (Payee.JUDICIARY, AccountKind.WORKER_PERSONAL, "tie_id"),
        (Payee.HOLDER, AccountKind.SUPPORT_ORDER, "tie_id"),
    ],
)
async def test_money_goes_only_where_its_account_is_for(purse, payee, source, field):
    with pytest.raises(Exception) as refused:
        await purse.ask(to=To(payee, ACCOUNT, NAME, purse.tie_id), source=source)

    assert refused.value.facts == {"field": field}
    assert ACCOUNT not in repr(refused.value) and ACCOUNT not in repr(To(payee, ACCOUNT, NAME))


async def test_a_relative_is_paid_only_by_a_tie_that_stands(purse):
    await purse.owner.execute("update tie set state = 'ended' where id = $1", purse.tie_id)

    with pytest.raises(NotFound):
        await purse.ask()
    assert (await purse.balance()).debits_pending == 0


async def test_who_has_the_inmates_word_is_told_of_moves_and_nobody_else(purse):
    await purse.approved(1_000)
    await purse.consent("earnings")
    await purse.approved(1_000)
    assert await purse.told() == []
    await purse.consent()

    remittance = await purse.approved(1_000)

    told = await purse.told()
    assert [each["account_id"] for each in told] == [purse.family.account_id]
    assert str(remittance) in told[0]["facts"] and "amount" not in told[0]["facts"]


async def test_of_what_goes_to_another_relative_nobody_hears(purse):
    other = await remit.make.family(purse.owner)
    visitor = await registry.visitor(purse.owner, other)
    tie_id = await registry.tie(purse.owner, other, visitor, purse.held)
    await purse.consent()

    await purse.approved(to=To(Payee.FAMILY, ACCOUNT, NAME, tie_id))

    assert await purse.told() == []


async def test_a_move_that_is_secret_is_told_when_it_may_be(purse):
    await purse.consent()
    await registry.custody_event(
        purse.owner, purse.held.id, kind="transfer", on=NOW.date(), secret_until="2026-03-25"
    )

    await purse.approved()

    from_when = await purse.owner.fetchval("select min(tell_from) from notice")
    assert from_when > NOW + timedelta(days=4)


async def test_no_number_of_an_account_is_kept_in_the_clear(purse):
    await purse.approved()

    for table in (
        "remittance",
        "remittance_step",
        "audit_entry",
        "request_key",
        "journal",
        "notice",
    ):
        text = await purse.owner.fetchval(f"select string_agg(t::text, ' ') from {table} t")
        assert text is None or (ACCOUNT not in text and ACCOUNT.encode().hex() not in text), table


async def test_the_worker_approves_for_nobody(purse):
    remittance = await purse.ask()

    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(System()) as tx:
            await tx.execute("update remittance set state = 'approved', moved_at = $1", NOW)
    assert await purse.state(remittance) == "asked"


async def test_of_a_relative_whose_account_was_erased_no_number_stays_when_it_is_over(purse):
    remittance = await purse.ask()

    await purse.owner.execute("delete from tie where id = $1", purse.tie_id)
    kept = await purse.row(remittance)
    await purse.cancel(remittance)
    over = await purse.row(remittance)

    assert (kept["tie_id"], kept["account_cipher"] is None) == (None, False)
    assert (over["state"], over["account_cipher"], over["name_cipher"]) == ("cancelled", None, None)
