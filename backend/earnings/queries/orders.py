"""What a person's share rests on, and corrections that wait for a second person. Every look is an audit row."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import NotFound
from backend.database import Connection
from backend.earnings.access import OFFICE
from backend.earnings.queries.rulebook import rulebook
from backend.earnings.rules.plans import paid_in_order, parts_of_plan
from backend.earnings.rules.terms import Rulebook
from backend.registry import access

Row = dict[str, Any]

_PERSON = "select id, given_names, surnames, establishment_id from inmate where id = $1"
_REPARATIONS = """
select x.id, x.act, x.total, x.paid_before, x.payee_ref, x.valid_from, x.ended_on, x.recorded_at,
  staff_name(x.recorded_by) as recorded_by,
  x.valid_from <= $2 and coalesce(x.ended_on > $2, true) as in_force
from reparation x where x.inmate_id = $1
order by in_force desc, x.valid_from desc, x.recorded_at desc, x.id limit 100
"""
_ORDERS = """
select x.kind, x.id, x.act, x.base, trim_scale(x.rate)::text as rate, x.amount, x.balance, x.priority, x.payee_ref,
  x.valid_from, x.valid_to, x.recorded_at, staff_name(x.recorded_by) as recorded_by,
  x.valid_from <= $2 and coalesce(x.valid_to > $2, true) as in_force
from (select 'support_order' as kind, * from support_order where inmate_id = $1
  union all select 'attachment_order', * from attachment_order where inmate_id = $1) as x
order by in_force desc, x.valid_from desc, x.recorded_at desc, x.id limit 100
"""
_INSTRUCTIONS = """
select x.id, x.payee, x.tie_id, x.act, trim_scale(x.rate)::text as rate, x.amount, x.priority, x.valid_from, x.valid_to,
  x.revoked_at, x.revoked_act, x.recorded_at, staff_name(x.recorded_by) as recorded_by,
  t.kinship, v.given_names, v.surnames,
  x.revoked_at is null and x.valid_from <= $2 and coalesce(x.valid_to > $2, true) as in_force
from standing_instruction x left join tie t on t.id = x.tie_id left join visitor v on v.id = t.visitor_id
where x.inmate_id = $1
order by in_force desc, x.revoked_at is not null, x.priority, x.valid_from desc, x.recorded_at desc, x.id limit 100
"""
# Of several from one day on, the latest recorded counts.
_RATES = """
select x.id, x.act, x.days, x.valid_from, x.recorded_at,
  staff_name(x.recorded_by) as recorded_by,
  coalesce(x.id = (select id from labour_rate where inmate_id = $1 and valid_from <= $2
    order by valid_from desc, recorded_at desc, id limit 1), false) as in_force
from labour_rate x where x.inmate_id = $1 order by in_force desc, x.valid_from desc, x.recorded_at desc, x.id limit 100
"""
_ASSESSMENTS = """
select x.id, x.act, x.month, x.mode = 'declared' as declared, x.amount, x.recorded_at,
  staff_name(x.recorded_by) as recorded_by,
  x.id = first_value(x.id) over (partition by x.month order by x.recorded_at desc, x.id) as in_force
from assessment x where x.inmate_id = $1 and x.establishment_id = $2
order by x.month desc, x.recorded_at desc, x.id limit 100
"""
_PLANS = """
select x.id, x.act, x.owed, x.first_month, x.recorded_at,
  staff_name(x.recorded_by) as recorded_by
from arrears_plan x where x.inmate_id = $1 and x.establishment_id = $2
order by x.first_month, x.recorded_at, x.id limit 100
"""
_ADVANCES = """
select x.id, x.workshop_id, w.name as workshop, x.amount, x.parts, x.given_on, x.recorded_at,
  staff_name(x.recorded_by) as recorded_by, x.approved_at
from material_advance x left join workshop w on w.id = x.workshop_id
where x.inmate_id = $1 and x.establishment_id = $2 and x.ended_at is null
order by x.given_on desc, x.recorded_at desc, x.id limit 100
"""
_TAKEN = "select claim, taken from pay_taken($1)"
_OWED = """
select coalesce(sum(debits_posted - credits_posted), 0)::bigint from ledger_account
where owner_ref = $1 and establishment_id = $2 and kind = 'inpe_arrears' and closed_at is null
"""
_WAITING = """
select x.id, x.inmate_id, i.given_names, i.surnames, x.amount, x.recorded_at, x.recorded_by = $2 as yours,
  staff_name(x.recorded_by) as recorded_by, {more}
from {table} x left join inmate i on i.id = x.inmate_id {join}
where x.establishment_id = $1 and x.approved_by is null and x.ended_by is null order by x.recorded_at, x.id limit 200
"""
_ADJUSTMENTS = _WAITING.format(
    more="x.of_month, x.of_line, x.worked_on, x.minutes, x.reason",
    table="pending_adjustment",
    join="",
)
_WAITING_ADVANCES = _WAITING.format(
    more="x.workshop_id, w.name as workshop, x.given_on, x.parts",
    table="material_advance",
    join="left join workshop w on w.id = x.workshop_id",
)
_REFUSED = """
select x.kind, x.id, x.inmate_id, i.given_names, i.surnames, x.amount, x.minutes, x.ended_at,
  staff_name(x.ended_by) as ended_by, x.why
