"""What the ledger says of itself: replay and seals give what is stored, and whatever was tampered with shows."""

import itertools
import logging
import random

import pytest

from backend import worker
from backend.core.actor import System
from backend.database import transaction
from backend.ledger import jobs
from backend.ledger.queries import balances, verify
from backend.ledger.rules import Line, Outcome
from tests.ledger import make_ledger as ledger
from tests.ledger.make_ledger import NOW

pytestmark = pytest.mark.anyio

TAMPERINGS = {
    "an amount": "update entry set amount = amount + 1",
    "an account": "update entry set credit_account = (select id from ledger_account where kind = 'advance')",
    "a line that is gone": "delete from entry where journal_id = (select journal_id from resolution)",
    "a reason": "update journal set reason = 'another reason'",
    "who approved": "update journal set approved_by = gen_random_uuid()",
    "when": "update journal set recorded_at = recorded_at + interval '1 microsecond'",
    "an outcome": "update resolution set outcome = 'expire'",
    "a total": "update ledger_account set credits_posted = credits_posted + 1 where kind = 'worker_personal'",
    "two totals": "update ledger_account set credits_posted = credits_posted + 1, debits_posted = debits_posted + 1",
    "who closed": "update pay_period set closed_by = gen_random_uuid()",
    "a seal": "update period_seal set total = total + 1",
    "no seal": "delete from period_seal",
    "a month opened again": "update pay_period set status = 'open', closed_at = null, closed_by = null",
}


async def _closed(owner) -> ledger.Books:
    books = await ledger.books(owner)
    await books.earn(700)
    await books.settle(await books.hold(100), Outcome.VOID)
    await books.close()
    return books


async def test_the_nightly_check_is_silent_when_all_is_well(db, owner, caplog):
    await _closed(owner)

    assert await jobs.ledger_check(NOW) == []

    assert caplog.records == []
    assert (
        await owner.fetchval("select count(*) from audit_entry where action like 'ledger.check%'")
        == 0
    )


async def test_whatever_a_superuser_changes_behind_the_triggers_shows(db, owner):
    books = await _closed(owner)
    assert (await verify(owner, books.place)).is_good

    unseen = []
    for what, statement in TAMPERINGS.items():
        await owner.execute(f"begin; set local session_replication_role = replica; {statement}")
        if (await verify(owner, books.place)).is_good:
            unseen.append(what)
        await owner.execute("rollback")

    assert unseen == []


async def test_the_nightly_check_says_what_is_wrong_in_the_log_and_in_the_audit_trail(
    db, owner, caplog
):
    await _closed(owner)
    await owner.execute(
        f"set session_replication_role = replica; {TAMPERINGS['an amount']}; reset all"
    )

    with caplog.at_level(logging.ERROR):
        [verdict] = await jobs.ledger_check(NOW)

    assert verdict.establishment_id == "huaraz"
    assert "the ledger of huaraz is not what its entries say" in caplog.text
    row = await owner.fetchrow("select action, subject from audit_entry order by seq desc limit 1")
    assert tuple(row) == ("ledger.check.failed", "huaraz")


async def test_a_check_names_the_account_and_the_month(db, owner):
    books = await _closed(owner)
    other = await ledger.books(owner, place="ica")
    await other.earn(5)
    await owner.execute(
        "set session_replication_role = replica; update ledger_account set credits_pending = 3"
        f" where id = '{other.worker_personal}'; update journal set reason = 'x' where establishment_id"
        " = 'huaraz'; reset all"
    )

    found = {verdict.establishment_id: verdict for verdict in await jobs.ledger_check(NOW)}

    assert (found["huaraz"].accounts, found["huaraz"].periods) == ([], [books.period])
    assert (found["ica"].accounts, found["ica"].pending) == ([other.worker_personal], 3)


async def test_the_chain_of_seals_breaks_where_a_month_was_sealed_anew(db, owner):
    """Whoever could write a month's seal again would have to write all that follow."""
    books = await _closed(owner)
    await (await ledger.books(owner, month=ledger.MONTH.replace(month=4))).close()
    await owner.execute(
        "set session_replication_role = replica; update journal set reason = 'x'; reset all;"
        " alter table period_seal disable trigger period_seal_append_only; alter table period_seal"
        " disable trigger period_seal_fill;"
        f" update period_seal set digest = period_digest(period_id) where period_id = '{books.period}';"
        " update period_seal s set hash = period_seal_hash(s, p) from pay_period p"
        f" where p.id = s.period_id and p.id = '{books.period}'"
    )

    async with transaction(System()) as tx:
        verdict = await verify(tx, books.place)

    assert len(verdict.periods) == 1 and verdict.periods != [books.period]


async def test_a_seal_is_the_same_wherever_and_whenever_it_is_recomputed(db, owner):
    books = await _closed(owner)
    sealed = await owner.fetchrow("select digest, hash from period_seal")

    await owner.execute(
        "set timezone = 'Asia/Tokyo'; set datestyle = 'german'; set enable_hashjoin = off"
    )

    assert await owner.fetchval("select period_digest($1)", books.period) == sealed["digest"]
    again = await owner.fetchval(
        "select period_seal_hash(s, p) from period_seal s join pay_period p on p.id = s.period_id"
    )
    assert again == sealed["hash"] == await books.close()


async def test_independent_journals_end_alike_in_any_order(db, owner):
    """All are covered whatever came before: then the order is nothing."""
    amounts, ends = list(range(1, 13)), []
    for seed in range(4):
        books = await ledger.books(owner)
        await books.earn(1_000)
        random.Random(seed).shuffle(amounts)
        for amount in amounts:
            line = books.earning(amount) if amount % 3 else books.payment(amount)
            await books.post(line, Line(books.worker_personal, books.worker_savings, amount))
        async with transaction(System()) as tx:
            found = await balances(tx, list(books.accounts.values()))
        ends.append([found[account] for account in books.accounts.values()])

    assert all(end == ends[0] for end in ends)


async def test_post_then_reverse_restores_every_difference(db, owner):
    dice = random.Random(3)
    books = await ledger.books(owner)
    await books.earn(10_000)

    async def differences() -> dict[object, int]:
        async with transaction(System()) as tx:
            found = await balances(tx, list(books.accounts.values()))
        return {account: each.credit for account, each in found.items()}

    pockets = (
        books.worker_personal,
        books.worker_savings,
        books.civil_reparation,
        books.remitted_out,
    )
    for _ in range(10):
        before = await differences()
        pairs = list(itertools.permutations(pockets, 2))
        lines = [Line(books.worker_personal, books.worker_savings, 50)]
        lines += [Line(*dice.choice(pairs), dice.randint(1, 9)) for _ in range(3)]
        lines += [Line(books.workshop_wages, pocket, 30) for pocket in pockets]
        await books.reverse(await books.post(*lines))
        assert await differences() == before


def test_the_worker_checks_once_a_day():
    [task] = [task for task in worker.JOBS if task.job is jobs.ledger_check]

    assert task.every == 24 * 3600
