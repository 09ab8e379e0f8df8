"""Certificates: of what a month came to, for a relative who may know or by the office, and that nothing is owed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.allowance import Allowance, spend
from backend.core.actor import Family, Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id, new_number
from backend.core.money import soles
from backend.database import Connection, transaction
from backend.earnings.access import OFFICE, place_of_inmate
from backend.earnings.queries.family import read_statement
from backend.earnings.rules import certificate_open
from backend.once import once

PRINTS = Allowance(burst=20, per_hour=20)
"""Of one account: a print takes a hundred times the work of a look at the screen."""

_ASK = "select certificate_ask($1, $2, $3, $4)"
_ISSUE = "select certificate_issue($1, $2, $3, $4)"
_OFFICE = "select establishment_id from earning_statement where id = $1"
_OWED = "select contribution_owed($1)"
_NAMES = "select given_names, surnames from inmate where id = $1"
_CERTIFY = """
insert into contribution_certificate (id, number, establishment_id, inmate_id, issued_at, issued_by)
values ($1, $2, $3, $4, $5, $6)
"""


@once
async def ask_income_certificate(
    tx: Connection, actor: Family, *, statement_id: UUID, now: datetime
) -> dict[str, Any]:
    """The certificate of the month of a statement whose earnings are open to this account; asked again, the same one.

    Raises NotFound, the same for no consent and no statement, and TRIES_PAUSED.
    """
    found = await tx.fetchval(_ASK, new_id(), new_number(), statement_id, now)
    if found is None:
        raise NotFound()
    await _check_prints(tx, actor, now)
    return {"id": found}


@once
async def issue_income_certificate(
    tx: Connection, actor: Staff, *, statement_id: UUID, now: datetime
) -> dict[str, Any]:
    """The same by the office of the place. Raises NotFound for what is not there or not told yet."""
    place = await tx.fetchval(_OFFICE, statement_id)
    if place is None or not actor.holds(place, *OFFICE):
        raise NotFound()
    found = await tx.fetchval(_ISSUE, new_id(), new_number(), statement_id, now)
    if found is None:
        raise NotFound()
    await audit.record(
        tx,
        actor,
        "earnings.certificate.issued",
        f"statement:{statement_id}",
        establishment_id=place,
        facts={"certificate": str(found)},
        now=now,
    )
    return {"id": found}


@once
async def issue_contribution_certificate(
    tx: Connection, actor: Staff, *, inmate_id: UUID, now: datetime
) -> dict[str, Any]:
    """Certify that nothing of the contribution is owed today; an agreed plan is not enough.

    Raises NotFound and CONTRIBUTION_OWED. Source: Penal Execution Code, TUO art. 75.2 (1991: 67).
    """
    place = await place_of_inmate(tx, actor, inmate_id)
    owed = await tx.fetchval(_OWED, inmate_id)
    if not certificate_open(owed):
        raise DomainError(Code.CONTRIBUTION_OWED, amount=soles(owed))
    certificate_id = new_id()
    await tx.execute(_CERTIFY, certificate_id, new_number(), place, inmate_id, now, actor.staff_id)
    await audit.record(
        tx,
        actor,
        "earnings.contribution.certified",
        f"inmate:{inmate_id}",
        establishment_id=place,
        facts={"certificate": str(certificate_id)},
        now=now,
    )
    return {"id": certificate_id}


async def print_statement(actor: Family, statement_id: UUID, now: datetime) -> Mapping[str, Any]:
    """A statement as far as it is open, with the name of whoever earned it, to be printed. The look is written down.

    Raises NotFound and TRIES_PAUSED.
    """
    async with transaction(actor) as tx:
        found = await read_statement(tx, actor, statement_id, now)
        await _check_prints(tx, actor, now)
        person = await tx.fetchrow(_NAMES, UUID(found["inmate_id"]))
    if person is None:
        raise NotFound()
    return found | dict(person)


async def _check_prints(tx: Connection, actor: Family, now: datetime) -> None:
    if not await spend(tx, f"earnings printed {actor.account_id}", PRINTS, now=now):
        raise DomainError(Code.TRIES_PAUSED)
