"""What an office does with events, said through the commands; and all that such an act may write."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from backend.core.actor import Staff
from backend.programmes.commands import drafting, releasing
from backend.programmes.rules.content import Content, from_json
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import HERE, NOW

WHY = "Se malogró la luz del auditorio"
TABLES = (
    "programme", "season", "event", "event_draft", "event_release", "event_place", "event_person", "occurrence",
    "answer", "claim", "pool", "ceiling", "notice", "delivery",
)  # fmt: skip


@dataclass
class Office:
    """A coordinator and a director of one place, and a programme."""

    owner: asyncpg.Connection
    programme_id: UUID
    writer: Staff
    director: Staff
    at: str = HERE

    async def draft(
        self, said: Content | None = None, *, now: datetime = NOW, **changes: Any
    ) -> UUID:
        """A draft of version 1; answers the event."""
        answer = await drafting.draft_event(
            self.writer,
            uuid4(),
            establishment_id=self.at,
            programme_id=self.programme_id,
            content=said or make.content(**changes),
            now=now,
        )
        return UUID(answer["id"])

    async def edit(
        self,
        event_id: UUID,
        version: int,
        said: Content | None = None,
        *,
        by: Staff | None = None,
        now: datetime = NOW,
        **changes: Any,
    ) -> int:
        """The version that it has from now on."""
        answer = await drafting.edit_event(
            by or self.writer,
            uuid4(),
            event_id=event_id,
            version=version,
            content=said or make.content(**changes),
            now=now,
        )
        return int(answer["version"])

    async def submit(self, event_id: UUID, version: int, *, now: datetime = NOW) -> int:
        answer = await drafting.submit_event(
            self.writer, uuid4(), event_id=event_id, version=version, now=now
        )
        return int(answer["version"])

    async def release(
        self, event_id: UUID, version: int, *, by: Staff | None = None, now: datetime = NOW
    ) -> int:
        """How many households were told."""
        answer = await releasing.release_event(
            by or self.director, uuid4(), event_id=event_id, version=version, now=now
        )
        return int(answer["told"])

    async def publish(
        self, said: Content | None = None, *, now: datetime = NOW, **changes: Any
    ) -> UUID:
        """Draft, submit and release; answers the event."""
        event_id = await self.draft(said, now=now, **changes)
        await self.release(event_id, await self.submit(event_id, 1, now=now), now=now)
        return event_id

    async def republish(
        self, event_id: UUID, said: Content | None = None, *, now: datetime = NOW, **changes: Any
    ) -> int:
        """Release another content of a released event; answers how many households were told."""
        version = await self.edit(event_id, 0, said, now=now, **changes)
        return await self.release(event_id, await self.submit(event_id, version, now=now), now=now)

    async def cancel_all(self, *, why: str = WHY, now: datetime = NOW) -> dict[str, int]:
        return await releasing.cancel_all_events(
            self.director, uuid4(), establishment_id=self.at, why=why, now=now
        )

    async def said(self, event_id: UUID) -> Content:
        """What is released."""
        return from_json(
            orjson.loads(
                await self.owner.fetchval("select content from event where id = $1", event_id)
            )
        )


async def office(owner: asyncpg.Connection, at: str = HERE) -> Office:
    """Of one place, where a programme is."""
    return Office(
        owner, await make.programme(owner, at=at), make.coordinator(at), make.director(at), at
    )


async def dates(owner: asyncpg.Connection, event_id: UUID) -> dict[str, asyncpg.Record]:
    """Its dates by key."""
    rows = await owner.fetch("select * from occurrence where event_id = $1 order by key", event_id)
    return {row["key"]: row for row in rows}


async def notices(owner: asyncpg.Connection, kind: str) -> list[asyncpg.Record]:
    """What was told of this kind and not taken back."""
    return list(
        await owner.fetch(
            "select account_id, subject, urgency, dedupe_key from notice where kind = $1 and withdrawn_at is null"
            " order by created_at, dedupe_key",
            kind,
        )
    )


async def written(owner: asyncpg.Connection) -> dict[str, Any]:
    """Everything that an act may write, but a refusal's own traces: after a refusal as before."""
    counted: dict[str, Any] = {
        table: sorted(
            row["line"]
            for row in await owner.fetch(f"select row_to_json(t)::text as line from {table} t")
        )
        for table in TABLES
    }
    counted["told"] = await owner.fetchval(
        "select count(*) from audit_entry where action <> 'request.refused'"
    )
    return counted
