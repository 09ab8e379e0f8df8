"""The paper control sheet, keyed by hand to be compared with the records."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.work.access import EVERYBODY, check, workshop_place
from backend.work.rules import Piece, as_json

LARGEST_SHEET = 500
DIGEST_SIGNS = 64

_KNOWN = (
    "select count(distinct inmate_id) from enrolment where workshop_id = $1 and inmate_id = any($2)"
)
_SHEET = """
insert into work_sheet (id, establishment_id, workshop_id, on_day, photo_digest, entered_at, entered_by)
values ($1, $2, $3, $4, $5, $6, $7)
"""
_LINES = """
insert into work_sheet_line (sheet_id, establishment_id, inmate_id, minutes, pieces)
select $2, $3, l.inmate_id, l.minutes, l.pieces
from jsonb_to_recordset($1) as l (inmate_id uuid, minutes smallint, pieces jsonb)
"""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What the paper says of one inmate."""

    inmate_id: UUID
    minutes: int
    pieces: list[Piece]


@once
async def enter_sheet(
    tx: Connection,
    actor: Staff,
    *,
    workshop_id: UUID,
    on_day: date,
    photo_digest: str | None = None,
    lines: list[SheetLine],
    now: datetime,
) -> dict[str, Any]:
    """Key the paper sheet of a day; the latest of a day is the one compared. Answers its id.

    `photo_digest` is the SHA-256 of its photograph, in hexadecimal. Raises NotFound, or BAD_INPUT naming the field.
    """
    place = await workshop_place(tx, actor, workshop_id, *EVERYBODY)
    people = {line.inmate_id for line in lines}
    check(
        on_day=on_day <= lima_day(now),
        photo_digest=photo_digest is None or _is_digest(photo_digest),
        lines=0 < len(people) == len(lines) <= LARGEST_SHEET
        and all(0 <= line.minutes <= 1_440 and len(line.pieces) <= 100 for line in lines),
    )
    check(lines=len(people) == await tx.fetchval(_KNOWN, workshop_id, list(people)))
    sheet_id, photo = new_id(), bytes.fromhex(photo_digest) if photo_digest else None
    await tx.execute(_SHEET, sheet_id, place, workshop_id, on_day, photo, now, actor.staff_id)
    await tx.execute(_LINES, as_json(lines).decode(), sheet_id, place)
    await audit.record(
        tx,
        actor,
        "work.sheet.entered",
        str(sheet_id),
        establishment_id=place,
        facts={"on_day": on_day.isoformat(), "people": len(lines)},
        now=now,
    )
    return {"id": sheet_id}


def _is_digest(signs: str) -> bool:
    return len(signs) == DIGEST_SIGNS and all(sign in "0123456789abcdef" for sign in signs)
