"""The limit to measure against: hand-written endpoints on starlette and asyncpg that run the same SQL, without GraphQL,
rules, problems or retries. `uvicorn tests.bench.bare:app`, with DATABASE_URL and ENCUENTRO_SECRET set.
"""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.core.ids import new_id, new_reference
from backend.earnings.rules.line import Line
from backend.earnings.rules.words import line_name, line_why
from backend.identity.tokens import token_digest
from backend.sealed import keyed_digest, use_secret

ACTOR = "select * from actor_of_token($1, $2)"
FACTS = "select visit_facts($1, $2, $3, $4, $5)"
FACTS_LOCKED = "select visit_facts_locked($1, $2, $3, $4)"
STATEMENT = "select statement_read($1, $2)"
TIED = """
select t.id from tie t join inmate i on i.id = t.inmate_id
where t.inmate_id = $1 and t.account_id = $2 and t.state = 'approved' and i.status in ('held', 'outside', 'monitored')
limit 1
"""
BOOK = "select visit_book($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
KEY = (
    "insert into request_key (asker, request_id, operation, body_digest, created_at)"
    " values ($1, $2, 'book_visit', $3, $4) on conflict (asker, request_id) do nothing returning id"
)
ANSWER = "update request_key set answer = $2 where id = $1"


def begin(account: UUID, mode: str) -> str:
    """The message with which the product's own transactions begin."""
    return (
        f"begin isolation level read committed{mode};select set_config('role', 'encuentro_family', true),"
        f"set_config('app.actor', '{account}', true),set_config('app.establishments', '', true)"
    )


async def asking(pool: asyncpg.Pool, request: Request, now: datetime) -> asyncpg.Record:
    """Who asks."""
    said = request.headers["authorization"][7:]
    return (await pool.fetch(ACTOR, token_digest(said), now))[0]


async def availability(request: Request) -> Response:
    pool, now = request.app.state.pool, datetime.now(UTC)
    wanted = orjson.loads(await request.body())["variables"]
    actor = await asking(pool, request, now)
    async with pool.acquire() as connection:
        await connection.execute(begin(actor["account_id"], " read only"))
        told = await connection.fetchval(
            FACTS,
            UUID(wanted["inmateId"]),
            [UUID(each) for each in wanted["visitorIds"]],
            date.fromisoformat(wanted["from"]),
            date.fromisoformat(wanted["to"]),
            now,
        )
        await connection.execute("commit")
    facts = orjson.loads(told)
    slots = [{**slot, "takeable": True, "why": None} for slot in facts["slots"]]
    return answer({"availability": {"__typename": "Availability", "slots": slots}})


async def my_visits(request: Request) -> Response:
    from backend.visits.queries.bookings import _PAGE

    pool, now = request.app.state.pool, datetime.now(UTC)
    await request.body()
    actor = await asking(pool, request, now)
    async with pool.acquire() as connection:
        await connection.execute(begin(actor["account_id"], " read only"))
        rows = await connection.fetch(_PAGE, now, actor["account_id"], None, None, 11)
        await connection.execute("commit")
    nodes = [visit(row) for row in rows[:10]]
    return answer({"myVisits": {"nodes": nodes, "pageInfo": {"hasNextPage": len(rows) > 10}}})


async def earning_statement(request: Request) -> Response:
    """With its words, as the product says them: there is no other place to take them from."""
    pool, now = request.app.state.pool, datetime.now(UTC)
    wanted = orjson.loads(await request.body())["variables"]
    actor = await asking(pool, request, now)
    async with pool.acquire() as connection:
        await connection.execute(begin(actor["account_id"], ""))
        told = await connection.fetchval(STATEMENT, UUID(wanted["id"]), now)
        found = orjson.loads(told)
        await connection.fetchval(TIED, UUID(found["inmate_id"]), actor["account_id"])
        await connection.execute("commit")
    lines = [Line.of_row(row) for row in found["lines"]]
    shown = {
        "id": found["id"],
        "month": found["month"],
        "startsOn": found["starts_on"],
        "closesOn": found["closes_on"],
        "gross": found["gross"],
        "withheld": found["withheld"],
        "personal": found["personal"],
        "toFamily": found["to_family"],
        "workedMinutes": found["minutes"],
        "workedDays": found["days"],
        "categories": [each.upper() for each in found["open"]],
        "lines": [statement_line(each) for each in lines],
    }
    return answer({"earningStatement": {"__typename": "EarningStatement", **shown}})


def statement_line(line: Line) -> dict[str, object]:
    return {
        "no": line.no,
        "code": line.rule.upper(),
        "part": line.part.upper(),
        "name": line_name(line, "es"),
        "amount": line.booked,
        "why": line_why(line, "es"),
    }


async def book(request: Request) -> Response:
    from backend.visits.queries.bookings import _ONE

    pool, now = request.app.state.pool, datetime.now(UTC)
    body = await request.body()
    wanted = orjson.loads(body)["variables"]
    actor = await asking(pool, request, now)
    account, booking_id = actor["account_id"], new_id()
    slot_id, inmate_id = UUID(wanted["slotId"]), UUID(wanted["inmateId"])
    party = [UUID(each) for each in wanted["visitorIds"]]
    digest = keyed_digest("request body", body)
    async with pool.acquire() as connection:
        await connection.execute(begin(account, ""))
        key = await connection.fetchval(KEY, f"family:{account}", uuid4(), digest, now)
        await connection.execute("savepoint act")
        await connection.fetchval(FACTS_LOCKED, slot_id, inmate_id, party, now)
        await connection.execute(
            BOOK,
            booking_id,
            new_id(),
            None,
            slot_id,
            inmate_id,
            party,
            [],
            f'{{"people": {len(party)}, "groups": 1}}',
            [new_reference() for _ in range(3)],
            '{"rules": [], "stay_minutes": 120}',
            now,
        )
        await connection.execute(ANSWER, key, f'{{"id": "{booking_id}"}}')
        await connection.execute("commit")
    async with pool.acquire() as connection:
        await connection.execute(begin(account, " read only"))
        row = await connection.fetchrow(_ONE, now, account, booking_id)
        await connection.execute("commit")
    return answer({"bookVisit": {"__typename": "Booking", **visit(row)}})


def visit(row: asyncpg.Record) -> dict[str, object]:
    """A booking as the product shows it."""
    return {
        "id": str(row["id"]),
        "reference": row["reference"],
        "state": row["state"],
        "visitOn": row["visit_on"],
        "startsAt": row["starts_at"],
        "endsAt": row["ends_at"],
        "place": row["place"],
        "establishment": orjson.loads(row["establishment"]),
        "inmate": orjson.loads(row["inmate"]),
        "party": orjson.loads(row["party"]),
    }


def answer(data: object) -> Response:
    return Response(orjson.dumps({"data": data}), media_type="application/json")


async def nothing(connection: asyncpg.Connection) -> None:
    """Every setting ends with its transaction: no reset is needed, as in the product."""


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    use_secret(os.environ["ENCUENTRO_SECRET"])
    url = os.environ["DATABASE_URL"]
    async with asyncpg.create_pool(url, min_size=1, max_size=10, reset=nothing) as pool:
        app.state.pool = pool
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        yield


app = Starlette(
    routes=[
        Route("/availability", availability, methods=["POST"]),
        Route("/myVisits", my_visits, methods=["POST"]),
        Route("/earningStatement", earning_statement, methods=["POST"]),
        Route("/bookVisit", book, methods=["POST"]),
    ],
    lifespan=lifespan,
)
