"""An office changes its timetable, its closed days and its rules; who may, and what it does to the offer."""

from datetime import date, time, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Role, System
from backend.core.errors import DomainError
from backend.database import transaction
from backend.visits import commands, jobs
from backend.visits.rules import Kind, Place, VisitType
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY, WEEK

pytestmark = pytest.mark.anyio
DIRECTOR = registry.officer(role=Role.DIRECTOR)
OFFICER = registry.officer()
SESSION = {
    "establishment_id": "huaraz",
    "name": "Visita de mujeres",
    "visit_type": VisitType.ORDINARY,
    "place": Place.DIRECT,
    "visitor_sex": "F",
    "weekday": 6,
    "starts": time(9),
    "ends": time(17),
    "valid_from": date(2026, 3, 2),
    "ceilings": {"people": 60, "groups": 30},
}
EXAMPLE = {
    "title": "A mother comes",
    "visit_on": "2026-03-14",
    "asked_on": "2026-03-10",
    "establishment": "huaraz",
    "inmate": {"regime": "closed_ordinary", "stage": "medium"},
    "family": [{"kinship": "mother"}],
    "answer": ["allowed"],
}
RULE = {
    "name": "close-kin",
    "kind": Kind.KINSHIP,
    "scope": {"visit_types": ["ordinary"]},
    "valid_from": date(2026, 3, 3),
    "effect": {"only": ["mother", "father"]},
    "legal_basis": "Acta 12",
    "source": "the establishment",
    "examples": [EXAMPLE],
}


async def _add(actor=OFFICER, **changes) -> dict[str, object]:
    return await commands.add_timetable_session(actor, uuid4(), **(SESSION | changes), now=NOW)


async def _end(session_id, ends_on: date, actor=OFFICER) -> dict[str, object]:
    return await commands.end_timetable_session(
        actor, uuid4(), session_id=UUID(str(session_id)), ends_on=ends_on, now=NOW
    )


async def _close(actor=OFFICER, **changes) -> dict[str, object]:
    asked = {
        "establishment_id": "huaraz",
        "first_on": SATURDAY,
        "last_on": SATURDAY,
        "reason": commands.ClosureReason.SEARCH,
    }
    return await commands.close_days(actor, uuid4(), **(asked | changes), now=NOW)


async def _rule(actor=DIRECTOR, **changes) -> dict[str, object]:
    rule = commands.NewRule(**(RULE | changes))
    return await commands.add_visit_rule(
        actor, uuid4(), establishment_id="huaraz", rule=rule, now=NOW
    )


async def test_a_new_session_has_slots_at_once(db, owner):
    await visits.place(owner)

    answer = await _add()

    assert answer["opened"] == 4
    slot_id = await owner.fetchval("select id from slot where visit_on = $1", SATURDAY)
    await (await visits.relative(owner)).book(slot_id)
    assert await visits.taken(owner, slot_id) == {"people": 1, "groups": 1}
    assert await jobs.open_slots(NOW) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"visitor_sex": "X"}, "visitor_sex"),
        ({"weekday": 8}, "weekday"),
        ({"ends": time(9)}, "ends"),
        ({"every_weeks": 0}, "every_weeks"),
        ({"valid_from": date(2026, 3, 1)}, "valid_from"),
        ({"ceilings": {}}, "ceilings"),
        ({"ceilings": {"people": 0}}, "ceilings"),
        ({"ceilings": {"chairs": 4}}, "ceilings"),
    ],
)
async def test_a_session_that_makes_no_sense_is_refused(db, owner, changes, field):
    await visits.place(owner)
    before = await registry.rows(owner, "timetable_session", "slot", "pool")

    with pytest.raises(DomainError) as refusal:
        await _add(**changes)

    assert (refusal.value.code.value, refusal.value.facts) == ("BAD_INPUT", {"field": field})
    assert await registry.rows(owner, "timetable_session", "slot", "pool") == before


