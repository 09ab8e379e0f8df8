"""What is held of an account's notices, for the file that a family may keep."""

from datetime import datetime
from typing import Any

from backend.core.actor import Family
from backend.core.text import say
from backend.database import Connection
from backend.notifications.queries.choices import chosen
from backend.notifications.queries.helping import helpers
from backend.notifications.rules import sentence
from backend.notifications.rules.choices import choices_of

_TOLD = """
select kind, facts, tell_from from notice where account_id = $1 and tell_from <= $2
order by tell_from desc, id desc limit $3
"""
# Never the address itself: with it, anybody could be pushed to.
_DEVICES = """
select kind, registered_at, last_seen_at, revoked_at from push_device where account_id = $1
order by registered_at desc, id limit $2
"""
_HELPERS = """
select id, helper_id = $1 as helping, invited_at, accepted_at, ended_at from helper
where account_id = $1 or helper_id = $1 order by invited_at desc, id limit $2
"""


async def kept_notices(
    tx: Connection, actor: Family, at_most: int, now: datetime
) -> list[tuple[datetime, str]]:
    """When the account was told what, also what left the inbox, the newest first."""
    rows = await tx.fetch(_TOLD, actor.account_id, now, at_most)
    language = actor.language
    return [(row["tell_from"], sentence(row["kind"], row["facts"], language)) for row in rows]


async def kept_choices(tx: Connection, actor: Family) -> list[dict[str, Any]]:
    """What the account chose otherwise than it is for everybody, by kind."""
    found = await chosen(tx, actor)
    kept = (choices_of(kind, found) for kind in sorted({kind for kind, _ in found}))
    return [
        {
            "name": say(f"kind.{each.kind}", actor.language),
            "push": each.push,
            "sms": each.sms.value,
        }
        for each in kept
        if each is not None
    ]


async def kept_push_devices(tx: Connection, actor: Family, at_most: int) -> list[dict[str, Any]]:
    """Phones that are or were pushed to, the newest first: their sort and dates."""
    return [dict(row) for row in await tx.fetch(_DEVICES, actor.account_id, at_most)]


async def kept_helpers(tx: Connection, actor: Family, at_most: int) -> list[dict[str, Any]]:
    """Who helps or helped whom, the newest first; of those who do, the number's end."""
    labels = {each.id: each.label for each in await helpers(tx, actor)}
    rows = await tx.fetch(_HELPERS, actor.account_id, at_most)
    return [{**row, "label": labels.get(row["id"])} for row in rows]
