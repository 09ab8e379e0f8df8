"""The dispatcher of one channel: claims, sends with bounds, settles. At least once on the wire, never too late."""

import asyncio
import logging
import os
import random
import socket
import time
from collections import deque
from collections.abc import Callable, Coroutine, Hashable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

from backend.core.actor import System
from backend.database import is_passing, reading
from backend.notifications.rules.verdicts import (
    LEASE,
    Answer,
    Outcome,
    Standing,
    Verdict,
    standing,
    verdict,
)
from backend.notifications.sending.carrier import Carrier, Letter, Sent, To
from backend.notifications.sending.claiming import RANKS, claim
from backend.notifications.sending.pace import Limits, Pace
from backend.notifications.sending.settling import Handed, Tried, settle

BATCH = 500
"""Letters claimed in one go, at most; never more than leave within two seconds."""

AHEAD = 400
"""With so few letters left, or a second's worth, more are claimed meanwhile: nobody waits for the database."""

SECONDS_BETWEEN_LOOKS = 1.0
"""Between two looks at whether the carrier asks for less, so that a claim is one transaction and no more."""

FLUSH = 0.1
"""Seconds between two writings of results, so that a kill loses few."""

AT_ONCE = 500
"""Results written in one transaction."""

FAILURES = 20
"""Writings that fail one after the other before the rest is left to the next drain, or to the end of the leases."""

MARGIN = timedelta(seconds=25)
"""No letter leaves so shortly before its lease ends: another worker may have it by the time it is answered.
It is longer than asking for a key and then for an answer may take."""

_SLOWED = "select exists (select from carrier where name = $1 and slow_until > $2)"
_Clock = Callable[[], datetime]
_log = logging.getLogger("encuentro.notifications")


