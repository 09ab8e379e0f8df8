"""How fast letters leave: a ramp from slow to fast after a rest, halved while the carrier asks for less."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Letters a second at the start and after the ramp, its length in seconds, and calls at once."""

    first: float = 20.0
    most: float = 200.0
    ramp: float = 60.0
    at_once: int = 100


class Pace:
    """Gives out turns. After `rest` seconds without one the ramp begins anew."""

    REST = 60.0

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._began = self._last = self._next = clock()
        self.slowed = False

    @property
    def rate(self) -> float:
        """Letters a second now."""
        limits = self._limits
        share = min(1.0, (self._clock() - self._began) / limits.ramp) if limits.ramp else 1.0
        return (limits.first + (limits.most - limits.first) * share) / (2 if self.slowed else 1)

    async def turn(self) -> None:
        """Wait until the next letter may leave. A little is let out in a burst, so that sleeping costs nothing."""
        now = self._clock()
        if now - self._last > self.REST:
            self._began = now
        self._last = now
        self._next = max(self._next, now - 0.05) + 1 / self.rate
        if self._next > now:
            await asyncio.sleep(self._next - now)
