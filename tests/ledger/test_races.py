"""Many at once: floors hold, keys act once, nobody waits in a circle, nothing slips into a month that closes.

Each race is run twice: as it is, and with its guard off, when it must go wrong.
"""

import asyncio
import random
from collections import Counter
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.ledger import commands
from backend.ledger.queries import verify
from backend.ledger.rules import AccountKind, Kind, Line, Outcome, Phase
from tests.ledger import make_ledger as ledger
from tests.ledger.make_ledger import CHIEF, NOW, Books, said

pytestmark = pytest.mark.anyio
both = pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])


OWED = (AccountKind.INPE_ARREARS, AccountKind.ADVANCE)
"""What is owed the other way round."""

UNSORTED = """
create or replace function ledger_lock(accounts uuid[]) returns void language plpgsql as $$
declare
  each uuid;
begin
  foreach each in array accounts loop
    perform from ledger_account where id = each for no key update;
    perform pg_sleep(0.002);
  end loop;
end $$
"""


async def weaken(owner: asyncpg.Connection, function: str, word: str, instead: str = "") -> None:
    """The function without one of its words."""
    body = await owner.fetchval(f"select pg_get_functiondef('{function}'::regproc)")
    assert word in body
    await owner.execute(body.replace(word, instead))


@both
async def test_twelve_rival_payments_over_what_covers_seven(db, owner, guarded):
    books = await ledger.books(owner)
    await books.earn(700)
    if not guarded:
        await owner.execute("alter table ledger_account drop constraint ledger_account_floor")

    outcomes = Counter(await asyncio.gather(*(said(books.pay(100)) for _ in range(12))))

    assert outcomes == ({"done": 7, "BALANCE_TOO_LOW": 5} if guarded else {"done": 12})
    assert (await books.balance()).credit == (0 if guarded else -500)


@both
async def test_twelve_rivals_of_both_phases_over_what_covers_seven(db, owner, guarded):
    books = await ledger.books(owner)
    await books.earn(700)
    if not guarded:
        await owner.execute("alter table ledger_account drop constraint ledger_account_floor")

    rivals = (books.pay(100, phase=list(Phase)[nth % 2]) for nth in range(12))
    outcomes = Counter(await asyncio.gather(*(said(rival) for rival in rivals)))

    assert outcomes["done"] == (7 if guarded else 12)
    assert (await books.balance()).available == (0 if guarded else -500)


async def _connected(many: int) -> None:
    """So many connections are open, so that what comes next is at once indeed."""

    async def wait() -> None:
        async with transaction(System()) as tx:
            await tx.execute("select pg_sleep(0.2)")

    await asyncio.gather(*(wait() for _ in range(many)))


@both
async def test_fifty_sends_of_one_key_are_one_journal(db, owner, guarded):
    books = await ledger.books(owner)
    if not guarded:
        await owner.execute("alter table journal drop constraint journal_once")
        await weaken(owner, "post_journals", "on conflict (scope, key) do nothing")
        slowly = "perform pg_sleep(0.05); if made is not null"
        await weaken(owner, "post_journals", "if made is not null", slowly)

    await _connected(10)
    sends = (said(books.earn(700, key="once")) for _ in range(50))
    outcomes = Counter(await asyncio.gather(*sends, return_exceptions=not guarded))

    once = outcomes == {"done": 50} and await ledger.journals(owner) == 1
    assert once is guarded
    if guarded:
        assert await said(books.earn(701, key="once")) == "REQUEST_ID_REUSED"


@both
async def test_rival_reversals_undo_a_journal_once(db, owner, guarded):
    books = await ledger.books(owner)
    await books.earn(7_000)
    journal = await books.earn(700)
    if not guarded:
        await owner.execute("alter table journal drop constraint journal_reversed_once")

    outcomes = Counter(await asyncio.gather(*(said(books.reverse(journal)) for _ in range(5))))

    assert outcomes == ({"done": 1, "ALREADY_DECIDED": 4} if guarded else {"done": 5})


