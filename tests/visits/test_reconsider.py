"""Something changes, and visits already booked are asked again in the same transaction."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.core.actor import System
from backend.core.custody import EventKind, Regime, Stage, Status
from backend.core.ids import new_id
from backend.database import transaction
from backend.registry.commands import Change
from backend.registry.rules.standing import Standing
from backend.visits import commands
from tests.allocation.make_pools import out_of_step
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY, WEEK, called_off, states

pytestmark = pytest.mark.anyio
OFFICER = registry.officer()
TODAY = date(2026, 3, 2)


async def happens(one: visits.Relative, kind: EventKind, **said: Any) -> int:
    """Record a custody event; how many visits it called off."""
    now = said.pop("now", NOW)
    answer = await commands.record_custody_event(
        OFFICER,
        uuid4(),
        inmate_id=one.inmate_id,
        kind=kind,
        **({"effective_on": TODAY} | said),
        now=now,
    )
    return int(answer["called_off"])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (EventKind.RELEASE, {}),
        (EventKind.TRANSFER, {"to_establishment_id": "ica"}),
        (EventKind.OUTING, {}),
        (EventKind.MONITORING_INSTALLED, {}),
        (EventKind.TRANSFER_ABROAD, {}),
    ],
)
async def test_who_is_no_longer_there_receives_no_visit_and_the_family_is_told(
    db, owner, kind, said
):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    slot_id = await visits.slot(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    booked, untouched = await one.book(slot_id), await other.book(slot_id)

    assert await happens(one, kind, **said) == 1

    assert await states(owner, booked, untouched) == ["cancelled", "active"]
    assert await visits.taken(owner, slot_id) == {"people": 1}
    assert await called_off(owner) == [(one.family.account_id, str(booked), NOW)]
    row = await owner.fetchrow("select * from booking where id = $1", booked)
    assert (row["cancel_reason"], row["cancelled_at"], row["told_from"]) == (kind.value, NOW, NOW)
    active = await owner.fetch("select booking_id from booking_visitor where active")
    assert [tuple(each) for each in active] == [(untouched,)]
    entry = await owner.fetchrow(
        "select * from audit_entry where establishment_id = 'huaraz' order by seq desc limit 1"
    )
    assert (entry["action"], entry["subject"]) == ("visits.booking.cancelled", str(booked))
    assert (entry["actor_kind"], entry["actor_id"]) == ("staff", str(OFFICER.staff_id))
    assert await out_of_step(owner) == []


@pytest.mark.parametrize("kind", [EventKind.DEATH, EventKind.EVASION])
async def test_a_death_or_evasion_calls_off_in_silence(db, owner, kind):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))

    assert await happens(one, kind) == 1

    assert await states(owner, booked) == ["cancelled"]
    assert await called_off(owner) == []


async def test_a_secret_transfer_is_told_when_it_may_be(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))

    await happens(one, EventKind.TRANSFER, to_establishment_id="ica", secret_until=date(2026, 3, 5))

    told = datetime.fromisoformat("2026-03-05T05:00:00+00:00")
    assert await called_off(owner) == [(one.family.account_id, str(booked), told)]
    row = await owner.fetchrow("select state, told_from from booking where id = $1", booked)
    assert tuple(row) == ("cancelled", told)


async def test_a_family_may_cancel_what_was_called_off_in_secret(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    booked = await one.book(slot_id)
    await happens(one, EventKind.TRANSFER, to_establishment_id="ica", secret_until=date(2026, 3, 5))

    await one.cancel(booked)

    row = await owner.fetchrow("select cancel_reason, told_from from booking where id = $1", booked)
    assert tuple(row) == ("family", NOW)
    assert await visits.refused(one.cancel(booked)) == "ALREADY_CANCELLED"
    assert await visits.taken(owner, slot_id) == {"people": 0}


async def test_an_outing_with_a_known_return_calls_off_only_the_days_away(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    during = await one.book(await visits.slot(owner))
    after = await one.book(await visits.slot(owner, on=SATURDAY + WEEK))

    assert await happens(one, EventKind.OUTING, until=SATURDAY) == 1

    assert await states(owner, during, after) == ["cancelled", "active"]


async def test_a_move_to_another_pavilion_calls_off_what_is_bound_to_the_old_one(db, owner):
    await visits.place(owner)
    old, new = uuid4(), uuid4()
    await owner.execute(
        "insert into pavilion values ($1, '5', null, 'huaraz'), ($2, '6', null, 'huaraz')", old, new
    )
    one = await visits.relative(owner)
    await owner.execute("update inmate set pavilion_id = $1", old)
    bound = await one.book(await visits.slot(owner, pavilion_id=old))
    common = await one.book(await visits.slot(owner, starts=time(13), ends=time(14)))

    assert await happens(one, EventKind.PAVILION_CHANGE, pavilion_id=new) == 1

    assert await states(owner, bound, common) == ["cancelled", "active"]


async def test_when_a_stage_allows_fewer_visits_the_newest_bookings_go(db, owner):
    await visits.place(owner)
    await visits.rule(
        owner,
        "visits_per_period",
        {"at_most": 1, "period": {"kind": "calendar_month"}},
        regimes=["closed_special"],
        stages=["extreme"],
    )
    one = await visits.relative(owner)
    sister = await visits.relative(owner, inmate_id=one.inmate_id)
    await owner.execute("update inmate set regime = 'closed_special', stage = 'c'")
    slots = [await visits.slot(owner, on=SATURDAY + nth * WEEK) for nth in range(3)]
    third = await one.book(slots[2], now=NOW)
    first = await sister.book(slots[0], now=NOW + timedelta(minutes=1))
    second = await one.book(slots[1], now=NOW + timedelta(minutes=2))

    gone = await happens(
        one, EventKind.STAGE_CHANGE, stage=Stage.EXTREME, now=NOW + timedelta(minutes=3)
    )

    assert gone == 2
    assert await states(owner, third, first, second) == ["active", "cancelled", "cancelled"]
    told = {account for account, *_ in await called_off(owner)}
    assert told == {one.family.account_id, sister.family.account_id}


async def test_a_visit_that_has_begun_or_is_over_stays_and_still_counts(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    over = await one.book(await visits.slot(owner, on=date(2026, 3, 3)))
    to_come = await one.book(await visits.slot(owner))
    await visits.rule(
        owner, "visits_per_period", {"at_most": 1, "period": {"kind": "calendar_week"}}
    )
    cause = commands.Cause(reason="rule_change", key="k")
    now = NOW + timedelta(days=2)

    async with transaction(System()) as tx:
        gone = await commands.reconsider(tx, System(), {one.inmate_id: cause}, now=now)

    assert gone == [to_come]
    assert await states(owner, over, to_come) == ["active", "cancelled"]


async def test_a_closed_booking_window_or_a_full_slot_calls_nothing_off(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one = await visits.relative(owner)
    booked = await one.book(slot_id)
    cause = commands.Cause(reason="rule_change", key="k")
    just_before = datetime.fromisoformat("2026-03-07T13:59:00+00:00")

    async with transaction(System()) as tx:
        gone = await commands.reconsider(tx, System(), {one.inmate_id: cause}, now=just_before)

    assert (gone, await states(owner, booked)) == ([], ["active"])


async def test_a_closure_touches_its_days_types_and_pavilion_alone(db, owner):
    await visits.place(owner)
    pavilion = uuid4()
    await owner.execute("insert into pavilion values ($1, '5', null, 'huaraz')", pavilion)
    inside, outside = await visits.relative(owner), await visits.relative(owner)
    await owner.execute(
        "update inmate set pavilion_id = $2 where id = $1", inside.inmate_id, pavilion
    )
    that_day, next_week = await visits.slot(owner), await visits.slot(owner, on=SATURDAY + WEEK)
    booked = [
        await inside.book(that_day),
        await inside.book(next_week),
        await outside.book(that_day),
    ]

    async def close(**changes: Any) -> int:
        answer = await commands.close_days(
            OFFICER,
            uuid4(),
            **{
                "establishment_id": "huaraz",
                "first_on": SATURDAY,
                "last_on": SATURDAY,
                "reason": commands.ClosureReason.HEALTH,
                "now": NOW,
                **changes,
            },
        )
        return int(answer["called_off"])

    assert await close(visit_types=["children"]) == 0
    assert await close(pavilion_id=pavilion) == 1
    assert await states(owner, *booked) == ["cancelled", "active", "active"]
    assert await close() == 1
    assert await states(owner, *booked) == ["cancelled", "active", "cancelled"]


async def test_one_family_with_several_visits_is_told_of_each_that_falls(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    first = await one.book(await visits.slot(owner))
    second = await one.book(await visits.slot(owner, on=SATURDAY + WEEK))

    assert await happens(one, EventKind.RELEASE) == 2

    told = {(one.family.account_id, str(each), NOW) for each in (first, second)}
    assert set(await called_off(owner)) == told


@pytest.mark.parametrize(("batch", "statements"), [(500, 4), (50, 9)])
async def test_hundreds_of_visits_are_asked_again_in_batches_and_in_few_statements(
    db, owner, batch, statements
):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=2000)
    crowd = [await visits.relative(owner) for _ in range(120)]
    for one in crowd:
        await one.book(slot_id)
    await visits.rule(owner, "kinship", {"only": ["mother"]}, valid_from=date(2026, 1, 1))
    cause = commands.Cause(reason="rule_change", key="k")
    sent: list[str] = []

    async with transaction(System()) as tx:
        with tx.query_logger(lambda record: sent.append(record.query)):
            gone = await commands.reconsider(
                tx, System(), {one.inmate_id: cause for one in crowd}, now=NOW, batch=batch
            )

    assert len(gone) == 120
    assert (
        len(sent) == statements
    )  # stamp, rules; then cases and cancelling a batch, and one lock for many
    assert await visits.taken(owner, slot_id) == {"people": 0}
    assert len(await called_off(owner)) == 120
    audited = "select count(*) from audit_entry where action = 'visits.booking.cancelled'"
    assert await owner.fetchval(audited) == 120


async def test_a_roster_batch_asks_each_inmate_once_and_silence_wins(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one, other, third = [await visits.relative(owner) for _ in range(3)]
    booked = [await each.book(slot_id) for each in (one, other, third)]
    await owner.execute(
        "update inmate set status = 'deceased' where id = any($1)", [one.inmate_id, other.inmate_id]
    )
    changes = [
        _change(one, EventKind.STAGE_CHANGE, Status.HELD),
        _change(one, EventKind.DEATH, Status.DECEASED),
        _change(other, EventKind.RELEASE, Status.RELEASED),
        _change(third, EventKind.RELEASE, Status.HELD, before=Status.HELD),
    ]

    async with transaction(System()) as tx:
        gone = await commands.reconsider_changes(tx, System(), changes, NOW)

    assert set(gone) == set(booked[:2])
    assert [account for account, *_ in await called_off(owner)] == [other.family.account_id]


def _change(
    one: visits.Relative, kind: EventKind, status: Status, before: Status = Status.OUTSIDE
) -> Change:
    def standing(status: Status) -> Standing:
        return Standing("huaraz", None, Regime.CLOSED_ORDINARY, None, status, TODAY, TODAY)

    return Change(
        event_id=new_id(),
        inmate_id=one.inmate_id,
        kind=kind,
        effective_on=TODAY,
        before=standing(before),
        after=standing(status),
    )


async def test_what_a_change_refuses_leaves_the_bookings_alone(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))
    before = await visits.written(owner)

    assert await visits.refused(happens(one, EventKind.RETURN)) == "CUSTODY_NOT_POSSIBLE"
    early = happens(one, EventKind.RELEASE, effective_on=TODAY + timedelta(days=1))
    assert await visits.refused(early) == "CUSTODY_NOT_POSSIBLE"
    elsewhere = commands.record_custody_event(
        registry.officer("ica"),
        uuid4(),
        inmate_id=one.inmate_id,
        kind=EventKind.RELEASE,
        effective_on=TODAY,
        now=NOW,
    )
    assert await visits.refused(elsewhere) == "NOT_FOUND"

    assert await visits.written(owner) == before
    assert await states(owner, booked) == ["active"]
