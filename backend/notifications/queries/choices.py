"""What an account chose for kinds of notices."""

from backend.core.actor import Family
from backend.database import Connection
from backend.notifications.rules.choices import Chosen

_CHOSEN = "select kind, channel, choice from notice_choice where account_id = $1"


async def chosen(tx: Connection, actor: Family) -> Chosen:
    """What the account chose otherwise than `kinds.py` says."""
    rows = await tx.fetch(_CHOSEN, actor.account_id)
    return {(row["kind"], row["channel"]): row["choice"] for row in rows}
