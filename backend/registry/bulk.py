"""Writing thousands of people and events at a time: rows as columns of one statement, one load at a time.

`COPY` is closed to roles under row-level security; `insert … select from unnest` is as near as one gets.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from backend.core.actor import Actor
from backend.core.custody import EventKind
from backend.core.errors import Code, DomainError
from backend.database import Connection, reading
from backend.registry.rules.standing import Standing
from backend.sealed import seal

ONE_AT_A_TIME = 7_466_284
"""The advisory lock of loads."""

_WAIT_LONG = "select set_config('idle_in_transaction_session_timeout', '0', true)"
_TAKE = "select pg_try_advisory_xact_lock($1)"
_PATIENCE = """
select set_config('statement_timeout', '60s', true), set_config('lock_timeout', '10s', true),
  set_config('plan_cache_mode', 'force_custom_plan', true)
"""
_INMATES = """
insert into inmate (id, register_index, register_cipher, document_index, document_cipher, given_names, surnames,
  name_key, sex, born_on, establishment_id, pavilion_id, regime, stage, status, admitted_on, status_on)
select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::date[], $11::text[], $12::uuid[], $13::text[], $14::text[], $15::text[],
  $16::date[], $17::date[])
"""
_EVENTS = """
insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by, facts,
  source_key, former)
select n.id, n.place, n.inmate, n.kind, n.effective_on, $9, $10, n.facts, n.source_key, n.former
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::date[], $6::jsonb[], $7::text[], $8::jsonb[])
  with ordinality as n (id, place, inmate, kind, effective_on, facts, source_key, former, nth)
order by n.nth
"""
_PAVILIONS = """
insert into pavilion (id, establishment_id, name, sex_held)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
"""


class Named(NamedTuple):
    """What is known of a person whom the register knows by a number."""

    register: str
    register_index: bytes
    document: str | None
    """Kind and number, such as `dni 00000001`."""
    document_index: bytes | None
    given_names: str
    surnames: str
    name_key: str
    sex: str
    born_on: date | None


class EventRow(NamedTuple):
    """A row of `custody_event` to be."""

    id: UUID
    place: str
    inmate: UUID
    kind: EventKind
    effective_on: date
    facts: dict[str, str]
    source_key: str
    former: dict[str, str | None] | None = None


class PavilionRow(NamedTuple):
    """A row of `pavilion` to be."""

    id: UUID
    place: str
    name: str
    sex_held: str | None = None


@asynccontextmanager
async def one_load_at_a_time(actor: Actor) -> AsyncIterator[None]:
    """Hold the lock of loads; raises DomainError(ROSTER_RUNNING) when somebody has it.

    It is held by a transaction of its own, so that a pooler in between leaves it on one connection.
    """
    async with reading(actor) as guard:
        await guard.execute(_WAIT_LONG)
        if not await guard.fetchval(_TAKE, ONE_AT_A_TIME):
            raise DomainError(Code.ROSTER_RUNNING)
        yield


async def be_patient(tx: Connection) -> None:
    """Let the statements of this transaction take longer than a request's, each planned for today's tables.

    A plan kept from when the tables were empty would read them whole again for every batch.
    """
    await tx.execute(_PATIENCE)


async def insert_inmates(tx: Connection, people: Sequence[tuple[UUID, Named, Standing]]) -> None:
    """Add people where they stand."""
    if people:
        rows = [_inmate_row(*person) for person in people]
        await tx.execute(_INMATES, *zip(*rows, strict=True))


async def insert_events(
    tx: Connection, events: Sequence[EventRow], *, recorded_by: str, now: datetime
) -> None:
    """Add custody events, in this order of recording."""
    if events:
        await tx.execute(_EVENTS, *zip(*events, strict=True), now, recorded_by)


async def insert_pavilions(tx: Connection, pavilions: Sequence[PavilionRow]) -> None:
    """Add pavilions."""
    if pavilions:
        await tx.execute(_PAVILIONS, *zip(*pavilions, strict=True))


def sealed_document(inmate_id: UUID, document: str | None) -> bytes | None:
    """`inmate.document_cipher` of a document written as kind and number."""
    return None if document is None else seal("inmate.document", inmate_id, document)


def _inmate_row(inmate_id: UUID, named: Named, stands: Standing) -> tuple[object, ...]:
    return (
        inmate_id,
        named.register_index,
        seal("inmate.register", inmate_id, named.register),
        named.document_index,
        sealed_document(inmate_id, named.document),
        named.given_names,
        named.surnames,
        named.name_key,
        named.sex,
        named.born_on,
        stands.establishment_id,
        stands.pavilion_id,
        stands.regime,
        stands.stage,
        stands.status,
        stands.admitted_on,
        stands.status_on,
    )
