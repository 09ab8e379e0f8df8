"""The people of an account: adding, correcting and taking off the list."""

from datetime import datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Family
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.core.text import say
from backend.database import Connection
from backend.once import once
from backend.registry.commands.ties import LostTie
from backend.registry.rules.people import (
    CONSENT_VERSION,
    PEOPLE_LIMIT,
    Capacity,
    ConsentHow,
    Correction,
    Person,
    check_age,
)
from backend.sealed import document_index, seal

_LOCK_ACCOUNT = "select from account where id = $1 for no key update"
_LISTED = "select capacity from visitor where account_id = $1 and ended_at is null"
_ADULT = """
select id from visitor
where id = $1 and account_id = $2 and ended_at is null and capacity <> 'minor'
"""
_INSERT = """
insert into visitor (id, account_id, capacity, guardian_id, given_names, surnames, sex, born_on, nationality,
  document_kind, document_cipher, person_index, document_valid_until, consent, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (account_id, person_index) where ended_at is null do nothing returning id
"""
_MINE = """
select id, capacity, given_names, surnames, sex, born_on
from visitor where id = $1 and account_id = $2 and ended_at is null for update
"""
_CORRECT = """
update visitor set given_names = $2, surnames = $3, sex = $4, born_on = $5, nationality = $6,
  document_valid_until = $7 where id = $1
"""
_REOPEN = "select tie_id, inmate from registry_reopen_ties($1, $2)"
_WARDS = "select exists (select from visitor where guardian_id = $1 and ended_at is null)"
_REMOVE = "update visitor set ended_at = $2 where id = $1"
_UNTIE = """
with former as (
  select id, state, inmate_id from tie where visitor_id = $1 and state in ('received', 'approved') for update
), ended as (
  update tie set state = 'ended', version = version + 1 from former where tie.id = former.id
)
select id as tie_id, inmate_id as inmate from former where state = 'approved'
"""


@once
async def add_visitor(
    tx: Connection, actor: Family, *, person: Person, capacity: Capacity, now: datetime
) -> dict[str, str]:
    """Add the holder of the account, or another adult who uses its phone; answers the visitor's id.

    Raises BAD_INPUT, DOCUMENT_NOT_VALID, ADULT_NEEDED, VISITOR_LIMIT, VISITOR_ALREADY_ADDED or
    OWNER_ALREADY_ADDED. Nothing depends on other accounts that may list the same person.
    """
    if capacity not in (Capacity.OWN, Capacity.SHARED_PHONE):
        raise DomainError(Code.BAD_INPUT, field="capacity")
    return {"id": str(await _add(tx, actor, person, capacity, now=now))}


@once
async def add_minor(
    tx: Connection, actor: Family, *, person: Person, guardian_id: UUID, now: datetime
) -> dict[str, str]:
    """Add a child under an adult of this list; answers the visitor's id.

    Raises what `add_visitor` does, NOT_A_MINOR from the 18th birthday on, and NotFound for a guardian who
    is no adult of this account.
    """
    await _check_adult(tx, actor, guardian_id)
    child = await _add(tx, actor, person, Capacity.MINOR, guardian_id=guardian_id, now=now)
    return {"id": str(child)}


@once
async def represent_relative(
    tx: Connection,
    actor: Family,
    *,
    person: Person,
    acting_id: UUID,
    consent_version: str,
    consent_how: ConsentHow,
    now: datetime,
) -> dict[str, str]:
    """Add an adult without a phone, for whom `acting_id`, an adult of this list, acts; answers the id.

    Keeps the consent: the words shown, their version, who obtained it, when and how (Ley 29733: express and
    informed). Raises what `add_visitor` does, NotFound for `acting_id`, CONSENT_NEEDED for words that are
    not today's.
    """
    await _check_adult(tx, actor, acting_id)
    if consent_version != CONSENT_VERSION:
        raise DomainError(Code.CONSENT_NEEDED)
    consent = {
        "version": CONSENT_VERSION,
        "reader_language": actor.language,
        "words": say("consent.represent", actor.language),
        "obtained_by": str(acting_id),
        "how": consent_how.value,
        "at": now.isoformat(),
    }
    relative = await _add(tx, actor, person, Capacity.REPRESENTED, consent=consent, now=now)
    facts: dict[str, object] = {"version": CONSENT_VERSION, "how": consent_how.value}
    await audit.record(tx, actor, "registry.consent.recorded", str(relative), facts=facts, now=now)
    return {"id": str(relative)}


