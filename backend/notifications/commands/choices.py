"""How a kind of notice comes to a family."""

from datetime import datetime

from backend.core.actor import Family
from backend.database import Connection
from backend.notifications.kinds import Sms
from backend.notifications.rules.choices import check_choosable, differing
from backend.once import once

_FORGET = "delete from notice_choice where account_id = $1 and kind = $2 and channel <> all($3)"
_KEEP = """
insert into notice_choice (account_id, kind, channel, choice)
select $1, $2, kept.channel, kept.choice from unnest($3::text[], $4::text[]) as kept (channel, choice)
on conflict (account_id, kind, channel) do update set choice = excluded.choice
"""


@once
async def set_notice_choice(
    tx: Connection, actor: Family, *, kind: str, push: bool, sms: Sms, now: datetime
) -> dict[str, str]:
    """Keep what differs from the kind's own, and nothing else. Raises BAD_INPUT or NOTICE_FIXED."""
    kept = differing(check_choosable(kind), push, sms)
    await tx.execute(_FORGET, actor.account_id, kind, list(kept))
    await tx.execute(_KEEP, actor.account_id, kind, list(kept), list(kept.values()))
    return {"kind": kind}
