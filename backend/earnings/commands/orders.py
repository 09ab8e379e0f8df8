"""What an office records about a person's share: acts by their number, amounts and dates; never why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.earnings.access import check, check_tied, is_act, place_of_inmate
from backend.earnings.queries.rulebook import rulebook
from backend.earnings.rules.labour import LabourRate
from backend.earnings.rules.rates import is_legal, rates_since
from backend.earnings.rules.vocabulary import OrderBase
from backend.once import once

HIGHEST = 100_000_000
"""Céntimos: a million soles, so that a slipped finger is no fortune."""

_TABLES = (
    "reparation",
    "support_order",
    "attachment_order",
    "standing_instruction",
    "labour_rate",
    "assessment",
    "arrears_plan",
)
_INSERT = "insert into {0} select (jsonb_populate_record(null::{0}, $1)).*"
_INSERTS = {table: _INSERT.format(table) for table in _TABLES}
_INMATE = "select inmate_id from {} where id = $1"
_WHOSE = {table: _INMATE.format(table) for table in _TABLES}
_END = "update {0} set {1} = $2 where id = $1 and {1} is null returning inmate_id"
_ENDED = {
    "reparation": _END.format("reparation", "ended_on"),
    "support_order": _END.format("support_order", "valid_to"),
    "attachment_order": _END.format("attachment_order", "valid_to"),
}
_REVOKE = """
update standing_instruction set revoked_at = $2, revoked_act = $3 where id = $1 and revoked_at is null
returning inmate_id
"""


_SHARE = re.compile(r"[01](\.[0-9]{1,8})?")


class OrderKind(StrEnum):
    """A court's order for support, or for a debt."""

    SUPPORT = "support_order"
    ATTACHMENT = "attachment_order"


