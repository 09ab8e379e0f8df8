"""The second process: runs the JOBS, each at its pace. As many workers as wanted; they share by what is due."""

import asyncio
import contextlib
import gc
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from backend.earnings import jobs as earnings
from backend.earnings.bank.wire import bank_of
from backend.earnings.commands.sending import Teller
from backend.identity import jobs as identity
from backend.ledger import jobs as ledger
from backend.notifications import jobs as notifications
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.outgoing import outgoing
from backend.programmes import jobs as programmes
from backend.settings import Settings
from backend.visits import jobs as visits
from backend.work import jobs as work

log = logging.getLogger("encuentro.worker")

Job = Callable[[datetime], Awaitable[object]]

LONGEST_PAUSE = 300.0
"""Seconds after which a job that keeps failing is tried again."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job and the seconds between two runs. Every job may run twice, or in two workers at once."""

    job: Job
    every: float


JOBS = (
    Task(visits.open_slots, 3600),
    Task(visits.sweep_holds, 30),
    Task(visits.ask_again_tomorrow, 120),
    Task(visits.remind_of_today, 120),
    Task(visits.take_back_secrets, 30),
    Task(programmes.expire_offers, 10),
    Task(programmes.stop_waiting, 60),
    Task(programmes.follow_secret_moves, 30),
    Task(programmes.remind_answers, 120),
    Task(programmes.forget_open_answers, 3600),
    Task(identity.forget_old_challenges, 3600),
    Task(identity.forget_old_requests, 3600),
    Task(notifications.sweep, 5),
    Task(notifications.follow_unopened, 60),
    Task(notifications.fold_counts, 30),
    Task(notifications.build_digests, 30),
    Task(notifications.forget_invitations, 3600),
    Task(notifications.forget_old_notices, 3600),
    Task(notifications.age_devices, 3600),
    Task(earnings.settle_exits, 60),
    Task(earnings.close_asked_months, 2),
    Task(ledger.ledger_check, 86_400),
    Task(work.watch_holidays, 86_400),
)

SECONDS_TO_LOOK = 0.5
"""Between two looks at what is to be sent."""

SECONDS_TO_PAY, SECONDS_TO_HEAR = 10.0, 300.0
"""Between two looks at what is to be paid, and at what the bank says came of it."""


async def run_worker(settings: Settings, tasks: tuple[Task, ...] = JOBS) -> None:
    """Run every task, and send what is to be sent, until cancelled. Raises SettingsError before anything runs."""
    async with _outside(settings) as outside:
        await _run((*outside, *tasks))


@contextlib.asynccontextmanager
async def worker_beside(settings: Settings, tasks: tuple[Task, ...] = JOBS) -> AsyncIterator[None]:
    """The worker inside another process, for as long as the block runs. Raises SettingsError."""
    async with _outside(settings) as outside:
        running = asyncio.create_task(_run((*outside, *tasks)))
        try:
            yield
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


def collect_rarely() -> None:
    """For a process that lives long: what lives as long as it is not looked at again, and the rest seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@contextlib.asynccontextmanager
async def _outside(settings: Settings) -> AsyncIterator[tuple[Task, ...]]:
    """What is done through others: carriers of notices, and the bank when one is set."""
    async with outgoing(settings) as dispatchers, bank_of(settings) as bank:
        yield (*_looks(dispatchers), *(_at_bank(Teller(bank)) if bank else ()))


def _looks(dispatchers: tuple[Dispatcher, ...]) -> Iterator[Task]:
    return (Task(dispatcher.drain, SECONDS_TO_LOOK) for dispatcher in dispatchers)


def _at_bank(teller: Teller) -> Iterator[Task]:
    yield Task(teller.send_approved, SECONDS_TO_PAY)
    yield Task(teller.read_answers, SECONDS_TO_HEAR)


async def _run(tasks: tuple[Task, ...]) -> None:
    async with asyncio.TaskGroup() as group:
        for task in tasks:
            group.create_task(_repeat(task))


async def _repeat(task: Task) -> None:
    failures = 0
    while True:
        try:
            await task.job(datetime.now(UTC))
            failures = 0
        except Exception:
            if _is_ending():
                log.info("%s was cut off", _name(task), exc_info=True)
            else:
                failures += 1
                log.exception("%s failed %d times in a row", _name(task), failures)
        if _is_ending():
            raise asyncio.CancelledError
        pause = task.every if not failures else min(LONGEST_PAUSE, 2.0**failures)
        await asyncio.sleep(pause * random.uniform(0.9, 1.1))


def _is_ending() -> bool:
    """Whether this task was told to end: what a job waits for may keep that to itself, or answer with another error."""
    current = asyncio.current_task()
    return current is not None and current.cancelling() > 0


def _name(task: Task) -> str:
    return f"{task.job.__module__}.{getattr(task.job, '__name__', 'job')}"
