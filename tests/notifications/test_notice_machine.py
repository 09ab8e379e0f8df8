"""Any order of telling, withdrawing, choosing, registering, helping, sending, crashing, seeing, erasing and waiting.

After every step each final state says why, every audience is counted whole, and no inbox has lost a row; what is given
to the carrier is in time, not withdrawn, wanted, and for somebody who agreed. `CAMPAIGN=1` runs two thousand histories.
"""

import asyncio
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.core.actor import Family, System
from backend.core.ids import new_id
from backend.database import connected, transaction
from backend.notifications import commands, jobs
from backend.notifications.commands.devices import PushKind, register_push_device
from backend.notifications.commands.seeing import see_notices
from backend.notifications.kinds import KINDS
from backend.notifications.rules.verdicts import Answer, Outcome
from backend.notifications.sending.carrier import Letter, To
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from tests import make
from tests.notifications import make_notices as notices

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAST = Limits(first=100_000, most=100_000)
FAMILIES = range(4)
EXAMPLES, STEPS = (2_000, 50) if os.environ.get("CAMPAIGN") else (20, 30)
TOLD = ["visit_booked", "visit_called_off", "offer_made", "day_closed", "sign_in_new_device"]
OPEN = "('queued', 'held', 'claimed', 'retry')"

EMPTY = """truncate notice, delivery, attempt, push_device, notice_choice, helper, carrier, carrier_answer, sms_day,
  delivery_count, request_key, session cascade; update notice_kind set stopped_at = null"""
SILENT = """select state, channel from delivery
where reason is null and state in ('suppressed', 'failed', 'cancelled', 'held')
  or state = 'absorbed' and absorbed_by_id is null or state = 'seen' and seen_at is null
  or state = 'accepted' and accepted_at is null"""
COUNTED = """select channel, withdrawal, state, sum(deliveries) as n from delivery_count
group by 1, 2, 3 having sum(deliveries) <> 0"""
THERE = "select channel, withdrawal, state, count(*) as n from delivery group by 1, 2, 3"


@dataclass
class Model:
    """What must be true, in as few words as possible."""

    now: datetime = NOW
    audience: dict[UUID, set[UUID]] = field(default_factory=dict)  # of every notice
    of: dict[UUID, UUID] = field(default_factory=dict)
    begins: dict[UUID, datetime] = field(default_factory=dict)
    about: dict[UUID, tuple[int, datetime]] = field(default_factory=dict)
    """What it is about, and until when: not for digests, which nothing withdraws."""
    withdrawn: set[UUID] = field(default_factory=set)
    seen: set[tuple[UUID, UUID]] = field(default_factory=set)
    helping: set[tuple[UUID, UUID]] = field(default_factory=set)  # whom the second helps
    phones: dict[str, UUID] = field(default_factory=dict)
    off: set[tuple[UUID, str, str]] = field(default_factory=set)

    def reads(self, reader: UUID, notice_id: UUID) -> bool:
        """Whoever helps reads on only while they help."""
        return self.of[notice_id] == reader or (self.of[notice_id], reader) in self.helping


