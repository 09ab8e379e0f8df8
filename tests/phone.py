"""A phone for tests: sends the very documents of `mobile/src` over HTTP, by id, as somebody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import asyncpg

from backend.core.actor import Actor, Family, Staff
from backend.gql.manifest import document_id
from backend.identity.commands import sessions
from backend.identity.tokens import token

DOCUMENTS = Path(__file__).parent.parent / "mobile" / "src"
TIMEOUT = aiohttp.ClientTimeout(total=30)


@cache
def document(operation: str) -> str:
    """The text of a phone's document by the name of its file."""
    (path,) = DOCUMENTS.rglob(f"{operation}.graphql")
    return path.read_text(encoding="utf-8")


class Phone:
    """One device: where it sends, and the token it holds."""

    def __init__(self, http: aiohttp.ClientSession, address: str, token: str = "") -> None:
        self.http = http
        self.address = address
        self.token = token

    async def post(self, operation: str, variables: dict[str, Any]) -> tuple[int, Any]:
        """Status and JSON of the answer."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        sent = {"documentId": document_id(document(operation)), "variables": variables}
        async with self.http.post(f"{self.address}/graphql", json=sent, headers=headers) as answer:
            return answer.status, await answer.json()

    async def ask(self, operation: str, **variables: Any) -> Any:
        """The one root field's value; AssertionError with the answer when there is none."""
        status, said = await self.post(operation, variables)
        assert status == 200 and not said.get("errors"), said
        (value,) = said["data"].values()
        return value

    async def act(self, operation: str, **variables: Any) -> Any:
        """A mutation with a request id of its own."""
        return await self.ask(operation, requestId=str(uuid4()), **variables)


@asynccontextmanager
async def line(connections: int = 300) -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client for many phones."""
    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector, timeout=TIMEOUT) as http:
        yield http


async def signed_in(owner: asyncpg.Connection, actor: Actor) -> str:
    """An access token of a new session of this person, valid now."""
    pair = await sessions.begin(
        owner,
        account_id=actor.account_id if isinstance(actor, Family) else None,
        staff_id=actor.staff_id if isinstance(actor, Staff) else None,
        device=str(uuid4()),
        label="test",
        language=actor.language,
        provisional=isinstance(actor, Family) and actor.provisional,
        now=datetime.now(UTC),
    )
    return token("access", pair.session_id, pair.generation)
