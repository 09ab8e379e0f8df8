"""The dispatcher of one channel: claims, sends with bounds, settles. At least once on the wire, never too late."""

import asyncio
import logging
import os
import random
import socket
import time
from collections import deque
from collections.abc import Callable, Coroutine, Hashable
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
from backend.notifications.sending.claiming import claim
from backend.notifications.sending.pace import Limits, Pace
from backend.notifications.sending.settling import Handed, Tried, settle

BATCH = 500
"""Letters claimed in one go, at most; never more than leave within two seconds."""

AHEAD = 400
"""With so few letters left, or a second's worth, the next ones are claimed: nobody waits for the database."""

SECONDS_BETWEEN_LOOKS = 1.0
"""Between two looks at whether the carrier asks for less, so that a claim is one transaction and no more."""

FLUSH = 0.05
"""Seconds between two writings of results, so that a kill loses few."""

AT_ONCE = 250
"""Results written in one transaction."""

WRITINGS = 2
"""Transactions of results at the same time, of different letters: while one waits, the other is read or prepared."""

FAILURES = 20
"""Writings that fail one after the other before the rest is left to the next drain, or to the end of the leases."""

MARGIN = timedelta(seconds=15)
"""No letter leaves so shortly before its lease ends: another worker may have it by the time it is answered."""

_SLOWED = "select exists (select from carrier where name = $1 and slow_until > $2)"
_Claiming = asyncio.Task[tuple[list[Letter], int]]
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
        self._slots = asyncio.Semaphore(self._limits.at_once)
        self._under_way: set[asyncio.Task[None]] = set()
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
            return await self._send_all(clock)
        finally:
            await _to_the_end(self._finish(over, settling))

    async def _finish(self, over: asyncio.Event, settling: asyncio.Task[None]) -> None:
        """The answers of what is under way are worth writing, also after a claim that failed or the word to stop."""
        if self._under_way:
            await asyncio.wait(self._under_way)
        over.set()
        await settling

    async def _send_all(self, clock: Callable[[], datetime]) -> int:
        """Those that were not begun when it is stopped are given back."""
        sent = 0
        letters: deque[Letter] = deque()
        coming: _Claiming | None = asyncio.create_task(self._next(clock()))
        try:
            while coming is not None:
                claimed, decided = await coming
                coming = None
                if not decided:
                    return sent
                sent += len(claimed)
                letters.extend(claimed)
                await self._send(letters, clock, int(min(AHEAD, self._pace.rate)))
                coming = asyncio.create_task(self._next(clock()))
                await self._send(letters, clock, 0)
            return sent
        finally:
            letters.extend(await _claimed_by(coming))
            back = Verdict("retry", False, not_before=clock())
            self._done += [Handed(letter, (), back) for letter in letters]

    async def _send(self, letters: deque[Letter], clock: Callable[[], datetime], left: int) -> None:
        """Begin each when its turn comes, until so many are left."""
        while len(letters) > left:
            await self._pace.turn()
            await self._slots.acquire()
            task = asyncio.create_task(self._deliver(letters.popleft(), clock))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _next(self, now: datetime) -> tuple[list[Letter], int]:
        if self._looked is None or self._seconds() - self._looked >= SECONDS_BETWEEN_LOOKS:
            async with reading(System()) as tx:
                self._pace.slowed = await tx.fetchval(_SLOWED, self._channel, now)
            self._looked = self._seconds()
        batch = max(10, min(BATCH, int(self._pace.rate * 2)))
        return await claim(self._channel, self._owner, batch, now, self._lease)

    async def _deliver(self, letter: Letter, clock: Callable[[], datetime]) -> None:
        try:
            handed = await self._hand_over(letter, clock)
            self._done.append(handed)  # the list of this moment: it is another after each writing
        except Exception:
            _log.exception("%r stays claimed until its lease is over", letter)
        finally:
            self._slots.release()

    async def _hand_over(self, letter: Letter, clock: Callable[[], datetime]) -> Handed:
        now = clock()
        if now >= letter.expires_at:
            return Handed(letter, (), Verdict("expired", False))
        if now >= letter.lease_until - min(MARGIN, self._lease / 4):
            return Handed(letter, (), Verdict("retry", False, not_before=now))
        if len(letter.to) == 1:  # nearly always, and a task less
            tries: tuple[Tried, ...] = (await self._try(letter, letter.to[0], clock),)
        else:
            tries = tuple(await asyncio.gather(*(self._try(letter, to, clock) for to in letter.to)))
        answers = [tried.sent.answer for tried in tries]
        ended = clock()
        return Handed(
            letter,
            tries,
            verdict(answers, letter.charged, ended, letter.expires_at, random.random()),
        )

    async def _try(self, letter: Letter, to: To, clock: Callable[[], datetime]) -> Tried:
        started = clock()
        try:
            async with asyncio.timeout((letter.lease_until - started).total_seconds()):
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

    async def _settle_until(self, over: asyncio.Event, clock: Callable[[], datetime]) -> None:
        """Write results until there are no more. Never cut off while writing: what is cut off is sent again."""
        failures = 0
        while not over.is_set() or (self._done and failures < FAILURES):
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), FLUSH)
            try:
                while self._done:
                    await self._write(clock())
                failures = 0
            except Exception:
                _log.exception("results could not be written; they are kept and written again")
                failures += 1
                await asyncio.sleep(min(1.0, 0.1 * failures))

    async def _write(self, now: datetime) -> None:
        """Raises the first failure, when all have ended."""
        ends = await asyncio.gather(
            *(self._flush(now) for _ in range(WRITINGS)), return_exceptions=True
        )
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        self._at_once = AT_ONCE

    async def _flush(self, now: datetime) -> None:
        """Write some results; after a failure fewer, until one that cannot be written is alone and let go."""
        if not self._done:
            return
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


async def _claimed_by(coming: _Claiming | None) -> list[Letter]:
    """What was claimed and is not going to be sent; a claim that has not ended is undone."""
    if coming is None:
        return []
    coming.cancel()
    (came,) = await asyncio.gather(coming, return_exceptions=True)
    return [] if isinstance(came, BaseException) else came[0]


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
