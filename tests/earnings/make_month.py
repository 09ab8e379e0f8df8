"""A month of real records: worked, shown, reviewed and closed through the commands."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Role, Staff, System
from backend.core.clock import lima_instant
from backend.database import transaction
from backend.earnings.commands import closing, orders
from backend.earnings.commands.closing import Closed
from backend.earnings.seeding import seed_earning_rules
from backend.work import commands
from backend.work.commands import Absence, Incident, NewRecord, Piece
from tests.identity import make_identity as identity
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE, Worker

MAY = date(2025, 5, 1)
LAST = date(2025, 5, 31)
AFTER = datetime(2025, 6, 2, 15, tzinfo=UTC)
"""The Monday after May."""

LABOUR_DAY = date(2025, 5, 1)
DAYS = [
    day
    for nth in range(31)
    if (day := MAY + timedelta(days=nth)).isoweekday() < 7 and day != LABOUR_DAY
]
"""The 26 working days of that May."""


async def rules(now: datetime = AFTER) -> None:
    async with transaction(System()) as tx:
        await seed_earning_rules(tx, System(), now)


def shift(one: Worker, day: date, minutes: int = 480, *pieces: Piece, **more) -> NewRecord:
    """From eight o'clock on."""
    begins = lima_instant(day, time(8))
    return NewRecord(
        id=uuid4(),
        enrolment_id=one.enrolment_id,
        worked_on=day,
        begins_at=begins if minutes else None,
        ends_at=begins + timedelta(hours=9) if minutes else None,
        minutes=minutes,
        pieces=list(pieces),
        **more,
    )


async def record(
    records: Sequence[NewRecord], *, by: Staff | None = None, at: str = HERE, now: datetime = AFTER
) -> list[dict]:
    answer = await commands.record_work(
        by or work.supervisor(at),
        uuid4(),
        establishment_id=at,
        batch_id=uuid4(),
        records=records,
        now=now,
    )
    return answer["rows"]


async def recorded(records: Sequence[NewRecord], **more) -> None:
    rows = await record(records, **more)
    assert {row["outcome"] for row in rows} == {"recorded"}, rows


async def worked_month(owner: asyncpg.Connection, one: Worker) -> None:
    """The attendance and the pieces of the notes: 189 hours, 181 countable; 431 - 12 shirts and 98 suits."""
    shirt = await work.price(owner, one.workshop_id, product="polo", rate="1.35")
    suit = await work.price(owner, one.workshop_id, product="buzo", rate="2.80")
    hours = [8] * 20 + [6] * 3 + [3] + [8] + [0]
    shirts, rejects, suits = [17] * 24 + [23] + [0], [1] * 12 + [0] * 14, [4] * 24 + [2] + [0]
    records = []
    for nth, day in enumerate(DAYS):
        made = []
        if shirts[nth]:
            why = "costura" if rejects[nth] else None
            made = [Piece(shirt, shirts[nth], rejects[nth], why), Piece(suit, suits[nth], 0, None)]
        more = {}
        if nth == 24:
            more["incident"] = Incident.RULE_BROKEN
        if nth == 25:
            more["absence"] = Absence.MEDICAL
        records.append(shift(one, day, hours[nth] * 60, *made, **more))
    await recorded(records)


async def review(
    workshop_id: UUID,
    *,
    by: Staff | None = None,
    month: date = MAY,
    at: str = HERE,
    now: datetime = AFTER,
) -> Staff:
    """Shown and reviewed; who did."""
    shown = await commands.present_month(
        work.supervisor(at), uuid4(), workshop_id=workshop_id, month=month, now=now
    )
    by = by or work.chief(at)
    await work.review(UUID(shown["id"]), by, now=now)
    return by


async def close(
    *, month: date = MAY, at: str = HERE, by=None, now: datetime = AFTER, **more
) -> Closed:
    return await closing.close_month(
        by or System(), establishment_id=at, month=month, now=now, **more
    )


async def reparation(
    one: Worker,
    *,
    total: int = 500_000,
    paid_before: int = 0,
    at: str = HERE,
    now: datetime = AFTER,
) -> UUID:
    row = await orders.record_reparation(
        work.chief(at),
        uuid4(),
        inmate_id=one.inmate_id,
        act="Resolución 12-2024",
        total=total,
        paid_before=paid_before,
        payee_ref=uuid4(),
        valid_from=date(2025, 1, 1),
        now=now,
    )
    return UUID(row["id"])


async def wishes(owner: asyncpg.Connection, one: Worker, *, at: str = HERE) -> UUID:
    """A quarter of the gross for a child by order; 60 % of what is free to a relative and 15 % to savings. The tie."""
    chief, since = work.chief(at), date(2025, 1, 1)
    family = await identity.family(now=AFTER)
    visitor = await registry.visitor(owner, family)
    tie = await registry.tie(owner, family, visitor, registry.Held(one.inmate_id, "", at))
    await orders.record_order(
        chief, uuid4(), kind=orders.OrderKind.SUPPORT, inmate_id=one.inmate_id, act="Exp. 33-2024",
        payee_ref=uuid4(), terms=orders.Terms(valid_from=since, rate="0.25"), now=AFTER,
    )  # fmt: skip
    for tie_id, rate, priority in ((tie, "0.60", 1), (None, "0.15", 2)):
        terms = orders.Terms(valid_from=since, rate=rate, priority=priority)
        await orders.record_instruction(
            chief, uuid4(), inmate_id=one.inmate_id, act="Hoja 7", tie_id=tie_id, terms=terms, now=AFTER
        )  # fmt: skip
    return tie


async def lines(owner: asyncpg.Connection, one: Worker, *, revision: int = 1) -> list[tuple]:
    rows = await owner.fetch(
        "select l.code, l.exact, l.booked from statement_line l join earning_statement s on s.id = l.statement_id"
        " where s.inmate_id = $1 and s.revision = $2 order by s.month, l.line_no",
        one.inmate_id,
        revision,
    )
    return [tuple(row) for row in rows]


async def balances(owner: asyncpg.Connection, one: Worker) -> dict[str, int]:
    """What each account of a person holds, in céntimos of credit, posted."""
    rows = await owner.fetch(
        "select kind, sum(credits_posted - debits_posted)::bigint as held from ledger_account where owner_ref = $1"
        " group by kind having sum(credits_posted - debits_posted) <> 0",
        one.inmate_id,
    )
    return {row["kind"]: row["held"] for row in rows}


def director(*places: str) -> Staff:
    return registry.officer(*(places or (HERE,)), role=Role.DIRECTOR)
