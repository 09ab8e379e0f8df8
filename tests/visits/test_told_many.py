"""Rules, timetables and closed days that change: which families are told, which are not, and how many at once."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Family, Role, System
from backend.core.clock import lima_instant
from backend.core.custody import EventKind
from backend.core.ids import new_id
from backend.database import transaction
from backend.notifications.rules import sentence
from backend.visits import commands
from backend.visits.commands import telling
from backend.visits.rules import Kind, Place, VisitType
from tests import make
from tests.registry import make_registry as registry
from tests.visits import make_told as making
from tests.visits import make_visits as visits
from tests.visits.make_told import TOLD_OF, moved_in_secret, told, who
from tests.visits.make_visits import NOW, SATURDAY, WEEK

pytestmark = pytest.mark.anyio
DIRECTOR = registry.officer(role=Role.DIRECTOR)
OFFICER = registry.officer()
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
    "effect": {"only": ["mother", "father", "sibling"]},
    "legal_basis": "Acta 12",
    "source": "the establishment",
    "examples": [EXAMPLE],
}


async def _rule(request: UUID | None = None, **changes) -> dict[str, object]:
    rule = commands.NewRule(**(RULE | changes))
    return await commands.add_visit_rule(
        DIRECTOR, request or uuid4(), establishment_id="huaraz", rule=rule, now=NOW
    )


async def _tell_scope(scope: dict[str, Any], now: datetime = NOW) -> None:
    """As a rule of that scope is told."""
    news = telling.News(
        kind="rule_changed",
        scopes=[telling.scope(scope, scope["visit_types"], SATURDAY)],
        facts={},
        subject="rule:a",
        cause="a",
        until=now + WEEK,
    )
    async with transaction(System()) as tx:
        await telling.tell_families(tx, ["huaraz"], news, now)


async def _close(**changes) -> dict[str, object]:
    asked = {
        "establishment_id": "huaraz",
        "first_on": SATURDAY,
        "last_on": SATURDAY,
        "reason": commands.ClosureReason.SEARCH,
    }
    return await commands.close_days(OFFICER, uuid4(), **(asked | changes), now=NOW)


async def _refused_and_waiting(owner, held: UUID) -> list[Family]:
    """Families with no more than a refused, a pending or an ended tie."""
    families = []
    for state in ("refused", "received", "ended"):
        family = await make.family(owner)
        person = await registry.visitor(owner, family)
        await registry.tie(owner, family, person, registry.Held(held, "", "huaraz"), state=state)
        families.append(family)
    return families


async def test_a_rule_is_told_to_whom_it_touches_and_to_nobody_else(db, owner):
    await visits.place(owner)
    await visits.place(owner, "ica")
    tied, free = await visits.relative(owner), await visits.relative(owner)
    await visits.relative(owner, family=tied.family)  # two ties, one family
    friend = await visits.relative(owner, kinship="friend")
    elsewhere = await visits.relative(owner, at="ica")
    await _refused_and_waiting(owner, tied.inmate_id)
    await owner.execute("update inmate set status = 'released' where id = $1", free.inmate_id)
    slot_id = await visits.slot(owner)
    kept, fell = await tied.book(slot_id), await friend.book(slot_id)
    request = uuid4()

    answer = await _rule(request)
    assert await _rule(request) == answer  # the phone asked twice

    assert await visits.states(owner, kept, fell) == ["active", "cancelled"]
    [notice] = await told(owner, "rule_changed")
    assert notice.account_id == tied.family.account_id
    assert (notice.subject, notice.cause) == ("rule:huaraz:close-kin 1", "huaraz:close-kin 1")
    assert notice.facts == {"rule": "huaraz:close-kin", "starts_on": "2026-03-03"}
    assert (notice.tell_from, notice.act_by) == (NOW, None)
    assert notice.expires_at == lima_instant(date(2026, 3, 3), time(0)) + timedelta(days=7)
    assert await who(owner, "visit_called_off") == [friend.family.account_id]
    assert await making.kinds(owner, elsewhere) == []
    await _rule(name="close-kin")
    assert len(await told(owner, "rule_changed")) == 3  # the next version, to both that are tied


@pytest.mark.parametrize(
    ("scope", "touched"),
    [
        ({"pavilion": "5 A"}, True),
        ({"pavilion": "6 A"}, False),
        ({"regimes": ["closed_ordinary"]}, True),
        ({"regimes": ["closed_special"]}, False),
        ({"sex": "M"}, True),
        ({"sex": "F"}, False),
        ({"visit_types": ["lawyer"]}, False),
        ({"visit_types": ["lawyer", "children"]}, True),
    ],
)
async def test_a_rule_touches_those_whom_its_scope_covers(db, owner, scope, touched):
    await visits.place(owner)
    for name in ("5 A", "6 A"):
        await registry.pavilion(owner, name)
    one = await visits.relative(owner)
    await owner.execute(
        "update inmate set pavilion_id = (select id from pavilion where name = '5 A')"
    )

    await _tell_scope({"visit_types": ["ordinary"]} | scope)

    assert await who(owner, "rule_changed") == [one.family.account_id] * touched


async def test_a_rule_for_lawyers_is_told_to_whoever_has_booked_such_a_visit(db, owner):
    await visits.place(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    slot_id = await visits.slot(owner)
    await one.book(slot_id)
    await other.book(slot_id)
    await owner.execute(
        "update booking set visit_type = 'lawyer' where account_id = $1", one.family.account_id
    )

    await _tell_scope({"visit_types": ["lawyer"]})

    assert await who(owner, "rule_changed") == [one.family.account_id]


async def test_whoever_was_moved_in_secret_hears_of_the_place_they_are_known_to_be_at(db, owner):
    await visits.place(owner)
    await visits.place(owner, "ica")
    gone, come = await visits.relative(owner), await visits.relative(owner, at="ica")
    await moved_in_secret(gone)
    await moved_in_secret(come, "huaraz", actor=registry.officer("ica"))

    await _rule()
    await _close()

    assert await who(owner, "rule_changed") == [gone.family.account_id]
    assert await who(owner, "day_closed") == [gone.family.account_id]
    await _tell_scope({"visit_types": ["ordinary"]}, now=lima_instant(TOLD_OF, time(9)))
    families = {gone.family.account_id: 1, come.family.account_id: 1}
    assert Counter(await who(owner, "rule_changed")) == families  # by then it is no secret


async def test_a_closed_day_is_told_mildly_to_whoever_had_no_visit_on_it(db, owner):
    await visits.place(owner)
    await visits.place(owner, "ica")
    booked, tied = await visits.relative(owner), await visits.relative(owner)
    later, elsewhere = await visits.relative(owner), await visits.relative(owner, at="ica")
    await _refused_and_waiting(owner, tied.inmate_id)
    fell = await booked.book(await visits.slot(owner))
    stands = await later.book(await visits.slot(owner, on=SATURDAY + WEEK))

    answer = await _close(last_on=SATURDAY + timedelta(days=1))

    assert await visits.states(owner, fell, stands) == ["cancelled", "active"]
    assert await who(owner, "visit_called_off") == [booked.family.account_id]
    closed = await told(owner, "day_closed")
    assert {each.account_id for each in closed} == {tied.family.account_id, later.family.account_id}
    assert len(closed) == 2
    assert {(each.subject, each.cause) for each in closed} == {
        (f"closure:{answer['id']}", answer["id"])
    }
    assert {each.expires_at for each in closed} == {lima_instant(date(2026, 3, 9), time(0))}
    assert closed[0].facts == {"visit_on": "2026-03-07", "until_on": "2026-03-08"}
    assert "07/03/2026 – 08/03/2026" in sentence("day_closed", closed[0].facts, "es")
    urgency = await owner.fetch("select distinct urgency from notice where kind = 'day_closed'")
    assert [row["urgency"] for row in urgency] == ["mild"]
    assert await making.kinds(owner, elsewhere) == []


async def test_a_closed_pavilion_is_told_to_its_own_families(db, owner):
    await visits.place(owner)
    pavilion = await registry.pavilion(owner)
    inside, outside = await visits.relative(owner), await visits.relative(owner)
    await owner.execute(
        "update inmate set pavilion_id = $2 where id = $1", inside.inmate_id, pavilion
    )

    await _close(pavilion_id=pavilion)

    assert await who(owner, "day_closed") == [inside.family.account_id]
    assert await making.kinds(owner, outside) == []


async def test_reopening_takes_back_what_was_told_of_the_closing_and_of_no_other(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    first = await _close()
    await _close(first_on=SATURDAY + WEEK, last_on=SATURDAY + WEEK)

    await commands.reopen_days(OFFICER, uuid4(), closure_id=UUID(str(first["id"])), now=NOW)

    taken_back = {each.cause: each.withdrawn for each in await told(owner, "day_closed")}
    assert taken_back.pop(str(first["id"])) == "reopened"
    assert list(taken_back.values()) == [None]
    assert len(await making.kinds(owner, one)) == 2


async def test_what_was_told_of_a_closing_is_taken_back_in_parts(db, owner):
    await visits.place(owner)
    for _ in range(5):
        await visits.relative(owner)
    closure_id = UUID(str((await _close())["id"]))
    await commands.reopen_days(OFFICER, uuid4(), closure_id=closure_id, now=NOW)
    undo = "update notice set withdrawn_at = null, withdrawn_reason = null"
    await owner.execute(undo)

    async with transaction(OFFICER) as tx:
        await telling.take_back_closing(tx, closure_id, NOW, at_once=2)

    assert [each.withdrawn for each in await told(owner, "day_closed")] == ["reopened"] * 5


async def test_a_timetable_that_changes_is_told_once_a_day(db, owner):
    await visits.place(owner)
    await visits.place(owner, "ica")
    one, elsewhere = await visits.relative(owner), await visits.relative(owner, at="ica")
    session = {
        "establishment_id": "huaraz",
        "name": "Visita",
        "visit_type": VisitType.ORDINARY,
        "place": Place.DIRECT,
        "starts": time(9),
        "ends": time(17),
        "valid_from": date(2026, 3, 9),
        "ceilings": {"people": 60},
    }

    for weekday in (6, 7):
        answer = await commands.add_timetable_session(
            OFFICER, uuid4(), **session, weekday=weekday, now=NOW
        )
    await commands.end_timetable_session(
        OFFICER, uuid4(), session_id=UUID(answer["id"]), ends_on=date(2026, 3, 20), now=NOW
    )

    [notice] = await told(owner, "rule_changed")
    assert (notice.account_id, notice.cause) == (
        one.family.account_id,
        "timetable huaraz 2026-03-02",
    )
    assert await making.kinds(owner, elsewhere) == []


async def test_a_rule_that_fails_its_example_tells_nobody(db, owner):
    await visits.place(owner)
    await visits.relative(owner)
    failing = _rule(effect={"only": ["spouse"]})

    assert await visits.refused(failing) == "RULE_EXAMPLE_FAILED"

    assert await told(owner) == []


async def test_a_family_and_an_office_of_another_place_tell_nobody(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    news = telling.News(
        kind="day_closed",
        scopes=[telling.scope({}, ["ordinary"], SATURDAY)],
        facts={},
        subject="s",
        cause="c",
        until=NOW + WEEK,
    )

    for actor in (one.family, registry.officer("ica")):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(actor) as tx:
                await telling.tell_families(tx, ["huaraz"], news, NOW)

    assert await told(owner) == []


MANY = """
with families as (
  insert into account (id, phone_cipher, phone_index, language, created_at)
    select gen_random_uuid(), '', int4send(n), 'es', $2 from generate_series(1, $3) as n returning id
), people as (
  insert into visitor (id, account_id, capacity, given_names, surnames, sex, born_on, document_kind, document_cipher,
      person_index, created_at)
    select gen_random_uuid(), id, 'shared_phone', 'Rosa', 'Quispe', 'F', '1980-01-01', 'dni', '',
      uuid_send(gen_random_uuid()), $2 from families returning id, account_id
)
insert into tie (id, account_id, visitor_id, establishment_id, inmate_id, kinship, asked, state, version, asked_at,
    decided_at)
  select gen_random_uuid(), account_id, id, 'huaraz', $1, 'sibling', '{}', 'approved', 0, $2, $2 from people
