"""Any order of earning, paying, keeping apart, settling, reversing, retrying, closing and crashing, against a model.

After every step: totals are the model's, the replay of all entries gives them, and every seal verifies.
`CAMPAIGN=1` runs ten thousand histories.
"""

import asyncio
import contextlib
import itertools
import os
from datetime import date
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backend.core.actor import System
from backend.database import connected, transaction
from backend.ledger import commands, rules
from backend.ledger.queries import balances, verify
from backend.ledger.rules import AccountKind, Kind, Line, Outcome
from tests.conftest import Database
from tests.ledger import make_ledger as ledger
from tests.ledger.make_ledger import NOW, Books, said
from tests.ledger.model import Journal, Model, Move

PARTS, EXAMPLES, STEPS = (200, 50, 40) if os.environ.get("CAMPAIGN") else (1, 25, 30)
"""Parts begin with an empty database each: histories slow down as one fills."""
KINDS = {
    "wages": AccountKind.WORKSHOP_WAGES,
    "personal": AccountKind.WORKER_PERSONAL,
    "savings": AccountKind.WORKER_SAVINGS,
    "inpe": AccountKind.INPE_CONTRIBUTION,
    "out": AccountKind.REMITTED_OUT,
}
AMOUNTS = st.integers(1, 100)
NTH = st.integers(0, 1_000)
_places = itertools.count(1)


