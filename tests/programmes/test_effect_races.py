"""Releases that touch visits while families book and people are barred or die. Every race has a control."""

import asyncio
import logging
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Role
from backend.core.custody import EventKind
from backend.core.documents import DocumentKind
from backend.core.errors import DomainError
from backend.programmes.rules.vocabulary import VisitEffect
from backend.registry.commands import RestrictionKind, RestrictionReason
from backend.visits import commands
from tests.allocation.make_pools import out_of_step
from tests.programmes import make_answers as answers
from tests.programmes import make_effects as effects
from tests.programmes import make_office as offices
from tests.programmes.make_leaving import TODAY, happens
from tests.programmes.make_programmes import NOW, SATURDAY
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)

SLOW = """
create or replace function allocation_lock(pools uuid[]) returns void language plpgsql as $$
begin
  if current_setting('role') = 'encuentro_family' then
    perform pg_sleep(0.2);
  end if;
  perform from ceiling where pool_id = any (pools) order by pool_id, unit for update;
end $$;
"""
"""Families have looked, and take their places a little later."""

UNHELD = """
create or replace function visit_lock_places(places text[], alone boolean) returns void language plpgsql as $$
begin end $$;
"""
"""The control: nobody keeps a place's offer as it is."""

LINGERING = """
create function linger() returns trigger language plpgsql as $$
begin
  perform pg_sleep(0.3);
  return new;
end $$;
create trigger linger before update on event for each row execute function linger();
create trigger linger before update of state on booking for each row execute function linger();
"""
CIRCULAR = """
create or replace function visit_lock_days(of_place text, days date[], at timestamptz) returns void
  language plpgsql as $$
begin end $$;
"""
"""The control: the places of visits are locked after the event."""


async def _persist(act) -> str:
    while True:
        try:
            await act()
        except DomainError as refusal:
            if refusal.code.value != "TRY_AGAIN":
                return refusal.code.value
        else:
            return "done"


async def _rush(owner, day: effects.Day) -> tuple[Counter[str], list[str]]:
    """Twenty book the slot of the event's hours while it is released; how their visits stand."""
    rush = [await visits.relative(owner) for _ in range(20)]
    event_id = await day.office.draft(effect=VisitEffect.BLOCKS)
    version = await day.office.submit(event_id, 1)
    await owner.execute(SLOW)

    async def release() -> str:
        await asyncio.sleep(0.1)
        return await _persist(lambda: day.office.release(event_id, version))

    said = await asyncio.gather(
        *(_persist(lambda one=one: one.book(day.slots[1])) for one in rush[:10]),
        release(),
        *(_persist(lambda one=one: one.book(day.slots[1])) for one in rush[10:]),
    )
    rows = await owner.fetch("select state from booking where slot_id = $1", day.slots[1])
    return Counter(said), [row["state"] for row in rows]


async def test_no_visit_that_is_booked_while_an_event_is_released_stands_in_its_hours(db, owner):
    day = await effects.day(owner)

    said, states = await _rush(owner, day)

    assert set(said) <= {"done", "DAY_CLOSED"}
    assert set(states) == {"cancelled"}
    assert len(states) == said["done"]  # the release is one, the visit of before another
    assert len(await offices.notices(owner, "visit_called_off")) == len(states)
    assert await out_of_step(owner) == []


async def test_control_without_the_place_held_some_stand(db, owner):
    day = await effects.day(owner)
    await owner.execute(UNHELD)

    _, states = await _rush(owner, day)

    assert "active" in states


@pytest.fixture
async def impatient(owner, database) -> None:
    """Whoever waits in a circle is told soon. To be asked for before `db`."""
    await owner.execute(f"alter database {database.name} set deadlock_timeout = '50ms'")


async def _both_at_once(owner, act, first: str) -> tuple[effects.Day, UUID]:
    """A family that answers the event and has a visit in its hours; what is released and `act` at once."""
    day = await effects.day(owner)
    event_id = await day.office.publish()
    date_id = (await offices.dates(owner, event_id))[SATURDAY.isoformat()]["id"]
    one = day.relatives[1]
    given, _ = await answers.answer(one, date_id)
    version = await day.office.edit(event_id, 0, effect=VisitEffect.BLOCKS, now=LATER)
    version = await day.office.submit(event_id, version, now=LATER)
    await owner.execute(LINGERING)

    async def release() -> str:
        await asyncio.sleep(0 if first == "release" else 0.1)
        return await _persist(lambda: day.office.release(event_id, version, now=LATER))

    async def other() -> str:
        await asyncio.sleep(0.1 if first == "release" else 0)
        return await _persist(lambda: act(one))

    assert await asyncio.gather(release(), other()) == ["done", "done"]
    return day, given


async def _dies(one: visits.Relative) -> None:
    await happens(one.inmate_id, EventKind.DEATH, now=LATER)


async def _is_moved(one: visits.Relative) -> None:
    await happens(one.inmate_id, EventKind.TRANSFER, now=LATER, to_establishment_id="ica")


async def _is_barred(one: visits.Relative) -> None:
    """A person, wherever they go: the place of their visits is not held."""
    await commands.restrict_visits(
        registry.officer(role=Role.DIRECTOR),
        uuid4(),
        kind=RestrictionKind.VISITOR_SANCTION,
        establishment_id="huaraz",
        document_kind=DocumentKind.DNI,
        document_number=one.number,
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=60),
        reason=RestrictionReason.GATE_INCIDENT,
        now=LATER,
    )


@pytest.mark.parametrize("first", ["release", "the other"])
@pytest.mark.parametrize("act", [_dies, _is_moved, _is_barred])
async def test_people_who_change_meet_a_release_in_no_circle(
    owner, impatient, db, caplog, act, first
):
    await registry.establishment(owner, "ica")
    caplog.set_level(logging.INFO, "encuentro.database")

    day, given = await _both_at_once(owner, act, first)

    assert "trying again" not in caplog.text
    assert await day.states() == ["active", "cancelled", "active"]
    assert [state for state, _ in await answers.states(owner, given)] == ["withdrawn"]
    assert await out_of_step(owner) == []


async def test_control_with_the_event_locked_first_they_do(owner, impatient, db, caplog):
    caplog.set_level(logging.INFO, "encuentro.database")
    await owner.execute(CIRCULAR)

    await _both_at_once(owner, _is_barred, "release")

    assert "DeadlockDetectedError" in caplog.text


async def test_a_draft_that_is_another_by_now_is_not_released_without_the_place(
    db, owner, monkeypatch
):
    """As if the draft had got its effect between the first look and the lock."""
    day = await effects.day(owner)
    event_id = await day.office.draft(effect=VisitEffect.BLOCKS)
    version = await day.office.submit(event_id, 1)
    before = await offices.written(owner)

    async def nothing(*_: object) -> bool:
        return False

    monkeypatch.setattr("backend.programmes.commands.effects.hold_visits", nothing)

    assert await visits.refused(day.office.release(event_id, version)) == "TRY_AGAIN"
    assert await offices.written(owner) == before
