"""Any order of earning, correcting, reviewing, disputing, moving, leaving, paying, returning, closing, sending again.

Two prisons, two workers, a model of what each earned where and what was paid out. Any act may meet a machine that dies
or a line that is cut at any of its statements, and is then sent again as it was; what was ever sent may be sent again.
After every step: every statement is the sum of its lines and of its journal (the database says so at once), balances
and reserves are the model's, the ledger replays, seals verify, nobody has paid more of a reparation than it is, and
what was closed is the same to the byte. `CAMPAIGN=1` runs ten thousand.
"""

import asyncio
import os
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from backend.core.errors import Code
from backend.earnings.commands import correcting, leaving
from backend.earnings.jobs import settle_exits
from backend.earnings.rules.vocabulary import LineCode
from backend.work import commands
from backend.work.commands import Piece
from tests.conftest import Database
from tests.earnings import make_month as months
from tests.earnings.crashes import mortal_pool
from tests.earnings.lives import RATE, Crash, Exit
from tests.earnings.payments import CRASH, NTH, WHO, Payments
from tests.registry import make_registry as registry
from tests.work import make_work as work

PARTS, EXAMPLES, STEPS = (200, 50, 40) if os.environ.get("CAMPAIGN") else (1, 5, 25)
"""Parts begin with an empty database each: histories slow down as one fills."""

PIECES = st.integers(1, 400)


