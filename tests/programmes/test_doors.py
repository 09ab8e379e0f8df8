"""The list of a door: who is expected, and who came. Marks are a set: however they come in, they come to the same."""

from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Role
from backend.core.errors import Code, DomainError
from backend.database import reading
from backend.programmes.rules.attending import GuestClass
from tests.programmes import make_answers as answers
from tests.programmes import make_doors as doors
from tests.programmes import make_programmes as programmes
from tests.programmes.make_doors import AFTER, DOORS, came, mistake
from tests.programmes.make_programmes import HERE, NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)
RELATIVE, PUBLIC = GuestClass.RELATIVE, GuestClass.PUBLIC


async def _refused(owner, code: Code, act, **facts) -> None:
    before = await doors.written(owner)
    with pytest.raises(DomainError) as refusal:
        await act
    assert refusal.value.code is code
    assert refusal.value.facts == facts
    assert await doors.written(owner) == before


async def _audience(event: programmes.Released) -> dict[GuestClass, tuple[int, int]]:
    [(_, came_)] = await doors.attendance(event.event_id)
    return came_


async def test_the_list_has_each_household_with_places_and_never_through_whom_it_comes(db, owner):
    event, [(mother, going)] = await doors.expected(owner, 1, people=3)
    child = await visits.child(owner, mother)
    await answers.withdraw(mother, going)
    going, _ = await answers.answer(mother, event.occurrence_id, mother.visitor_id, child)
    for party in ((2, "waiting"),):
        other = await visits.relative(owner)
        _, state = await answers.answer(
            other, event.occurrence_id, other.visitor_id, await visits.child(owner, other)
        )
        assert state == party[1]

    found = await doors.seen(event.occurrence_id, now=DOORS)

    assert [
        (each["answer_id"], each["visitor_id"], each["adult"], each["document_end"])
        for each in found.guests
    ] == sorted(
        [
            (going, mother.visitor_id, True, mother.number[-3:]),
            (going, child, False, await _document_end(owner, child)),
        ],
        key=lambda each: each[1],
    )
    assert not any("inmate" in name for each in found.guests for name in each)
    assert found.marks == []
    [entry] = await owner.fetch(
        "select subject, establishment_id, facts from audit_entry where action = 'programmes.door.read'"
    )
    assert tuple(entry) == (str(event.occurrence_id), HERE, '{"guests": 2}')


async def _document_end(owner, visitor_id) -> str:
    from backend.sealed import unseal

    sealed = await owner.fetchval("select document_cipher from visitor where id = $1", visitor_id)
    return unseal("visitor.document", visitor_id, sealed)[-3:]


async def test_of_what_is_for_everybody_the_office_reads_guests_without_a_tie(db, owner):
    from backend.programmes.rules.vocabulary import Audience

    event = await programmes.released(owner, audience=Audience.PUBLIC)
    stranger = await visits.relative(owner, at="ica")
    await answers.answer(stranger, event.occurrence_id, through=None)

    [guest] = (await doors.seen(event.occurrence_id)).guests

    assert guest["visitor_id"] == stranger.visitor_id


async def test_only_the_offices_of_its_own_place_have_the_list_and_mark_it(db, owner):
    event, [(one, _)] = await doors.expected(owner, 1)
    elsewhere = await registry.establishment(owner, "ica")
    strangers = [doors.officer(elsewhere), registry.officer(role=Role.VISITS_REGISTRAR)]

    for who in strangers:
        await _refused(owner, Code.NOT_FOUND, doors.seen(event.occurrence_id, by=who))
        await _refused(owner, Code.NOT_FOUND, doors.mark(event.occurrence_id, came(one), by=who))
    await _refused(owner, Code.NOT_FOUND, doors.seen(uuid4()))
    for who in (doors.officer(), programmes.coordinator(), programmes.director()):
        assert len((await doors.seen(event.occurrence_id, by=who)).guests) == 1
        assert await doors.mark(event.occurrence_id, came(one), by=who) == 1


async def test_a_mark_that_is_sent_again_is_one_and_says_what_it_said(db, owner):
    event, [(one, going)] = await doors.expected(owner, 1)
    mark = came(one, going)

    assert await doors.mark(event.occurrence_id, mark, mark) == 1
    assert await doors.mark(event.occurrence_id, mark, by=doors.officer()) == 0

    [kept] = (await doors.seen(event.occurrence_id)).marks
    assert (kept["id"], kept["answer_id"], kept["visitor_id"]) == (mark.id, going, one.visitor_id)
    assert kept["marked_at"] == DOORS
    assert await _audience(event) == {RELATIVE: (1, 0)}


