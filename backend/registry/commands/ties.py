"""Ties: asked for by a family, decided once by the office, ended by either."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from backend import audit
from backend.allowance import Allowance, spend
from backend.core.actor import Family, Role, Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.core.kinship import Kinship
from backend.database import Connection
from backend.once import once
from backend.registry.rules.ties import (
    NOTICE_KEPT,
    OPEN_REQUESTS,
    Decision,
    EndReason,
    Recollection,
    TieReason,
    check_decision,
)
from backend.sealed import keyed_digest, seal

ASKING = Allowance(burst=20, per_hour=1)
"""Requests of one account, withdrawn ones included: nobody tries a city's names."""

DECIDERS = (Role.VISITS_REGISTRAR, Role.DIRECTOR)

# Locked: whoever is asked for is not erased meanwhile.
_MINE = """
select true from visitor where id = $1 and account_id = $2 and ended_at is null for no key update
"""
_PLACE = "select true from establishment where id = $1"
_OPEN = "select count(*) from tie where account_id = $1 and state = 'received'"
_ASK = """
insert into tie (id, account_id, visitor_id, establishment_id, kinship, asked, state, version, asked_at)
select $1, $2, $3, $4::varchar, $5::varchar, $6, 'received', 0, $7
where not exists (select from tie where account_id = $2 and visitor_id = $3 and establishment_id = $4::varchar
  and state = 'received' and kinship = $5::varchar and asked ->> 'digest' = $8)
"""
_REACHED = """
select id, account_id, visitor_id, establishment_id from tie where id = $1 and establishment_id = any($2)
"""
_HELD_HERE = """
select i.id, registry_is_protected(i.id, v.person_index, $4) as protected,
  exists (
    select from tie t
    where t.visitor_id = v.id and t.inmate_id = i.id and t.state = 'approved' and t.id <> $5
  ) as tied
from inmate i, visitor v
where i.id = $1 and i.establishment_id = $2 and i.status in ('held', 'outside', 'monitored') and v.id = $3
"""
_DECIDE = """
update tie set state = $3, version = version + 1, inmate_id = $4, decided_at = $5, decided_by = $6, reason_code = $7
where id = $1 and version = $2 and state = 'received' returning version
"""
_NOTICE = """
select notice_tell(array[$1::uuid], 'tie_decided', array[$2::jsonb], array[$3], $4, array[$4::timestamptz],
  array[$5::timestamptz])
"""
_END = """
update tie set state = 'ended', version = version + 1, reason_code = $3
where id = $1 and version = $2 and state = 'approved' returning account_id, visitor_id, inmate_id
"""
_ENDABLE = """
select i.establishment_id from tie t join inmate i on i.id = t.inmate_id
where t.id = $1 and i.establishment_id = any($2) for no key update of i
"""
_WITHDRAW = """
with person as (
  select id from visitor where id = (select visitor_id from tie where id = $1 and account_id = $2) for update
), former as (
  select t.id, t.state, t.visitor_id, t.inmate_id from tie t join person p on p.id = t.visitor_id
  where t.id = $1 and t.state in ('received', 'approved') for update of t
), ended as (
  update tie set state = 'ended', version = version + 1 from former where tie.id = former.id
)
select * from former
"""


class LostTie(NamedTuple):
    """A tie that was confirmed and no longer is: visits booked on it must be asked again."""

    tie_id: UUID
    account_id: UUID
    visitor_id: UUID
    inmate_id: UUID


@once
async def request_tie(
    tx: Connection,
    actor: Family,
    *,
    visitor_id: UUID,
    establishment_id: str,
    kinship: Kinship,
    recollection: Recollection,
    now: datetime,
) -> dict[str, str]:
    """Ask to be tied to somebody. The answer is "received", whoever exists: no inmate is looked up here.

    Raises NotFound for a visitor who is not of this account or a place there is not, BAD_INPUT, and TIE_LIMIT
    for too many open requests. Asking the same again while it is open adds nothing.
    """
    asked, number = recollection.tidy()
    if not await tx.fetchval(_MINE, visitor_id, actor.account_id):
        raise NotFound()
    if not await tx.fetchval(_PLACE, establishment_id):
        raise NotFound()
    await _check_allowed(tx, actor, now)
    tie_id = new_id()
    asked |= {"establishment_id": establishment_id}
    if number is not None:
        asked |= {"register_sealed": seal("tie.register", tie_id, number).hex()}
    digest = keyed_digest("tie asked", recollection.key().encode()).hex()
    await tx.execute(
        _ASK,
        tie_id,
        actor.account_id,
        visitor_id,
        establishment_id,
        kinship,
        asked | {"digest": digest},
        now,
        digest,
    )
    return {"state": "received"}


