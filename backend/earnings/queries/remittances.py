"""What is paid out: for a family by the inmate's consent, for the office with what a bank said. Never an account."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import orjson

from backend import audit
from backend.core.actor import Family, Staff
from backend.core.errors import NotFound
from backend.database import Connection, transaction
from backend.earnings.access import OFFICE
from backend.earnings.commands.reconciling import SAID
from backend.gql.paging import Keyset, Page
from backend.registry import access
from backend.sealed import unseal

REMITTANCES = Keyset("remittances", datetime, UUID)
"""Newest first."""

_OWN = "select remittance_list($1, $2)"
_KEPT = "select amount, state, reference, asked_at, moved_at from remittances_kept($1, $2)"
# Whoever has left the place is named by what the place has told of them.
_OF_PLACE = """
with page as materialized (select * from remittance
  where establishment_id = $1 and ($2::text is null or state = $2)
    and ($3::timestamptz is null or (asked_at, id) < ($3, $4))
  order by asked_at desc, id desc limit $5)
select r.id, r.inmate_id, n.given_names, n.surnames, r.statement_id, r.tie_id, v.given_names as to_given_names,
  v.surnames as to_surnames, t.kinship, r.payee, r.source, r.amount, r.reference, r.state, r.why, r.way, r.asked_at,
  (select name from staff where id = r.asked_by) as asked_by, r.approved_at,
  (select name from staff where id = r.approved_by) as approved_by, r.moved_at
from page r left join (select id, given_names, surnames from inmate where id in (select inmate_id from page)
  union select * from statement_names(array(select inmate_id from page))) as n on n.id = r.inmate_id
left join tie t on t.id = r.tie_id left join visitor v on v.id = t.visitor_id
order by r.asked_at desc, r.id desc
"""
_STEPS = """
select s.to_state, s.at, (select name from staff where id = s.by_whom) as by_whom, s.why, r.establishment_id
from remittance_step s join remittance r on r.id = s.remittance_id where r.id = $1 order by s.nth
"""
_FILES = """
select id, layout, made_at, (select name from staff where id = made_by) as made_by, count, total from bank_file
where establishment_id = $1 order by made_at desc, id limit 200
"""
_MISMATCHES = """
select id, remittance_id, why, said_cipher, read_at from bank_mismatch
where seen_at is null and (establishment_id is null or establishment_id = $1) order by read_at, id limit 200
"""
_POCKETS = """
select a.kind, a.credits_posted - a.debits_posted as credit, a.debits_pending as reserved
from ledger_account a where a.establishment_id = $1 and a.owner_ref = $2 and a.closed_at is null order by a.kind
"""


class Unfit(NamedTuple):
    """What a bank said that waits for a person; `amount` in céntimos, None when it cannot be read."""

    id: UUID
    remittance_id: UUID | None
    why: str
    reference: str
    amount: int | None
    said: str | None
    bank_ref: str
    read_at: datetime


class Pocket(NamedTuple):
    """One of a person's accounts, in céntimos: what stands on it, and what of that is reserved."""

    kind: str
    credit: int
    reserved: int


async def my_remittances(actor: Family, inmate_id: UUID, now: datetime) -> list[dict[str, Any]]:
    """What an inmate sends to this account, newest first, amounts in céntimos.

    Raises NotFound, the same for no consent to remittances, one taken back, no tie, another inmate and nobody.
    """
    # not the request's reading transaction: the look must be written down
    async with transaction(actor) as tx:
        await access.tied_inmate_or_left(tx, actor, inmate_id)
        found: list[dict[str, Any]] | None = await tx.fetchval(_OWN, inmate_id, now)
        if found is None:
            raise NotFound()
    return found


async def kept_remittances(tx: Connection, now: datetime, limit: int) -> list[dict[str, Any]]:
    """What whoever `tx` is for is sent, by consents of this moment, newest first."""
    return [dict(row) for row in await tx.fetch(_KEPT, now, limit)]


async def remittances(
    tx: Connection,
    actor: Staff,
    establishment_id: str,
    page: Page,
    now: datetime,
    state: str | None = None,
) -> list[asyncpg.Record]:
    """What was asked for at a place, newest first. Raises NOT_ALLOWED."""
    access.check_posted(actor, establishment_id, *OFFICE)
    after = page.after or (None, None)
    rows = await tx.fetch(_OF_PLACE, establishment_id, state, *after, page.limit)
    await _looked(tx, actor, "remittances", establishment_id, establishment_id, now)
    return rows


async def remittance_steps(
    tx: Connection, actor: Staff, remittance_id: UUID, now: datetime
) -> list[asyncpg.Record]:
    """Every move of a remittance, in order; by nobody of the staff: by the bank's word. Raises NotFound."""
    rows = await tx.fetch(_STEPS, remittance_id)
    if not rows or not actor.holds(place := rows[0]["establishment_id"], *OFFICE):
        raise NotFound()
    await _looked(tx, actor, "remittance", str(remittance_id), place, now)
    return rows


async def bank_files(tx: Connection, actor: Staff, establishment_id: str) -> list[asyncpg.Record]:
    """Files that were made at a place, newest first. Raises NOT_ALLOWED."""
    access.check_posted(actor, establishment_id, *OFFICE)
    return await tx.fetch(_FILES, establishment_id)


async def bank_mismatches(
    tx: Connection, actor: Staff, establishment_id: str, now: datetime
) -> list[Unfit]:
    """What nobody has dealt with yet, oldest first; each look is an audit row. Raises NOT_ALLOWED."""
    access.check_posted(actor, establishment_id, *OFFICE)
    rows = await tx.fetch(_MISMATCHES, establishment_id)
    await _looked(tx, actor, "mismatches", establishment_id, establishment_id, now)
    return [_unfit(row) for row in rows]


def _unfit(row: asyncpg.Record) -> Unfit:
    reference, amount, said, bank_ref = orjson.loads(unseal(SAID, row["id"], row["said_cipher"]))
    about = (row["id"], row["remittance_id"], row["why"])
    return Unfit(*about, reference, amount, said, bank_ref, row["read_at"])


async def pockets(
    tx: Connection, actor: Staff, establishment_id: str, inmate_id: UUID, now: datetime
) -> list[Pocket]:
    """A person's accounts at a place: own share, savings, contribution, reparation, orders. Raises NOT_ALLOWED."""
    access.check_posted(actor, establishment_id, *OFFICE)
    rows = await tx.fetch(_POCKETS, establishment_id, inmate_id)
    await _looked(tx, actor, "pockets", str(inmate_id), establishment_id, now)
    return [Pocket(*row.values()) for row in rows]


async def _looked(
    tx: Connection, actor: Staff, what: str, subject: str, place: str, now: datetime
) -> None:
    await audit.record(tx, actor, f"earnings.{what}.read", subject, establishment_id=place, now=now)