from (select 'adjustment' as kind, id, inmate_id, amount, minutes, ended_at, ended_by, why from pending_adjustment
    where establishment_id = $1 and recorded_by = $2
  union all select 'advance', id, inmate_id, amount, null, ended_at, ended_by, why from material_advance
    where establishment_id = $1 and recorded_by = $2) as x left join inmate i on i.id = x.inmate_id
where x.why is not null and x.ended_at > $3 order by x.ended_at desc, x.id limit 50
"""
_TOLD_FOR = timedelta(days=60)
"""Who recorded something reads for so long that it was refused, and why."""


async def person_pay(tx: Connection, actor: Staff, inmate_id: UUID, now: datetime) -> Row:
    """What is taken from a person's pay and by which acts, what is in force first; amounts in céntimos.

    Assessments, plans and advances are those of the place where the person is. Raises NotFound.
    """
    await access.posted_inmate(tx, actor, inmate_id, *OFFICE)
    person = await tx.fetchrow(_PERSON, inmate_id)
    if person is None:
        raise NotFound()
    place, today = person["establishment_id"], lima_day(now)
    taken = {row["claim"]: row["taken"] for row in await tx.fetch(_TAKEN, inmate_id)}
    plans = await tx.fetch(_PLANS, inmate_id, place)
    found = {
        "inmate_id": person["id"],
        "given_names": person["given_names"],
        "surnames": person["surnames"],
        "contribution_owed": await tx.fetchval(_OWED, inmate_id, place),
        "reparations": [
            _repaired(row, taken) for row in await tx.fetch(_REPARATIONS, inmate_id, today)
        ],
        "orders": [_ordered(row, taken) for row in await tx.fetch(_ORDERS, inmate_id, today)],
        "instructions": await tx.fetch(_INSTRUCTIONS, inmate_id, today),
        "labour_rates": await tx.fetch(_RATES, inmate_id, today),
        "assessments": await tx.fetch(_ASSESSMENTS, inmate_id, place),
        "arrears_plans": _planned(
            plans, taken.get(f"arrears {place}", 0), await rulebook(tx), place
        ),
        "advances": [_advanced(row, taken) for row in await tx.fetch(_ADVANCES, inmate_id, place)],
    }
    await _looked(tx, actor, "pay", f"inmate:{inmate_id}", place, now)
    return found


async def waiting_corrections(
    tx: Connection, actor: Staff, establishment_id: str, now: datetime
) -> dict[str, list[asyncpg.Record]]:
    """Corrections and advances that wait for a second person, oldest first; `yours`: not for you to approve.

    `refused`: what the actor recorded and somebody refused lately. Raises NOT_ALLOWED.
    """
    access.check_posted(actor, establishment_id, *OFFICE)
    asked = (establishment_id, actor.staff_id)
    found = {
        "adjustments": await tx.fetch(_ADJUSTMENTS, *asked),
        "advances": await tx.fetch(_WAITING_ADVANCES, *asked),
        "refused": await tx.fetch(_REFUSED, *asked, now - _TOLD_FOR),
    }
    subject = f"establishment:{establishment_id}"
    await _looked(tx, actor, "corrections", subject, establishment_id, now)
    return found


def _repaired(row: asyncpg.Record, taken: Mapping[str, int]) -> Row:
    withheld = taken.get(str(row["id"]), 0)
    left = max(0, row["total"] - row["paid_before"] - withheld)
    return {**row, "withheld": withheld, "left": left}


def _ordered(row: asyncpg.Record, taken: Mapping[str, int]) -> Row:
    paid, balance = taken.get(str(row["id"]), 0), row["balance"]
    return {**row, "paid": paid, "left": None if balance is None else max(0, balance - paid)}


def _advanced(row: asyncpg.Record, taken: Mapping[str, int]) -> Row:
    paid = taken.get(str(row["id"]), 0)
    part = -(-row["amount"] // row["parts"])
    return {**row, "part": part, "paid": paid, "left": max(0, row["amount"] - paid)}


def _planned(rows: Sequence[asyncpg.Record], paid: int, book: Rulebook, place: str) -> list[Row]:
    """Plans with their parts and what each has been paid; those that are not paid yet first."""
    spread = paid_in_order([row["owed"] for row in rows], paid)
    plans = [
        {
            **row,
            "paid": part,
            "left": row["owed"] - part,
            "parts": parts_of_plan(row["owed"], row["first_month"], book, place),
        }
        for row, part in zip(rows, spread, strict=True)
    ]
    return sorted(plans, key=lambda plan: plan["left"] == 0)


async def _looked(
    tx: Connection, actor: Staff, what: str, subject: str, place: str, now: datetime
) -> None:
    await audit.record(tx, actor, f"earnings.{what}.read", subject, establishment_id=place, now=now)
