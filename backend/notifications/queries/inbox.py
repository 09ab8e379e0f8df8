"""The inbox of an account: what it has been told and may still read, as pages and as what is new since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from backend.core.actor import Family
from backend.core.errors import DomainError
from backend.database import Connection
from backend.gql.paging import Keyset, Page

INBOX = Keyset("notices", datetime, UUID)
"""Newest first."""

NEWEST = 50
"""Notices that one answer of the inbox holds at most."""

CLOCKS = timedelta(minutes=1)
"""By how much the clocks of two servers may differ."""

_SINCE = Keyset("inbox", str, int, datetime)
"""Which database, the oldest transaction that was under way in it, and the reader's clock."""

_MINE = """
d.account_id = $1 and d.channel = 'inbox' and n.tell_from <= $2 and (n.account_id = $1 or exists (
  select from helper h where h.account_id = n.account_id and h.helper_id = $1 and h.accepted_at is not null
    and h.ended_at is null))
"""
_READ = (
    """
select n.id, n.kind, n.facts, n.tell_from, n.expires_at, n.withdrawn_at, d.seen_at, n.account_id <> $1 as for_other
from delivery d join notice n on n.id = d.notice_id
where"""
    + _MINE
)
_PAGE = (
    _READ
    + """
and n.expires_at > $2 and ($3::timestamptz is null or (n.tell_from, n.id) < ($3, $4))
order by n.tell_from desc, n.id desc limit $5
"""
)
_NEWEST = _READ + " and n.expires_at > $2 order by n.tell_from desc, n.id desc limit $3"
# Every transaction before the oldest one of then had ended and was seen; whatever came later is asked for again.
_NEWS = (
    _READ
    + """
and (n.expires_at > $2 or n.withdrawn_at is not null) and (d.changed_in >= $3 or n.tell_from >= $4)
order by n.tell_from desc, n.id desc limit $5
"""
)
_UNSEEN = (
    """
select count(*) from delivery d join notice n on n.id = d.notice_id
where"""
    + _MINE
    + """
and d.state = 'accepted' and n.expires_at > $2 and n.withdrawn_at is null
"""
)
# The place is another after a restore or a change of the leading server, where numbers of transactions come again.
_STANDING = (
    """
select concat_ws('.', (pg_control_system()).system_identifier, (pg_control_checkpoint()).timeline_id) as place,
  pg_snapshot_xmin(s)::text::bigint as oldest, pg_snapshot_xmax(s)::text::bigint as next, ("""
    + _UNSEEN
    + """) as unseen,
  exists (select from helper where helper_id = $1 and ended_at >= $3) as ended
from pg_current_snapshot() as s
"""
)


@dataclass(frozen=True, slots=True)
class News:
    """What is new in an inbox; `whole`: these are the newest there are, and replace what the phone has."""

    cursor: str
    whole: bool
    rows: Sequence[asyncpg.Record]
    unseen: int


async def news(tx: Connection, actor: Family, after: str | None, now: datetime) -> News:
    """Everything that is new or changed since `after`, or the newest `NEWEST`.

    Nothing is left out, whichever transaction ends first; what changed within a minute may come twice. The newest come
    for a cursor that is none, or of a database that was restored since; and after the reader helps somebody no more.
    """
    place, oldest, instant = _since(after)
    since = instant - CLOCKS
    (standing,) = await tx.fetch(_STANDING, actor.account_id, now, since)
    fresh = (
        place == standing["place"]
        and oldest <= standing["next"]
        and instant <= now + CLOCKS
        and not standing["ended"]
    )
    rows: Sequence[asyncpg.Record] = ()
    if fresh:
        rows = await tx.fetch(_NEWS, actor.account_id, now, oldest, since, NEWEST + 1)
    whole = not fresh or len(rows) > NEWEST
    if whole:
        rows = await tx.fetch(_NEWEST, actor.account_id, now, NEWEST)
    # Where there is nothing new the answer is the same, and so is its ETag.
    unchanged = after if not whole and not rows else None
    cursor = unchanged or _SINCE.cursor(standing["place"], standing["oldest"], now)
    return News(cursor, whole, rows, standing["unseen"])


def _since(after: str | None) -> tuple[str, int, datetime]:
    nothing = ("", 0, datetime.min.replace(tzinfo=UTC) + CLOCKS)
    if after is None:
        return nothing
    try:
        place, oldest, instant = _SINCE.read(after)
    except DomainError:
        return nothing
    assert isinstance(place, str) and isinstance(oldest, int) and isinstance(instant, datetime)
    return (place, oldest, instant) if 0 <= oldest < 2**63 else nothing


async def unseen(tx: Connection, actor: Family, now: datetime) -> int:
    """How many notices that hold were not opened yet."""
    count: int = await tx.fetchval(_UNSEEN, actor.account_id, now)
    return count


async def my_notices(
    tx: Connection, actor: Family, page: Page, now: datetime
) -> Sequence[asyncpg.Record]:
    """One page of the notices that may be read now, `page.limit` rows of it."""
    instant, notice_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _PAGE, actor.account_id, now, instant, notice_id, page.limit
    )
    return rows
