"""What the worker does for notices besides sending them. Safe to run twice."""

from datetime import datetime, timedelta

from backend.core.actor import System
from backend.database import transaction
from backend.notifications.sending.digesting import build_digests
from backend.notifications.sending.settling import follow_unopened, sweep

__all__ = [
    "age_devices",
    "build_digests",
    "fold_counts",
    "follow_unopened",
    "forget_invitations",
    "forget_old_notices",
    "sweep",
]

STALE_AFTER = timedelta(days=30)
"""Without a word from a phone. It is still tried, without hurry."""

EXPIRED_AFTER = timedelta(days=270)
"""Android's own limit: FCM refuses an address of that age anyway."""

_STALE = "update push_device set state = 'stale' where state = 'active' and last_seen_at <= $1"
_EXPIRED = """
update push_device set state = 'revoked', revoked_at = $2, revoked_reason = 'expired'
where state <> 'revoked' and last_seen_at <= $1
"""
KEPT = timedelta(days=365)
"""An example value: how long after its end a notice stays in a family's copy of its own data."""

CODES_KEPT = timedelta(days=2)
"""Of codes nothing is left but that there was one, for the counts of the last days."""

_OLD = """
delete from notice where id in (select id from notice
  where expires_at < case kind when 'sign_in_code' then $1 else $2::timestamptz end limit 1000)
"""

_UNUSED = "delete from helper where accepted_at is null and expires_at <= $1"

_FOLD = """
with lines as (delete from delivery_count returning channel, withdrawal, state, deliveries)
insert into delivery_count select channel, withdrawal, state, sum(deliveries) from lines
group by 1, 2, 3 having sum(deliveries) <> 0
"""


async def fold_counts(now: datetime) -> None:
    """One line of what has become many, so that counting stays cheap."""
    async with transaction(System()) as tx:
        await tx.execute(_FOLD)


async def forget_invitations(now: datetime) -> None:
    """Codes of helpers that nobody used."""
    async with transaction(System()) as tx:
        await tx.execute(_UNUSED, now)


async def forget_old_notices(now: datetime) -> None:
    """What ended long ago, with its deliveries and attempts, a thousand at a time."""
    gone = "DELETE 1000"
    while gone == "DELETE 1000":
        async with transaction(System()) as tx:
            gone = await tx.execute(_OLD, now - CODES_KEPT, now - KEPT)


async def age_devices(now: datetime) -> None:
    """Phones that were not heard of: stale after a month, given up after nine."""
    for statement, arguments in (
        (_EXPIRED, (now - EXPIRED_AFTER, now)),
        (_STALE, (now - STALE_AFTER,)),
    ):
        async with transaction(System()) as tx:
            await tx.execute(statement, *arguments)
