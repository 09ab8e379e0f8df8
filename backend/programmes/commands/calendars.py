"""The address of an account's own calendar: a new one ends the old one."""

from datetime import datetime

from backend import audit
from backend.allowance import Allowance, spend
from backend.core.actor import Family
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.programmes.tokens import calendar_digest, calendar_token

RENEWALS = Allowance(burst=10, per_hour=10)
"""Of one account."""

_RENEW = "select calendar_renew($1, $2, $3)"
_END = "select calendar_end($1)"


@once
async def renew_calendar(tx: Connection, actor: Family, *, now: datetime) -> dict[str, object]:
    """Give the account's calendar a new address; whoever has the old one reads nothing more.

    Answers the id from which `calendar_token` makes the secret. Raises TRIES_PAUSED.
    """
    if not await spend(tx, f"calendar renewed {actor.account_id}", RENEWALS, now=now):
        raise DomainError(Code.TRIES_PAUSED)
    calendar_id = new_id()
    await tx.execute(_RENEW, calendar_id, calendar_digest(calendar_token(calendar_id)), now)
    await audit.record(
        tx, actor, "programmes.calendar.renewed", f"account:{actor.account_id}", now=now
    )
    return {"id": calendar_id}


@once
async def end_calendar(tx: Connection, actor: Family, *, now: datetime) -> dict[str, object]:
    """Take the address away; where there is none, nothing happens. Answers whether there was one."""
    ended = await tx.fetchval(_END, now)
    if ended:
        await audit.record(
            tx, actor, "programmes.calendar.ended", f"account:{actor.account_id}", now=now
        )
    return {"ended": ended}
