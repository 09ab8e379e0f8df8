"""A worker that sends pushes until it is killed, on a clock that runs fast: run as a process of its own.

Arguments: database, credentials, carrier's address, first instant, the machine's seconds at it, letters a second.
"""

import asyncio
import sys
import time
from datetime import datetime, timedelta

from backend.database import connected
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.fcm import fcm_carrier
from backend.notifications.sending.pace import Limits
from backend.notifications.sending.settling import sweep
from backend.sealed import use_secret
from tests.conftest import SECRET

FASTER = 30.0
"""Seconds of the clock in one of the machine: waits of minutes are over in seconds."""
TIME_OUT = 0.4
"""Seconds of the machine that one call may take."""


def fast_seconds() -> float:
    """As `time.monotonic`, which is one clock for all processes of a machine."""
    return time.monotonic() * FASTER


async def main(url: str, credentials: str, carrier: str, first: str, begun: str, rate: str) -> None:
    def clock() -> datetime:
        return datetime.fromisoformat(first) + timedelta(seconds=fast_seconds() - float(begun))

    pace = Limits(first=float(rate), most=float(rate), ramp=0, at_once=50)
    async with connected(url), fcm_carrier(credentials, carrier, seconds=TIME_OUT) as fcm:
        dispatcher = Dispatcher("push", fcm, pace, seconds=fast_seconds)
        print("ready", flush=True)  # noqa: T201
        while True:
            await sweep(clock())
            await dispatcher.drain(clock())
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    use_secret(SECRET)
    asyncio.run(main(*sys.argv[1:]))
