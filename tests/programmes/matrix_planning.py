"""What the access matrix asks of an office's events: drafts in both states, and the marked person named."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from backend.core.ids import new_id
from backend.programmes.rules.content import to_json
from backend.programmes.rules.vocabulary import Audience
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import HERE, SATURDAY
from tests.registry import make_registry as registry

IDS = ("programme", "writing", "submitted", "named")
WATCHED = ("programme", "season", "event_draft", "event_release", "event_place", "visit_yielding")


async def world(owner: asyncpg.Connection, inmate_id: UUID, now: datetime) -> dict[str, UUID]:
    """A draft that is being written, one that waits for a director, and who takes part."""
    programme_id = await make.programme(owner)
    writing = await _draft(owner, programme_id, now)
    submitted = await _draft(owner, programme_id, now, submitted=True)
    await owner.execute(
        "insert into season (id, programme_id, title, first_on, last_on, recorded_at)"
        " values ($1, $2, 'Verano', '2026-01-01', '2026-03-31', $3)",
        new_id(),
        programme_id,
        now,
    )
    await owner.execute(
        "insert into calendar_day (id, on_day, name, source, confirmed)"
        " values ($1, $2, 'Un día', 'a test', true) on conflict do nothing",
        new_id(),
        SATURDAY,
    )
    named = await make.named(owner, submitted, inmate_id)
    return dict(zip(IDS, (programme_id, writing, submitted, named), strict=True))


async def more(owner: asyncpg.Connection, ids: Mapping[str, Any], now: datetime) -> None:
    """Five more of everything that lists of an office's events show."""
    for _ in range(5):
        programme_id = await make.programme(owner)
        await _draft(owner, programme_id, now)
        await owner.execute(
            "insert into partner (id, programme_id, name, kind, contribution, note, source, recorded_at)"
            " values ($1, $2, 'Una orquesta', 'public', 'in_kind', '', 'a test', $3)",
            new_id(),
            programme_id,
            now,
        )
        await owner.execute(
            "insert into calendar_day (id, on_day, name, source, confirmed) values ($1, $2, $3, 'a test', false)",
            new_id(),
            SATURDAY,
            f"Otro día {programme_id}",
        )
        held = await registry.inmate(owner, at=HERE)
        await make.named(owner, ids["submitted"], held.id)
        wanted = make.content(extra=(), title=f"Otro {programme_id}")
        await make.released(owner, programme_id=programme_id, wanted=wanted)


async def _draft(
    owner: asyncpg.Connection, programme_id: UUID, now: datetime, *, submitted: bool = False
) -> UUID:
    event_id, kept = new_id(), to_json(make.content(audience=Audience.PARTICIPANTS_RELATIVES))
    await owner.execute(
        "insert into event (id, programme_id, establishment_id, state, release_no, made_at, made_by)"
        " values ($1, $2, $3, 'draft', 0, $4, $5)",
        event_id,
        programme_id,
        HERE,
        now,
        new_id(),
    )
    await owner.execute(
        "insert into event_draft (event_id, establishment_id, version, state, content, edited_at, edited_by,"
        " submitted_at, submitted_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        event_id,
        HERE,
        2 if submitted else 1,
        "submitted" if submitted else "open",
        orjson.dumps(kept).decode(),
        now,
        new_id(),
        now if submitted else None,
        new_id() if submitted else None,
    )
    return event_id


CONTENT = {
    "kind": "RECITAL", "audience": "ENROLLED_RELATIVES", "title": "Recital de guitarra",
    "venue": {"where": "INSIDE", "room": "Auditorio"},
    "dates": {"firstOn": SATURDAY, "at": "15:30", "minutes": 120},
    "places": {"people": 30}, "answers": {}, "entry": {}, "access": {},
}  # fmt: skip
"""A recital, as an office's phone sends it."""


def arguments(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments of every root field of planning that aim at the marked person's events."""
    place = {"establishmentId": HERE}
    writing = {"eventId": ids["writing"], "version": 1}
    submitted = {"eventId": ids["submitted"], "version": 2}
    return {
        "programmes": place, "calendarDays": {"from": "2026-03-01", "to": "2026-04-01"},
        "officeEvents": {**place, "first": 50}, "officeEvent": {"id": ids["submitted"]},
        "releasePreview": {"eventId": ids["submitted"]}, "eventPeople": {"eventId": ids["submitted"]},
        "addProgramme": {**place, "title": "Recitales", "summary": "De guitarra"},
        "addSeason": {**place, "programmeId": ids["programme"], "title": "Otoño", "firstOn": "2026-04-01",
                      "lastOn": "2026-06-30"},
        "draftEvent": {**place, "programmeId": ids["programme"], "content": CONTENT},
        "editEvent": {**writing, "content": CONTENT}, "discardDraft": writing, "submitEvent": writing,
        "takeBackEvent": submitted, "returnEvent": {**submitted, "why": "Falta la sala"},
        "releaseEvent": submitted, "cancelAllEvents": {**place, "why": "Se malogró la luz"},
        "nameForEvent": {"eventId": ids["submitted"], "inmateIds": [ids["inmate"]], "part": "INVITED"},
        "unnameForEvent": {"eventPersonId": ids["named"]},
    }  # fmt: skip
