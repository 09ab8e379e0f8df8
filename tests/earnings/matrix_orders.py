"""What the access matrix asks of a person's pay: acts in force, and corrections that wait for a second person."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.ids import new_id
from tests.work import make_work as work
from tests.work.make_work import HERE, SINCE

IDS = ("order", "instruction", "adjustment", "advance")
MONTH = date(2026, 1, 1)
"""Of which the matrix has a statement."""

TERMS = {"validFrom": "2026-02-01", "rate": "0.25"}


async def world(
    owner: asyncpg.Connection, inmate_id: UUID, tie_id: UUID, shop: UUID, now: datetime
) -> dict[str, Any]:
    """One of everything that an office records of a person's pay."""
    said = {"inmate_id": inmate_id, "recorded_at": now, "recorded_by": new_id()}
    act = said | {"act": "Hoja 7", "valid_from": SINCE}
    here = said | {"establishment_id": HERE}
    order = {"payee_ref": new_id()}
    rows = {
        "support_order": act | order | {"rate": 0.25},
        "standing_instruction": act | {"payee": "family", "tie_id": tie_id, "rate": 0.5},
        "pending_adjustment": here
        | {"of_month": MONTH, "amount": 135, "reason": "Una pieza de Zqinterno"},
        "material_advance": here
        | {"workshop_id": shop, "amount": 900, "parts": 3, "given_on": date(2026, 2, 2)},
        "attachment_order": act | order | {"balance": 5_000},
        "labour_rate": act | {"days": 1},
        "assessment": here | {"act": "Acta 1", "month": MONTH, "mode": "declared", "amount": 100},
        "arrears_plan": here | {"act": "Acta 2", "first_month": MONTH, "owed": 600},
    }
    made = [await _insert(owner, table, row) for table, row in rows.items()]
    return dict(zip(IDS, made[: len(IDS)], strict=True))


async def more(owner: asyncpg.Connection, ids: Mapping[str, Any], now: datetime) -> None:
    """Five more of each, and reparations, one after the other."""
    for nth in range(1, 6):
        await world(owner, ids["inmate"], ids["tie"], ids["workshop"], now)
        ended = {"valid_from": date(2020, nth, 1), "ended_on": date(2020, nth + 1, 1)}
        said = {"inmate_id": ids["inmate"], "recorded_at": now, "recorded_by": new_id()}
        paid = {"act": "Resolución 3", "total": 900, "payee_ref": new_id()}
        await _insert(owner, "reparation", said | paid | ended)


async def _insert(owner: asyncpg.Connection, table: str, row: dict[str, Any]) -> UUID:
    return await work.insert(owner.execute, {"id": new_id()} | row, table)


def arguments(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments of every root field of a person's pay that aim at the marked person."""
    inmate, act = {"inmateId": ids["inmate"]}, {"act": "Resolución 1"}
    return {
        "personPay": inmate, "legalLabourRates": {"onDay": "2026-02-01"},
        "waitingCorrections": {"establishmentId": HERE},
        "recordReparation": {**inmate, **act, "total": 900, "paidBefore": 0, "validFrom": "2026-02-01"},
        "recordOrder": {**inmate, **act, "kind": "SUPPORT", "terms": TERMS},
        "endOrder": {"kind": "SUPPORT", "orderId": ids["order"], "lastOn": "2026-03-01"},
        "recordInstruction": {**inmate, **act, "tieId": ids["tie"], "terms": TERMS},
        "revokeInstruction": {"instructionId": ids["instruction"]},
        "recordLabourRate": {**inmate, **act, "days": 5, "validFrom": "2026-02-01"},
        "recordAssessment": {**inmate, **act, "month": "2026-02-01", "declared": True, "amount": 900},
        "planArrears": {**inmate, **act, "owed": 600, "firstMonth": "2026-04-01"},
        "recordAdjustment": {**inmate, "establishmentId": HERE, "ofMonth": "2026-01-01", "amount": 135,
                             "reason": "una pieza que se contó después"},
        "approveAdjustment": {"adjustmentId": ids["adjustment"]},
        "recordAdvance": {**inmate, "workshopId": ids["workshop"], "amount": 900, "givenOn": "2026-03-01",
                          "parts": 3},
        "approveAdvance": {"advanceId": ids["advance"]},
        "refuseCorrection": {"kind": "ADVANCE", "correctionId": ids["advance"],
                             "why": "esos materiales no se entregaron"},
        "withdrawCorrection": {"kind": "ADJUSTMENT", "correctionId": ids["adjustment"]},
    }  # fmt: skip