class Ending(StrEnum):
    """What may be ended before its time."""

    REPARATION = "reparation"
    SUPPORT = "support_order"
    ATTACHMENT = "attachment_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How much, of what, for how long: a share of the base (`0.25`), céntimos a month, or both.

    `balance`: céntimos in all.
    """

    valid_from: date
    rate: str | None = None
    amount: int | None = None
    base: OrderBase = OrderBase.GROSS
    balance: int | None = None
    priority: int = 1
    valid_to: date | None = None

    def check(self) -> None:
        """Raises BAD_INPUT."""
        check(
            rate=self.rate is None or _is_share(self.rate),
            amount=is_amount(self.amount),
            balance=is_amount(self.balance),
            priority=1 <= self.priority <= 99,
            valid_to=self.valid_to is None or self.valid_to > self.valid_from,
        )


def _is_share(text: str) -> bool:
    """A decimal number such as `0.25`, of at most eight places."""
    return bool(_SHARE.fullmatch(text)) and 0 < Decimal(text) <= 1


def is_amount(centimos: int | None) -> bool:
    """An amount in céntimos, or none."""
    return centimos is None or 0 < centimos <= HIGHEST


@once
async def record_reparation(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    act: str,
    total: int,
    paid_before: int,
    valid_from: date,
    now: datetime,
    payee_ref: UUID | None = None,
) -> dict[str, Any]:
    """Record the civil reparation that an act sets, and what had been paid of it; answers its id.

    `payee_ref`: an id that the office has given to whoever is paid; a new one without.
    Raises NotFound, BAD_INPUT, or ALREADY_DECIDED while another is in force.
    """
    check(
        act=is_act(act), total=is_amount(total) and total > 0, paid_before=0 <= paid_before <= total
    )
    row = {
        "act": act.strip(),
        "total": total,
        "paid_before": paid_before,
        "payee_ref": payee_ref or new_id(),
        "valid_from": valid_from,
    }
    return await _record(tx, actor, "reparation", inmate_id, row, now)


@once
async def record_order(
    tx: Connection,
    actor: Staff,
    *,
    kind: OrderKind,
    inmate_id: UUID,
    act: str,
    terms: Terms,
    now: datetime,
    payee_ref: UUID | None = None,
) -> dict[str, Any]:
    """Record a court's order; answers its id. An attachment has an amount a month or a balance.

    `payee_ref` as in `record_reparation`.
    Raises NotFound, BAD_INPUT.
    """
    terms.check()
    needs = (
        terms.rate or terms.amount if kind is OrderKind.SUPPORT else terms.amount or terms.balance
    )
    check(act=is_act(act), amount=needs is not None)
    row = {
        "act": act.strip(),
        "base": terms.base,
        "rate": terms.rate and Decimal(terms.rate),
        "amount": terms.amount,
        "balance": terms.balance,
        "priority": terms.priority,
        "payee_ref": payee_ref or new_id(),
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
    }
    return await _record(tx, actor, kind, inmate_id, row, now)


@once
async def record_instruction(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    act: str,
    tie_id: UUID | None,
    terms: Terms,
    now: datetime,
) -> dict[str, Any]:
    """Record what a person wishes to go to a relative (a tie that stands) or, with none, to savings; answers its id.

    `act` is the number of the sheet the person signed. Raises NotFound, BAD_INPUT.
    """
    terms.check()
    check(act=is_act(act), amount=(terms.rate or terms.amount) is not None)
    if tie_id is not None:
        await check_tied(tx, tie_id, inmate_id)
    row = {
        "act": act.strip(),
        "payee": "savings" if tie_id is None else "family",
        "tie_id": tie_id,
        "rate": terms.rate and Decimal(terms.rate),
        "amount": terms.amount,
        "priority": terms.priority,
        "valid_from": terms.valid_from,
        "valid_to": terms.valid_to,
    }
    return await _record(tx, actor, "standing_instruction", inmate_id, row, now)


@once
async def end_order(
    tx: Connection, actor: Staff, *, kind: Ending, order_id: UUID, last_on: date, now: datetime
) -> dict[str, Any]:
    """Say from which day an order or a reparation no longer holds. Raises NotFound, ALREADY_DECIDED, BAD_INPUT."""
    return await _end(tx, actor, kind, _ENDED[kind], order_id, now, last_on)


@once
async def revoke_instruction(
    tx: Connection, actor: Staff, *, instruction_id: UUID, now: datetime, act: str | None = None
) -> dict[str, Any]:
    """Take a person's own instruction back, at once; `act`: the number of the sheet that says so, if there is one.

    Raises NotFound, ALREADY_DECIDED, BAD_INPUT.
    """
    check(act=act is None or is_act(act))
    table = "standing_instruction"
    return await _end(tx, actor, table, _REVOKE, instruction_id, now, now, act and act.strip())


@once
async def record_labour_rate(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    act: str,
    days: int | None = None,
    article: str | None = None,
    valid_from: date,
    now: datetime,
) -> dict[str, Any]:
    """Record how many counted days count for one, from a day on; answers the id of the first row.

    By `article` of the Code (`49.1`): the days that it sets on that day, and every later change of them that the rules
    know, one row each; the article itself is kept nowhere. Or by `days` that some article sets on that day; None:
    nothing is counted off. Raises NotFound, BAD_INPUT naming the field.
    """
    check(act=is_act(act))
    await place_of_inmate(tx, actor, inmate_id)
    book = await rulebook(tx)
    rates = rates_since(book, article, valid_from) if article else [LabourRate(valid_from, days)]
    if article:
        check(article=days is None and bool(rates))
    check(days=is_legal(book, rates[0].days, valid_from))
    rows = [
        {"act": act.strip(), "days": rate.days, "valid_from": rate.valid_from} for rate in rates
    ]
    made = [await _record(tx, actor, "labour_rate", inmate_id, row, now) for row in rows]
    return made[0]


@once
async def record_assessment(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    act: str,
    month: date,
    declared: bool,
    amount: int,
    now: datetime,
) -> dict[str, Any]:
    """Record income of a month (its first day) as the person declared or the authority verified it, in céntimos.

    Raises NotFound, BAD_INPUT.
    """
    check(act=is_act(act), month=month.day == 1, amount=0 <= amount <= HIGHEST)
    row = {
        "act": act.strip(),
        "month": month,
        "mode": "declared" if declared else "verified",
        "amount": amount,
        "establishment_id": await place_of_inmate(tx, actor, inmate_id),
    }
    return await _record(tx, actor, "assessment", inmate_id, row, now)


@once
async def plan_arrears(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    act: str,
    owed: int,
    first_month: date,
    now: datetime,
) -> dict[str, Any]:
    """Agree on parts in which a contribution that could not be withheld is paid. Raises NotFound, BAD_INPUT."""
    check(act=is_act(act), owed=0 < owed <= HIGHEST, first_month=first_month.day == 1)
    row = {
        "act": act.strip(),
        "owed": owed,
        "first_month": first_month,
        "establishment_id": await place_of_inmate(tx, actor, inmate_id),
    }
    return await _record(tx, actor, "arrears_plan", inmate_id, row, now)


async def _record(
    tx: Connection,
    actor: Staff,
    table: str,
    inmate_id: UUID,
    columns: Mapping[str, object],
    now: datetime,
) -> dict[str, Any]:
    """One row in the author's name, and its trail: which table, never what it says."""
    place = await place_of_inmate(tx, actor, inmate_id)
    row_id = new_id()
    row = {
        "id": row_id,
        "inmate_id": inmate_id,
        **columns,
        "recorded_at": now,
        "recorded_by": actor.staff_id,
    }
    try:
        await tx.execute(_INSERTS[table], orjson.dumps(row, default=str).decode())
    except asyncpg.ExclusionViolationError as error:
        raise DomainError(Code.ALREADY_DECIDED) from error
    await _trail(tx, actor, f"{table}.recorded", row_id, inmate_id, place, now)
    return {"id": row_id}


async def _end(
    tx: Connection,
    actor: Staff,
    table: str,
    sql: str,
    row_id: UUID,
    now: datetime,
    *said: object,
) -> dict[str, Any]:
    inmate_id = await tx.fetchval(_WHOSE[table], row_id)
    if inmate_id is None:
        raise NotFound()
    place = await place_of_inmate(tx, actor, inmate_id)
    try:
        if await tx.fetchval(sql, row_id, *said) is None:
            raise DomainError(Code.ALREADY_DECIDED)
    except asyncpg.CheckViolationError as error:
        raise DomainError(Code.BAD_INPUT, field="last_on") from error
    await _trail(tx, actor, f"{table}.ended", row_id, inmate_id, place, now)
    return {"id": row_id}


async def _trail(
    tx: Connection,
    actor: Staff,
    done: str,
    row_id: UUID,
    inmate_id: UUID,
    place: str,
    now: datetime,
) -> None:
    await audit.record(
        tx,
        actor,
        f"earnings.{done}",
        str(row_id),
        establishment_id=place,
        facts={"inmate": str(inmate_id)},
        now=now,
    )
