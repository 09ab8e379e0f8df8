"""What the access matrix asks of work: a workshop where the marked person works, and arguments that aim at it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from backend.core.clock import lima_instant
from backend.core.ids import new_id
from backend.work import commands
from tests.registry import make_registry as registry
from tests.work import make_work as work

DAY, MONTH = date(2026, 2, 28), date(2026, 2, 1)
"""A Saturday before the matrix's now."""

IDS = ("workshop", "price", "enrolment", "record", "conflict", "agreement", "month", "seen")


async def world(owner: asyncpg.Connection, inmate_id: UUID, now: datetime) -> dict[str, Any]:
    """The marked person enrolled, with a record, a rival report of it, a sheet that differs, and a month shown."""
    await registry.custody_event(owner, inmate_id, at=work.HERE, on=work.SINCE, nth=99)
    shop = await work.workshop(owner)
    one = await work.worker(owner, shop, inmate_id=inmate_id)
    price_id = await work.price(owner, shop)
    record_id = await _day(owner, one, price_id)
    conflict_id = await _conflict(owner, one, record_id)
    agreement_id = await work.agreement(owner, shop)
    await commands.present_month(work.supervisor(), uuid4(), workshop_id=shop, month=MONTH, now=now)
    month = await owner.fetchrow(
        "select month_id, digest from work_month_line where inmate_id = $1", inmate_id
    )
    fixed = (shop, price_id, one.enrolment_id, record_id, conflict_id, agreement_id)
    ids = (*fixed, month["month_id"])
    return dict(zip(IDS, (*ids, bytes(month["digest"]).hex()), strict=True))


async def more(owner: asyncpg.Connection, ids: Mapping[str, Any], inmate_id: UUID) -> None:
    """Five more of everything that lists of work show."""
    shop = ids["workshop"]
    marked = work.Worker(inmate_id, ids["enrolment"], shop)
    for nth in range(1, 6):
        other = await work.workshop(owner)
        await work.record(owner, await work.worker(owner, other), worked_on=DAY)
        price_id = await work.price(owner, shop, product=f"polo {nth}")
        record_id = await _day(owner, marked, price_id, day=DAY - timedelta(days=nth))
        await _conflict(owner, marked, record_id)
        await _day(owner, await work.worker(owner, shop), price_id)
        await work.agreement(owner, shop)


async def _day(
    owner: asyncpg.Connection, one: work.Worker, price_id: UUID, day: date = DAY
) -> UUID:
    """A record with a piece, and a sheet that says a minute less."""
    async with owner.transaction():
        evening = lima_instant(day, time(20))
        record_id = await work.record(owner, one, worked_on=day, recorded_at=evening)
        piece = {"record_id": record_id, "line_no": 1, "establishment_id": work.HERE}
        await work.insert(owner.execute, piece | {"price_id": price_id, "made": 10}, "work_piece")
    sheet_id = new_id()
    sheet = {
        "id": sheet_id, "establishment_id": work.HERE, "workshop_id": one.workshop_id, "on_day": day,
        "entered_at": evening, "entered_by": new_id(),
    }  # fmt: skip
    await work.insert(owner.execute, sheet, "work_sheet")
    await owner.execute(
        "insert into work_sheet_line (sheet_id, establishment_id, inmate_id, minutes)"
        " values ($1, $2, $3, 479)",
        sheet_id,
        work.HERE,
        one.inmate_id,
    )
    return record_id


async def _conflict(owner: asyncpg.Connection, one: work.Worker, record_id: UUID) -> UUID:
    said = work.said(one, worked_on=DAY, minutes=60)
    row = {
        "id": new_id(), "establishment_id": work.HERE, "inmate_id": one.inmate_id, "said_id": said.id,
        "said_digest": said.id.bytes * 2, "said": orjson.dumps(said).decode(), "standing_id": record_id,
        "recorded_at": work.NOW, "recorded_by": new_id(),
    }  # fmt: skip
    return await work.insert(owner.execute, row, "work_conflict")


def arguments(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments of every root field of work that aim at the marked person's workshop."""
    return _queries(ids) | _records(ids) | _workshops(ids)


def _queries(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    place, shop = {"establishmentId": work.HERE}, {"workshopId": ids["workshop"]}
    return {
        "workshops": {**place, "first": 50}, "workshopPrices": {**shop, "onDay": DAY},
        "workshopAgreements": shop, "workshopOutput": {**shop, "lastMonth": MONTH},
        "workDay": {**shop, "onDay": DAY}, "workSheetPdf": {**shop, "onDay": DAY},
        "sheetDifferences": {**shop, "firstOn": MONTH, "lastOn": DAY},
        "workRecords": {"inmateId": ids["inmate"], "month": MONTH}, "workConflicts": place,
        "workMonth": {**shop, "month": MONTH}, "workMonths": {**place, "month": MONTH},
    }  # fmt: skip


def _records(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    shift = {
        "id": str(uuid4()), "enrolmentId": ids["enrolment"], "workedOn": "2026-02-27", "minutes": 60,
        "beginsAt": "2026-02-27T14:00:00Z", "endsAt": "2026-02-27T15:00:00Z",
    }  # fmt: skip
    word = {"outcome": "AGREED", "sign": "PRINT"}
    shop = {"workshopId": ids["workshop"]}
    return {
        "recordWork": {"establishmentId": work.HERE, "batchId": str(uuid4()), "records": [shift]},
        "correctWork": {"recordId": ids["record"], "record": shift, "reason": "a day written wrongly"},
        "answerWork": {"recordId": ids["record"], **word},
        "settleConflict": {"conflictId": ids["conflict"], "keep": "THEIRS"},
        "enterSheet": {**shop, "onDay": DAY, "lines": [{"inmateId": ids["inmate"], "minutes": 480}]},
        "presentMonth": {**shop, "month": MONTH},
        "answerMonth": {"monthId": ids["month"], "inmateId": ids["inmate"], "seen": ids["seen"],
                        "outcome": "SIGNED"},
        "reviewMonth": {"monthId": ids["month"], "unanswered": 1, "objected": 0, "why": work.WHY},
        "returnMonth": {"monthId": ids["month"], "why": "HOURS"},
    }  # fmt: skip


def _workshops(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    place, shop = {"establishmentId": work.HERE}, {"workshopId": ids["workshop"]}
    enrolment = {"enrolmentId": ids["enrolment"]}
    return {
        "addWorkshop": {**place, "name": "Taller", "trade": "carpintería", "place": "Patio",
                        "modality": "PRIVATE_WORKSHOP", "openedOn": DAY},
        "endWorkshop": {**shop, "closedOn": "2026-03-01"},
        "addAgreement": {**shop, "number": "1", "partner": "Una empresa", "signedOn": DAY,
                         "validFrom": DAY, "places": 3, "payDueDay": 5, "terms": {}},
        "endAgreement": {"agreementId": ids["agreement"], "endedOn": "2026-03-01"},
        "addPrice": {**shop, "product": "polo", "operation": "corte", "basis": "PIECE",
                     "rate": "0.50", "validFrom": DAY},
        "authoriseDay": {**place, "onDay": "2026-03-01", "number": "7", "reason": "un pedido urgente"},
        "enrol": {**shop, "inmateId": ids["inmate"], "startedOn": DAY, "consentOn": DAY},
        "withdrawWorkConsent": {**enrolment, "withdrawnOn": "2026-03-01"},
        "endEnrolment": {**enrolment, "endedOn": "2026-03-01", "reason": "OWN_WISH"},
    }  # fmt: skip