class Ledger(RuleBasedStateMachine):
    """Each rule does one thing and says what must come of it. Every history has a prison of its own."""

    database: Database
    loop: asyncio.AbstractEventLoop
    owner: asyncpg.Connection
    books: Books
    ids: dict[str, UUID]

    def run(self, act):
        return self.loop.run_until_complete(act)

    @initialize()
    def start(self) -> None:
        self.model, self.ids, self.keys = Model(), {}, itertools.count(1)
        self.months: list[UUID] = []
        self.phases: dict[str, str] = {}
        place = f"prison-{next(_places)}"
        self.books = self.run(ledger.books(self.owner, place=place, kinds=tuple(KINDS.values())))
        self._open_month()
        self.earn(500)
        self.pay(100, "out", "pending")

    @rule(amount=AMOUNTS)
    def earn(self, amount: int) -> None:
        """The share of others is part of the same journal, and its line may come first."""
        lines = [("personal", "inpe", amount // 10), ("wages", "personal", amount)]
        self._post([line for line in lines if line[2]], "posted")

    @rule(
        amount=AMOUNTS,
        to=st.sampled_from(["out", "savings"]),
        state=st.sampled_from(["posted", "pending"]),
    )
    def pay(self, amount: int, to: str, state: str) -> None:
        self._post([("personal", to, amount)], state)

    @rule(amount=AMOUNTS, back=AMOUNTS)
    def move_in_a_circle(self, amount: int, back: int) -> None:
        self._post([("savings", "personal", back), ("personal", "savings", amount)], "posted")

    @precondition(lambda self: any(each.state != "posted" for each in self.model.journals))
    @rule(nth=NTH, outcome=st.sampled_from(Outcome))
    def settle(self, nth: int, outcome: Outcome) -> None:
        some = [each for each in self.model.journals if each.state != "posted"]
        journal = some[nth % len(some)]
        expected = self.model.settle(journal, outcome)
        assert self._said(self.books.settle(self.ids[journal.key], outcome)) == expected

    @precondition(lambda self: self._reversible())
    @rule(nth=NTH)
    def reverse(self, nth: int) -> None:
        some = self._reversible()
        journal, key = some[nth % len(some)], str(next(self.keys))
        expected = self.model.reverse(journal, key)
        act = self.books.reverse(
            self.ids[journal.key], key=key, scope=self.books.place, effective_on=self._day()
        )
        assert self._said(act, key) == expected

    @precondition(lambda self: any(not each.is_reversal for each in self.model.journals))
    @rule(nth=NTH, changed=st.booleans())
    def retry(self, nth: int, changed: bool) -> None:
        """Also of a month that is closed by now: what it made is answered."""
        some = [each for each in self.model.journals if not each.is_reversal]
        journal = some[nth % len(some)]
        lines = [(*journal.lines[0][:2], journal.lines[0][2] + changed), *journal.lines[1:]]
        again = Journal(journal.key, lines, journal.month, self.phases[journal.key])
        if changed:
            assert self._said(self._send(again)) == "REQUEST_ID_REUSED"
        else:
            assert self.run(self._send(again)) == self.ids[journal.key]

    @rule()
    def close(self) -> None:
        expected = self.model.close()
        assert self._said(self.books.close()) == expected
        if expected is None:
            self._open_month()

    @rule(amount=AMOUNTS, state=st.sampled_from(["posted", "pending"]), cut=st.integers(0, 3))
    def crash(self, amount: int, state: str, cut: int) -> None:
        """The connection is killed at some statement, and the request comes again."""
        key = str(next(self.keys))
        journal = Journal(key, [("personal", "out", amount)], self.model.month, state)
        self.run(self._killed(journal, cut))
        written = self.run(self.owner.fetchval("select count(*) from journal where scope = $1 and key = $2",
            self.books.place, key))  # fmt: skip
        assert not written or cut >= 2
        self._send_new(journal)

    @invariant()
    def the_database_is_the_model(self) -> None:
        if hasattr(self, "phases"):
            self.run(self._compare())

    def _open_month(self) -> None:
        async def opened() -> UUID:
            async with transaction(System()) as tx:
                return await commands.open_period(
                    tx, establishment_id=self.books.place, month=self._day()
                )

        self.books.period = self.run(opened())
        self.months.append(self.books.period)

    def _day(self) -> date:
        return date(2026 + self.model.month // 12, self.model.month % 12 + 1, 1)

    def _reversible(self) -> list[Journal]:
        return [
            each for each in self.model.journals if each.state == "posted" and not each.is_reversal
        ]

    def _post(self, lines: list[Move], state: str) -> None:
        self._send_new(Journal(str(next(self.keys)), lines, self.model.month, state))

    def _send_new(self, journal: Journal) -> None:
        expected = self.model.post(journal)
        assert self._said(self._send(journal), journal.key) == expected
        self.phases[journal.key] = journal.state

    def _posting(self, journal: Journal) -> rules.Posting:
        return self.books.posting(
            scope=self.books.place,
            kind=Kind.SETTLEMENT,
            phase=rules.Phase(journal.state),
            period_id=self.months[journal.month],
            effective_on=date(2026 + journal.month // 12, journal.month % 12 + 1, 1),
        )

    def _lines(self, journal: Journal) -> list[Line]:
        accounts = self.books.accounts
        return [
            Line(accounts[KINDS[debit]], accounts[KINDS[credit]], amount)
            for debit, credit, amount in journal.lines
        ]

    async def _send(self, journal: Journal) -> UUID:
        async with transaction(System()) as tx:
            return await commands.post(
                tx, self._posting(journal), journal.key, self._lines(journal), now=NOW
            )

    def _said(self, act, key: str = "") -> str | None:
        """None for done, and then the id is kept; the code of a refusal otherwise."""

        async def kept() -> None:
            self.ids[key] = await act

        became = self.run(said(kept()))
        return None if became == "done" else became

    async def _killed(self, journal: Journal, cut: int) -> None:
        """Before, during or after the posting, or while it is committed."""
        connection = await asyncpg.connect(self.database.url)
        lines, posting = self._lines(journal), self._posting(journal)
        steps = (
            lambda: connection.execute(
                "begin; select set_config('role', 'encuentro_worker', true)"
            ),
            lambda: commands.post(connection, posting, journal.key, lines, now=NOW),
            lambda: connection.execute("commit"),
        )
        cutting: list[asyncio.Task[object]] = []
        with contextlib.suppress(Exception):
            for nth, step in enumerate(steps):
                if nth == cut:
                    cutting.append(asyncio.create_task(step()))
                    await asyncio.sleep(0)
                    break
                await step()
        pid = connection.get_server_pid()
        await self.owner.execute("select pg_terminate_backend($1)", pid)
        await asyncio.gather(*cutting, return_exceptions=True)
        connection.terminate()

    async def _compare(self) -> None:
        async with transaction(System()) as tx:
            found = await balances(tx, list(self.books.accounts.values()))
            verdict = await verify(tx, self.books.place)
        for name, kind in KINDS.items():
            believed = self.model.totals.get(name, [0, 0, 0, 0])
            assert list(found[self.books.accounts[kind]]) == believed, name
        assert verdict.is_good
        assert sum(each.credit for each in found.values()) == 0


@pytest.fixture
def machine(database: Database):
    """One event loop and one pool for all histories."""
    loop = asyncio.new_event_loop()
    pool = connected(database.url)
    loop.run_until_complete(pool.__aenter__())
    owner = loop.run_until_complete(asyncpg.connect(database.owner_url))
    Ledger.database, Ledger.loop, Ledger.owner = database, loop, owner
    yield Ledger
    loop.run_until_complete(owner.close())
    loop.run_until_complete(pool.__aexit__(None, None, None))
    loop.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_in_whatever_order_the_ledger_is_its_model(machine, part):
    machine.TestCase.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=not os.environ.get("CAMPAIGN"),
        database=None,
    )
    machine.TestCase().runTest()


@pytest.mark.parametrize(
    "off",
    [
        "alter table ledger_account drop constraint ledger_account_floor",
        "alter table resolution disable trigger resolution_added",
        "alter table journal drop constraint journal_reversed_once",
    ],
)
def test_control_with_a_guard_off_the_same_histories_are_not_the_models(machine, off):
    machine.loop.run_until_complete(machine.owner.execute(off))
    machine.TestCase.settings = settings(
        max_examples=30,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        phases=[Phase.generate],
    )

    with pytest.raises(AssertionError):
        machine.TestCase().runTest()
