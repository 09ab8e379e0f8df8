"""Partners of programmes, and what they give an establishment in cash or in kind."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.programmes.access import WRITERS
from backend.programmes.commands.budgets import check_event, sums_hold
from backend.programmes.commands.planning import check_programme
from backend.programmes.rules.checking import LINE, TEXT, TITLE, check_text, fine
from backend.programmes.rules.means import ContributionKind, PartnerKind, check_money, check_past
from backend.registry.access import check_posted

_ADD = """
insert into partner (id, programme_id, name, kind, contribution, note, source, recorded_at, recorded_by)
values ($1, $2, $3, $4, 'none', $5, '', $6, $7) on conflict (programme_id, name) do nothing returning id
"""
_PROGRAMME = """
select t.programme_id from partner t join programme p on p.id = t.programme_id
where t.id = $1 and (p.establishment_id is null or p.establishment_id = $2)
"""
_HERE = "select id from contribution where id = $1 and establishment_id = $2"
_GIVE = """
insert into contribution (id, partner_id, establishment_id, event_id, kind, worth, what, given_on, corrects,
  recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""


@dataclass(frozen=True, slots=True)
class ContributionFacts:
    """What an office says was given on a day; `worth` in céntimos, None: nobody valued it."""

    partner_id: UUID
    kind: ContributionKind
    worth: int | None
    what: str
    given_on: date
    event_id: UUID | None


@once
async def add_partner(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    programme_id: UUID,
    name: str,
    kind: PartnerKind,
    note: str,
    now: datetime,
) -> dict[str, Any]:
    """Add a partner of a programme of the establishment, or of everybody's; answers its id. It is no person.

    Raises NOT_ALLOWED, BAD_INPUT, NotFound for another place's programme, ALREADY_DECIDED for a name that is there.
    """
    check_posted(actor, establishment_id, *WRITERS)
    check_text("name", name, TITLE, needed=True)
    check_text("note", note, TEXT)
    await check_programme(tx, programme_id, establishment_id)
    said = (programme_id, name.strip(), kind, note, now, actor.staff_id)
    partner_id = await tx.fetchval(_ADD, new_id(), *said)
    if partner_id is None:
        raise DomainError(Code.ALREADY_DECIDED)
    await _trail(tx, actor, "partner.added", partner_id, establishment_id, {}, now)
    return {"id": partner_id}


@once
async def add_contribution(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    contribution: ContributionFacts,
    corrects: UUID | None = None,
    now: datetime,
) -> dict[str, Any]:
    """Record what a partner gave the establishment; answers its id. The line that it `corrects` counts no more.

    Raises NOT_ALLOWED; NotFound for what is another place's; ALREADY_DECIDED for a line that was corrected; BAD_INPUT,
    also for cash without its amount, and where a place would be given more than `MOST_MONEY` in that year.
    """
    check_posted(actor, establishment_id, *WRITERS)
    said = contribution
    fine("worth", said.worth is not None or said.kind is ContributionKind.IN_KIND)
    check_money("worth", said.worth or 0)
    check_text("what", said.what, LINE, needed=True)
    check_past("givenOn", said.given_on, lima_day(now))
    programme_id = await tx.fetchval(_PROGRAMME, said.partner_id, establishment_id)
    if programme_id is None:
        raise NotFound()
    if said.event_id is not None:
        await check_event(tx, actor, said.event_id, establishment_id, programme_id)
    if corrects is not None and await tx.fetchval(_HERE, corrects, establishment_id) is None:
        raise NotFound()
    contribution_id = new_id()
    try:
        with sums_hold("worth"):
            await tx.execute(
                _GIVE,
                contribution_id,
                said.partner_id,
                establishment_id,
                said.event_id,
                said.kind,
                said.worth,
                said.what.strip(),
                said.given_on,
                corrects,
                now,
                actor.staff_id,
            )
    except asyncpg.UniqueViolationError as error:
        raise DomainError(Code.ALREADY_DECIDED) from error
    facts: dict[str, object] = {} if corrects is None else {"corrects": str(corrects)}
    await _trail(tx, actor, "contribution.added", contribution_id, establishment_id, facts, now)
    return {"id": contribution_id}


async def _trail(
    tx: Connection,
    actor: Staff,
    done: str,
    subject: UUID,
    place: str,
    facts: dict[str, object],
    now: datetime,
) -> None:
    action = f"programmes.{done}"
    await audit.record(
        tx, actor, action, str(subject), establishment_id=place, facts=facts, now=now
    )
