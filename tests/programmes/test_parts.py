"""Who took part and for how long, what came of each date, and that nobody is worse off for not having come."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.errors import Code, DomainError
from backend.programmes.rules.attending import GuestClass
from tests.programmes import make_answers as answers
from tests.programmes import make_doors as doors
from tests.programmes import make_programmes as programmes
from tests.programmes.make_doors import AFTER, DOORS, came, mistake, part
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


async def _refused(owner, code: Code, act, **facts) -> None:
    before = await doors.written(owner)
    with pytest.raises(DomainError) as refusal:
        await act
    assert (refusal.value.code, refusal.value.facts) == (code, facts)
    assert await doors.written(owner) == before


@pytest.fixture
async def played(db, owner):
    """An event, its date, and two who are named as taking part."""
    event = await programmes.released(owner)
    people = [(await registry.inmate(owner)).id for _ in range(2)]
    named = [await programmes.named(owner, event.event_id, each) for each in people]
    return event, people, named


async def test_of_each_the_latest_word_stands_whatever_comes_last(played):
    event, (one, other), _ = played
    late, early = part(one, 0, marked_at=AFTER + MINUTE), part(one, 90)

    assert await doors.sheet(event.occurrence_id) == {one: None, other: None}
    assert await doors.parts(event.occurrence_id, late) == 1
    assert await doors.parts(event.occurrence_id, early, late) == 1

    assert await doors.sheet(event.occurrence_id) == {one: 0, other: None}
    [(row, _)] = await doors.attendance(event.event_id)
    assert (row["parts"], row["minutes"]) == (0, 0)
    await doors.parts(
        event.occurrence_id, part(one, 60, marked_at=late.marked_at + MINUTE), part(other, 30)
    )
    [(row, _)] = await doors.attendance(event.event_id)
    assert (row["parts"], row["minutes"]) == (2, 90)


@pytest.mark.parametrize("seed", range(3))
async def test_the_same_words_come_to_the_same_in_any_order(played, seed):
    chance = random.Random(seed)
    event, people, _ = played
    words = [
        part(
            chance.choice(people),
            chance.randrange(200),
            marked_at=AFTER + MINUTE * chance.randrange(4),
        )
        for _ in range(12)
    ]
    left = set(range(len(words)))
    while left:
        batch = chance.sample(range(len(words)), 4)
        await doors.parts(event.occurrence_id, *(words[nth] for nth in batch))
        left -= set(batch)

    last = {
        each.inmate_id: each.minutes
        for each in sorted(words, key=lambda each: (each.marked_at, each.id))
    }
    assert await doors.sheet(event.occurrence_id) == dict.fromkeys(people) | last


async def test_only_who_is_named_or_was_takes_part(played, owner):
    event, (one, other), (named, _) = played
    stranger = (await registry.inmate(owner)).id
    invited = (await registry.inmate(owner)).id
    await programmes.named(owner, event.event_id, invited, part="invited")

    for nobody in (stranger, invited, uuid4()):
        act = doors.parts(event.occurrence_id, part(one, 60), part(nobody, 60))
        await _refused(owner, Code.NOT_FOUND, act)
    await owner.execute("update event_person set ended_at = $2 where id = $1", named, NOW)
    assert await doors.sheet(event.occurrence_id) == {other: None}
    assert await doors.parts(event.occurrence_id, part(one, 60)) == 1
    assert await doors.sheet(event.occurrence_id) == {one: 60, other: None}


async def test_who_was_named_when_it_began_is_on_its_sheet(played, owner):
    event, (one, other), (named, _) = played
    await owner.execute("update event_person set ended_at = $2 where id = $1", named, AFTER)

    assert await doors.sheet(event.occurrence_id) == {one: None, other: None}


async def test_an_office_of_its_place_alone_reads_and_marks_parts(played, owner):
    event, (one, _), _ = played

    for stranger in (doors.officer(), programmes.coordinator("ica")):
        act = doors.parts(event.occurrence_id, part(one, 60), by=stranger)
        await _refused(owner, Code.NOT_FOUND, act)
        await _refused(owner, Code.NOT_FOUND, doors.sheet(event.occurrence_id, by=stranger))
    assert await doors.parts(event.occurrence_id, part(one, 60), by=programmes.director()) == 1


@pytest.mark.parametrize("minutes", [-1, 1441])
async def test_a_day_has_its_minutes(played, owner, minutes):
    event, (one, _), _ = played

    act = doors.parts(event.occurrence_id, part(one, minutes))
    await _refused(owner, Code.BAD_INPUT, act, field="marks")


async def test_nobody_takes_part_much_longer_than_from_the_doors_to_the_end(played, owner):
    event, (one, other), _ = played

    act = doors.parts(event.occurrence_id, part(other, 60), part(one, 271))
    await _refused(owner, Code.BAD_INPUT, act, field="marks")
    assert await doors.parts(event.occurrence_id, part(one, 270)) == 1


async def test_an_id_that_says_something_else_is_refused_and_the_first_stands(played, owner):
    event, (one, other), _ = played
    word = part(one, 60)
    await doors.parts(event.occurrence_id, word)

    for another in (
        part(one, 61, id=word.id),
        part(other, 60, id=word.id),
        part(one, 60, id=word.id, marked_at=AFTER + MINUTE),
    ):
        act = doors.parts(event.occurrence_id, part(other, 5), another)
        await _refused(owner, Code.BAD_INPUT, act, field="marks")


async def test_a_clock_that_runs_ahead_does_not_stand_before_every_later_word(played):
    event, (one, other), _ = played
    word = part(one, 60, marked_at=AFTER + 4000 * DAY)

    assert await doors.parts(event.occurrence_id, word) == 1
    assert await doors.parts(event.occurrence_id, word, now=AFTER + DAY) == 0
    await doors.parts(event.occurrence_id, part(one, 45, marked_at=AFTER + MINUTE))

    assert await doors.sheet(event.occurrence_id) == {one: 45, other: None}


async def test_parts_are_said_while_a_door_is_kept(played, owner):
    event, (one, _), _ = played

    for closed in (DOORS - 2 * DAY, DOORS + 31 * DAY):
        act = doors.parts(event.occurrence_id, part(one, 60), now=closed)
        await _refused(owner, Code.DOOR_CLOSED, act)


async def test_every_look_at_who_took_part_is_kept(played, owner):
    event, people, _ = played

    await doors.sheet(event.occurrence_id)

    [entry] = await owner.fetch(
        "select facts from audit_entry where action = 'programmes.parts.read'"
    )
    assert all(str(each) in entry["facts"] for each in people)


async def test_who_did_not_come_is_told_once_it_is_over_and_its_list_was_kept(db, owner):
    event, [(one, going), (other, _), _] = await doors.expected(owner, 3)
    mark = came(one, going)

    async def told(now=AFTER):
        [(row, _)] = await doors.attendance(event.event_id, now=now)
        return row["no_shows"]

    await doors.mark(event.occurrence_id, came())
    assert await told() is None, "nobody was at the door with its list"
    await doors.mark(event.occurrence_id, mark)
    assert await told(DOORS + timedelta(hours=1)) is None, "it is not over"
    assert await told() == 2
    await doors.mark(event.occurrence_id, came(other))
    assert await told() == 1
    await doors.mark(event.occurrence_id, mistake(mark))
    assert await told() == 2
    assert await doors.attendance(event.event_id, now=DOORS) == []


async def test_figures_are_for_who_plans_at_its_place(db, owner):
    from backend.database import reading
    from backend.programmes.queries import attending as queries

    event, _ = await doors.expected(owner, 1)
    for stranger in (doors.officer(), programmes.coordinator("ica")):
        async with reading(stranger) as tx:
            with pytest.raises(DomainError) as refusal:
                await queries.event_attendance(tx, stranger, event.event_id, now=AFTER)
        assert refusal.value.code is Code.NOT_FOUND


@pytest.mark.parametrize("came_then", [False, True])
async def test_whoever_did_not_come_keeps_their_turn_and_is_refused_nothing(db, owner, came_then):
    """Two who went equally often by their answers: the first to ask is offered first, whoever of them really came."""
    programme_id = await programmes.programme(owner)
    first, second, holder = [await visits.relative(owner) for _ in range(3)]
    past = NOW - 10 * DAY
    before = await programmes.released(
        owner, programme_id=programme_id, first_on=past.date(), now=past - 20 * DAY
    )
    for one in (first, second):
        answer_id, _ = await answers.answer(one, before.occurrence_id, now=past - 5 * DAY)
        if one is second or came_then:
            await doors.mark(before.occurrence_id, came(one, answer_id, marked_at=past), now=NOW)
    [(row, _)] = await doors.attendance(before.event_id, now=NOW)
    assert row["no_shows"] == (0 if came_then else 1)

    event = await programmes.released(owner, programme_id=programme_id, people=1)
    held, _ = await answers.answer(holder, event.occurrence_id)
    asked = []
    for nth, one in enumerate((first, second)):
        answer_id, state = await answers.answer(one, event.occurrence_id, now=NOW + nth * MINUTE)
        assert state == "waiting"
        asked.append(answer_id)
    await answers.withdraw(holder, held, now=NOW + 2 * MINUTE)

    assert await answers.states(owner, *asked) == [("offered", None), ("waiting", None)]
    await answers.take(first, asked[0], now=NOW + 3 * MINUTE)
    assert GuestClass.RELATIVE in (await doors.attendance(before.event_id, now=NOW))[0][1]
