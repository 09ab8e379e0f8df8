"""On a large database the statements of visits find their rows by index: no plan walks through a large table."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Actor, Family, Staff, System
from backend.registry.queries import held
from backend.visits.queries import bookings
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY

pytestmark = pytest.mark.anyio
LARGE = {
    "inmate",
    "visitor",
    "tie",
    "custody_event",
    "restriction",
    "slot",
    "pool",
    "ceiling",
    "claim",
    "booking",
    "booking_visitor",
    "notice",
}
ROLES = {Family: "encuentro_family", Staff: "encuentro_staff", System: "encuentro_worker"}

CROWD = """
insert into account (id, phone_cipher, phone_index, created_at)
  select gen_random_uuid(), 'x', sha256(n::text::bytea), '2025-01-01' from generate_series(1, 20000) n;
create temporary table crowd as select row_number() over () as n, id as account, gen_random_uuid() as inmate,
  gen_random_uuid() as visitor, gen_random_uuid() as booking, gen_random_uuid() as claim from account;
create temporary table days as select gen_random_uuid() as id, date '2025-01-01' + n % 900 as day, n,
  case when n % 3 = 0 then 'huaraz' else 'ica' end as place from generate_series(0, 4000) n;
insert into inmate (id, register_index, register_cipher, given_names, surnames, name_key, sex, establishment_id, regime,
    status, admitted_on, status_on)
  select inmate, sha256(n::text::bytea), 'x', 'A', 'B', 'b a', 'M', case when n % 20 = 0 then 'huaraz' else 'ica' end,
    'closed_ordinary', 'held', '2025-01-01', '2025-01-01' from crowd;
insert into visitor (id, account_id, capacity, given_names, surnames, sex, born_on, document_kind, document_cipher,
    person_index, created_at)
  select visitor, account, 'own', 'A', 'B', 'F', '1980-01-01', 'dni', 'x', sha256(('v' || n)::bytea), '2025-01-01'
  from crowd;
insert into tie (id, account_id, visitor_id, establishment_id, inmate_id, kinship, asked, state, asked_at, decided_at)
  select gen_random_uuid(), account, visitor, 'ica', inmate, 'mother', '{}', 'approved', '2025-01-01', '2025-01-01'
  from crowd;
insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by, facts,
    source_key)
  select gen_random_uuid(), 'ica', inmate, 'admission', '2025-01-01', '2025-01-01', 'x', '{}', n::text from crowd;
insert into restriction (id, inmate_id, valid_from, valid_to, reason_code, recorded_at)
  select gen_random_uuid(), inmate, '2025-01-01', '2025-02-01', 'discipline', '2025-01-01' from crowd;
insert into timetable_session (id, establishment_id, name, visit_type, place, weekday, starts, ends, valid_from,
    ceilings, source)
  select id, place, 'x', 'ordinary', 'direct', extract(isodow from day), '05:00', '06:00', '2025-01-01', '{}', 'x'
  from days;
insert into pool select id, 'visit', place from days;
insert into ceiling (pool_id, unit, capacity)
  select id, unit, 9000 from days, unnest('{people,groups,booths}'::text[]) as unit;
insert into slot (id, establishment_id, session_id, visit_on, starts_at, ends_at, visit_type, place)
  select id, place, id, day, day + time '10:00', day + time '11:00', 'ordinary', 'direct' from days;
create temporary table booked as select c.*, d.id as slot, d.day from crowd c join days d on d.n = c.n % 4001;
insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at)
  select claim, 'ica', slot, account, 'kept', '{"people": 1}', '2025-01-01' from booked;
insert into booking (id, establishment_id, slot_id, inmate_id, account_id, claim_id, reference, state, visit_on,
    visit_type, with_minors, rules_used, booked_at)
  select booking, 'ica', slot, inmate, account, claim, left(md5(n::text), 9), 'active', day, 'ordinary', false,
    '{"stay_minutes": 60}', '2025-01-01' from booked;
insert into booking_visitor (establishment_id, booking_id, visitor_id, person_index, adult, starts_at, ends_at)
  select 'ica', booking, visitor, sha256(('v' || n)::bytea), true, day + time '10:00', day + time '11:00' from booked;
insert into notice (id, account_id, kind, facts, dedupe_key, created_at, tell_from, expires_at)
  select gen_random_uuid(), account, 'visit_booked', '{}', n::text, '2025-01-01', '2025-01-01', '2025-01-02' from crowd;
analyze;
"""
"""Twenty thousand of everything: enough that walking through a table costs more than finding a row of it."""


class Watched:
    """A connection that writes down the plan of every statement it runs, inside functions too."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection
        self.plans: list[str] = []

    async def begin(self) -> None:
        self.connection.add_log_listener(lambda _, message: self.plans.append(message.message))
        await self.connection.execute(
            "load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;"
            " set auto_explain.log_level = notice; set plan_cache_mode = force_generic_plan"
        )

    async def run(self, actor: Actor, statement: str, *values: Any) -> list[asyncpg.Record]:
        """As somebody, in a transaction of its own; answers the rows."""
        places = ",".join(actor.establishments) if isinstance(actor, Staff) else ""
        async with self.connection.transaction():
            await self.connection.execute(
                "select set_config('role', $1, true), set_config('app.actor', $2, true),"
                " set_config('app.establishments', $3, true)",
                ROLES[type(actor)],
                str(actor.id or ""),
                places,
            )
            return await self.connection.fetch(statement, *values)

    def walked(self) -> set[str]:
        """The large tables that some plan read from end to end."""
        found = set(re.findall(r"Seq Scan on (\w+)", "\n".join(self.plans)))
        return found & LARGE


