"""Visits booked on a tie that is withdrawn, ended or asked again are called off in the same act."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.registry.commands import EndReason
from backend.registry.rules.people import Correction, Sex
from backend.visits import commands
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY, Relative
from tests.visits.phone_visits import asked

pytestmark = pytest.mark.anyio

RIGHT = Correction("Rosa", "Quispe Mamani", Sex.FEMALE, date(1980, 5, 17), "PE")


async def booked(owner: Any) -> tuple[Relative, UUID, UUID]:
    """A relative with one visit on Saturday: who, tie and slot."""
    await visits.place(owner)
    slot, relative = await visits.slot(owner), await visits.relative(owner)
    await relative.book(slot)
    tie = await owner.fetchval("select id from tie where visitor_id = $1", relative.visitor_id)
    return relative, tie, slot


async def outcome(owner: Any, slot: UUID) -> tuple[str, str | None, int]:
    row = await owner.fetchrow("select state, cancel_reason from booking")
    return row["state"], row["cancel_reason"], (await visits.taken(owner, slot))["people"]


async def test_a_withdrawn_tie_takes_its_visits_with_it(db, owner):
    relative, tie, slot = await booked(owner)

    answer = await commands.withdraw_tie(relative.family, uuid4(), tie_id=tie, now=NOW)

    assert answer == {"id": str(tie), "called_off": 1}
    assert await outcome(owner, slot) == ("cancelled", "family", 0)
    assert await owner.fetchval("select count(*) from notice where kind = 'visit_called_off'") == 1


async def test_a_person_taken_off_the_list_takes_their_visits_with_them(db, owner):
    relative, _, slot = await booked(owner)

    answer = await commands.remove_visitor(
        relative.family, uuid4(), visitor_id=relative.visitor_id, now=NOW
    )

    assert answer["called_off"] == 1
    assert await outcome(owner, slot) == ("cancelled", "family", 0)


async def test_a_tie_ended_by_the_office_takes_its_visits_with_it(db, owner):
    relative, tie, slot = await booked(owner)

    answer = await commands.end_tie(
        registry.officer(),
        uuid4(),
        tie_id=tie,
        version=0,
        reason=EndReason.INMATE_ASKED,
        now=NOW,
    )

    assert answer["called_off"] == 1
    assert await outcome(owner, slot) == ("cancelled", "tie_ended", 0)
    told = await owner.fetch("select account_id, facts::text from notice order by created_at")
    assert {row["account_id"] for row in told} == {relative.family.account_id}
    assert not [row for row in told if "inmate_asked" in row["facts"]]


@pytest.mark.parametrize(
    ("change", "called_off"),
    [
        ({"document_valid_until": SATURDAY + timedelta(days=365)}, 0),
        ({"surnames": "Quispe Rojas"}, 1),
    ],
)
async def test_a_correction_calls_off_only_what_must_be_confirmed_anew(
    db, owner, change, called_off
):
    relative, tie, slot = await booked(owner)

    answer = await commands.update_visitor(
        relative.family,
        uuid4(),
        visitor_id=relative.visitor_id,
        correction=replace(RIGHT, **change),
        now=NOW,
    )

    assert answer["called_off"] == called_off
    state, reason, people = await outcome(owner, slot)
    assert (state, reason, people) == (
        ("cancelled", "tie_reopened", 0) if called_off else ("active", None, 1)
    )
    assert await owner.fetchval("select state from tie where id = $1", tie) == (
        "received" if called_off else "approved"
    )


async def test_a_family_is_told_how_many_visits_its_correction_called_off(db, owner):
    relative, _, _ = await booked(owner)
    request = uuid4()
    right = {
        "givenNames": "Rosa",
        "surnames": "Quispe Rojas",
        "sex": "FEMALE",
        "bornOn": "1980-05-17",
    }
    said = {"visitorId": str(relative.visitor_id), "correction": right, "requestId": request}

    told = [await asked(relative.family, "family/people/updateVisitor", **said) for _ in range(2)]

    assert [each["calledOff"] for each in told] == [1, 1]


async def test_visits_of_other_families_to_the_same_person_stand(db, owner):
    relative, tie, slot = await booked(owner)
    other = await visits.relative(owner, inmate_id=relative.inmate_id)
    await other.book(slot)

    await commands.withdraw_tie(relative.family, uuid4(), tie_id=tie, now=NOW)

    states = await owner.fetch("select account_id, state from booking")
    assert {row["account_id"]: row["state"] for row in states} == {
        relative.family.account_id: "cancelled",
        other.family.account_id: "active",
    }


async def test_no_visit_slips_past_a_tie_that_ends_meanwhile(db, owner):
    await visits.place(owner)
    for _ in range(8):
        slot, relative = await visits.slot(owner), await visits.relative(owner)
        tie = await owner.fetchval("select id from tie where visitor_id = $1", relative.visitor_id)
        await asyncio.gather(
            relative.book(slot),
            commands.withdraw_tie(relative.family, uuid4(), tie_id=tie, now=NOW),
            return_exceptions=True,
        )

    assert await owner.fetchval("select count(*) from tie where state = 'approved'") == 0
    assert await owner.fetchval("select count(*) from booking where state = 'active'") == 0
