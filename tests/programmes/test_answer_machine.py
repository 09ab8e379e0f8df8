"""Any order of answering, withdrawing, taking, expiring, leaving, adding places and calling off, against a short model.

After every step the books agree: never over, nobody waits who fits, claims are what live answers hold, and every answer
stands as the model says. `CAMPAIGN=1` runs ten thousand histories.
"""

import asyncio
import os
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from backend.core.custody import EventKind
from backend.core.errors import DomainError
from backend.database import connected
from backend.programmes import jobs
from backend.programmes.commands import answering
from backend.registry.commands import EndReason
from backend.visits import commands
from tests.conftest import Database
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.answer_model import DATES, FOR_ALL, HOUSEHOLDS, OFTEN, PLACES, Model, Said
from tests.programmes.answer_open import OpenAnswering
from tests.programmes.make_feeds import FOR_ALL as OPEN_TO_ALL
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.test_machine import EXAMPLES, STEPS

EMPTY = """
set session_replication_role = replica; -- marks of a door hang on claims, and are only added to
truncate answer, answer_guest, claim, notice, delivery, attempt, request_key, custody_event cascade;
set session_replication_role = origin;
update ceiling set taken = 0 where taken > 0;
update occurrence set state = 'planned', why = null where state <> 'planned';
update inmate set establishment_id = 'huaraz' where establishment_id <> 'huaraz';
update tie set state = 'approved', version = 0, reason_code = null where state <> 'approved'
"""
PAST = """
with went as (
  insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at)
    select gen_random_uuid(), 'huaraz', $1, account, 'kept', '{"people": 1}', $2 from unnest($3::uuid[]) as account
  returning id, account_id
), said as (
  insert into answer (id, occurrence_id, establishment_id, account_id, state, claim_id, adults, children, asked_at,
      changed_at)
    select gen_random_uuid(), $1, 'huaraz', account_id, 'going', id, 1, 0, $2, $2 from went returning id, account_id
), guests as (
  insert into answer_guest (answer_id, visitor_id, adult)
    select said.id, v.id, true from said join visitor v on v.account_id = said.account_id and v.guardian_id is null
)
update ceiling set taken = (select count(*) from went) where pool_id = $1
"""