@pytest.mark.parametrize(
    "other",
    [
        {"adults": 2, "visitor_id": None},
        {"visitor_id": uuid4()},
        {"guest_class": GuestClass.STAFF},
        {"marked_at": DOORS + timedelta(seconds=1)},
        {"adults": 0, "undoes": uuid4()},
    ],
)
async def test_an_id_that_says_something_else_is_refused_and_the_first_stands(db, owner, other):
    event, [(one, going)] = await doors.expected(owner, 1)
    mark = came(one, going)
    await doors.mark(event.occurrence_id, mark)
    another = came(one, **({"id": mark.id} | other))

    refused = {"field": "marks"}
    act = doors.mark(event.occurrence_id, came(), another)
    await _refused(owner, Code.BAD_INPUT, act, **refused)
    second = (await programmes.released(owner)).occurrence_id
    await _refused(owner, Code.BAD_INPUT, doors.mark(second, mark), **refused)

    assert await _audience(event) == {RELATIVE: (1, 0)}


async def test_an_id_of_another_place_is_refused_and_tells_nothing(db, owner):
    event, _ = await doors.expected(owner, 1)
    mark = came()
    await doors.mark(event.occurrence_id, mark)
    there = await programmes.released(owner, at="ica")

    act = doors.mark(there.occurrence_id, mark, by=doors.officer("ica"))

    await _refused(owner, Code.BAD_INPUT, act, field="marks")


async def test_what_takes_a_mark_back_may_come_before_it(db, owner):
    event, [(one, going)] = await doors.expected(owner, 1)
    mark = came(one, going)

    assert await doors.mark(event.occurrence_id, mistake(mark)) == 1
    assert await doors.mark(event.occurrence_id, mark) == 1

    assert await _audience(event) == {}
    assert len((await doors.seen(event.occurrence_id)).marks) == 2


async def test_whoever_withdrew_and_came_all_the_same_is_kept_and_counted(db, owner):
    event, [(one, going), (other, others)] = await doors.expected(owner, 2)
    await answers.withdraw(one, going)
    await answers.withdraw(other, others)

    assert await doors.mark(event.occurrence_id, came(one, going)) == 1

    found = await doors.seen(event.occurrence_id)
    assert [each["answer_id"] for each in found.guests] == [going]
    assert [each["answer_id"] for each in found.marks] == [going]
    assert await _audience(event) == {RELATIVE: (1, 0)}


async def test_marks_are_read_as_often_however_many_answered(db, owner):
    event, going = await doors.expected(owner, 6)
    marks = [came(one, answer_id) for one, answer_id in going]
    await doors.mark(event.occurrence_id, *marks)

    async def reads() -> int:
        scans = (
            "select seq_scan + idx_scan from pg_stat_xact_user_tables where relname = 'door_mark'"
        )
        async with reading(doors.officer()) as tx:
            before = await tx.fetchval(scans)
            assert len(await tx.fetch("select * from door_parties($1)", event.occurrence_id)) == 6
            return await tx.fetchval(scans) - before

    await answers.withdraw(*going[0])
    one_withdrew = await reads()
    for each in going[1:]:
        await answers.withdraw(*each)
    assert await reads() == one_withdrew > 0


async def test_a_guest_taken_off_the_list_meanwhile_is_counted_once(db, owner):
    event, [(one, going)] = await doors.expected(owner, 1)
    child = await visits.child(owner, one)
    await owner.execute(
        "insert into answer_guest (answer_id, visitor_id, adult) values ($1, $2, false)",
        going,
        child,
    )
    await owner.execute("delete from answer_guest where visitor_id = $1", child)
    minor = {"visitor_id": child, "adults": 0, "children": 1}

    await doors.mark(event.occurrence_id, came(one, going, **minor), came(one, going, **minor))

    assert await _audience(event) == {RELATIVE: (0, 1)}
    assert {each["visitor_id"] for each in (await doors.seen(event.occurrence_id)).marks} == {None}