@both
async def test_a_pending_journal_that_rivals_end_in_two_ways_ends_once(db, owner, guarded):
    books = await ledger.books(owner)
    await books.earn(10_000)
    held = [await books.hold(600) for _ in range(6)]
    if not guarded:
        await owner.execute(
            "alter table resolution drop constraint resolution_pkey;"
            " alter table ledger_account drop constraint ledger_account_totals_count_up"
        )
        await weaken(owner, "resolve_journal", "on conflict (journal_id) do nothing")

    for journal in held:
        ends = (books.settle(journal, outcome) for outcome in (Outcome.POST, Outcome.VOID) * 2)
        await asyncio.gather(*(said(end) for end in ends))

    ended = await owner.fetchval("select count(*) from resolution")
    assert ended == (6 if guarded else 24)
    assert ((await books.balance()).debits_pending == 0) is guarded


async def _rich(owner: asyncpg.Connection) -> Books:
    """Books whose accounts all have enough for whatever comes."""
    books = await ledger.books(owner, kinds=[kind for kind in AccountKind if kind not in OWED])
    for account in list(books.accounts.values())[1:]:
        await books.post(Line(books.workshop_wages, account, 1_000_000))
    return books


async def _mix(books: Books, journals: int) -> Counter[str]:
    """So many journals of one to three lines between ten accounts, in any order, eight at a time."""
    dice, accounts, left = random.Random(11), list(books.accounts.values()), iter(range(journals))
    outcomes: Counter[str] = Counter()

    async def work() -> None:
        for _ in left:
            lines = [Line(*dice.sample(accounts, 2), dice.randint(1, 99)) for _ in range(3)]
            outcomes[await said(_patiently(books, lines[: dice.randint(1, 3)]))] += 1

    await asyncio.gather(*(work() for _ in range(8)))
    return outcomes


async def _patiently(books: Books, lines: list[Line]) -> None:
    """Who waits in a circle is told so, not that the wait was long."""
    async with transaction(System()) as tx:
        await tx.execute("select set_config('lock_timeout', '20s', true)")
        await commands.post(tx, books.posting(), str(uuid4()), lines, now=NOW)


async def test_a_thousand_mixed_journals_at_once_never_wait_in_a_circle(db, owner):
    books = await _rich(owner)

    assert await _mix(books, 1_000) == {"done": 1_000}

    async with transaction(System()) as tx:
        assert (await verify(tx, books.place)).is_good


async def test_control_locked_in_the_order_of_their_lines_they_do(db, owner):
    books = await _rich(owner)
    await owner.execute(f"alter database {db.name} set deadlock_timeout = '20ms'; {UNSORTED}")

    outcomes = await _mix(books, 40)

    assert outcomes["DeadlockDetectedError"] > 0


async def _meanwhile(first, second) -> str:
    """`first` commits while `second` is on its way; what became of `second`."""
    begun = asyncio.Event()

    async def leading() -> None:
        async with transaction(System()) as tx:
            await first(tx)
            begun.set()
            await asyncio.sleep(0.3)

    async def following() -> str:
        await begun.wait()
        return await said(second())

    _, became = await asyncio.gather(leading(), following())
    return became


@both
async def test_a_month_does_not_close_over_a_journal_that_is_just_being_kept_apart(
    db, owner, guarded
):
    books = await ledger.books(owner)
    await books.earn(700)
    if not guarded:
        await weaken(owner, "journal_added", "for share")
    posting = books.posting(kind=Kind.REMITTANCE, phase=Phase.PENDING)

    async def hold(tx) -> None:
        await commands.post(tx, posting, "rival", [books.payment(7)], now=NOW)

    assert await _meanwhile(hold, books.close) == ("PERIOD_NOT_SETTLED" if guarded else "done")

    closed = await owner.fetchval("select status from pay_period")
    assert closed == ("open" if guarded else "closed")


@both
async def test_nothing_slips_into_a_month_that_is_just_being_closed(db, owner, guarded):
    books = await ledger.books(owner)
    await books.earn(700)
    if not guarded:
        await weaken(owner, "journal_added", "for share")

    async def close(tx) -> None:
        await commands.close_period(tx, System(), books.period, closed_by=CHIEF, now=NOW)

    late = await _meanwhile(close, lambda: books.earn(7))

    assert late == ("PERIOD_CLOSED" if guarded else "done")
    async with transaction(System()) as tx:
        assert (await verify(tx, books.place)).is_good is guarded


async def test_a_month_that_many_close_has_one_seal(db, owner):
    books = await ledger.books(owner)
    await books.earn(700)

    outcomes = Counter(await asyncio.gather(*(said(books.close()) for _ in range(8))))

    assert outcomes == {"done": 8}
    assert await owner.fetchval("select count(*) from period_seal") == 1