class Telling(RuleBasedStateMachine):
    """Each rule does one thing through the product's own code, and notes what must come of it."""

    loop: asyncio.AbstractEventLoop
    owner: asyncpg.Connection

    def run(self, act):
        return self.loop.run_until_complete(act)

    @initialize()
    def start(self) -> None:
        self.model = Model()
        self.run(self.owner.execute(EMPTY))
        self.families = [self.run(self._family()) for _ in FAMILIES]

    async def _family(self) -> Family:
        family = await make.family(self.owner)
        await notices.phone(self.owner, family, value=f"first {family.account_id}")
        self.model.phones[f"first {family.account_id}"] = family.account_id
        session_id = await self.owner.fetchval(
            "select session_id from push_device where account_id = $1", family.account_id
        )
        return Family(account_id=family.account_id, session_id=session_id, language="es")

    @rule(
        who=st.sampled_from(FAMILIES),
        kind=st.sampled_from(TOLD),
        lasts=st.sampled_from([1, 20, 1440]),
        waits=st.sampled_from([0, 15]),
    )
    def tell(self, who: int, kind: str, lasts: int, waits: int) -> None:
        model, told = self.model, self.families[who].account_id
        key = str(uuid4())
        owed = commands.Owed(
            account_id=told,
            facts={"booking_id": str(new_id()), "visit_on": "2026-03-07"},
            dedupe_key=key,
            expires_at=model.now + timedelta(minutes=lasts + waits),
            tell_from=model.now + timedelta(minutes=waits),
            subject=f"visit:{who}",
            act_by=model.now,
        )

        async def twice() -> UUID:
            for _ in range(2):
                async with transaction(System()) as tx:
                    await commands.tell(tx, kind, owed, now=model.now)
            return await self.owner.fetchval("select id from notice where dedupe_key = $1", key)

        notice_id = self.run(twice())
        model.of[notice_id] = told
        model.begins[notice_id] = owed.tell_from
        model.about[notice_id] = (who, owed.expires_at)
        helpers = {helper for helped, helper in model.helping if helped == told}
        model.audience[notice_id] = {told} | (helpers if KINDS[kind].helped else set())

    @rule(who=st.sampled_from(FAMILIES))
    def withdraw(self, who: int) -> None:
        model = self.model
        gone = {
            key
            for key, (subject, ends) in model.about.items()
            if subject == who and ends > model.now
        }

        async def act() -> int:
            async with transaction(System()) as tx:
                return await commands.withdraw(tx, [f"visit:{who}"], "replaced", now=model.now)

        assert self.run(act()) == len(gone - model.withdrawn)
        model.withdrawn |= gone

    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        if not self.model.audience:
            return
        notice_id = data.draw(st.sampled_from(list(self.model.audience)))

        async def act() -> None:
            async with transaction(System()) as tx:
                take_back = "select notice_take_back(array[$1::uuid], 'stopped', $2)"
                await tx.execute(take_back, notice_id, self.model.now)

        self.run(act())
        self.model.withdrawn.add(notice_id)

    @rule(
        who=st.sampled_from(FAMILIES),
        kind=st.sampled_from(TOLD),
        choice=st.sampled_from(["push on", "push off", "sms never", "sms instead", "sms always"]),
    )
    def choose(self, who: int, kind: str, choice: str) -> None:
        account_id = self.families[who].account_id
        channel, chosen = choice.split()
        self.run(
            self.owner.execute(
                "insert into notice_choice (account_id, kind, channel, choice) values ($1, $2, $3, $4)"
                " on conflict (account_id, kind, channel) do update set choice = excluded.choice",
                account_id,
                kind,
                channel,
                chosen,
            )
        )
        self.model.off.discard((account_id, kind, channel))
        if chosen in ("off", "never") and not KINDS[kind].fixed:
            self.model.off.add((account_id, kind, channel))

    @rule(who=st.sampled_from(FAMILIES), phone=st.sampled_from(["shared", "old"]))
    def register(self, who: int, phone: str) -> None:
        family, phones = self.families[who], self.model.phones
        asked = {"kind": PushKind.FCM_TOKEN, "value": phone, "now": self.model.now}
        self.run(register_push_device(family, uuid4(), **asked))
        # one address a session: the phone's old one is no more
        for value in [each for each, account in phones.items() if account == family.account_id]:
            del phones[value]
        phones[phone] = family.account_id

    @rule(phone=st.sampled_from(["shared", "old"]))
    def lose(self, phone: str) -> None:
        gone = "update push_device set state = 'revoked', revoked_at = now(), revoked_reason = 'x'"
        account_id = self.model.phones.pop(phone, None)
        if account_id is not None:
            self.run(
                self.owner.execute(
                    gone + " where account_id = $1 and state <> 'revoked'", account_id
                )
            )

    @rule(helped=st.sampled_from(FAMILIES), helper=st.sampled_from(FAMILIES))
    def help(self, helped: int, helper: int) -> None:
        pair = (self.families[helped].account_id, self.families[helper].account_id)
        if helped == helper or pair in self.model.helping:
            return
        begin = (
            "insert into helper (id, account_id, helper_id, code_digest, invited_at, expires_at, accepted_at)"
            " values (gen_random_uuid(), $1, $2, $3, $4, $4, $4)"
        )
        self.run(self.owner.execute(begin, *pair, uuid4().bytes, self.model.now))
        self.model.helping.add(pair)

    @rule(data=st.data())
    def end_helping(self, data: st.DataObject) -> None:
        if not self.model.helping:
            return
        pair = data.draw(st.sampled_from(sorted(self.model.helping, key=self._order)))
        self.model.helping.discard(pair)
        end = "update helper set ended_at = $3 where account_id = $1 and helper_id = $2 and ended_at is null"
        self.run(self.owner.execute(end, *pair, self.model.now))

    def _order(self, pair: tuple[UUID, UUID]) -> list[int]:
        accounts = [family.account_id for family in self.families]
        return [accounts.index(each) for each in pair]

    @rule(
        channel=st.sampled_from(["push", "push", "sms"]),
        outcome=st.sampled_from([Outcome.ACCEPTED, *Outcome]),
    )
    def drain(self, channel: str, outcome: Outcome) -> None:
        carrier = notices.FakeCarrier(lambda *_: Answer(outcome))
        self.run(Dispatcher(channel, carrier, FAST).drain(self.model.now))
        for letter, to, sent_at in carrier.letters:
            self._may_be_sent(letter, to, sent_at)
        self._dead_phones(outcome, carrier)

    def _may_be_sent(self, letter: Letter, to: To, sent_at: datetime) -> None:
        model = self.model
        assert sent_at < letter.expires_at, "too late"
        assert letter.withdrawal == (letter.notice_id in model.withdrawn), "withdrawn"
        if letter.channel == "push":
            reader = model.phones[to.value]
            assert reader in model.audience[letter.notice_id], "not told"
            assert letter.withdrawal or model.reads(reader, letter.notice_id)
            assert letter.withdrawal or (reader, letter.kind, "push") not in model.off, "not wanted"

    def _dead_phones(self, outcome: Outcome, carrier: notices.FakeCarrier) -> None:
        """Those that the answers proved dead, as the database has it; none is revoked for another answer."""
        if not carrier.letters or carrier.letters[0][0].channel != "push":
            return
        left = self.run(self.owner.fetch("select id from push_device where state <> 'revoked'"))
        live = {row["id"] for row in left}
        for _, to, _ in carrier.letters:
            if to.device_id not in live:
                assert outcome in (Outcome.UNREGISTERED, Outcome.MISMATCH)
                self.model.phones.pop(to.value, None)

    @rule(channel=st.sampled_from(["push", "sms"]))
    def crash(self, channel: str) -> None:
        """A worker that claims and is never heard of again."""
        self.run(notices.claimed("crashed", 3, self.model.now, channel))

    @rule()
    def sweep(self) -> None:
        self.run(jobs.sweep(self.model.now))

    @rule()
    def digest(self) -> None:
        known = set(self.model.audience)
        self.run(jobs.build_digests(self.model.now))
        told = self.run(self.owner.fetch("select id, account_id from notice where kind = 'digest'"))
        for row in told:
            if row["id"] not in known:
                self.model.of[row["id"]] = row["account_id"]
                self.model.begins[row["id"]] = self.model.now
                self.model.audience[row["id"]] = {row["account_id"]}

    @rule(seconds=st.sampled_from([-5, -1, 1, 70, 130, 700, 3600, 30_000, 86_400]))
    def wait(self, seconds: int) -> None:
        self.model.now += timedelta(seconds=seconds)

    @rule(who=st.sampled_from(FAMILIES))
    def see(self, who: int) -> None:
        family, model = self.families[who], self.model
        me = family.account_id
        mine = [key for key, readers in model.audience.items() if me in readers][:200]
        self.run(see_notices(family, uuid4(), notice_ids=mine, now=model.now))
        begun = (key for key in mine if model.begins[key] <= model.now)
        model.seen |= {(key, me) for key in begun if model.reads(me, key)}

    @rule(who=st.sampled_from(FAMILIES))
    def erase(self, who: int) -> None:
        """And another family comes."""
        model, gone = self.model, self.families[who].account_id
        for table in ("notice", "session"):
            self.run(self.owner.execute(f"delete from {table} where account_id = $1", gone))
        self.run(self.owner.execute("delete from account where id = $1", gone))
        for notice_id in [key for key, account in model.of.items() if account == gone]:
            del model.of[notice_id], model.audience[notice_id]
            model.about.pop(notice_id, None)
        for readers in model.audience.values():
            readers.discard(gone)
        model.seen = {pair for pair in model.seen if pair[0] in model.of and pair[1] != gone}
        model.helping = {pair for pair in model.helping if gone not in pair}
        model.phones = {value: each for value, each in model.phones.items() if each != gone}
        self.families[who] = self.run(self._family())

    @invariant()
    def nothing_is_lost_and_everything_says_why(self) -> None:
        if hasattr(self, "model"):
            self.run(self._whole())

    async def _whole(self) -> None:
        model = self.model
        assert await self.owner.fetch(SILENT) == []
        inbox = await self.owner.fetch(
            "select notice_id, account_id, state from delivery where channel = 'inbox'"
        )
        assert Counter((row["notice_id"], row["account_id"]) for row in inbox) == Counter(
            (key, reader) for key, readers in model.audience.items() for reader in readers
        )
        assert {row["state"] for row in inbox} <= {"accepted", "seen"}
        seen = {(row["notice_id"], row["account_id"]) for row in inbox if row["state"] == "seen"}
        assert seen == model.seen
        pushes = await self.owner.fetchval(
            "select count(*) from delivery where channel = 'push' and not withdrawal"
        )
        assert pushes == len(inbox), "every kind told here has a push"
        counted, there = await self.owner.fetch(COUNTED), await self.owner.fetch(THERE)
        assert {tuple(row)[:3]: int(row["n"]) for row in counted} == {
            tuple(row)[:3]: row["n"] for row in there
        }

    def teardown(self) -> None:
        """Days later nothing is open: whatever happened, every delivery has ended."""
        if not hasattr(self, "model"):
            return
        self.model.now += timedelta(days=3)
        for _ in range(2):
            self.sweep()
            self.drain("push", Outcome.ACCEPTED)
            self.drain("sms", Outcome.ACCEPTED)
        left = self.run(self.owner.fetch(f"select * from delivery where state in {OPEN}"))
        assert left == []