@pytest.fixture
async def watched(db, owner) -> Watched:
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    await owner.execute(CROWD)
    watching = Watched(owner)
    await watching.begin()
    return watching


async def test_availability_booking_and_reading_find_their_rows_by_index(watched, owner):
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    family, party = one.family, [one.visitor_id]
    watched.plans.clear()

    await watched.run(
        family,
        "select visit_facts($1, $2, $3, $4, $5)",
        one.inmate_id,
        party,
        SATURDAY,
        SATURDAY + timedelta(days=28),
        NOW,
    )
    hold_id = await _hold(watched, family, slot_id)
    await watched.run(
        family,
        "select visit_facts_locked($1, $2, $3, $4)",
        slot_id,
        one.inmate_id,
        party,
        NOW,
    )
    booking_id = uuid4()
    await watched.run(
        family,
        "select visit_book($1, $2, $3, $4, $5, $6, '{}', '{\"people\": 1}', $7, '{\"stay_minutes\": 60}', $8)",
        booking_id,
        uuid4(),
        hold_id,
        slot_id,
        one.inmate_id,
        party,
        ["K7MP-3QX9"],
        NOW,
    )
    page = await watched.run(family, bookings._PAGE, NOW, family.account_id, None, None, 11)
    await watched.run(family, bookings._NEXT, NOW, family.account_id, None, None, 11)
    await watched.run(family, bookings._ONE, NOW, family.account_id, booking_id)
    await watched.run(family, bookings._BY_REFERENCE, NOW, family.account_id, "K7MP-3QX9")
    await _cancel(watched, family, booking_id)

    assert len(page) == 1
    assert len(watched.plans) > 30
    assert watched.walked() == set()

    # the control: without its index the walk is noticed
    await owner.execute("drop index restriction_inmate")
    await watched.run(
        family,
        "select visit_facts($1, $2, $3, $4, $5)",
        one.inmate_id,
        party,
        SATURDAY,
        SATURDAY,
        NOW,
    )
    assert watched.walked() == {"restriction"}


async def test_an_office_s_reads_and_changes_find_their_rows_by_index(watched, owner):
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    booking_id = await one.book(slot_id)
    officer, system = registry.officer(), System()
    watched.plans.clear()

    await watched.run(officer, bookings._DAY, "huaraz", SATURDAY, None, None, 11)
    await watched.run(
        officer, "select visit_lock_change($1, $2, $3)", [one.inmate_id], [b"\x01" * 32], NOW
    )
    await watched.run(officer, "select visit_inmates_of($1, $2)", b"\x01" * 32, NOW)
    cases = await watched.run(
        system,
        "select * from visit_cases($1, $2, $3, $4)",
        [one.inmate_id],
        date(2026, 3, 2),
        date(2027, 3, 2),
        NOW,
    )
    await _cancel(watched, officer, booking_id)
    await watched.run(system, "select allocation_sweep($1, $2)", slot_id, NOW)

    assert len(cases) == 1
    assert watched.walked() == set()


async def test_finding_who_is_held_and_reading_of_them_walks_through_no_table(watched, owner):
    one = await visits.relative(owner)
    officer = registry.officer()
    number = await owner.fetchval("select register_index from inmate where id = $1", one.inmate_id)
    watched.plans.clear()

    named = await watched.run(officer, held._BY_NAME, "huaraz", ["% huam%"], None, None, 11)
    numbered = await watched.run(officer, held._BY_NUMBER, "huaraz", number, None, None, 11)
    events = await watched.run(officer, held._EVENTS, one.inmate_id, None, None, 11)
    ties = await watched.run(officer, held._TIES, one.inmate_id, None, None, 11)

    assert [len(rows) for rows in (named, numbered, events, ties)] == [1, 1, 0, 1]
    assert watched.walked() == set()

    # the control: without its indexes the walk is noticed
    await owner.execute("drop index inmate_place; drop index inmate_name")
    await watched.run(officer, held._BY_NAME, "huaraz", ["% huam%"], None, None, 11)
    assert watched.walked() == {"inmate"}


async def _cancel(watched: Watched, actor: Actor, booking_id: UUID) -> None:
    plan = f'[{{"id": "{booking_id}", "reason": "family", "cause": "c", "quiet": false}}]'
    (row,) = await watched.run(
        actor, "select visit_cancel($1::jsonb, 'visit_cancelled', $2)", plan, NOW
    )
    assert row[0] == [booking_id]


async def _hold(watched: Watched, family: Family, slot_id: UUID) -> UUID:
    hold_id = uuid4()
    await watched.run(
        family,
        "select allocation_take($1, $2, $3, '{\"people\": 1}', 'held', $4, $5)",
        hold_id,
        slot_id,
        family.account_id,
        NOW,
        NOW + timedelta(minutes=10),
    )
    return hold_id