class Answering(OpenAnswering):
    """Each rule does one thing through the commands and says what must come of it."""

    households: list[visits.Relative]
    children: list[UUID]
    hours: list[tuple[datetime, datetime, datetime]]
    past: UUID

    @initialize()
    def start(self) -> None:
        self.model = Model(hours=list(self.hours))
        self.last: dict[str, Any] | None = None
        self.run(self._empty())

    @rule(
        first=st.integers(0, HOUSEHOLDS - 1),
        many=st.sampled_from([1, 1, 2, 4]),
        date_no=st.sampled_from(DATES),
        with_child=st.booleans(),
    )
    def answer(self, first: int, many: int, date_no: int, with_child: bool) -> None:
        for nth in range(many):
            self._answer((first + nth * 7) % HOUSEHOLDS, date_no, with_child)

    def _answer(self, household: int, date_no: int, with_child: bool) -> None:
        model = self.model
        model.now += timedelta(seconds=1)
        expected = model.refusal(household, date_no)
        if expected is None:
            expected = "going" if model.fits(date_no, 1, int(with_child)) else "waiting"
        self.last = {
            "household": household,
            "request": uuid4(),
            "occurrence_id": self.dates[date_no],
            "visitor_ids": [
                self.households[household].visitor_id,
                *([self.children[household]] if with_child else []),
            ],
        }
        said = self.run(self._send(**self.last))
        self.last["said"] = said
        assert said[1] == expected
        if said[0] is not None:
            answer = Said(said[0], household, date_no, 1, int(with_child), model.now, said[1])
            model.said.append(answer)

    @rule()
    def send_again(self) -> None:
        """A phone that never heard: the same request, the same answer, and nothing more."""
        if self.last is not None:
            said = {key: value for key, value in self.last.items() if key != "said"}
            assert self.run(self._send(**said)) == self.last["said"]

    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        live = self.model.live()
        if not live:
            return
        one = data.draw(st.sampled_from(live))
        begun = self.model.begun(one.date)
        act = answers.withdraw(self.households[one.household], one.id, now=self.model.now)
        assert self.run(answers.outcome(act)) == ("ANSWERS_CLOSED" if begun else "done")
        if not begun:
            self.model.end([one], "own_wish")

    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        if not self.model.said:
            return
        offered = self.model.live("offered")
        one = data.draw(st.sampled_from(offered or self.model.said))
        expected = "done"
        ran_out = one.state == "offered" and one.until is not None and one.until <= self.model.now
        if ran_out or one.state == "waiting" or one.why == "offer_expired":
            expected = "OFFER_EXPIRED"
        elif one.state == "withdrawn":
            expected = "ANSWER_ENDED"
        act = answers.take(self.households[one.household], one.id, now=self.model.now)
        assert self.run(answers.outcome(act)) == expected
        if expected == "done":
            one.state, one.until = "going", None

    @rule()
    def expire(self) -> None:
        now = self.model.now
        gone = [each for each in self.model.live("offered") if each.until and each.until <= now]
        assert self.run(jobs.expire_offers(now)) == len(gone)
        self.model.end(gone, "offer_expired")

    @rule()
    def stop_waiting(self) -> None:
        waiting = self.model.live("waiting")
        gone = [each for each in waiting if self.model.closed(each.date)]
        assert self.run(jobs.stop_waiting(self.model.now)) == len(gone)
        self.model.end(gone, "closed")

    @rule(data=st.data())
    def tie_ends(self, data: st.DataObject) -> None:
        household = self._somebody(data)
        if household in self.model.untied or household // 2 in self.model.moved:
            return
        self.model.untied.add(household)
        self.run(self._end_tie(household))
        gone = [each for each in self._to_come() if each.household == household]
        self.model.end(gone, "tie_ended")

    @rule(data=st.data())
    def moved(self, data: st.DataObject) -> None:
        """Two households come through one person."""
        pair = self._somebody(data) // 2
        if pair in self.model.moved:
            return
        self.model.moved.add(pair)
        act = commands.record_custody_event(
            registry.officer(),
            uuid4(),
            inmate_id=self.households[pair * 2].inmate_id,
            kind=EventKind.TRANSFER,
            effective_on=date(2026, 3, 2),
            to_establishment_id="ica",
            now=self.model.now,
        )
        self.run(act)
        gone = [each for each in self._to_come() if each.household // 2 == pair]
        self.model.end(gone, "moved")

    @rule(date_no=st.sampled_from(DATES), places=st.integers(1, 3))
    def add_places(self, date_no: int, places: int) -> None:
        room = self.model.room[date_no]
        unit = sorted(room)[places % len(room)]
        room[unit] += places
        self.run(self._as_release(self.dates[date_no], unit, places))
        self.model.offer(date_no)

    @rule(date_no=st.sampled_from(DATES), really=st.sampled_from([False, False, True]))
    def call_off(self, date_no: int, really: bool) -> None:
        if not really or date_no in self.model.off:
            return
        self.model.off.add(date_no)
        self.run(self._call_off(self.dates[date_no]))
        gone = [each for each in self.model.live() if each.date == date_no]
        self.model.end(gone, "cancelled")
        self.model.open_end(
            [each for each in self.model.open_live() if each.date == date_no], "cancelled"
        )

    @rule(hours=st.sampled_from([1, 10, 24, 25]))
    def wait(self, hours: int) -> None:
        self.model.now += timedelta(hours=hours)

    @invariant()
    def the_books_agree(self) -> None:
        self.run(self._agree())

    async def _agree(self) -> None:
        assert await answers.disagreeing(self.owner, self.model.now) == []
        rows = await self.owner.fetch(
            "select id, state, ended_why, offered_until from answer where occurrence_id <> $1",
            self.past,
        )
        stand = {row["id"]: (row["state"], row["ended_why"], row["offered_until"]) for row in rows}
        assert stand == {each.id: (each.state, each.why, each.until) for each in self.model.said}
        await self.open_answers_agree()

    def _to_come(self) -> list[Said]:
        """What rests on a tie."""
        live = [each for each in self.model.live() if not self.model.over(each.date)]
        return [each for each in live if each.date != FOR_ALL]

    def _somebody(self, data: st.DataObject) -> int:
        """Rather somebody with an answer."""
        live = sorted({each.household for each in self.model.live()})
        return int(data.draw(st.sampled_from([*live, 0, HOUSEHOLDS - 1])))

    async def _send(
        self, household: int, request: UUID, occurrence_id: UUID, visitor_ids: list[UUID]
    ) -> tuple[UUID | None, str]:
        one = self.households[household]
        try:
            said = await answering.answer_event(
                one.family,
                request,
                occurrence_id=occurrence_id,
                inmate_id=None if occurrence_id == self.dates[FOR_ALL] else one.inmate_id,
                visitor_ids=visitor_ids,
                now=self.model.now,
            )
        except DomainError as refusal:
            return None, refusal.code.value
        return UUID(said["id"]), said["state"]

    async def _end_tie(self, household: int) -> None:
        tie = await self.owner.fetchrow(
            "select id, version from tie where visitor_id = $1",
            self.households[household].visitor_id,
        )
        await commands.end_tie(
            registry.officer(),
            uuid4(),
            tie_id=tie["id"],
            version=tie["version"],
            reason=EndReason.KINSHIP_ENDED,
            now=self.model.now,
        )

    async def _as_release(self, date_id: UUID, unit: str, places: int) -> None:
        async with self.owner.transaction():
            await self.owner.execute("set local role encuentro_worker")
            await self.owner.execute("select event_lock(array[$1::uuid])", date_id)
            await self.owner.execute(
                "update ceiling set capacity = capacity + $3 where pool_id = $1 and unit = $2",
                date_id,
                unit,
                places,
            )
            await self.owner.execute("select event_offer($1, $2)", date_id, self.model.now)

    async def _call_off(self, date_id: UUID) -> None:
        async with self.owner.transaction():
            await self.owner.execute("set local role encuentro_worker")
            await self.owner.execute(
                "update occurrence set state = 'cancelled', why = 'a test' where id = $1", date_id
            )
            await self.owner.execute(
                "select event_call_off(event_id, array[id], false, $2) from occurrence where id = $1",
                date_id,
                self.model.now,
            )

    async def _empty(self) -> None:
        await self.owner.execute(EMPTY)
        for date_id, places in zip(self.dates, PLACES, strict=True):
            for unit, capacity in places.items():
                await self.owner.execute(
                    "update ceiling set capacity = $3 where pool_id = $1 and unit = $2",
                    date_id,
                    unit,
                    capacity,
                )
        often = [one.family.account_id for one in self.households[:OFTEN]]
        await self.owner.execute(PAST, self.past, NOW - timedelta(days=30), often)


async def _world(owner: asyncpg.Connection) -> None:
    """Two hundred households, two of them to a person held; dates that close at different hours, one for everybody."""
    await registry.establishment(owner, "ica")
    programme_id = await programmes.programme(owner)
    past = await programmes.released(
        owner,
        programme_id=programme_id,
        first_on=date(2026, 2, 14),
        now=NOW - timedelta(days=40),
        people=100,
    )
    Answering.past = past.occurrence_id
    Answering.dates = [
        (
            await programmes.released(
                owner,
                programme_id=programme_id,
                first_on=date(2026, 3, 5 + 3 * nth),
                party_children=3,
                **places,
                **(OPEN_TO_ALL if nth == FOR_ALL else {}),
            )
        ).occurrence_id
        for nth, places in enumerate(PLACES)
    ]
    clock = "select answers_until, starts_at, ends_at from occurrence where id = $1"
    Answering.hours = [tuple(await owner.fetchrow(clock, each)) for each in Answering.dates]
    Answering.households = []
    for nth in range(HOUSEHOLDS):
        shared = Answering.households[nth - 1].inmate_id if nth % 2 else None
        Answering.households.append(await visits.relative(owner, inmate_id=shared))
    Answering.children = [await visits.child(owner, one) for one in Answering.households]
    await owner.execute("delete from tie where visitor_id = any ($1)", Answering.children)
    await owner.execute("analyze")


@pytest.fixture
def machine(database: Database):
    """One event loop, one pool and one world for all histories; each begins by emptying the tables."""
    loop = asyncio.new_event_loop()
    pool = connected(database.url)
    loop.run_until_complete(pool.__aenter__())
    owner = loop.run_until_complete(asyncpg.connect(database.owner_url))
    loop.run_until_complete(_world(owner))
    Answering.loop, Answering.owner = loop, owner
    yield Answering
    loop.run_until_complete(owner.close())
    loop.run_until_complete(pool.__aexit__(None, None, None))
    loop.close()


def test_whatever_happens_in_whatever_order_the_books_agree(machine):
    machine.TestCase.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=not os.environ.get("CAMPAIGN"),
        database=None,
    )
    machine.TestCase().runTest()


def test_control_a_place_that_is_not_offered_on_is_found(machine):
    """The same histories with an ending that keeps what it gave back to itself must fail."""

    async def forget() -> None:
        offer = "perform event_offer(date_id, at);"
        body = await machine.owner.fetchval("select pg_get_functiondef('event_end'::regproc)")
        assert offer in body
        await machine.owner.execute(body.replace(offer, "null;"))

    machine.loop.run_until_complete(forget())
    machine.TestCase.settings = settings(
        max_examples=200,
        stateful_step_count=30,
        deadline=None,
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        phases=[Phase.generate],
    )

    with pytest.raises(AssertionError):
        machine.TestCase().runTest()
