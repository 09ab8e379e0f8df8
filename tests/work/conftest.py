"""A worker, and somebody who tries plain SQL: the owner, or the application in a supervisor's name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Staff
from backend.database import transaction
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import Worker


@dataclass
class World:
    """A worker with a record on Friday, and who writes."""

    owner: asyncpg.Connection
    one: Worker
    price_id: UUID
    by: Staff | None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Any]:
        if self.by is None:
            async with self.owner.transaction():
                yield self.owner
        else:
            async with transaction(self.by) as tx:
                yield tx

    async def add(self, *pieces: dict[str, Any], **changes: Any) -> UUID:
        """A record, with pieces, as this writer."""
        author = self.by.staff_id if self.by else uuid4()
        row = work.columns(self.one, **({"recorded_by": author} | changes))
        async with self.writing() as tx:
            await work.insert(tx.execute, row)
            for nth, piece in enumerate(pieces, start=1):
                line = {"record_id": row["id"], "line_no": nth, "establishment_id": "huaraz"}
                await work.insert(tx.execute, line | piece, "work_piece")
        return row["id"]

    async def refuses(self, guard: str, *pieces: dict[str, Any], **changes: Any) -> None:
        """The guard of this name refuses, and nothing was written."""
        before = await registry.rows(self.owner, *work.WRITTEN)
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            await self.add(*pieces, **changes)
        assert refused.value.constraint_name == guard
        assert await registry.rows(self.owner, *work.WRITTEN) == before


@pytest.fixture(params=["owner", "application"])
async def world(request: pytest.FixtureRequest, db: Any, owner: asyncpg.Connection) -> World:
    shop = await work.workshop(owner)
    one = await work.worker(owner, shop)
    by = work.supervisor() if request.param == "application" else None
    return World(owner, one, await work.price(owner, shop), by)