async def test_a_pavilion_of_another_place_is_not_found(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    pavilion = uuid4()
    await owner.execute("insert into pavilion values ($1, '5', null, 'ica')", pavilion)

    assert await visits.refused(_add(pavilion_id=pavilion)) == "NOT_FOUND"
    assert await visits.refused(_close(pavilion_id=pavilion)) == "NOT_FOUND"


async def test_an_ended_session_offers_nothing_more_and_what_is_booked_stands(db, owner):
    await visits.place(owner)
    session_id = (await _add())["id"]
    slots = {row["visit_on"]: row["id"] for row in await owner.fetch("select * from slot")}
    one, other = await visits.relative(owner), await visits.relative(owner)
    booked = await one.book(slots[SATURDAY + WEEK])

    await _end(session_id, SATURDAY + timedelta(days=1))

    await other.book(slots[SATURDAY])
    assert await visits.refused(other.book(slots[SATURDAY + WEEK])) == "DAY_CLOSED"
    assert await owner.fetchval("select state from booking where id = $1", booked) == "active"
    assert await jobs.open_slots(NOW + WEEK) == 0


async def test_a_session_is_ended_from_today_on_and_only_at_its_own_place(db, owner):
    await visits.place(owner)
    session_id = (await _add())["id"]

    assert await visits.refused(_end(session_id, date(2026, 3, 1))) == "BAD_INPUT"
    assert await visits.refused(_end(session_id, SATURDAY, registry.officer("ica"))) == "NOT_FOUND"
    assert await visits.refused(_end(uuid4(), SATURDAY)) == "NOT_FOUND"
    assert await owner.fetchval("select valid_to from timetable_session") is None


async def test_closing_calls_off_what_is_booked_and_reopening_offers_the_day_again(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one, other = await visits.relative(owner), await visits.relative(owner)
    booked = await one.book(slot_id)

    closed = await _close()
    assert closed["called_off"] == 1
    row = await owner.fetchrow("select state, cancel_reason from booking where id = $1", booked)
    assert tuple(row) == ("cancelled", "closed_day")
    assert await visits.refused(other.book(slot_id)) == "DAY_CLOSED"

    await commands.reopen_days(OFFICER, uuid4(), closure_id=UUID(closed["id"]), now=NOW)
    await other.book(slot_id)


@pytest.mark.parametrize(
    "changes",
    [
        {"last_on": SATURDAY - timedelta(days=1)},
        {"first_on": date(2026, 2, 1), "last_on": date(2026, 3, 1)},
        {"last_on": SATURDAY + timedelta(days=400)},
        {"visit_types": []},
    ],
)
async def test_days_that_are_over_or_too_many_are_not_closed(db, owner, changes):
    await visits.place(owner)

    assert await visits.refused(_close(**changes)) == "BAD_INPUT"
    assert await owner.fetchval("select count(*) from closed_day") == 0


async def test_a_closure_is_lifted_once_and_only_at_its_own_place(db, owner):
    await visits.place(owner)
    closure_id = UUID((await _close())["id"])

    async def reopen(actor):
        return await commands.reopen_days(actor, uuid4(), closure_id=closure_id, now=NOW)

    assert await visits.refused(reopen(registry.officer("ica"))) == "NOT_FOUND"
    await reopen(OFFICER)
    assert await visits.refused(reopen(OFFICER)) == "NOT_FOUND"


@pytest.mark.parametrize("act", [_add, _close, _rule])
async def test_only_the_right_role_at_the_right_place_changes_the_offer(db, owner, act):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    before = await registry.rows(owner, "timetable_session", "closed_day", "visit_rule")

    for actor in (registry.officer("ica", role=Role.DIRECTOR), registry.officer(role=Role.AUDITOR)):
        assert await visits.refused(act(actor)) == "NOT_ALLOWED"

    assert await registry.rows(owner, "timetable_session", "closed_day", "visit_rule") == before


async def test_a_rule_of_the_establishment_binds_who_books_and_what_is_booked(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    sister = await visits.relative(owner)
    mother = await visits.relative(owner, kinship="mother")
    booked = [await sister.book(slot_id), await mother.book(slot_id)]

    answer = await _rule()

    assert answer == {"id": "huaraz:close-kin", "version": 1, "called_off": 1}
    states = [
        await owner.fetchval("select state from booking where id = $1", each) for each in booked
    ]
    assert states == ["cancelled", "active"]
    assert await visits.refused(sister.book(slot_id)) == "KINSHIP_NOT_ALLOWED"
    stored = await owner.fetchrow("select * from visit_rule where id = 'huaraz:close-kin'")
    assert (stored["known_from"], stored["author"]) == (NOW, str(DIRECTOR.staff_id))
    assert stored["confidence"] == "decided"


async def test_the_next_version_replaces_the_former_one(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    await _rule()
    sister = await visits.relative(owner)

    wider = await _rule(effect={"anyone": True})

    assert wider["version"] == 2
    await sister.book(slot_id)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"effect": {"only": ["mother"], "anyone": True}}, "RULE_NOT_VALID"),
        ({"effect": {"onyl": ["mother"]}}, "RULE_NOT_VALID"),
        ({"scope": {}}, "RULE_NOT_VALID"),
        ({"scope": ["ordinary"]}, "RULE_NOT_VALID"),
        ({"name": "Close Kin"}, "RULE_NOT_VALID"),
        ({"legal_basis": ""}, "RULE_NOT_VALID"),
        ({"valid_to": date(2026, 3, 1)}, "RULE_NOT_VALID"),
        ({"examples": []}, "RULE_EXAMPLE_FAILED"),
        ({"examples": [{**EXAMPLE, "answer": ["KINSHIP_NOT_ALLOWED"]}]}, "RULE_EXAMPLE_FAILED"),
        ({"effect": {"only": ["father"]}}, "RULE_EXAMPLE_FAILED"),
        ({"examples": [{**EXAMPLE, "establishment": "nowhere"}]}, "RULE_NOT_VALID"),
        ({"examples": [{"title": "half"}]}, "RULE_NOT_VALID"),
        ({"examples": ["no table"]}, "RULE_NOT_VALID"),
    ],
)
async def test_a_rule_that_cannot_be_read_or_fails_its_example_is_refused(db, owner, changes, code):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    await one.book(slot_id)
    before = await registry.rows(owner, "visit_rule")

    assert await visits.refused(_rule(**changes)) == code
    assert await registry.rows(owner, "visit_rule") == before
    assert await visits.taken(owner, slot_id) == {"people": 1}


async def test_a_rule_never_reaches_beyond_its_establishment(db, owner):
    await visits.place(owner)

    await _rule(scope={"visit_types": ["ordinary"], "establishment": "ica"})

    stored = await owner.fetchval(
        "select scope ->> 'establishment' from visit_rule where version = 1"
        " and id = 'huaraz:close-kin'"
    )
    assert stored == "huaraz"


async def test_versions_of_rules_are_never_edited_and_staff_write_their_own_alone(db, owner):
    await visits.place(owner)
    for statement in ("update visit_rule set note = 'x'", "delete from visit_rule"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await owner.execute(statement)
    insert = (
        "insert into visit_rule (id, version, kind, scope, valid_from, effect, legal_basis, source, author, confidence,"
        " examples)"
        " values ('x', 1, 'kinship', '{\"establishment\": \"ica\"}', '2026-01-01', '{}', '', '', '', 'decided', '[]')"
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(DIRECTOR) as tx:
            await tx.execute(insert)
    async with transaction(System()) as tx:
        await tx.execute(insert)