@pytest.fixture
def machine(database):
    """One event loop and one pool for all histories; each begins by emptying the tables."""
    loop = asyncio.new_event_loop()
    pool = connected(database.url)
    loop.run_until_complete(pool.__aenter__())
    owner = loop.run_until_complete(asyncpg.connect(database.owner_url))
    Telling.loop, Telling.owner = loop, owner
    yield Telling
    loop.run_until_complete(owner.close())
    loop.run_until_complete(pool.__aexit__(None, None, None))
    loop.close()


def test_whatever_happens_in_whatever_order_notices_are_told_whole_and_in_time(machine):
    machine.TestCase.settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=not os.environ.get("CAMPAIGN"),
        database=None,
    )
    machine.TestCase().runTest()


def test_control_a_withdrawal_that_forgets_what_waits_is_found(machine):
    """The same histories with a withdrawal that cancels nothing, and a claim that does not look, must fail."""

    async def forget() -> None:
        body = await machine.owner.fetchval(
            "select pg_get_functiondef('notice_take_back'::regproc)"
        )
        marked = "withdrawn_at = at, withdrawn_reason = why"
        assert marked in body
        await machine.owner.execute(
            body.replace(marked, "facts = facts").replace("'claimed');", "'x');")
        )

    machine.loop.run_until_complete(forget())
    machine.TestCase.settings = settings(
        max_examples=300,
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
