"""Closing a month: a statement for everybody who worked, then the months of work and the period, for good.

In many transactions, each of a batch of people, and a last one; killed anywhere it is run again and goes on. What a
statement has told of can no longer be recorded or corrected, so a batch that is done stays done.
"""

import functools
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Actor, Role, Staff, System
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection, retrying, transaction
from backend.earnings.commands.assembling import Place, cases, place_of
from backend.earnings.commands.closing_carrying import carry_on
from backend.earnings.commands.making import SERVICE, Making, StatementKind, reckon, write
from backend.earnings.queries.closing import exits_left, reserved_remittances
from backend.earnings.queries.facts import owed_corrections
from backend.earnings.queries.rulebook import rulebook
from backend.earnings.queries.statements import Counted, counted
from backend.earnings.rules import Rulebook
from backend.ledger.commands import close_period, open_period
from backend.registry.access import check_posted
from backend.work.commands.closing import close_months
from backend.work.queries import closing as work

CLOSERS = (Role.WORK_CHIEF, Role.DIRECTOR)
BATCH = 500

Progress = Callable[[str], None]
Beat = Callable[[Connection], Awaitable[None]]
"""Called in every transaction of a closing, before it does anything."""

Page = Callable[[Connection, UUID | None], Awaitable[list[UUID]]]

_PATIENTLY = (
    "select set_config('statement_timeout', '10min', true), set_config('lock_timeout', '30s', true)"
)
_ALONE = "select pg_advisory_xact_lock(earnings_month_lock($1, $2))"
_KNOWN = "select true from establishment where id = $1"
_IS_OPEN = "select status = 'open' from pay_period where id = $1"
_UNTOLD = """
select exists (select from work_record r join work_month m on m.workshop_id = r.workshop_id and m.month = $2
  where m.establishment_id = $1 and r.live and r.worked_on >= $2 and r.worked_on < $2::date + interval '1 month'
  and not exists (select from live_statement s where s.inmate_id = r.inmate_id and s.period_id = $3
    and r.worked_on between s.starts_on and s.closes_on))
"""