"""


async def many(owner: asyncpg.Connection, count: int) -> None:
    """So many families with an approved tie to one person held."""
    held = await registry.inmate(owner)
    await owner.execute(MANY, held.id, make.EARLY, count)
    await owner.execute("analyze")


async def test_many_families_are_told_in_a_few_statements_of_one_transaction(db, owner):
    await visits.place(owner)
    await many(owner, 2_000)
    news = telling.News(
        kind="day_closed",
        scopes=[telling.scope({}, ["ordinary"], SATURDAY)],
        facts={"visit_on": SATURDAY},
        subject="closure:x",
        cause=str(new_id()),
        until=NOW + WEEK,
    )
    sent: list[str] = []

    async with transaction(System()) as tx:
        with tx.query_logger(lambda record: sent.append(record.query)):
            await telling.tell_families(tx, ["huaraz"], news, NOW, at_once=700)

    assert len(sent) == 3
    counted = await registry.rows(owner, "notice", "delivery")
    assert counted == {"notice": 2_000, "delivery": 4_000}
    assert await owner.fetchval("select count(distinct account_id) from notice") == 2_000


async def test_whoever_lost_a_visit_by_another_cause_is_told_of_the_closing_too(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    await one.book(await visits.slot(owner))
    await making.happens(one, EventKind.OUTING, until=SATURDAY)
    assert await who(owner, "visit_called_off") == [one.family.account_id]

    await _close()

    assert await who(owner, "day_closed") == [one.family.account_id]
