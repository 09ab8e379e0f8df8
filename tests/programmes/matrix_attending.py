"""What the access matrix asks of doors: the marked family on tomorrow's list, the marked person's hours."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.clock import lima_day
from backend.core.ids import new_id
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import HERE
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import Relative

IDS = ("held", "expected", "practised", "practice")
WATCHED = ("door_mark", "door_count", "part_mark", "hours_certificate")
LISTS = ("doorDates", "doorList", "partSheet", "eventHours")
DAY = timedelta(days=1)


async def world(owner: asyncpg.Connection, relative: Relative, now: datetime) -> dict[str, UUID]:
    """Tomorrow's recital, to which the family goes, and yesterday's, in which the marked person took part."""
    tomorrow = await make.released(owner, first_on=lima_day(now + DAY))
    held = tomorrow.occurrence_id
    expected, _ = await answers.answer(relative, held, now=now - 2 * DAY)
    before = await make.released(owner, first_on=lima_day(now - DAY), now=now - 9 * DAY)
    await make.named(owner, before.event_id, relative.inmate_id)
    await took_part(owner, before.occurrence_id, relative.inmate_id, now)
    return dict(zip(IDS, (held, expected, before.occurrence_id, before.event_id), strict=True))


async def more(owner: asyncpg.Connection, ids: Mapping[str, Any], now: datetime) -> None:
    """Five more of everything that lists of doors show."""
    for _ in range(5):
        other = await visits.relative(owner)
        await answers.answer(other, ids["held"], now=now - 2 * DAY)
        held = await registry.inmate(owner, at=HERE)
        await make.named(owner, ids["practice"], held.id)
        await took_part(owner, ids["practised"], held.id, now)
        await make.released(owner, first_on=lima_day(now + DAY))


async def took_part(
    owner: asyncpg.Connection, occurrence_id: UUID, inmate_id: UUID, at: datetime
) -> None:
    """For an hour and a half."""
    await owner.execute(
        "insert into part_mark (id, occurrence_id, establishment_id, inmate_id, minutes, marked_at, marked_by,"
        " recorded_at) values ($1, $2, $3, $4, 90, $5, $6, $5)",
        new_id(),
        occurrence_id,
        HERE,
        inmate_id,
        at,
        new_id(),
    )


def arguments(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments of every root field of doors that aim at the marked family and person."""
    held, practised = {"occurrenceId": ids["held"]}, {"occurrenceId": ids["practised"]}
    at = "2026-03-02T15:00:00Z"
    came = {"id": str(uuid4()), "guestClass": "RELATIVE", "adults": 1, "markedAt": at}
    part = {"id": str(uuid4()), "inmateId": ids["inmate"], "minutes": 60, "markedAt": at}
    return {
        "doorDates": {"establishmentId": HERE, "on": "2026-03-02"}, "doorList": held, "partSheet": practised,
        "eventAttendance": {"eventId": ids["practice"]}, "eventHours": {"eventId": ids["practice"]},
        "markDoor": {**held, "marks": [{**came, "answerId": ids["expected"], "visitorId": ids["visitor"]}]},
        "countDoor": {**held, "guestClass": "RELATIVE", "adults": 3, "children": 1},
        "markParts": {**practised, "marks": [part]},
        "issueHoursCertificate": {"eventId": ids["practice"], "inmateId": ids["inmate"], "language": "es"},
    }  # fmt: skip
