"""The dispatcher of one channel: claims, sends with bounds, settles. At least once on the wire, never too late."""

import asyncio
import logging
import os
import random
import socket
import time
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from uuid import uuid4

from backend.core.actor import System
from backend.database import reading
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

BATCH = 250
FLUSH = 0.05
"""Seconds between two writings of results, so that a kill loses few."""

MARGIN = timedelta(seconds=15)
"""No letter leaves so shortly before its lease ends: another worker may have it by the time it is answered."""

_SLOWED = "select exists (select from carrier where name = $1 and slow_until > $2)"
_log = logging.getLogger("encuentro.notifications")


class Dispatcher:
    """Sends what is due on one channel through one carrier."""

    def __init__(
        self,
        channel: str,
        carrier: Carrier,
        limits: Limits | None = None,
        lease: timedelta = LEASE,
    ) -> None:
        self._channel, self._carrier, self._lease = channel, carrier, lease
        self._limits = limits or Limits()
        self._owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:8]}"
        self._pace = Pace(self._limits)
        self._slots = asyncio.Semaphore(self._limits.at_once)
        self._taken: set[Hashable] = set()
        self._done: list[Handed] = []

    async def drain(self, now: datetime) -> int:
        """Send until nothing is due; answers how many letters were taken up. `now`: the clock when it is called."""
        begun = time.monotonic()

        def clock() -> datetime:
            return now + timedelta(seconds=time.monotonic() - begun)

        sent = 0
        settling = asyncio.create_task(self._settle_while_sending(clock))
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    letters, decided = await self._next(clock())
                    for letter in letters:
                        await self._pace.turn()
                        await self._slots.acquire()
                        group.create_task(self._deliver(letter, clock))
                    sent += len(letters)
                    if not decided:
                        break
        finally:
            settling.cancel()
            await asyncio.gather(settling, return_exceptions=True)
            while self._done:
                await asyncio.shield(self._flush(clock()))
        return sent

    async def _next(self, now: datetime) -> tuple[list[Letter], int]:
        async with reading(System()) as tx:
            self._pace.slowed = await tx.fetchval(_SLOWED, self._channel, now)
        batch = max(10, min(BATCH, int(self._pace.rate * 2)))
        return await claim(self._channel, self._owner, batch, now, self._lease)

    async def _deliver(self, letter: Letter, clock: Callable[[], datetime]) -> None:
        try:
            self._done.append(await self._hand_over(letter, clock))
        finally:
            self._slots.release()

    async def _hand_over(self, letter: Letter, clock: Callable[[], datetime]) -> Handed:
        now = clock()
        if now >= letter.expires_at:
            return Handed(letter, (), Verdict("expired", False))
        if now >= letter.lease_until - min(MARGIN, self._lease / 4):
            return Handed(letter, (), Verdict("retry", False, not_before=now))
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

    async def _settle_while_sending(self, clock: Callable[[], datetime]) -> None:
        while True:
            await asyncio.sleep(FLUSH)
            try:
                await self._flush(clock())
            except Exception:
                _log.exception("results could not be written; they are kept and written again")
                await asyncio.sleep(1)

    async def _flush(self, now: datetime) -> None:
        done, self._done = self._done[:500], self._done[500:]
        if not done:
            return
        try:
            stopped = await settle(done, self._owner, now)
        except Exception:
            self._done = done + self._done
            raise
        for kind in stopped:
            _log.error("the carrier refuses the words of %r: that kind is stopped", kind)
