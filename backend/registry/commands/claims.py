"""Claim codes: the inmate names a relative, the office hands over a code, the relative redeems it once."""

from datetime import datetime
from uuid import UUID

from backend import audit
from backend.allowance import Allowance, spend
from backend.core.actor import Family, Staff
from backend.core.documents import DocumentKind, canonical_document
from backend.core.errors import Code, CountedRefusal, DomainError, NotFound
from backend.core.ids import new_id, parse_spoken, spoken
from backend.core.kinship import Kinship
from backend.database import Connection
from backend.once import once
from backend.registry.access import posted_inmate
from backend.registry.commands.ties import DECIDERS
from backend.registry.rules.ties import CLAIM_CODE_KEPT
from backend.sealed import document_index, keyed_digest

TRIES = Allowance(burst=5, per_hour=5)
"""Tries of one account; with 40 random bits a code and the right document, guessing is hopeless."""

_HELD = """
select establishment_id, registry_is_protected(id, $2, $3) as protected from inmate
where id = $1 and status in ('held', 'outside', 'monitored')
"""
_SUPERSEDE = """
update claim_code set expires_at = $3
where inmate_id = $1 and person_index = $2 and used_at is null and expires_at > $3
"""
_ISSUE = """
insert into claim_code
  (id, establishment_id, inmate_id, kinship, person_index, code_digest, issued_by, issued_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_MINE = "select true from visitor where id = $1 and account_id = $2 and ended_at is null"
_REDEEM = "select registry_redeem_claim($1, $2, $3, $4)"
_PLACE = "select establishment_id from tie where id = $1"


@once
async def issue_claim_code(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    document_kind: DocumentKind,
    document_number: str,
    kinship: Kinship,
    now: datetime,
) -> dict[str, str]:
    """A code for the person with this document, whom the inmate names; answers its id and last instant.

    It replaces an unused one for the same two people. `spoken_claim_code` tells it to whoever has the answer.
    Raises NotFound, DOCUMENT_NOT_VALID, or TIE_BLOCKED over a protective block.
    """
    inmate = await posted_inmate(tx, actor, inmate_id, *DECIDERS)
    number = canonical_document(document_kind, document_number)
    person = document_index(document_kind, number)
    held = await tx.fetchrow(_HELD, inmate, person, now)
    if held is None:
        raise NotFound()
    if held["protected"]:
        raise DomainError(Code.TIE_BLOCKED)
    await tx.execute(_SUPERSEDE, inmate, person, now)
    code_id, expires_at = new_id(), now + CLAIM_CODE_KEPT
    await tx.execute(
        _ISSUE,
        code_id,
        held["establishment_id"],
        inmate,
        kinship,
        person,
        _digest(spoken_claim_code(code_id)),
        actor.staff_id,
        now,
        expires_at,
    )
    await audit.record(
        tx,
        actor,
        "registry.claim_code.issued",
        str(code_id),
        establishment_id=held["establishment_id"],
        facts={"inmate": str(inmate)},
        now=now,
    )
    return {"id": str(code_id), "expires_at": expires_at.isoformat()}


@once
async def redeem_claim_code(
    tx: Connection, actor: Family, *, visitor_id: UUID, code: str, now: datetime
) -> dict[str, str]:
    """Turn a code into a confirmed tie of this visitor; answers the tie's id.

    CLAIM_CODE_NOT_VALID is one answer for unknown, misheard, expired, used, somebody else's, or blocked; the
    try stays counted. Raises NotFound for a visitor who is not of this account, TRIES_PAUSED.
    """
    if not await tx.fetchval(_MINE, visitor_id, actor.account_id):
        raise NotFound()
    if not await spend(tx, f"claim code {actor.account_id}", TRIES, now=now):
        raise DomainError(Code.TRIES_PAUSED)
    digest = _digest(parse_spoken(code) or "")
    tie_id: UUID | None = await tx.fetchval(_REDEEM, digest, visitor_id, new_id(), now)
    if tie_id is None:
        raise CountedRefusal(Code.CLAIM_CODE_NOT_VALID)
    place: str = await tx.fetchval(_PLACE, tie_id)
    await audit.record(
        tx, actor, "registry.claim_code.redeemed", str(tie_id), establishment_id=place, now=now
    )
    return {"id": str(tie_id)}


def spoken_claim_code(code_id: UUID) -> str:
    """The code, such as `K7M-P3Q-X9T`: derived under the deployment's secret, stored nowhere."""
    return spoken(keyed_digest("claim code", code_id.bytes))


def _digest(code: str) -> bytes:
    return keyed_digest("claim code at rest", code.encode())
