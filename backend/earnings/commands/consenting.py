"""An inmate's word on what a relative may read of the statements, given and taken back on a signed sheet."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Role, Staff
from backend.core.clock import lima_day
from backend.core.errors import NotFound
from backend.database import Connection
from backend.earnings.access import check, is_act
from backend.once import once
from backend.registry.access import posted_inmate

KEEPERS = (Role.WORK_CHIEF, Role.DIRECTOR, Role.VISITS_REGISTRAR)
"""Who writes down what an inmate signs about relatives: the work office and the social one."""

# Locked, so that a tie that ends or an account that is erased at this moment is not given anything.
_TIED = """
select t.account_id, i.establishment_id from tie t join inmate i on i.id = t.inmate_id
where t.id = $1 and t.inmate_id = $2 and t.state = 'approved' for share of t
"""
_GIVE = """
insert into statement_consent (inmate_id, tie_id, account_id, category, given_on, act, recorded_at, recorded_by)
select $1, $2, $3, category, $5, $6, $7, $8 from unnest($4::text[]) as category
on conflict (tie_id, category) where revoked_at is null do nothing
"""
_FIND = "select inmate_id, category from statement_consent where id = $1"
_PLACE = "select establishment_id from inmate where id = $1"
_REVOKE = """
update statement_consent set revoked_at = $2, revoked_by = $3, revoked_act = $4 where id = $1 and revoked_at is null
"""


class LookedAt(StrEnum):
    """What a look of a relative was at; each is a row."""

    STATEMENTS = "statements"
    REMITTANCES = "remittances"
    PROGRESS = "progress"


class Category(StrEnum):
    """What a relative may be let to read, each by itself."""

    EARNINGS = "earnings"
    DEDUCTIONS = "deductions"
    DAYS = "days"
    REMITTANCES = "remittances"


@once
async def give_statement_consent(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    tie_id: UUID,
    categories: Sequence[Category],
    act: str,
    now: datetime,
) -> dict[str, Any]:
    """Let the account of an approved tie read these categories; what it may read already stays as it was given.

    `act`: the number of the sheet that the inmate signed. Raises NotFound and BAD_INPUT.
    """
    await posted_inmate(tx, actor, inmate_id, *KEEPERS)
    wanted = sorted({each.value for each in categories})
    check(act=is_act(act), categories=bool(wanted))
    tied = await tx.fetchrow(_TIED, tie_id, inmate_id)
    if tied is None:
        raise NotFound()
    await tx.execute(
        _GIVE,
        inmate_id,
        tie_id,
        tied["account_id"],
        wanted,
        lima_day(now),
        act.strip(),
        now,
        actor.staff_id,
    )
    await audit.record(
        tx,
        actor,
        "earnings.consent.given",
        f"inmate:{inmate_id}",
        establishment_id=tied["establishment_id"],
        facts={"tie": str(tie_id), "categories": wanted},
        now=now,
    )
    return {"inmate_id": inmate_id}


@once
async def revoke_statement_consent(
    tx: Connection, actor: Staff, *, consent_id: UUID, now: datetime, act: str | None = None
) -> dict[str, Any]:
    """Take a consent back, in force as this commits; a second time changes nothing.

    `act`: the number of the sheet that says so, if there is one. Raises NotFound and BAD_INPUT.
    """
    check(act=act is None or is_act(act))
    found = await tx.fetchrow(_FIND, consent_id)
    if found is None:
        raise NotFound()
    inmate_id = await posted_inmate(tx, actor, found["inmate_id"], *KEEPERS)
    await tx.execute(_REVOKE, consent_id, now, actor.staff_id, act and act.strip())
    await audit.record(
        tx,
        actor,
        "earnings.consent.revoked",
        f"inmate:{inmate_id}",
        establishment_id=await tx.fetchval(_PLACE, inmate_id),
        facts={"consent": str(consent_id), "category": found["category"]},
        now=now,
    )
    return {"inmate_id": inmate_id}
