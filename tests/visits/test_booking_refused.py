"""What may not be booked: the code, and nothing written."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY, WEEK

pytestmark = pytest.mark.anyio


@dataclass
class Scene:
    """A slot of three places and two groups, somebody who may book it, and a stranger."""

    owner: asyncpg.Connection
    slot_id: UUID
    one: visits.Relative
    stranger: visits.Relative

    async def other_slot(self, **changes: Any) -> dict[str, Any]:
        return {"slot_id": await visits.slot(self.owner, **changes)}

    async def sets(self, statement: str, *values: Any) -> dict[str, Any]:
        await self.owner.execute(statement, *values)
        return {}


Case = Callable[[Scene], Awaitable[dict[str, Any]]]
CASES: dict[str, tuple[str, Case]] = {}


def case(code: str) -> Callable[[Case], Case]:
    """A way to ask for what is not allowed: arranges it, answers how the request differs."""

    def note(arrange: Case) -> Case:
        CASES[arrange.__name__] = (code, arrange)
        return arrange

    return note


@case("SLOT_PAST")
async def a_slot_in_the_past(scene):
    return {"now": NOW + 2 * WEEK}


@case("BOOKING_CLOSED")
async def a_slot_that_closed_two_hours_before(scene):
    return {"now": datetime(2026, 3, 7, 12, 30, tzinfo=UTC)}


@case("TOO_EARLY_TO_BOOK")
async def a_slot_that_is_not_open_yet(scene):
    return await scene.other_slot(on=SATURDAY + 5 * WEEK)


@case("NOT_FOUND")
async def an_unknown_slot(scene):
    return {"slot_id": uuid4()}


@case("NOT_AVAILABLE")
async def a_slot_of_another_place(scene):
    return await scene.other_slot(at=await visits.place(scene.owner, "ica"))


@case("NOT_AVAILABLE")
async def a_slot_of_another_pavilion(scene):
    pavilion = uuid4()
    await scene.sets("insert into pavilion values ($1, '5', null, 'huaraz')", pavilion)
    return await scene.other_slot(pavilion_id=pavilion)


@case("DAY_CLOSED")
async def a_closed_day(scene):
    return await scene.sets(
        "insert into closed_day (id, establishment_id, first_on, last_on, reason_code, recorded_at)"
        " values (gen_random_uuid(), 'huaraz', $1, $1, 'search', $2)",
        SATURDAY,
        NOW - timedelta(days=1),
    )


@case("DAY_CLOSED")
async def a_withdrawn_slot(scene):
    return await scene.sets("update slot set closed_at = $1", NOW)


@case("WEEKDAY_NOT_FOR_SEX")
async def a_day_of_the_other_sex(scene):
    return await scene.other_slot(visitor_sex="M")


@case("NO_PLACE")
async def a_slot_whose_groups_are_full(scene):
    for _ in range(2):
        await (await visits.relative(scene.owner)).book(scene.slot_id)
    return {}


@case("NO_PLACE")
async def a_slot_without_ceilings(scene):
    return await scene.sets("delete from ceiling where pool_id = $1", scene.slot_id)


@case("PARTY_EMPTY")
async def a_party_of_nobody(scene):
    return {"visitor_ids": []}


@case("PARTY_TOO_LARGE")
async def a_crowd(scene):
    return {"visitor_ids": [uuid4() for _ in range(51)]}


@case("PARTY_TOO_LARGE")
async def more_people_than_the_rule_allows(scene):
    await visits.rule(scene.owner, "visitors_per_visit", {"at_most": 1})
    one = scene.one
    cousin = await visits.relative(scene.owner, inmate_id=one.inmate_id, family=one.family)
    return {"visitor_ids": [one.visitor_id, cousin.visitor_id]}


@case("NOT_FOUND")
async def somebody_else_s_visitor(scene):
    return {"visitor_ids": [scene.one.visitor_id, scene.stranger.visitor_id]}


@case("NOT_FOUND")
async def an_unknown_visitor(scene):
    return {"visitor_ids": [uuid4()]}


@case("NOT_FOUND")
async def a_visitor_taken_off_the_list(scene):
    return await scene.sets("update visitor set ended_at = $1", NOW)


@case("ADULT_NEEDED")
async def a_child_alone(scene):
    return {"visitor_ids": [await visits.child(scene.owner, scene.one)]}


@case("KINSHIP_NOT_ALLOWED")
async def kin_too_far(scene):
    closer = {"only": ["mother"]}
    await visits.rule(scene.owner, "kinship", closer, valid_from=date(2026, 1, 1))
    return {}


@case("DOCUMENT_EXPIRED")
async def a_document_that_will_have_expired(scene):
    await visits.rule(scene.owner, "documents", {"accepted": ["dni"]})
    return await scene.sets("update visitor set document_valid_until = '2026-03-06'")


@case("NOT_AVAILABLE")
async def a_visitor_under_sanction(scene):
    await registry.restriction(scene.owner, number=scene.one.number)
    return {}


@case("NOT_FOUND")
async def somebody_else_s_inmate(scene):
    return {"inmate_id": scene.stranger.inmate_id}


@case("NOT_FOUND")
async def an_unknown_inmate(scene):
    return {"inmate_id": uuid4()}


@case("NOT_FOUND")
async def a_tie_that_was_refused(scene):
    return await scene.sets("update tie set state = 'refused', inmate_id = null")


@case("NOT_FOUND")
async def an_inmate_who_was_released(scene):
    return await scene.sets("update inmate set status = 'released'")


@case("NOT_AVAILABLE")
async def an_inmate_at_court(scene):
    return await scene.sets("update inmate set status = 'outside'")


@case("NOT_AVAILABLE")
async def an_inmate_under_sanction(scene):
    await registry.restriction(scene.owner, inmate_id=scene.one.inmate_id)
    return {}


@case("NOT_AVAILABLE")
async def a_protected_pair(scene):
    one = scene.one
    await registry.restriction(scene.owner, inmate_id=one.inmate_id, number=one.number)
    return {}


@pytest.mark.parametrize("name", CASES)
async def test_what_is_not_allowed_is_refused_and_leaves_nothing(db, owner, name):
    code, arrange = CASES[name]
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=3, groups=2)
    one, stranger = await visits.relative(owner), await visits.relative(owner)
    changes = await arrange(Scene(owner, slot_id, one, stranger))
    before = await visits.written(owner)

    said = await visits.refused(one.book(**({"slot_id": slot_id} | changes)))

    assert said == code
    assert await visits.written(owner) == before