class Histories(Payments, RuleBasedStateMachine):
    """Each rule does one thing and says what must come of it."""

    @initialize(rich=st.sampled_from([True, True, False]))
    def start(self, rich: bool) -> None:
        """Mostly with May behind them, so that there is something to pay out."""
        self.begin()
        if rich:
            for who in (0, 1):
                self.earn(who, 300 + who, 0, None)
                self.review(who, False, None)
                self.close(who, None)

    # Steps ---------------------------------------------------------------------------------------------------------

    @rule(who=WHO, pieces=PIECES, skip=st.integers(0, 2), crash=CRASH)
    def earn(self, who: int, pieces: int, skip: int, crash: Crash) -> None:
        person = self.people[who]
        day = person.last + timedelta(days=skip)
        if person.place is None or day.day > 27:
            return
        place = person.place
        if any(on == day for _, on in person.records):
            return  # a rival report of the same shift: tried elsewhere
        barred = place in self.closed or (who, place, day) in self.told
        expected = "refused" if barred else "recorded"
        record = months.shift(person.enrolled[place], day, 480, Piece(self.prices[place], pieces))
        batch = {
            "establishment_id": place,
            "batch_id": uuid4(),
            "records": [record],
            "now": self.now,
        }
        send = partial(commands.record_work, work.supervisor(place), uuid4(), **batch)
        _, answer = self.act(send, crash)
        assert [row["outcome"] for row in answer["rows"]] == [expected]
        person.last = max(person.last, day)
        if not barred:
            person.records[place, day] = (record.id, pieces)
            self.reviewed.discard(place)

    @precondition(lambda self: any(self._mine(who) for who in (0, 1)))
    @rule(who=WHO, nth=NTH, pieces=PIECES, crash=CRASH)
    def correct(self, who: int, nth: int, pieces: int, crash: Crash) -> None:
        who = who if self._mine(who) else 1 - who
        person, mine = self.people[who], self._mine(who)
        place, day = mine[nth % len(mine)]
        record_id, _ = person.records[place, day]
        record = months.shift(person.enrolled[place], day, 480, Piece(self.prices[place], pieces))
        fixed = partial(
            commands.correct_work, work.chief(place), uuid4(), record_id=record_id, record=record,
            reason="counted once more", now=self.now,
        )  # fmt: skip
        came, _ = self.act(fixed, crash)
        barred = place in self.closed or (who, place, day) in self.told
        assert came == ("month_closed" if barred else "done")
        if not barred:
            person.records[place, day] = (record.id, pieces)
            self.reviewed.discard(place)

    def _mine(self, who: int) -> list[tuple[str, date]]:
        """Where and when somebody worked this month."""
        return sorted(key for key in self.people[who].records if key[1] >= self.month)

    @rule(place=WHO, disputes=st.booleans(), crash=CRASH)
    def review(self, place: int, disputes: bool, crash: Crash) -> None:
        at = self.places[place]
        if at in self.reviewed or at in self.closed or not self._worked_at(at):
            return
        by, now = work.supervisor(at), self.now
        shown = {"workshop_id": self.shops[at], "month": self.month, "now": now}
        _, month = self.act(partial(commands.present_month, by, uuid4(), **shown), crash)
        month_id = UUID(month["id"])
        lines = self.run(
            self.owner.fetch(
                "select inmate_id, digest, outcome from work_month_line where month_id = $1",
                month_id,
            )
        )
        outcomes = [line["outcome"] for line in lines]
        if disputes and lines and outcomes[0] is None:
            words = {
                "seen": lines[0]["digest"].hex(),
                "outcome": "objected",
                "words": "falta un día",
            }
            words |= {"month_id": month_id, "inmate_id": lines[0]["inmate_id"], "now": now}
            self.act(partial(commands.answer_month, by, uuid4(), **words), crash)
            outcomes[0] = "objected"
        seen = {"unanswered": outcomes.count(None), "objected": outcomes.count("objected")}
        seen |= {"month_id": month_id, "why": work.WHY, "now": now}
        came, _ = self.act(partial(commands.review_month, work.chief(at), uuid4(), **seen), crash)
        assert came == "done"
        self.reviewed.add(at)

    @rule(who=WHO, released=st.booleans(), crash=CRASH)
    def leave(self, who: int, released: bool, crash: Crash) -> None:
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
        self.settled(crash)

    @rule(crash=CRASH)
    def settle(self, crash: Crash) -> None:
        self.settled(crash)

    def settled(self, crash: Crash) -> None:
        self.act(partial(settle_exits, self.now), crash, keep=False)
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
        told = self._tell(spot, row["closes_on"])
        self.waiting[row["id"]] = Exit(spot, told, used, worked)

    @precondition(lambda self: self.waiting)
    @rule(nth=NTH, confirms=st.booleans(), crash=CRASH)
    def decide(self, nth: int, confirms: bool, crash: Crash) -> None:
        statement = list(self.waiting)[nth % len(self.waiting)]
        exit_ = self.waiting.pop(statement)
        who, place = exit_.spot
        about = {"statement_id": statement, "now": self.now}
        if confirms:
            act = partial(leaving.confirm_exit, work.chief(place), uuid4(), **about)
            left = min(0, exit_.worked + exit_.used)
        else:
            about["why"] = leaving.ReturnWhy.OTHER
            act = partial(leaving.return_exit, work.chief(place), uuid4(), **about)
            left = exit_.used
        came, _ = self.act(act, crash)
        if not confirms:
            self.told -= exit_.told
        assert came == "done"
        if left:
            self.owing[exit_.spot] = self.owing.get(exit_.spot, 0) + left
        if confirms:
            self.stated.add((who, place, self.month))

    @precondition(lambda self: self.stated)
    @rule(nth=NTH, amount=st.integers(-20_000, 20_000).filter(bool), crash=CRASH)
    def adjust(self, nth: int, amount: int, crash: Crash) -> None:
        """A correction of a month that was told, by one, approved by another."""
        who, place, of_month = sorted(self.stated)[nth % len(self.stated)]
        record = partial(
            correcting.record_adjustment, work.chief(place), uuid4(), establishment_id=place,
            inmate_id=self.people[who].inmate_id, of_month=of_month, of_line=LineCode.GROSS_PIECE, amount=amount,
            reason="found in a later count", now=self.now,
        )  # fmt: skip
        _, made = self.act(record, crash)
        about = {"adjustment_id": UUID(made["id"]), "now": self.now}
        approve = partial(correcting.approve_adjustment, work.chief(place), uuid4(), **about)
        assert self.act(approve, crash)[0] == "done"
        self.owing[who, place] = self.owing.get((who, place), 0) + amount

    @rule(place=WHO, crash=CRASH)
    def close(self, place: int, crash: Crash) -> None:
        at = self.places[place]
        act = partial(months.close, month=self.month, at=at, now=self.now, batch=1)
        if at in self.closed:
            assert self.act(act, crash) == ("done", self.closed[at])
            return
        ready = at in self.reviewed or not self._worked_at(at)
        ready = ready and all(exit_.spot[1] != at for exit_ in self.waiting.values())
        came, _ = self.act(act, crash, keep=ready)
        assert came == ("done" if ready else Code.MONTH_NOT_READY.value)
        if ready:
            self._closed(at)

    @precondition(lambda self: self.sent)
    @rule(nth=NTH, crash=CRASH)
    def send_again(self, nth: int, crash: Crash) -> None:
        """What was sent at any time, under the same id: the same answer, and nothing twice."""
        act, came = self.sent[-1] if nth % 2 else self.sent[nth % len(self.sent)]
        assert self.act(act, crash, keep=False) == came

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
    pool = mortal_pool(database.url)
    loop.run_until_complete(pool.__aenter__())
    owner = loop.run_until_complete(asyncpg.connect(database.owner_url))
    loop.run_until_complete(months.rules())
    Histories.database, Histories.loop, Histories.owner = database, loop, owner
    yield Histories
    loop.run_until_complete(owner.close())
    loop.run_until_complete(pool.__aexit__(None, None, None))
    loop.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_in_whatever_order_every_centimo_is_told_once(machine, part):
    machine.TestCase.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=not os.environ.get("CAMPAIGN"),
        database=None,
    )
    machine.crashed = 0

    machine.TestCase().runTest()

    assert machine.crashed > EXAMPLES


def test_days_told_of_and_confirmed_stay_told_when_a_later_stay_is_returned(machine):
    history = machine()
    history.start(rich=False)
    move = partial(history.leave, 0, False, None)
    history.earn(0, 100, 0, None)
    move()
    history.decide(0, True, None)
    move()
    history.earn(0, 97, 2, None)
    move()
    history.decide(0, False, None)
    move()
    move()

    assert [exit_.worked for exit_ in history.waiting.values()] == [97 * RATE]


WITHOUT_TOLD_DAYS = "drop trigger earning_days_open on work_record"
WITHOUT_MEMORY = """
create function forgetful() returns trigger language plpgsql as $$ begin
  new.request_id := gen_random_uuid();
  return new;
end $$;
create trigger forgetful before insert on request_key for each row execute function forgetful();
"""
"""Of no request it is known later that it was there."""


@pytest.mark.parametrize("guard", [WITHOUT_TOLD_DAYS, WITHOUT_MEMORY], ids=["told days", "memory"])
def test_control_without_a_guard_the_same_histories_are_not_the_models(machine, guard):
    machine.loop.run_until_complete(machine.owner.execute(guard))
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
