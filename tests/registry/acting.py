"""Asking, deciding and being refused, in one line each."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Family, Staff
from backend.core.errors import Code, DomainError
from backend.core.kinship import Kinship
from backend.database import reading
from backend.registry import commands, queries
from backend.registry.rules.people import (
    Capacity,
    Correction,
    Person,
    Sex,
)
from backend.registry.rules.ties import (
    Decision,
    Recollection,
    TieReason,
)
from tests.registry.make_registry import NOW

RIGHT = Correction("Rosa", "Quispe Mamani", Sex.FEMALE, date(1980, 5, 17), "PE")
JULIAN = Recollection("Julian", "Waman Kunturi")


async def request(
    family: Family,
    visitor: UUID,
    what: Recollection = JULIAN,
    *,
    at: str = "huaraz",
    kinship: Kinship = Kinship.SIBLING,
) -> dict[str, str]:
    return await commands.request_tie(
        family,
        uuid4(),
        visitor_id=visitor,
        establishment_id=at,
        kinship=kinship,
        recollection=what,
        now=NOW,
    )


async def decide(
    officer: Staff,
    tie: UUID,
    inmate: UUID | None,
    *,
    version: int = 0,
    reason: TieReason | None = None,
) -> dict[str, str | int]:
    approve = inmate is not None
    return await commands.decide_tie(
        officer,
        uuid4(),
        tie_id=tie,
        version=version,
        decision=Decision.APPROVE if approve else Decision.REFUSE,
        inmate_id=inmate,
        reason=reason or (TieReason.INMATE_AGREED if approve else TieReason.NO_MATCH),
        now=NOW,
    )


async def refused(act) -> Code:
    with pytest.raises(DomainError) as refusal:
        await act
    return refusal.value.code


async def queue(officer: Staff, at: str = "huaraz", first: int = 10) -> list:
    async with reading(officer) as tx:
        return await queries.tie_queue(tx, officer, at, queries.QUEUE.page(first), NOW)


async def add(
    family: Family, who: Person, capacity: Capacity = Capacity.SHARED_PHONE
) -> dict[str, str]:
    return await commands.add_visitor(family, uuid4(), person=who, capacity=capacity, now=NOW)
