"""A door and what is marked at it, said through the commands; and the list that a phone keeps."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Role, Staff
from backend.database import reading
from backend.programmes.commands import attending
from backend.programmes.queries import attending as queries
from backend.programmes.rules.attending import Count, DoorMark, GuestClass, PartMark
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_programmes import HERE, NOW, lima
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import Relative

DOORS = lima("2026-03-14 15:00")
"""When the doors open of what begins on that Saturday at half past three."""

AFTER = DOORS + timedelta(hours=3)
TABLES = ("door_mark", "door_count", "part_mark", "hours_certificate")


def officer(*places: str) -> Staff:
    """Who keeps the gate."""
    return registry.officer(*(places or (HERE,)), role=Role.GATE_OFFICER)


def came(one: Relative | None = None, answer_id: UUID | None = None, **changes: Any) -> DoorMark:
    """A mark of this relative, or of an adult whom nobody expected."""
    said: dict[str, Any] = {
        "id": uuid4(),
        "answer_id": answer_id,
        "visitor_id": one and one.visitor_id,
        "open_answer_id": None,
        "guest_class": GuestClass.RELATIVE if one else GuestClass.PUBLIC,
        "adults": 1,
        "children": 0,
        "undoes": None,
        "marked_at": DOORS,
    }
    return DoorMark(**(said | changes))


def mistake(mark: DoorMark, **changes: Any) -> DoorMark:
    """Takes a mark back."""
    said = {"adults": 0, "undoes": mark.id, "marked_at": mark.marked_at + timedelta(minutes=1)}
    return came(**(said | changes))


def part(inmate_id: UUID, minutes: int, **changes: Any) -> PartMark:
    """So long."""
    said: dict[str, Any] = {"id": uuid4(), "marked_at": AFTER}
    return PartMark(**(said | changes | {"inmate_id": inmate_id, "minutes": minutes}))


async def mark(
    occurrence_id: UUID, *marks: DoorMark, by: Staff | None = None, now: datetime = AFTER
) -> int:
    """How many of them are new."""
    answer = await attending.mark_door(
        by or officer(), uuid4(), occurrence_id=occurrence_id, marks=marks, now=now
    )
    return int(answer["new"])


async def parts(
    occurrence_id: UUID, *marks: PartMark, by: Staff | None = None, now: datetime = AFTER
) -> int:
    """How many of them are new."""
    answer = await attending.mark_parts(
        by or programmes.coordinator(), uuid4(), occurrence_id=occurrence_id, marks=marks, now=now
    )
    return int(answer["new"])


async def count(
    occurrence_id: UUID,
    adults: int,
    children: int = 0,
    *,
    guest_class: GuestClass = GuestClass.RELATIVE,
    counted_at: datetime | None = None,
    now: datetime = AFTER,
) -> None:
    """Counted by hand."""
    await attending.count_door(
        officer(),
        uuid4(),
        occurrence_id=occurrence_id,
        guest_class=guest_class,
        adults=adults,
        children=children,
        counted_at=counted_at,
        now=now,
    )


async def seen(
    occurrence_id: UUID, *, by: Staff | None = None, now: datetime = AFTER
) -> queries.DoorList:
    """What the phone at the door is told."""
    async with reading(by or officer()) as tx:
        return await queries.door_list(tx, by or officer(), occurrence_id, now=now)


async def sheet(
    occurrence_id: UUID, *, by: Staff | None = None, now: datetime = AFTER
) -> dict[UUID, int | None]:
    """How long each took part."""
    reader = by or programmes.coordinator()
    async with reading(reader) as tx:
        _, people = await queries.part_sheet(tx, reader, occurrence_id, now=now)
    return {row["inmate_id"]: row["minutes"] for row in people}


async def attendance(
    event_id: UUID, *, now: datetime = AFTER
) -> Sequence[tuple[asyncpg.Record, dict[GuestClass, Count]]]:
    """Of each date that has begun."""
    reader = programmes.coordinator()
    async with reading(reader) as tx:
        found = await queries.event_attendance(tx, reader, event_id, now=now)
    return [(row, dict(came)) for row, came in found]


async def written(owner: asyncpg.Connection) -> dict[str, Any]:
    """All that is said of doors, and how many acts were written down."""
    found: dict[str, Any] = await registry.rows(owner, *TABLES)
    found["told"] = await owner.fetchval(
        "select count(*) from audit_entry where action <> 'request.refused'"
    )
    return found


async def expected(
    owner: asyncpg.Connection, number: int = 2, **changes: Any
) -> tuple[programmes.Released, list[tuple[Relative, UUID]]]:
    """An event on that Saturday, and households that go, each with its answer."""
    event = await programmes.released(owner, **changes)
    going = []
    for _ in range(number):
        one = await visits.relative(owner)
        answer_id, state = await answers.answer(one, event.occurrence_id)
        assert state == "going"
        going.append((one, answer_id))
    return event, going


async def open_party(
    owner: asyncpg.Connection, occurrence_id: UUID, *, adults: int = 1, children: int = 0
) -> UUID:
    """Places of somebody without an account."""
    open_id, claim_id = uuid4(), uuid4()
    await owner.execute(
        "insert into claim (id, establishment_id, pool_id, state, amounts, claimed_at)"
        " values ($1, $2, $3, 'kept', '{}', $4)",
        claim_id,
        HERE,
        occurrence_id,
        NOW,
    )
    await owner.execute(
        "insert into open_answer (id, occurrence_id, establishment_id, digest, code, state, claim_id, adults, children,"
        " asked_at, changed_at) values ($1, $2, $3, $4, $5, 'going', $6, $7, $8, $9, $9)",
        open_id,
        occurrence_id,
        HERE,
        open_id.bytes * 2,
        open_id.hex[:8],
        claim_id,
        adults,
        children,
        NOW,
    )
    return open_id