async def correct_visitor(
    tx: Connection, actor: Family, *, visitor_id: UUID, correction: Correction, now: datetime
) -> list[LostTie]:
    """Put right what was typed about a person. Another document is another person: see `Correction`.

    When names, sex or birthday change, confirmed ties are asked again: answers those.
    Raises NotFound, BAD_INPUT, ADULT_NEEDED or NOT_A_MINOR.
    """
    mine = await _mine(tx, actor, visitor_id)
    right = correction.tidy()
    check_age(Capacity(mine["capacity"]), right.born_on, lima_day(now))
    await tx.execute(
        _CORRECT,
        visitor_id,
        right.given_names,
        right.surnames,
        right.sex,
        right.born_on,
        right.nationality,
        right.document_valid_until,
    )
    compared = ("given_names", "surnames", "sex", "born_on")
    if all(mine[name] == getattr(right, name) for name in compared):
        return []
    return _lost(actor, visitor_id, await tx.fetch(_REOPEN, visitor_id, now))


async def drop_visitor(
    tx: Connection, actor: Family, *, visitor_id: UUID, now: datetime
) -> list[LostTie]:
    """Take a person off the list and end their ties; answers those that were confirmed.

    Raises NotFound, and ADULT_NEEDED while children are listed under this person.
    """
    await _mine(tx, actor, visitor_id)
    if await tx.fetchval(_WARDS, visitor_id):
        raise DomainError(Code.ADULT_NEEDED)
    await tx.execute(_REMOVE, visitor_id, now)
    return _lost(actor, visitor_id, await tx.fetch(_UNTIE, visitor_id))


async def _add(
    tx: Connection,
    actor: Family,
    person: Person,
    capacity: Capacity,
    *,
    guardian_id: UUID | None = None,
    consent: dict[str, str] | None = None,
    now: datetime,
) -> UUID:
    right = person.tidy()
    check_age(capacity, right.born_on, lima_day(now))
    await tx.execute(_LOCK_ACCOUNT, actor.account_id)
    listed = [row["capacity"] for row in await tx.fetch(_LISTED, actor.account_id)]
    if len(listed) >= PEOPLE_LIMIT:
        raise DomainError(Code.VISITOR_LIMIT)
    if capacity is Capacity.OWN and Capacity.OWN in listed:
        raise DomainError(Code.OWNER_ALREADY_ADDED)
    visitor_id = new_id()
    added: UUID | None = await tx.fetchval(
        _INSERT,
        visitor_id,
        actor.account_id,
        capacity,
        guardian_id,
        right.given_names,
        right.surnames,
        right.sex,
        right.born_on,
        right.nationality,
        right.document_kind,
        seal("visitor.document", visitor_id, right.document_number),
        document_index(right.document_kind, right.document_number),
        right.document_valid_until,
        consent,
        now,
    )
    if added is None:
        raise DomainError(Code.VISITOR_ALREADY_ADDED)
    return added


async def _check_adult(tx: Connection, actor: Family, visitor_id: UUID) -> None:
    if await tx.fetchval(_ADULT, visitor_id, actor.account_id) is None:
        raise NotFound()


async def _mine(tx: Connection, actor: Family, visitor_id: UUID) -> asyncpg.Record:
    mine = await tx.fetchrow(_MINE, visitor_id, actor.account_id)
    if mine is None:
        raise NotFound()
    return mine


def _lost(actor: Family, visitor_id: UUID, rows: list[asyncpg.Record]) -> list[LostTie]:
    return [LostTie(row["tie_id"], actor.account_id, visitor_id, row["inmate"]) for row in rows]
