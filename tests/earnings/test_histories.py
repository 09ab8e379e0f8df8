"""Any order of earning, correcting, reviewing, disputing, moving, leaving, paying, closing, retrying and crashing.

Two prisons, two workers, a model of what each earned where. After every step: every statement is the sum of its
lines and of its journal (the database says so at once), balances are the model's, the ledger replays, seals verify,
nobody has paid more of a reparation than it is, and what was closed is the same to the byte.
`CAMPAIGN=1` runs ten thousand.
"""

import asyncio
import contextlib
import os
from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.core.actor import System
from backend.core.errors import Code, DomainError
from backend.database import connected, transaction
from backend.earnings.commands import correcting, leaving
from backend.earnings.jobs import settle_exits
from backend.earnings.rules.vocabulary import LineCode
from backend.ledger.commands import (
    AccountKind,
    Kind,
    Line,
    Posting,
    open_account,
    open_period,
    post,
)
from backend.work import commands
from backend.work.commands import Piece
from tests.conftest import Database
from tests.earnings import make_month as months
from tests.earnings.lives import Exit, Lives, Spot
from tests.registry import make_registry as registry
from tests.work import make_work as work

EXAMPLES, STEPS = (10_000, 40) if os.environ.get("CAMPAIGN") else (5, 25)

WHO, NTH, PIECES = st.integers(0, 1), st.integers(0, 1_000), st.integers(1, 400)


def _cut_off(_: str) -> None:
    raise ConnectionError("the machine is gone")


