"""Certificates: what is printed of one's own, and what anybody is told who holds the paper, of income or of hours."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from backend.allowance import Allowance, spend
from backend.core.actor import Anonymous, Family, Staff
from backend.core.errors import NotFound
from backend.core.ids import parse_number
from backend.database import Connection, transaction
from backend.registry import access
from backend.sealed import blind_index

CHECKS = Allowance(burst=30, per_hour=120)
"""Of one address. A number cannot be guessed; this spares the database."""

_OF_FAMILY = "select certificate_of_family($1, $2)"
_OF_OFFICE = "select certificate_of_office($1)"
_OF_CONTRIBUTION = """
select c.number, c.issued_at, i.given_names, i.surnames
from contribution_certificate c join inmate i on i.id = c.inmate_id where c.id = $1 and c.issued_by = $2
"""
_KEPT = """
select number, month, total, issued_at from income_certificate
where account_id = $1 order by issued_at desc, id limit $2
"""
_CHECK = "select * from certificate_check($1, $2)"


class Verdict(StrEnum):
    """What a page says of a number."""

    RIGHT = "right"
    CONTRIBUTION = "contribution"
    REPLACED = "replaced"
    UNKNOWN = "unknown"
    PAUSED = "paused"


class Checked(NamedTuple):
    """`number` is there for a certificate that holds, and for no other: with `month` and `total` (céntimos) of income,
    with `issued_on` of the contribution, with that, `title` and `minutes` of hours in an activity."""

    verdict: Verdict
    number: str = ""
    month: date | None = None
    total: int | None = None
    issued_on: date | None = None
    title: str | None = None
    minutes: int | None = None


async def kept_certificates(tx: Connection, actor: Family, limit: int) -> list[dict[str, Any]]:
    """What this account asked for, newest first."""
    return [dict(row) for row in await tx.fetch(_KEPT, actor.account_id, limit)]


async def own_certificate(actor: Family, certificate_id: UUID, now: datetime) -> dict[str, Any]:
    """What is printed of a certificate that this account asked for. The look is written down.

    Raises NotFound, also once the consent is taken back.
    """
    async with transaction(actor) as tx:
        found: dict[str, Any] | None = await tx.fetchval(_OF_FAMILY, certificate_id, now)
        if found is None:
            raise NotFound()
        await access.tied_inmate_or_left(tx, actor, UUID(found["inmate_id"]))
    return found


async def office_certificate(tx: Connection, actor: Staff, certificate_id: UUID) -> dict[str, Any]:
    """What is printed of a certificate that this member of staff issued. Raises NotFound."""
    found: dict[str, Any] | None = await tx.fetchval(_OF_OFFICE, certificate_id)
    if found is None or found["establishment_id"] not in actor.establishments:
        raise NotFound()
    return found


async def contribution_certificate(
    tx: Connection, actor: Staff, certificate_id: UUID
) -> dict[str, Any]:
    """What is printed of a certificate of the contribution that this member of staff issued. Raises NotFound."""
    found = await tx.fetchrow(_OF_CONTRIBUTION, certificate_id, actor.staff_id)
    if found is None:
        raise NotFound()
    return dict(found)


async def check_certificate(said: str, address: str, now: datetime) -> Checked:
    """What anybody is told of a number: month and total where it holds, the day of a contribution, or hours.

    `address`: whose allowance it takes from.
    """
    number = parse_number(said)
    async with transaction(Anonymous()) as tx:
        if not await spend(tx, f"certificates checked {_of(address)}", CHECKS, now=now):
            return Checked(Verdict.PAUSED)
        found = await tx.fetchrow(_CHECK, number, now) if number else None
    if number is None or found is None:
        return Checked(Verdict.UNKNOWN)
    if not found["holds"]:
        return Checked(Verdict.REPLACED)
    if found["title"] is not None:
        told = {name: found[name] for name in ("issued_on", "title", "minutes")}
        return Checked(Verdict.RIGHT, number, **told)
    if found["issued_on"] is not None:
        return Checked(Verdict.CONTRIBUTION, number, issued_on=found["issued_on"])
    return Checked(Verdict.RIGHT, number, found["month"], found["total"])


def _of(address: str) -> str:
    """No address is kept as it is."""
    return blind_index("address", address).hex()