class Overtaken(Exception):
    """Another worker goes on with this closing."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What a closing came to; the same for whoever asks again. Amounts in céntimos."""

    period_id: UUID
    statements: int
    gross: int
    withheld: int
    personal: int
    seal: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One closing: where, which month, by whom."""

    actor: Actor
    establishment_id: str
    month: date
    closed_by: UUID
    now: datetime
    batch: int
    beat: Beat | None = None

    async def alone(self, tx: Connection) -> None:
        await tx.execute(_PATIENTLY)
        await tx.execute(_ALONE, self.establishment_id, self.month)
        if self.beat is not None:
            await self.beat(tx)


async def close_month(
    actor: Actor,
    *,
    establishment_id: str,
    month: date,
    now: datetime,
    batch: int = BATCH,
    progress: Progress = lambda _: None,
) -> Closed:
    """Make the statements of a month (its first day) and close it. A closed one answers what it came to.

    Raises NOT_ALLOWED, NotFound for a place, BAD_INPUT for a month that is not over, MONTH_NOT_READY
    listing which workshops are to be reviewed and how many exits to be confirmed, SECOND_PERSON_NEEDED
    when who closes has reviewed, and PERIOD_NOT_SETTLED while a pending journal is left that is no remittance.
    """
    run = _Run(
        actor=actor,
        establishment_id=establishment_id,
        month=month,
        closed_by=_check_may_close(actor, establishment_id, month, now),
        now=now,
        batch=batch,
    )
    return await _close(run, progress)


async def close_for(
    closed_by: UUID,
    *,
    establishment_id: str,
    month: date,
    now: datetime,
    batch: int = BATCH,
    beat: Beat | None = None,
) -> Closed:
    """Close a month for somebody of the office who asked for it. Raises as `close_month` does, and what `beat` does."""
    run = _Run(
        actor=System(),
        establishment_id=establishment_id,
        month=month,
        closed_by=closed_by,
        now=now,
        batch=batch,
        beat=beat,
    )
    return await _close(run, lambda _: None)


async def _close(run: _Run, progress: Progress) -> Closed:
    was_idle = False  # a rival may have done what was left since this one looked
    while (closed := await retrying(lambda: _finish(run))) is None:
        moved = await _make_all(run, progress)
        moved += await carry_on(run.establishment_id, run.month, run.now)
        if was_idle and not moved:
            raise RuntimeError("somebody who worked is in nobody's list")
        was_idle = not moved
    return closed


def _check_may_close(actor: Actor, establishment_id: str, month: date, now: datetime) -> UUID:
    check_is_over(month, lima_day(now))
    if isinstance(actor, System):
        return SERVICE
    check_posted(actor, establishment_id, *CLOSERS)
    assert isinstance(actor, Staff)
    return actor.staff_id


def check_is_over(month: date, today: date) -> None:
    """Raise BAD_INPUT unless this is the first day of a month that is over."""
    if month.day != 1 or month >= today.replace(day=1):
        raise DomainError(Code.BAD_INPUT, field="month")


async def _make_all(run: _Run, progress: Progress) -> int:
    """Statements of everybody who has none yet, page by page; answers how many."""
    book, place = await retrying(lambda: _opened(run))
    done = 0
    for page in (_workers(run, place), _corrected(run)):
        after: UUID | None = None
        while people := await retrying(functools.partial(_paged, page, after)):
            after = people[-1]
            done += await retrying(functools.partial(_make, run, place.period_id, book, people))
            progress(f"{done} statements made")
    return done


async def _opened(run: _Run) -> tuple[Rulebook, Place]:
    async with transaction(System()) as tx:
        period_id = await open_period(tx, establishment_id=run.establishment_id, month=run.month)
        place = await place_of(tx, run.establishment_id, period_id, run.month)
        return await rulebook(tx), place


def _workers(run: _Run, place: Place) -> Page:
    async def page(tx: Connection, after: UUID | None) -> list[UUID]:
        return await work.workers(
            tx, run.establishment_id, run.month, place.last_on, after, run.batch
        )

    return page


def _corrected(run: _Run) -> Page:
    async def page(tx: Connection, after: UUID | None) -> list[UUID]:
        return await owed_corrections(tx, run.establishment_id, run.month, after, run.batch)

    return page


async def _paged(page: Page, after: UUID | None) -> list[UUID]:
    async with transaction(System()) as tx:
        return await page(tx, after)


async def _make(run: _Run, period_id: UUID, book: Rulebook, people: Sequence[UUID]) -> int:
    """The statements of one batch; answers how many."""
    async with transaction(System()) as tx:
        await run.alone(tx)
        place = await place_of(tx, run.establishment_id, period_id, run.month)
        await _check_ready(tx, run, place)
        this = Making(
            tx=tx,
            place=place,
            book=book,
            kind=StatementKind.MONTH,
            made_by=run.closed_by,
            now=run.now,
        )
        found = await cases(tx, place, dict.fromkeys(people, place.last_on), book)
        await write(this, await reckon(this, found))
        return len(found)


async def check_ready(
    tx: Connection,
    establishment_id: str,
    month: date,
    workshops: Iterable[asyncpg.Record],
    closed_by: UUID,
) -> None:
    """Raise MONTH_NOT_READY or SECOND_PERSON_NEEDED while something is left to do, or somebody else has to close."""
    months = list(workshops)
    waiting = [row["name"] for row in months if row["worked"] and row["state"] == "draft"]
    exits = await exits_left(tx, establishment_id, month)
    if waiting or exits:
        raise DomainError(Code.MONTH_NOT_READY, reviews=", ".join(waiting) or "-", exits=exits)
    if any(row["reviewed_by"] == closed_by for row in months):
        raise DomainError(Code.SECOND_PERSON_NEEDED)


async def _check_ready(tx: Connection, run: _Run, place: Place) -> None:
    await check_ready(tx, run.establishment_id, run.month, place.workshops.values(), run.closed_by)


async def _finish(run: _Run) -> Closed | None:
    """Close what is all told; None while somebody has no statement yet, or a remittance is to be carried on."""
    async with transaction(System()) as tx:
        await run.alone(tx)
        if not await tx.fetchval(_KNOWN, run.establishment_id):
            raise NotFound()
        period_id = await open_period(tx, establishment_id=run.establishment_id, month=run.month)
        is_open = await tx.fetchval(_IS_OPEN, period_id)
        if is_open:
            place = await place_of(tx, run.establishment_id, period_id, run.month)
            await _check_ready(tx, run, place)
            if await _is_untold(tx, run, period_id) or await reserved_remittances(
                tx, run.establishment_id, run.month
            ):
                return None
            await close_months(
                tx, run.establishment_id, run.month, closed_by=run.closed_by, now=run.now
            )
        seal = await close_period(tx, run.actor, period_id, closed_by=run.closed_by, now=run.now)
        sums = await counted(tx, period_id)
        if is_open:
            await _trail(tx, run, period_id, sums)
        return Closed(period_id, *sums, seal)


async def _is_untold(tx: Connection, run: _Run, period_id: UUID) -> bool:
    if await tx.fetchval(_UNTOLD, run.establishment_id, run.month, period_id):
        return True
    owed = await owed_corrections(tx, run.establishment_id, run.month, None, run.batch)
    place = await place_of(tx, run.establishment_id, period_id, run.month)
    until = dict.fromkeys(owed, place.last_on)
    return bool(owed and await cases(tx, place, until, await rulebook(tx)))


async def _trail(tx: Connection, run: _Run, period_id: UUID, sums: Counted) -> None:
    await audit.record(
        tx,
        run.actor,
        "earnings.month.closed",
        str(period_id),
        establishment_id=run.establishment_id,
        facts={
            "month": run.month.isoformat(),
            "statements": sums.statements,
            "gross": sums.gross,
            "closed_by": str(run.closed_by),
        },
        now=run.now,
    )