class Histories(Lives, RuleBasedStateMachine):
    """Each rule does one thing and says what must come of it."""

    @initialize()
    def start(self) -> None:
        self.begin()

    # Steps ---------------------------------------------------------------------------------------------------------

    @rule(who=WHO, pieces=PIECES, skip=st.integers(0, 2))
    def earn(self, who: int, pieces: int, skip: int) -> None:
        person = self.people[who]
        day = person.last + timedelta(days=skip)
        if person.place is None or day.day > 27:
            return
        place = person.place
        taken = (place, day) in person.records or any(d == day for _, d in person.records)
        barred = place in self.closed or (who, place, day) in self.told
        expected = "refused" if barred else "recorded"
        if taken and not barred:
            return
        record = months.shift(person.enrolled[place], day, 480, Piece(self.prices[place], pieces))
        (row,) = self.run(months.record([record], at=place, now=self.now))
        assert row["outcome"] == expected, row
        person.last = max(person.last, day)
        if not barred:
            person.records[place, day] = (record.id, pieces)
            self.reviewed.discard(place)

    @rule(who=WHO, nth=NTH, pieces=PIECES)
    def correct(self, who: int, nth: int, pieces: int) -> None:
        person = self.people[who]
        mine = sorted(key for key in person.records if key[1] >= self.month)
        if not mine:
            return
        place, day = mine[nth % len(mine)]
        record_id, _ = person.records[place, day]
        record = months.shift(person.enrolled[place], day, 480, Piece(self.prices[place], pieces))
        came = self.said(
            commands.correct_work(
                work.chief(place), uuid4(), record_id=record_id, record=record,
                reason="counted once more", now=self.now,
            )
        )  # fmt: skip
        barred = place in self.closed or (who, place, day) in self.told
        assert came == ("month_closed" if barred else "done")
        if not barred:
            person.records[place, day] = (record.id, pieces)
            self.reviewed.discard(place)

    @rule(place=st.integers(0, 1), disputes=st.booleans())
    def review(self, place: int, disputes: bool) -> None:
        at = self.places[place]
        if at in self.reviewed or at in self.closed or not self._worked_at(at):
            return
        self.run(self._review(at, disputes))
        self.reviewed.add(at)

    async def _review(self, at: str, disputes: bool) -> None:
        shown = await commands.present_month(
            work.supervisor(at), uuid4(), workshop_id=self.shops[at], month=self.month, now=self.now
        )
        line = await self.owner.fetchrow(
            "select inmate_id, digest, outcome from work_month_line where month_id = $1 limit 1",
            UUID(shown["id"]),
        )
        if disputes and line and line["outcome"] is None:
            await commands.answer_month(
                work.supervisor(at), uuid4(), month_id=UUID(shown["id"]), inmate_id=line["inmate_id"],
                seen=line["digest"].hex(), outcome="objected", words="falta un día", now=self.now,
            )  # fmt: skip
        chief = work.chief(at)
        await commands.review_month(chief, uuid4(), month_id=UUID(shown["id"]), now=self.now)

    @rule(who=WHO, released=st.booleans())
    def leave(self, who: int, released: bool) -> None:
        """A transfer to the other prison, or a release; the service settles it at once."""
        person = self.people[who]
        if person.place is None or person.last.day > 26 or person.last < self.month:
            return
        released = released and who == 1
        to = self.places[1 - self.places.index(person.place)]
        facts = {} if released else {"to": to}
        kind = "release" if released else "transfer"
        self.run(
            registry.custody_event(
                self.owner, person.inmate_id, kind=kind, at=person.place, on=person.last, **facts
            )
        )
        person.place = None if released else to
        person.last += timedelta(days=1)
        self.settle()

    @rule()
    def settle(self) -> None:
        self.run(settle_exits(self.now))
        rows = self.run(
            self.owner.fetch(
                "select s.* from earning_statement s left join statement_decision d on d.statement_id = s.id"
                " where s.kind = 'exit' and d.outcome is null and s.establishment_id = any ($1)",
                self.places,
            )
        )
        for row in rows:
            if row["id"] not in self.waiting:
                self._told_of(row)

    def _told_of(self, row: asyncpg.Record) -> None:
        spot = (self._who(row["inmate_id"]), row["establishment_id"])
        days, worked = self._untold(spot, row["closes_on"])
        used = self.owing.pop(spot, 0)
        assert days and row["gross"] == max(0, worked + used)
        self._tell(spot, row["closes_on"])
        self.waiting[row["id"]] = Exit(spot, self._days_to(row["closes_on"]), used, worked)

    @rule(nth=NTH, confirms=st.booleans())
    def decide(self, nth: int, confirms: bool) -> None:
        if not self.waiting:
            return
        statement = sorted(self.waiting)[nth % len(self.waiting)]
        exit_ = self.waiting.pop(statement)
        who, place = exit_.spot
        by = (work.chief(place), uuid4())
        if confirms:
            came = self.said(leaving.confirm_exit(*by, statement_id=statement, now=self.now))
            left = min(0, exit_.worked + exit_.used)
        else:
            why = leaving.ReturnWhy.OTHER
            came = self.said(
                leaving.return_exit(*by, statement_id=statement, why=why, now=self.now)
            )
            left = exit_.used
            self.told -= {(who, place, day) for day in exit_.days}
        assert came == "done"
        if left:
            self.owing[exit_.spot] = self.owing.get(exit_.spot, 0) + left
        if confirms:
            self.stated.add((who, place, self.month))

    @rule(nth=NTH, amount=st.integers(-20_000, 20_000).filter(bool))
    def adjust(self, nth: int, amount: int) -> None:
        """A correction of a month that was told, by one, approved by another."""
        if not self.stated:
            return
        who, place, of_month = sorted(self.stated)[nth % len(self.stated)]
        self.run(self._adjust(who, place, of_month, amount))
        self.owing[who, place] = self.owing.get((who, place), 0) + amount

    async def _adjust(self, who: int, place: str, of_month: date, amount: int) -> None:
        made = await correcting.record_adjustment(
            work.chief(place), uuid4(), establishment_id=place, inmate_id=self.people[who].inmate_id,
            of_month=of_month, of_line=LineCode.GROSS_PIECE, amount=amount, reason="found in a later count",
            now=self.now,
        )  # fmt: skip
        await correcting.approve_adjustment(
            work.chief(place), uuid4(), adjustment_id=UUID(made["id"]), now=self.now
        )

    @rule(who=WHO, place=st.integers(0, 1), amount=st.integers(1, 30_000))
    def pay(self, who: int, place: int, amount: int) -> None:
        at = self.places[place]
        spot = (who, at)
        if at in self.closed:
            return
        held = self.run(self._personal(spot)) - self.paid.get(spot, 0)
        came = self.said(self._pay(spot, amount))
        assert came == ("done" if amount <= held else "BALANCE_TOO_LOW")
        if came == "done":
            self.paid[spot] = self.paid.get(spot, 0) + amount

    async def _pay(self, spot: Spot, amount: int) -> None:
        who, place = spot
        async with transaction(System()) as tx:
            own, out = [
                await open_account(
                    tx, kind=kind, establishment_id=place, owner_ref=self.people[who].inmate_id, now=self.now
                )
                for kind in (AccountKind.WORKER_PERSONAL, AccountKind.REMITTED_OUT)
            ]  # fmt: skip
            posting = Posting(
                scope=place,
                kind=Kind.REMITTANCE,
                period_id=await open_period(tx, establishment_id=place, month=self.month),
                effective_on=self.month,
                recorded_by=uuid4(),
                approved_by=uuid4(),
            )
            await post(tx, posting, str(uuid4()), [Line(own, out, amount)], now=self.now)

    @rule(place=st.integers(0, 1), crash=st.booleans())
    def close(self, place: int, crash: bool) -> None:
        """Sometimes every connection is cut while it runs, and it is run again."""
        at = self.places[place]
        if at in self.closed:
            assert self.run(months.close(month=self.month, at=at, now=self.now)) == self.closed[at]
            return
        ready = at in self.reviewed or not self._worked_at(at)
        ready = ready and all(exit_.spot[1] != at for exit_ in self.waiting.values())
        if crash:
            self.run(self._cut(at))
        came = self.said(months.close(month=self.month, at=at, now=self.now, batch=1))
        assert came == ("done" if ready else Code.MONTH_NOT_READY.value)
        if ready:
            self._closed(at)

    async def _cut(self, at: str) -> None:
        """Cut off once inside a transaction, wherever that is, and once between two of them."""
        gone = (
            ConnectionError,
            asyncpg.InternalClientError,
        )  # as the driver calls it between two statements
        with contextlib.suppress(DomainError, *gone):
            running = asyncio.create_task(
                months.close(month=self.month, at=at, now=self.now, batch=1, progress=_cut_off)
            )
            await asyncio.sleep(0.02)
            await self.owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                " and pid <> pg_backend_pid() and state <> 'idle'"
            )
            await running

    def _closed(self, at: str) -> None:
        expected = {}
        for who in (0, 1):
            days, worked = self._untold((who, at), date.max)
            used = self.owing.get((who, at), 0)
            if days or (used > 0 and any(s[:2] == (who, at) for s in self.stated)):
                expected[who] = max(0, worked + used)
                self.owing[who, at] = min(0, worked + used)
                self.stated.add((who, at, self.month))
        rows = self.run(
            self.owner.fetch(
                "select inmate_id, gross from earning_statement"
                " where establishment_id = $1 and month = $2 and kind = 'month'",
                at,
                self.month,
            )
        )
        assert {self._who(row["inmate_id"]): row["gross"] for row in rows} == expected
        self.closed[at] = self.run(months.close(month=self.month, at=at, now=self.now))
        self.sealed.append((at, self.month, self.closed[at], self.run(self._bytes(at, self.month))))
        if len(self.closed) == 2:
            self.month = (self.month + timedelta(days=31)).replace(day=1)
            self.closed, self.reviewed = {}, set()
            for person in self.people:
                person.last = max(person.last, self.month)

    # What must hold ------------------------------------------------------------------------------------------------

    @invariant()
    def all_of_it_adds_up(self) -> None:
        if hasattr(self, "people"):
            self.run(self._check())


@pytest.fixture
def machine(database: Database):
    """One event loop and one pool for all histories."""
    loop = asyncio.new_event_loop()
    pool = connected(database.url)
    loop.run_until_complete(pool.__aenter__())
    owner = loop.run_until_complete(asyncpg.connect(database.owner_url))
    loop.run_until_complete(months.rules())
    Histories.database, Histories.loop, Histories.owner = database, loop, owner
    yield Histories
    loop.run_until_complete(owner.close())
    loop.run_until_complete(pool.__aexit__(None, None, None))
    loop.close()


def test_whatever_happens_in_whatever_order_every_centimo_is_told_once(machine):
    machine.TestCase.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=not os.environ.get("CAMPAIGN"),
        database=None,
    )
    machine.TestCase().runTest()


def test_control_without_the_guard_of_told_days_the_same_histories_are_not_the_models(machine):
    machine.loop.run_until_complete(
        machine.owner.execute("drop trigger earning_days_open on work_record")
    )
    machine.TestCase.settings = settings(
        max_examples=40,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        phases=[Phase.generate],
    )

    with pytest.raises(AssertionError):
        machine.TestCase().runTest()
