"""The limit for what is on and for calendars: the same SQL by hand, and files that are served as they are.

`uvicorn tests.bench.bare_events:app`, with DATABASE_URL, ENCUENTRO_SECRET and BENCH_FILES set.
"""

import os
from datetime import UTC, datetime

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from backend.programmes.queries.family import _WHATS_ON
from tests.bench.bare import answer, asking, begin, lifespan


async def whats_on(request: Request) -> Response:
    pool, now = request.app.state.pool, datetime.now(UTC)
    wanted = orjson.loads(await request.body())["variables"]
    actor = await asking(pool, request, now)
    async with pool.acquire() as connection:
        await connection.execute(begin(actor["account_id"], " read only"))
        rows = await connection.fetch(_WHATS_ON, now, None, None, None, None, wanted["first"] + 1)
        await connection.execute("commit")
    nodes = [happening(row) for row in rows[: wanted["first"]]]
    page = {"hasNextPage": len(rows) > wanted["first"], "endCursor": nodes[-1]["id"]}
    return answer({"whatsOn": {"nodes": nodes, "pageInfo": page}})


def happening(row: asyncpg.Record) -> dict[str, object]:
    """A date as the product shows it in the list."""
    content, place = orjson.loads(row["content"]), orjson.loads(row["establishment_facts"])
    said = row["answer_id"] and {"id": str(row["answer_id"]), "state": row["answer_state"]}
    return {
        "id": str(row["id"]),
        "kind": content["kind"].upper(),
        "title": content["title"],
        "startsAt": row["starts_at"],
        "endsAt": row["ends_at"],
        "state": row["state"].upper(),
        "establishment": {"id": place["id"], "name": place["name"]},
        "venue": {"where": content["venue"]["where"].upper(), "name": content["venue"]["name"]},
        "answer": said,
    }


app = Starlette(
    routes=[
        Route("/whatsOn", whats_on, methods=["POST"]),
        Mount("/calendar", StaticFiles(directory=os.environ["BENCH_FILES"], check_dir=False)),
    ],
    lifespan=lifespan,
)
"""What asks and begins is the other hand-written endpoints' own."""
