"""What programmes have, said through the commands: ensembles, partners, lines of a budget, what was spent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import DomainError
from backend.programmes.commands import budgets, ensembles, partners, planning
from backend.programmes.commands.budgets import BudgetLineFacts
from backend.programmes.commands.partners import ContributionFacts
from backend.programmes.rules.means import (
    BudgetSource,
    ContributionKind,
    EnsembleFacts,
    EnsembleKind,
    Instrument,
    PartnerKind,
)
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import HERE, NOW
from tests.registry import make_registry as registry

TODAY = lima_day(NOW)
BEGUN = date(2026, 1, 12)
TABLES = (
    "ensemble", "ensemble_member", "ensemble_work", "partner", "contribution", "budget_line", "spending", "programme",
    "event_person",
)  # fmt: skip


@dataclass
class Office:
    """A coordinator of one place and a programme, who acts at `NOW`."""

    owner: asyncpg.Connection
    programme_id: UUID
    writer: Staff
    at: str = HERE

    async def act(
        self, command: Callable[..., Any], *, by: Staff | None = None, **said: Any
    ) -> UUID:
        """The id of what was written."""
        said.setdefault("now", NOW)
        answer = await command(by or self.writer, uuid4(), **said)
        return UUID(answer["id"])

    async def ensemble(self, *, by: Staff | None = None, **changes: Any) -> UUID:
        """A string quartet of this place, since January."""
        facts = {"establishment_id": self.at, "programme_id": self.programme_id}
        facts |= {name: changes.pop(name) for name in tuple(changes) if name in facts}
        return await self.act(ensembles.add_ensemble, by=by, ensemble=quartet(**changes), **facts)

    async def member(
        self, ensemble_id: UUID, inmate_id: UUID, *, by: Staff | None = None, **changes: Any
    ) -> UUID:
        """A violinist since today."""
        said = {"part": "violín", "from_on": TODAY} | changes
        return await self.act(
            ensembles.add_ensemble_member,
            by=by,
            ensemble_id=ensemble_id,
            inmate_id=inmate_id,
            **said,
        )

    async def partner(self, *, by: Staff | None = None, **changes: Any) -> UUID:
        """A university of the programme."""
        said = {"establishment_id": self.at, "programme_id": self.programme_id, "note": "",
                "name": "Universidad Inventada", "kind": PartnerKind.UNIVERSITY} | changes  # fmt: skip
        return await self.act(partners.add_partner, by=by, **said)

    async def gift(
        self,
        partner_id: UUID,
        *,
        by: Staff | None = None,
        corrects: UUID | None = None,
        **changes: Any,
    ) -> UUID:
        """A hundred soles in cash, today."""
        place = changes.pop("establishment_id", self.at)
        facts = {"kind": ContributionKind.CASH, "worth": 100_00, "what": "Cuerdas", "given_on": TODAY,
                 "event_id": None} | changes  # fmt: skip
        return await self.act(
            partners.add_contribution,
            by=by,
            establishment_id=place,
            contribution=ContributionFacts(partner_id=partner_id, **facts),
            corrects=corrects,
        )

    async def line(self, *, by: Staff | None = None, **changes: Any) -> UUID:
        """A thousand soles of the treasury, this year."""
        place = changes.pop("establishment_id", self.at)
        facts = {"programme_id": self.programme_id, "season_id": None, "event_id": None, "year": TODAY.year,
                 "source": BudgetSource.TREASURY, "partner_id": None, "item": "Instrumentos",
                 "planned": 1_000_00} | changes  # fmt: skip
        return await self.act(
            budgets.add_budget_line, by=by, establishment_id=place, line=BudgetLineFacts(**facts)
        )

    async def spend(
        self, line_id: UUID, amount: int, *, by: Staff | None = None, **changes: Any
    ) -> UUID:
        """Céntimos, by a receipt."""
        said = {"spent_on": TODAY, "document": "F001-77"} | changes
        return await self.act(budgets.add_spending, by=by, line_id=line_id, amount=amount, **said)

    async def end_programme(self, programme_id: UUID, ended_on: date = TODAY) -> UUID:
        return await self.act(planning.end_programme, programme_id=programme_id, ended_on=ended_on)


async def office(owner: asyncpg.Connection, at: str = HERE) -> Office:
    """Of one place, with a programme of its own."""
    return Office(owner, await make.programme(owner, at=at), make.coordinator(at), at)


def quartet(**changes: Any) -> EnsembleFacts:
    facts = EnsembleFacts(
        "Cuarteto", EnsembleKind.CHAMBER, "Maestra Inventada", (Instrument("violín", 2),), BEGUN
    )
    return replace(facts, **changes)


async def written(owner: asyncpg.Connection) -> dict[str, Any]:
    """All that these acts may write, but a refusal's own traces: after a refusal as before."""
    rows: dict[str, Any] = {
        table: sorted(
            row["line"]
            for row in await owner.fetch(f"select row_to_json(t)::text as line from {table} t")
        )
        for table in TABLES
    }
    rows["told"] = await owner.fetchval(
        "select count(*) from audit_entry where action <> 'request.refused'"
    )
    return rows


async def refused(owner: asyncpg.Connection, act: Any) -> tuple[str, str | None]:
    """Code and field of the refusal of an act that must write nothing."""
    before = await written(owner)
    try:
        await act
    except DomainError as refusal:
        assert await written(owner) == before
        field = refusal.facts.get("field")
        return refusal.code.value, None if field is None else str(field)
    raise AssertionError("it was not refused")


async def held(owner: asyncpg.Connection, at: str = HERE, **changes: Any) -> UUID:
    """Somebody held there."""
    return (await registry.inmate(owner, at=at, **changes)).id


async def membership(owner: asyncpg.Connection, member_id: UUID) -> tuple[date, date | None]:
    """From when until when."""
    row = await owner.fetchrow(
        "select from_on, until_on from ensemble_member where id = $1", member_id
    )
    return row["from_on"], row["until_on"]


async def actions(owner: asyncpg.Connection, like: str) -> list[asyncpg.Record]:
    """What the audit trail says of acts like this."""
    return list(
        await owner.fetch(
            "select action, subject, establishment_id, facts from audit_entry where action like $1 order by seq",
            like,
        )
    )


def at(day: date) -> datetime:
    """Ten in the morning there."""
    return NOW.replace(year=day.year, month=day.month, day=day.day)
