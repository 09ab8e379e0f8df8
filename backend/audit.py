"""Who did or read what, when: append-only, hash-chained per establishment. Ids and codes, never personal details."""

from datetime import datetime
from typing import NamedTuple

from backend.core.actor import Actor
from backend.database import Connection

NOWHERE = "-"
"""The chain of what belongs to no establishment: signing in, refusals."""

_APPEND = "select audit_append($1, $2, $3, $4, $5, $6, $7)"

_FIRST_BAD = """
with chain as (
  select e.*, lag(hash, 1, '\\x'::bytea) over w as expected_previous, lag(seq, 1, 0::bigint) over w as before
  from audit_entry e where establishment_id = $1 window w as (order by seq)
)
select seq from chain
where previous <> expected_previous or seq <> before + 1 or hash <> audit_digest(
  previous, establishment_id, seq, at, actor_kind, actor_id, action, subject, facts)
order by seq limit 1
"""


class Verdict(NamedTuple):
    """What a check of one chain found: how many entries, and the first bad one (None: all good)."""

    establishment_id: str
    entries: int
    first_bad: int | None


async def record(
    tx: Connection,
    actor: Actor,
    action: str,
    subject: str,
    *,
    establishment_id: str = NOWHERE,
    facts: dict[str, object] | None = None,
    now: datetime,
) -> None:
    """Append one entry to the establishment's chain; `action` reads `slice.subject.past_verb`.

    The chain's head stays locked until the transaction ends: call it last.
    """
    await tx.execute(
        _APPEND,
        establishment_id,
        now,
        actor.kind,
        str(actor.id or ""),
        action,
        subject,
        facts or {},
    )


async def verify(tx: Connection, establishment_id: str) -> Verdict:
    """Recompute one chain from its first entry. A cut tail shows against the head."""
    head = await tx.fetchrow(
        "select seq, hash from audit_head where establishment_id = $1", establishment_id
    )
    last = await tx.fetchrow(
        "select seq, hash from audit_entry where establishment_id = $1 order by seq desc limit 1",
        establishment_id,
    )
    entries = await tx.fetchval(
        "select count(*) from audit_entry where establishment_id = $1", establishment_id
    )
    first_bad = await tx.fetchval(_FIRST_BAD, establishment_id)
    if first_bad is None and (head or last) and (not head or not last or head != last):
        first_bad = (last["seq"] if last else 0) + 1
    return Verdict(establishment_id, entries, first_bad)


async def chains(tx: Connection) -> list[str]:
    """Ids of all chains there are."""
    rows = await tx.fetch(
        "select establishment_id from audit_head union select establishment_id from audit_entry order by 1"
    )
    return [row["establishment_id"] for row in rows]