@once
async def decide_tie(
    tx: Connection,
    actor: Staff,
    *,
    tie_id: UUID,
    version: int,
    decision: Decision,
    inmate_id: UUID | None,
    reason: TieReason,
    now: datetime,
) -> dict[str, str | int]:
    """Approve for one inmate of this establishment, or refuse; the first of two officers decides.

    Raises NotFound for a request of another establishment or an inmate not held there, BAD_INPUT for a reason
    that does not fit, TIE_BLOCKED over a protective block (a director ends it first), TIE_EXISTS for a tie
    confirmed already, ALREADY_DECIDED.
    """
    check_decision(decision, reason, has_inmate=inmate_id is not None)
    tie = await tx.fetchrow(_REACHED, tie_id, _places(actor))
    if tie is None:
        raise NotFound()
    if inmate_id is not None:
        await _check_approvable(tx, tie, inmate_id, now)
    made = await _decide(tx, actor, tie, version, decision, inmate_id, reason, now)
    await tx.execute(
        _NOTICE,
        tie["account_id"],
        {"tie_id": str(tie_id)},
        f"tie_decided {tie_id} {made}",
        now,
        now + NOTICE_KEPT,
    )
    await audit.record(
        tx,
        actor,
        "registry.tie.decided",
        str(tie_id),
        establishment_id=tie["establishment_id"],
        facts={"state": decision.state, "reason": reason.value, "inmate": str(inmate_id or "")},
        now=now,
    )
    return {"id": str(tie_id), "state": decision.state, "version": made}


async def drop_tie(tx: Connection, actor: Family, *, tie_id: UUID, now: datetime) -> LostTie | None:
    """A family ends its own request or tie; answers the tie when it was confirmed. Raises NotFound."""
    former = await tx.fetchrow(_WITHDRAW, tie_id, actor.account_id)
    if former is None:
        raise NotFound()
    if former["state"] != "approved":
        return None
    return LostTie(tie_id, actor.account_id, former["visitor_id"], former["inmate_id"])


async def cut_tie(
    tx: Connection, actor: Staff, *, tie_id: UUID, version: int, reason: EndReason, now: datetime
) -> LostTie:
    """The office of the inmate's establishment ends a confirmed tie. Raises NotFound or ALREADY_DECIDED."""
    place = await tx.fetchval(_ENDABLE, tie_id, _places(actor))
    if place is None:
        raise NotFound()
    ended = await tx.fetchrow(_END, tie_id, version, reason)
    if ended is None:
        raise DomainError(Code.ALREADY_DECIDED)
    facts: dict[str, object] = {"reason": reason.value}
    await audit.record(
        tx, actor, "registry.tie.ended", str(tie_id), establishment_id=place, facts=facts, now=now
    )
    return LostTie(tie_id, ended["account_id"], ended["visitor_id"], ended["inmate_id"])


async def _check_allowed(tx: Connection, actor: Family, now: datetime) -> None:
    # spending locks the account's bucket, so its requests wait for one another before they are counted
    within = await spend(tx, f"tie request {actor.account_id}", ASKING, now=now)
    waiting: int = await tx.fetchval(_OPEN, actor.account_id)
    if waiting >= OPEN_REQUESTS or not within:
        raise DomainError(Code.TIE_LIMIT)


async def _check_approvable(
    tx: Connection, tie: asyncpg.Record, inmate_id: UUID, now: datetime
) -> None:
    held = await tx.fetchrow(
        _HELD_HERE, inmate_id, tie["establishment_id"], tie["visitor_id"], now, tie["id"]
    )
    if held is None:
        raise NotFound()
    if held["protected"]:
        raise DomainError(Code.TIE_BLOCKED)
    if held["tied"]:
        raise DomainError(Code.TIE_EXISTS)


async def _decide(
    tx: Connection,
    actor: Staff,
    tie: asyncpg.Record,
    version: int,
    decision: Decision,
    inmate_id: UUID | None,
    reason: TieReason,
    now: datetime,
) -> int:
    """The compare-and-set: answers the new version. Raises ALREADY_DECIDED."""
    try:
        made: int | None = await tx.fetchval(
            _DECIDE, tie["id"], version, decision.state, inmate_id, now, actor.staff_id, reason
        )
    except asyncpg.UniqueViolationError as error:  # the same two people, in another request
        raise DomainError(Code.ALREADY_DECIDED) from error
    if made is None:
        raise DomainError(Code.ALREADY_DECIDED)
    return made


def _places(actor: Staff) -> list[str]:
    return [place for place in actor.establishments if actor.holds(place, *DECIDERS)]