@pytest.mark.parametrize(
    "said",
    [
        {"adults": 0},
        {"adults": -1, "children": 2},
        {"children": 1, "visitor_id": uuid4()},
        {"answer_id": uuid4()},
        {"visitor_id": uuid4(), "open_answer_id": uuid4()},
        {"undoes": uuid4()},
        {"adults": 100_001},
    ],
)
async def test_what_cannot_be_so_is_refused(db, owner, said):
    event = await programmes.released(owner)

    await _refused(
        owner, Code.BAD_INPUT, doors.mark(event.occurrence_id, came(**said)), field="marks"
    )


async def test_five_hundred_marks_are_one_call_and_no_more_and_none_is_none(db, owner):
    event = await programmes.released(owner)
    marks = [came() for _ in range(501)]

    await _refused(owner, Code.BAD_INPUT, doors.mark(event.occurrence_id, *marks), field="marks")
    await _refused(owner, Code.BAD_INPUT, doors.mark(event.occurrence_id), field="marks")
    assert await doors.mark(event.occurrence_id, *marks[:500]) == 500


@pytest.mark.parametrize("wrong", [timedelta(days=-20_000), timedelta(days=4000)])
async def test_a_wrong_clock_loses_no_mark(db, owner, wrong):
    event, [(one, going)] = await doors.expected(owner, 1)
    mark = came(one, going, marked_at=DOORS + wrong)

    assert await doors.mark(event.occurrence_id, mark) == 1
    assert await doors.mark(event.occurrence_id, mark, now=AFTER + DAY) == 0

    kept = await owner.fetchrow("select marked_at, recorded_at from door_mark")
    assert kept["recorded_at"] == AFTER
    assert kept["marked_at"] == min(mark.marked_at, AFTER)
    assert await _audience(event) == {RELATIVE: (1, 0)}


async def test_a_door_is_kept_from_the_day_before_until_thirty_days_after(db, owner):
    event, [(one, going)] = await doors.expected(owner, 1)
    first, last = programmes.lima("2026-03-13 00:00"), programmes.lima("2026-04-13 23:59")

    for closed in (first - timedelta(minutes=1), last + timedelta(minutes=1)):
        act = doors.mark(event.occurrence_id, came(one, going), now=closed)
        await _refused(owner, Code.DOOR_CLOSED, act)
        act = doors.count(event.occurrence_id, 3, now=closed)
        await _refused(owner, Code.DOOR_CLOSED, act)
        act = doors.seen(event.occurrence_id, now=closed)
        await _refused(owner, Code.DOOR_CLOSED, act)
    for kept in (first, last):
        assert await doors.mark(event.occurrence_id, came(one, going), now=kept) == 1


async def test_a_date_that_is_off_has_no_door(db, owner):
    event, [(one, going)] = await doors.expected(owner, 1)
    await owner.execute("update occurrence set state = 'cancelled', why = 'Se malogró'")

    act = doors.mark(event.occurrence_id, came(one, going))
    await _refused(owner, Code.DOOR_CLOSED, act)
    act = doors.seen(event.occurrence_id)
    await _refused(owner, Code.DOOR_CLOSED, act)


async def test_dates_of_a_door_are_those_of_the_day_and_beside_it(db, owner):
    from backend.programmes.queries import attending as queries

    event, _ = await doors.expected(owner, 2)
    await doors.open_party(owner, event.occurrence_id, adults=2, children=1)
    for on, found in (("2026-03-12", 0), ("2026-03-13", 1), ("2026-03-15", 1), ("2026-03-16", 0)):
        async with reading(doors.officer()) as tx:
            rows = await queries.door_dates(tx, doors.officer(), HERE, date.fromisoformat(on))
        assert [(row["id"], row["people"]) for row in rows] == [(event.occurrence_id, 5)] * found
    async with reading(doors.officer()) as tx:
        with pytest.raises(DomainError) as refusal:
            await queries.door_dates(tx, doors.officer(), "ica", NOW.date())
    assert refusal.value.code is Code.NOT_ALLOWED


async def test_what_was_marked_is_never_changed(db, owner):
    event, [(one, going)] = await doors.expected(owner, 1)
    await doors.mark(event.occurrence_id, came(one, going))
    await doors.count(event.occurrence_id, 3)

    for table in ("door_mark", "door_count"):
        for act in (f"delete from {table}", f"update {table} set adults = 0", f"truncate {table}"):
            with pytest.raises(asyncpg.CheckViolationError, match="only added"):
                await owner.execute(act)