class Dispatcher:
    """Sends what is due on one channel through one carrier."""

    def __init__(
        self,
        channel: str,
        carrier: Carrier,
        limits: Limits | None = None,
        lease: timedelta = LEASE,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """`seconds`: how time goes on during a drain."""
        self._channel, self._carrier, self._lease = channel, carrier, lease
        self._seconds = seconds
        self._limits = limits or Limits()
        self._owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}"
        self._pace = Pace(self._limits)
        self._looked: float | None = None
        self._letters: deque[Letter] = deque()
        self._enough = AHEAD
        self._few = asyncio.Event()
        self._turn = asyncio.Lock()
        self._senders: set[asyncio.Task[None]] = set()
        self._taken: set[Hashable] = set()
        self._at_once = AT_ONCE
        self._done: list[Handed] = []

    async def drain(self, now: datetime) -> int:
        """Send until nothing is due; answers how many letters were taken up. `now`: the clock when it is called."""
        begun = self._seconds()
        self._looked = None

        def clock() -> datetime:
            return now + timedelta(seconds=self._seconds() - begun)

        over = asyncio.Event()
        settling = asyncio.create_task(self._settle_until(over, clock))
        try:
            return await self._take_up_all(clock)
        finally:
            await _to_the_end(self._finish(over, settling, clock()))

    async def _finish(
        self, over: asyncio.Event, settling: asyncio.Task[None], now: datetime
    ) -> None:
        """Give back what was not begun, and write the answers of what was, also after a failure or the word to stop."""
        back = Verdict("retry", False, not_before=now)
        self._done += [Handed(letter, (), back) for letter in self._letters]
        self._letters.clear()
        await self._sent()
        over.set()
        await settling

    async def _sent(self) -> None:
        """Wait until nothing is under way."""
        if self._senders:
            await asyncio.wait(self._senders)

    async def _take_up_all(self, clock: _Clock) -> int:
        """Claim as long as anything is due, always while the letters of the claim before are being sent."""
        taken = 0
        while True:
            await self._look(clock())
            room = max(10, min(BATCH, int(self._pace.rate * 2)))
            decided = 0
            for rank in RANKS:
                if decided < room:
                    letters, rows = await claim(
                        *(self._channel, rank, self._owner, room - decided, clock(), self._lease)
                    )
                    decided += rows
                    taken += len(letters)
                    self._begin(letters, clock)
            if not decided:
                await self._sent()
                return taken
            await self._until_few_are_left()

    async def _look(self, now: datetime) -> None:
        """Whether the carrier asks for less."""
        if self._looked is None or self._seconds() - self._looked >= SECONDS_BETWEEN_LOOKS:
            async with reading(System()) as tx:
                self._pace.slowed = await tx.fetchval(_SLOWED, self._channel, now)
            self._looked = self._seconds()

    async def _until_few_are_left(self) -> None:
        self._enough = int(min(AHEAD, self._pace.rate))
        self._few.clear()
        if len(self._letters) > self._enough:
            await self._few.wait()

    def _begin(self, letters: Sequence[Letter], clock: _Clock) -> None:
        """Hand letters to the senders: as many of these as there are letters, up to the limit."""
        self._letters += letters
        for _ in range(min(len(self._letters), self._limits.at_once - len(self._senders))):
            self._senders.add(asyncio.create_task(self._send(clock)))

    async def _send(self, clock: _Clock) -> None:
        """One letter after the other, each when its turn has come, until there are none."""
        try:
            while (letter := await self._next()) is not None:
                try:
                    handed = await self._hand_over(letter, clock)
                    self._done.append(handed)  # the list of this moment: each writing takes it away
                except Exception:
                    _log.exception("%r stays claimed until its lease is over", letter)
        finally:
            # here, not when the task is done: no letter may count on a sender that has ended
            self._senders -= {asyncio.current_task()}

    async def _next(self) -> Letter | None:
        async with self._turn:
            if self._letters:
                await self._pace.turn()
            if not self._letters:  # perhaps given back in the meantime
                return None
            letter = self._letters.popleft()
            if len(self._letters) <= self._enough:
                self._few.set()
            return letter

    async def _hand_over(self, letter: Letter, clock: _Clock) -> Handed:
        now = clock()
        if now >= letter.expires_at:
            return Handed(letter, (), Verdict("expired", False))
        if now >= letter.lease_until - min(MARGIN, self._lease / 4):
            return Handed(letter, (), Verdict("retry", False, not_before=now))
        if len(letter.to) == 1:  # nearly always, and a task less
            tries: tuple[Tried, ...] = (await self._try(letter, letter.to[0], now, clock),)
        else:
            tries = tuple(
                await asyncio.gather(*(self._try(letter, to, now, clock) for to in letter.to))
            )
        answers = [tried.sent.answer for tried in tries]
        what = verdict(answers, letter.charged, clock(), letter.expires_at, random.random())
        return Handed(letter, tries, what)

    async def _try(self, letter: Letter, to: To, started: datetime, clock: _Clock) -> Tried:
        try:
            sent = await self._carrier.send(letter, to, started)
        except Exception:
            _log.exception("a carrier broke on %r", letter)
            sent = Sent(self._channel, Answer(Outcome.UNKNOWN))
        words = (letter.kind, letter.language, letter.discreet, letter.withdrawal)
        if sent.answer.outcome is Outcome.ACCEPTED:
            self._taken.add(words)
        what = Standing.KEPT
        if to.address is not None:
            what = standing(sent.answer, to.address, started, taken_elsewhere=words in self._taken)
        return Tried(to.device_id, started, clock(), sent, what)

    async def _settle_until(self, over: asyncio.Event, clock: _Clock) -> None:
        """Write results until there are no more. Never cut off while writing: what is cut off is sent again."""
        failures = 0
        while not over.is_set() or (self._done and failures < FAILURES):
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), FLUSH)
            try:
                while self._done:
                    await self._flush(clock())
                    self._at_once, failures = AT_ONCE, 0
            except Exception:
                _log.exception("results could not be written; they are kept and written again")
                failures += 1
                await asyncio.sleep(min(1.0, 0.1 * failures))

    async def _flush(self, now: datetime) -> None:
        """Write some results; after a failure fewer, until one that cannot be written is alone and let go."""
        done, self._done = self._done[: self._at_once], self._done[self._at_once :]
        try:
            stopped = await settle(done, self._owner, now)
        except BaseException as error:
            if len(done) > 1 or is_passing(error):
                self._done = done + self._done
            self._at_once = max(1, len(done) // 2)
            raise
        for kind in stopped:
            _log.error("the carrier refuses the words of %r: that kind is stopped", kind)


async def _to_the_end(work: Coroutine[None, None, None]) -> None:
    """Not cut off: whoever cancels it waits until it is done."""
    task = asyncio.create_task(work)
    told: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            told = error
    if told is not None:
        raise told
