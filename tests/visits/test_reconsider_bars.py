"""Bars on inmates, on people and between the two, and the visits they call off."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Role
from backend.registry.commands import RestrictionKind, RestrictionReason
from backend.visits import commands
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY, WEEK, states

pytestmark = pytest.mark.anyio
OFFICER = registry.officer()
TODAY = date(2026, 3, 2)


async def bar(**said: Any) -> dict[str, Any]:
    asked = {
        "establishment_id": "huaraz",
        "valid_from": TODAY,
        "valid_to": TODAY + timedelta(days=30),
        "reason": RestrictionReason.DISCIPLINE,
    }
    actor = said.pop("actor", OFFICER)
    return await commands.restrict_visits(actor, uuid4(), **(asked | said), now=NOW)


async def test_a_sanction_of_the_inmate_calls_off_the_days_and_types_it_names(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    during = await one.book(await visits.slot(owner))
    after = await one.book(await visits.slot(owner, on=SATURDAY + WEEK))
    sanction = {"kind": RestrictionKind.INMATE_SANCTION, "inmate_id": one.inmate_id}

    other_types = await bar(**sanction, visit_types=["intimate"])
    assert other_types["called_off"] == 0
    week = await bar(**sanction, valid_to=SATURDAY + WEEK)
    assert week["called_off"] == 1

    assert await states(owner, during, after) == ["cancelled", "active"]
    reasons = await owner.fetch("select cancel_reason from booking where state = 'cancelled'")
    assert [row[0] for row in reasons] == ["restriction"]


async def test_a_barred_person_is_called_off_on_every_list_and_for_every_inmate(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    other_day = await visits.slot(owner, on=SATURDAY + WEEK)
    one = await visits.relative(owner)
    same_person = await visits.relative(owner, number=one.number)
    somebody_else = await visits.relative(owner)
    gone = [await one.book(slot_id), await same_person.book(other_day)]
    stays = await somebody_else.book(slot_id)

    answer = await bar(
        kind=RestrictionKind.VISITOR_SANCTION, document_kind="dni", document_number=one.number
    )

    assert answer["called_off"] == 2
    assert await states(owner, *gone, stays) == ["cancelled", "cancelled", "active"]


async def test_a_protective_block_touches_the_pair_alone(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    other = await registry.inmate(owner)
    await registry.tie(owner, one.family, one.visitor_id, other)
    later = await visits.slot(owner, starts=time(13), ends=time(14))
    pair, elsewhere = await one.book(slot_id), await one.book(later, inmate_id=other.id)

    answer = await bar(
        kind=RestrictionKind.PROTECTIVE_BLOCK,
        inmate_id=one.inmate_id,
        document_kind="dni",
        document_number=one.number,
        valid_to=None,
        reason=RestrictionReason.SAFETY,
    )

    assert answer["called_off"] == 1
    assert await states(owner, pair, elsewhere) == ["cancelled", "active"]


async def test_a_person_barred_everywhere_is_called_off_in_other_establishments_too(db, owner):
    await visits.place(owner)
    await visits.place(owner, "ica")
    one = await visits.relative(owner)
    there = await visits.relative(owner, number=one.number, at="ica")
    stranger = await visits.relative(owner, at="ica")
    slot_id = await visits.slot(owner, at="ica", on=SATURDAY + WEEK)
    booked = [
        await one.book(await visits.slot(owner)),
        await there.book(slot_id),
        await stranger.book(slot_id),
    ]

    answer = await bar(
        actor=registry.officer(role=Role.DIRECTOR),
        kind=RestrictionKind.VISITOR_SANCTION,
        document_kind="dni",
        document_number=one.number,
        everywhere=True,
    )

    assert answer["called_off"] == 2
    assert await states(owner, *booked) == ["cancelled", "cancelled", "active"]
    chains = await owner.fetch(
        "select establishment_id from audit_entry where action = 'visits.booking.cancelled' order by 1"
    )
    assert [row[0] for row in chains] == ["huaraz", "ica"]


async def test_an_ended_bar_calls_nothing_back_and_lets_people_book_again(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    booked = await one.book(slot_id)
    bar_id = (await bar(kind=RestrictionKind.INMATE_SANCTION, inmate_id=one.inmate_id))["id"]
    assert await visits.refused(one.book(slot_id)) == "NOT_AVAILABLE"

    await commands.end_restriction(OFFICER, uuid4(), restriction_id=UUID(bar_id), now=NOW)

    assert await states(owner, booked) == ["cancelled"]
    await one.book(slot_id)
