"""How quiet an account is: whether notices are discreet, and between which hours there are none."""

from datetime import datetime, time
from uuid import UUID

from backend.core.actor import Family
from backend.database import Connection
from backend.identity.rules import check_quiet_hours
from backend.once import once

_SET = "update account set discreet = $2, quiet_from = $3, quiet_to = $4 where id = $1"
_REPLAN = "select quiet_hours_changed($1)"


async def set_preferences(
    actor: Family,
    request_id: UUID,
    *,
    discreet: bool,
    quiet_from: time | None,
    quiet_to: time | None,
    now: datetime,
) -> dict[str, bool]:
    """Hours of Lima, from one up to the other, over midnight too; both None for none. Raises BAD_INPUT."""
    check_quiet_hours(quiet_from, quiet_to)
    return await _set_preferences(
        actor, request_id, discreet=discreet, quiet_from=quiet_from, quiet_to=quiet_to, now=now
    )


@once
async def _set_preferences(
    tx: Connection,
    actor: Family,
    *,
    discreet: bool,
    quiet_from: time | None,
    quiet_to: time | None,
    now: datetime,
) -> dict[str, bool]:
    await tx.execute(_SET, actor.account_id, discreet, quiet_from, quiet_to)
    await tx.execute(_REPLAN, now)
    return {"discreet": discreet}
