"""`apply_event` against a real database: once, in order, by whoever may."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.core.actor import Family, Role, Staff, System
from backend.core.custody import EventKind, Status
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import transaction
from backend.registry.custody import Change, told_places
from tests import make
from tests.conftest import Database
from tests.registry.make_roster import contents, establishments, happen, inmate, standing

pytestmark = pytest.mark.anyio


@pytest.fixture
async def person(db: Database, owner: asyncpg.Connection) -> UUID:
    await establishments()
    return await inmate(owner)


def officer(place: str = "lurigancho") -> Staff:
    roles = frozenset({(place, Role.VISITS_REGISTRAR)})
    return Staff(staff_id=new_id(), session_id=new_id(), roles=roles)


async def refusal(person: UUID, kind: EventKind, day: str, **facts: Any) -> object:
    with pytest.raises(DomainError) as refused:
        await happen(person, kind, day, **facts)
    assert refused.value.code is Code.CUSTODY_NOT_POSSIBLE
    return refused.value.facts["reason"]


async def test_a_transfer_moves_the_person_and_says_what_changed(
    person: UUID, owner: asyncpg.Connection
) -> None:
    change = await happen(
        person,
        EventKind.TRANSFER,
        "2026-01-05",
        to="challapalca",
        stage="maximum",
        secret_until="2026-01-12",
    )
    assert change is not None and change.before is not None
    assert (change.before.establishment_id, change.after.establishment_id) == (
        "lurigancho",
        "challapalca",
    )
    assert (change.kind, change.effective_on) == (EventKind.TRANSFER, date(2026, 1, 5))
    assert change.told_from == date(2026, 1, 12)
    assert change.touches_bookings and not change.silent
    now = await standing(owner)
    assert (now["establishment_id"], now["stage"], now["status"]) == (
        "challapalca",
        "maximum",
        "held",
    )
    assert now["status_on"] == date(2025, 1, 10), "still held since then"
    event = await owner.fetchrow("select * from custody_event where id = $1", change.event_id)
    assert event["establishment_id"] == "lurigancho"
    assert event["effective_on"] == date(2026, 1, 5)
    assert event["recorded_at"] == datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
    trail = await owner.fetchrow("select * from audit_entry where subject = $1", str(person))
    assert (trail["action"], trail["establishment_id"]) == (
        "registry.custody.recorded",
        "lurigancho",
    )


async def test_the_same_source_is_recorded_once(person: UUID, owner: asyncpg.Connection) -> None:
    assert await happen(person, EventKind.RELEASE, "2025-05-01", key="x") is not None
    before = await contents(owner)
    assert await happen(person, EventKind.RELEASE, "2025-05-01", key="x") is None
    assert await contents(owner) == before


async def test_a_source_of_another_person_is_refused(
    person: UUID, owner: asyncpg.Connection
) -> None:
    other = await inmate(owner, register="T0002")
    await happen(other, EventKind.RELEASE, "2025-05-01", key="x")
    before = await contents(owner)
    assert await refusal(person, EventKind.RELEASE, "2025-05-01", key="x") == "EVENT_ID_REUSED"
    assert await contents(owner) == before


async def test_an_older_event_recorded_late_leaves_the_newer_state(
    person: UUID, owner: asyncpg.Connection
) -> None:
    await happen(person, EventKind.TRANSFER, "2025-06-01", to="ancon")
    await happen(person, EventKind.RELEASE, "2025-09-01")
    newest = await standing(owner)
    change = await happen(person, EventKind.OUTING, "2025-03-01")
    assert change is not None
    assert change.before == change.after and not change.touches_bookings
    assert await standing(owner) == newest
    assert newest["status"] == "released" and newest["establishment_id"] == "ancon"


async def test_a_late_transfer_moves_as_far_as_no_newer_event_says_otherwise(
    person: UUID, owner: asyncpg.Connection
) -> None:
    await happen(person, EventKind.STAGE_CHANGE, "2025-09-01", stage="minimum")
    change = await happen(person, EventKind.TRANSFER, "2025-06-01", to="ancon")
    assert change is not None and change.touches_bookings
    now = await standing(owner)
    assert (now["establishment_id"], now["stage"]) == ("ancon", "minimum")


async def test_events_of_one_day_stand_in_the_order_of_recording(
    person: UUID, owner: asyncpg.Connection
) -> None:
    kinds = [EventKind.OUTING, EventKind.RETURN] * 3 + [EventKind.OUTING]
    for nth, kind in enumerate(kinds):
        await happen(person, kind, "2025-06-01", key=str(nth))
    await happen(person, EventKind.CONVICTION, "2025-05-01")  # late: everything is computed again
    async with transaction(System()) as tx:
        history = await tx.fetch("select kind from custody_history($1)", person)
    assert [row["kind"] for row in history] == ["admission", "conviction", *kinds]
    assert (await standing(owner))["status"] == "outside"


async def test_a_day_to_come_is_refused_by_the_calendar_of_lima(
    person: UUID, owner: asyncpg.Connection
) -> None:
    late_evening = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)  # 23:30 of the day before in Lima
    before = await contents(owner)
    reason = await refusal(person, EventKind.RELEASE, "2026-03-02", now=late_evening)
    assert reason == "DATE_IN_FUTURE"
    assert await contents(owner) == before
    assert await happen(person, EventKind.RELEASE, "2026-03-01", now=late_evening) is not None


@pytest.mark.parametrize("kind", [EventKind.DEATH, EventKind.EVASION])
async def test_death_and_evasion_are_silent(person: UUID, kind: EventKind) -> None:
    change = await happen(person, kind, "2025-06-01")
    assert change is not None and change.silent and change.touches_bookings


async def test_nothing_is_recorded_of_the_dead(person: UUID, owner: asyncpg.Connection) -> None:
    await happen(person, EventKind.DEATH, "2025-06-01")
    before = await contents(owner)
    for kind, facts in (
        (EventKind.TRANSFER, {"to": "ica"}),
        (EventKind.RELEASE, {}),
        (EventKind.ADMISSION, {"establishment_id": "ica"}),
    ):
        assert await refusal(person, kind, "2025-07-01", **facts) == "DECEASED"
    assert await contents(owner) == before


@pytest.mark.parametrize(
    ("kind", "facts", "reason"),
    [
        (EventKind.TRANSFER, {"to": "nowhere"}, "ESTABLISHMENT_UNKNOWN"),
        (EventKind.TRANSFER, {}, "DESTINATION_MISSING"),
        (EventKind.ADMISSION, {"establishment_id": "ica"}, "ALREADY_HELD"),
        (EventKind.RELEASE, {"establishment_id": "ica"}, "WRONG_ORIGIN"),
        (EventKind.PAVILION_CHANGE, {"pavilion_id": "5 A"}, "PAVILION_NOT_VALID"),
        (EventKind.REGIME_CHANGE, {"regime": "harsh"}, "REGIME_UNKNOWN"),
        (EventKind.STAGE_CHANGE, {"stage": "z"}, "STAGE_UNKNOWN"),
        (EventKind.TRANSFER, {"to": "ica", "secret_until": "soon"}, "DATE_NOT_VALID"),
        (EventKind.RELEASE, {"offence": "anything"}, "FACT_UNKNOWN"),
    ],
)
async def test_an_impossible_event_writes_nothing(
    person: UUID, owner: asyncpg.Connection, kind: EventKind, facts: dict[str, str], reason: str
) -> None:
    before = await contents(owner)
    assert await refusal(person, kind, "2025-06-01", **facts) == reason
    assert await contents(owner) == before
    assert (
        await owner.fetchval("select count(*) from audit_entry where subject = $1", str(person))
        == 0
    )


async def test_a_pavilion_belongs_to_where_the_event_leads(
    person: UUID, owner: asyncpg.Connection
) -> None:
    here, there = new_id(), new_id()
    for pavilion, place in ((here, "lurigancho"), (there, "ancon")):
        await owner.execute(
            "insert into pavilion (id, establishment_id, name) values ($1, $2, '5')",
            pavilion,
            place,
        )
    reason = await refusal(
        person, EventKind.TRANSFER, "2025-06-01", to="ancon", pavilion_id=str(here)
    )
    assert reason == "PAVILION_NOT_VALID"
    change = await happen(
        person, EventKind.TRANSFER, "2025-06-01", to="ancon", pavilion_id=str(there)
    )
    assert change is not None and change.after.pavilion_id == there


async def test_an_unknown_person_is_not_found(person: UUID) -> None:
    with pytest.raises(NotFound):
        await happen(new_id(), EventKind.RELEASE, "2025-06-01")


async def test_an_officer_moves_a_person_out_of_the_own_prison(
    person: UUID, owner: asyncpg.Connection
) -> None:
    change = await happen(person, EventKind.TRANSFER, "2025-06-01", to="ancon", actor=officer())
    assert change is not None and change.after.establishment_id == "ancon"
    assert (await standing(owner))["establishment_id"] == "ancon"


async def test_an_officer_records_late_what_happened_before_the_person_came(
    person: UUID, owner: asyncpg.Connection
) -> None:
    await happen(person, EventKind.TRANSFER, "2025-06-01", to="ancon")
    change = await happen(person, EventKind.OUTING, "2025-03-01", actor=officer("ancon"))
    assert change is not None and change.after.status is Status.HELD


async def test_an_officer_of_another_prison_finds_nobody(
    person: UUID, owner: asyncpg.Connection
) -> None:
    before = await contents(owner)
    with pytest.raises(NotFound):
        await happen(person, EventKind.RELEASE, "2025-06-01", actor=officer("ancon"))
    assert await contents(owner) == before


@pytest.mark.parametrize("who", ["officer", "family"])
async def test_the_database_itself_keeps_others_from_the_custody_of_a_person(
    person: UUID, owner: asyncpg.Connection, who: str
) -> None:
    actor = officer("ancon") if who == "officer" else await make.family(owner)
    for call in (
        "select * from custody_history($1)",
        "select custody_record($1, gen_random_uuid(), 'ica', 'release', '2025-06-01', now(), 'x', '{}', 'x',"
        " 'ica', null, 'open', null, 'released', '2025-06-01', '2025-06-01')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(actor) as tx:
                await tx.execute(call.replace("$1", f"'{person}'"))


async def tie(owner: asyncpg.Connection, family: Family, person: UUID) -> None:
    visitor = new_id()
    await owner.execute(
        "insert into visitor (id, account_id, capacity, given_names, surnames, sex, born_on, document_kind,"
        " document_cipher, person_index, created_at) values ($1, $2, 'own', 'Ana', 'Inventada', 'F', '1980-01-01',"
        " 'dni', '\\x01', $3, now())",
        visitor,
        family.account_id,
        visitor.bytes,
    )
    await owner.execute(
        "insert into tie (id, account_id, visitor_id, establishment_id, inmate_id, kinship, asked, state, asked_at,"
        " decided_at) values ($1, $2, $3, 'lurigancho', $4, 'mother', '{}', 'approved', now(), now())",
        new_id(),
        family.account_id,
        visitor,
        person,
    )


async def test_a_secret_move_is_not_told_before_its_day(
    person: UUID, owner: asyncpg.Connection
) -> None:
    family, stranger = await make.family(owner), await make.family(owner)
    await tie(owner, family, person)
    await happen(person, EventKind.TRANSFER, "2026-01-05", to="ancon")
    await happen(
        person, EventKind.TRANSFER, "2026-02-25", to="challapalca", secret_until="2026-03-05"
    )
    async with transaction(family) as tx:
        assert await told_places(tx, [person], date(2026, 3, 4)) == {person: "ancon"}
        assert await told_places(tx, [person], date(2026, 3, 5)) == {person: "challapalca"}
    async with transaction(stranger) as tx:
        assert await told_places(tx, [person], date(2026, 3, 5)) == {}


async def test_of_two_at_once_the_second_is_judged_by_what_the_first_made(
    person: UUID, owner: asyncpg.Connection
) -> None:
    async def transfer(to: str) -> Change | None:
        return await happen(
            person, EventKind.TRANSFER, "2025-06-01", to=to, key=to, establishment_id="lurigancho"
        )

    results = await asyncio.gather(
        *(transfer(to) for to in ("ica", "ancon", "chota")), return_exceptions=True
    )
    moved = [result for result in results if isinstance(result, Change)]
    refused = [result.facts for result in results if isinstance(result, DomainError)]
    assert len(moved) == 1
    assert refused == [{"reason": "WRONG_ORIGIN"}] * 2
    assert (await standing(owner))["establishment_id"] == moved[0].after.establishment_id
