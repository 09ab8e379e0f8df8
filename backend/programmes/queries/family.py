"""What families find of events: dates to come within their reach, and their own answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.actor import Family
from backend.core.errors import NotFound
from backend.core.text import DEFAULT_LANGUAGE
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.programmes.rules.content import Content, Words, from_json
from backend.programmes.rules.vocabulary import EventKind
from backend.visits.queries import PlacesLeft

WHATS_ON = Keyset("what is on", datetime, UUID)
"""The soonest first."""

_WHATS_ON = "select * from whats_on($1, $2, $3, $4, $5, $6)"
_HAPPENING = "select * from happening_of($1, $2)"
_KEPT = "select * from answers_kept($1)"


async def whats_on(
    tx: Connection,
    actor: Family,
    page: Page,
    *,
    establishment_id: str | None,
    kind: EventKind | None,
    now: datetime,
) -> Sequence[asyncpg.Record]:
    """One page, `page.limit` rows, of dates that are not over and that this account may come to."""
    starts_at, occurrence_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _WHATS_ON, now, establishment_id, kind, starts_at, occurrence_id, page.limit
    )
    return rows


async def happening(
    tx: Connection, actor: Family, occurrence_id: UUID, now: datetime
) -> asyncpg.Record:
    """One date within reach, or one that the account answered. Raises NotFound, the same for every other."""
    row = await tx.fetchrow(_HAPPENING, occurrence_id, now)
    if row is None:
        raise NotFound()
    return row


def roughly(free: int | None) -> PlacesLeft | None:
    """In steps of which none tells when a household answered, nor how large it is. None: there is no ceiling."""
    if free is None:
        return None
    return max((step for step in PlacesLeft if free >= step.value), key=lambda step: step.value)


def said_in(content: Content, language: str) -> Words:
    """Title and summary in a language, or in Spanish where nobody wrote them; each as it was written."""
    for words in content.words:
        if words.language == language != DEFAULT_LANGUAGE:
            return Words(
                language=language,
                title=words.title or content.title,
                summary=words.summary or content.summary,
            )
    return Words(language=DEFAULT_LANGUAGE, title=content.title, summary=content.summary)


async def kept_answers(tx: Connection, actor: Family, limit: int) -> list[dict[str, Any]]:
    """For the account's own copy: its answers with the title of what they answered, the newest first."""
    return [
        {**row, "title": said_in(from_json(row["content"]), actor.language).title}
        for row in await tx.fetch(_KEPT, limit)
    ]
