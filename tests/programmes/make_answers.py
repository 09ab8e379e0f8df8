"""Households that answer dates of events, and the books of places and answers, which must agree."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.errors import DomainError
from backend.programmes.commands import answering
from tests.allocation.make_pools import out_of_step
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry
from tests.visits.make_visits import Relative

ITS_OWN = object()
"""Through the person this relative is tied to."""


async def answer(
    one: Relative,
    occurrence_id: UUID,
    *guests: UUID,
    through: Any = ITS_OWN,
    now: datetime = NOW,
    request_id: UUID | None = None,
) -> tuple[UUID, str]:
    """The relative alone, unless guests are named; the answer's id and state."""
    said = await answering.answer_event(
        one.family,
        request_id or uuid4(),
        occurrence_id=occurrence_id,
        inmate_id=one.inmate_id if through is ITS_OWN else through,
        visitor_ids=list(guests) or [one.visitor_id],
        now=now,
    )
    return UUID(said["id"]), said["state"]


async def withdraw(one: Relative, answer_id: UUID, *, now: datetime = NOW) -> None:
    await answering.withdraw_answer(one.family, uuid4(), answer_id=answer_id, now=now)


async def take(one: Relative, answer_id: UUID, *, now: datetime = NOW) -> None:
    await answering.take_offer(one.family, uuid4(), answer_id=answer_id, now=now)


async def outcome(act: Any) -> str:
    """The state of an answer that was given, "done", or the code of the refusal."""
    try:
        said = await act
    except DomainError as refusal:
        return refusal.code.value
    return said[1] if isinstance(said, tuple) else "done"


async def states(owner: asyncpg.Connection, *answer_ids: UUID) -> list[tuple[str, str | None]]:
    """State and end of each."""
    rows = await owner.fetch("select id, state, ended_why from answer")
    known = {row["id"]: (row["state"], row["ended_why"]) for row in rows}
    return [known[each] for each in answer_ids]


async def told(owner: asyncpg.Connection, kind: str) -> list[UUID]:
    """Who was told something of this kind, in the order of time and account; what was taken back is left out."""
    rows = await owner.fetch(
        "select account_id from notice where kind = $1 and withdrawn_at is null order by created_at, account_id",
        kind,
    )
    return [row["account_id"] for row in rows]


async def written(owner: asyncpg.Connection) -> dict[str, Any]:
    """Everything an answer writes, but refusals' own traces: after a refusal, as before."""
    counted: dict[str, Any] = await registry.rows(
        owner, "answer", "answer_guest", "claim", "notice", "delivery"
    )
    counted["taken"] = await owner.fetchval("select sum(taken) from ceiling")
    counted["told"] = await owner.fetchval(
        "select count(*) from audit_entry where action <> 'request.refused'"
    )
    return counted


async def disagreeing(owner: asyncpg.Connection, now: datetime = NOW) -> list[Any]:
    """What is wrong with the books: places that no claim has, claims that no answer has, parties counted otherwise than
    their guests, and whoever waits though there is room. Empty when all is well."""
    wrong: list[Any] = [("out of step", dict(row)) for row in await out_of_step(owner)]
    for name, sql in _WRONG.items():
        wrong += [(name, dict(row)) for row in await owner.fetch(sql)]
    rows = await owner.fetch(_WAITS_IN_VAIN, now)
    return wrong + [("waits though it fits", dict(row)) for row in rows]


_WRONG = {
    "over": "select * from ceiling where taken > capacity",
    "a claim without an answer": """
        select c.id from claim c join pool p on p.id = c.pool_id and p.purpose = 'event' where c.state = 'kept'
          and not exists (select from answer a where a.claim_id = c.id)
          and not exists (select from open_answer a where a.claim_id = c.id)""",
    "an answer without a live claim": """
        select a.id, a.state from answer a join claim c on c.id = a.claim_id
        where c.state <> 'kept' or c.account_id <> a.account_id or c.pool_id <> a.occurrence_id
          or coalesce((c.amounts ->> 'people')::int, a.adults + a.children) <> a.adults + a.children""",
    "an answer without an account and without its claim": """
        select a.id from open_answer a join claim c on c.id = a.claim_id
        where c.state <> 'kept' or c.account_id is not null or c.pool_id <> a.occurrence_id
          or coalesce((c.amounts ->> 'people')::int, a.adults + a.children) <> a.adults + a.children""",
    "a party that is not its guests": """
        select a.id from answer a where a.state <> 'withdrawn' and array[a.adults, a.children] <> (
          select array[count(*) filter (where adult), count(*) filter (where not adult)]::int[]
          from answer_guest g where g.answer_id = a.id)""",
    "a person twice at one date": """
        select a.occurrence_id, v.person_index from answer a join answer_guest g on g.answer_id = a.id
        join visitor v on v.id = g.visitor_id where a.state <> 'withdrawn' and a.inmate_id is not null
        group by 1, 2 having count(*) > 1""",
}
_WAITS_IN_VAIN = """
select a.id, a.occurrence_id from answer a join occurrence o on o.id = a.occurrence_id
where a.state = 'waiting' and o.state = 'planned' and o.answers_until > $1 and not exists (
  select from ceiling c where c.pool_id = o.id and c.taken > c.capacity
    - case c.unit when 'people' then a.adults + a.children when 'adults' then a.adults else a.children end
    and case c.unit when 'adults' then a.adults > 0 when 'children' then a.children > 0 else true end)
"""
