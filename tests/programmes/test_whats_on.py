"""What families find: dates within reach, soonest first, in their language, with room and their own answer."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
import pytest

from backend.core.actor import Family
from backend.core.errors import NotFound
from backend.database import reading
from backend.gql.paging import Page
from backend.programmes.api.family import Happening
from backend.programmes.queries import family as queries
from backend.programmes.rules.content import ExceptionDay, Words
from backend.programmes.rules.vocabulary import AnswerEnd, Audience, EventKind, ExceptionKind
from backend.visits.queries import PlacesLeft
from tests import make
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_programmes import NOW, SATURDAY
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


async def _on(
    family: Family,
    *,
    now: datetime = NOW,
    first: int = 50,
    after: tuple[Any, ...] | None = None,
    at: str | None = None,
    kind: EventKind | None = None,
) -> list[Happening]:
    async with reading(family) as tx:
        rows = await queries.whats_on(
            tx, family, Page(first, after), establishment_id=at, kind=kind, now=now
        )
    return [Happening.of(row, family.language) for row in rows]


async def _one(family: Family, date_id: UUID, now: datetime = NOW) -> Happening | None:
    async with reading(family) as tx:
        try:
            row = await queries.happening(tx, family, date_id, now)
        except NotFound:
            return None
    return Happening.of(row, family.language)


async def test_each_family_finds_what_it_may_come_to_and_through_whom(db, owner):
    here = await programmes.released(owner)
    public = await programmes.released(owner, audience=Audience.PUBLIC, first_on=SATURDAY + DAY)
    await programmes.released(owner, audience=Audience.INSIDE)
    playing = await programmes.released(
        owner, audience=Audience.PARTICIPANTS_RELATIVES, first_on=SATURDAY + 2 * DAY
    )
    one, far = await visits.relative(owner), await visits.relative(owner, at="ica")
    second = await visits.relative(owner, family=one.family)
    await programmes.named(owner, playing.event_id, second.inmate_id)

    found = await _on(one.family)

    ids = [each.id for each in found]
    assert ids == [here.occurrence_id, public.occurrence_id, playing.occurrence_id]
    assert {inmate.id for inmate in found[0].through} == {one.inmate_id, second.inmate_id}
    assert found[1].through == []
    assert [inmate.id for inmate in found[2].through] == [second.inmate_id]
    assert [each.id for each in await _on(far.family)] == [public.occurrence_id]
    assert await _one(far.family, here.occurrence_id) is None


async def test_what_another_place_plans_for_several_is_found_there_too(db, owner):
    await registry.establishment(owner, "ica")
    both = await programmes.released(owner, also_at=("ica",))
    far = await visits.relative(owner, at="ica")

    assert [each.id for each in await _on(far.family)] == [both.occurrence_id]
    assert [each.id for each in await _on(far.family, at="ica")] == [both.occurrence_id]
    assert await _on(far.family, at="lima") == []


async def test_unknown_not_mine_and_not_released_are_one_answer(db, owner):
    event = await programmes.released(owner)
    await owner.execute(
        "update event set state = 'draft', release_no = 0, content = null, audience = null where id = $1",
        event.event_id,
    )
    one = await visits.relative(owner)

    assert await _on(one.family) == []
    assert await _one(one.family, event.occurrence_id) is None
    assert await _one(one.family, uuid4()) is None


async def test_a_date_called_off_is_shown_with_its_reason_until_it_would_be_over(db, owner):
    key = (SATURDAY + 7 * DAY).isoformat()
    off = ExceptionDay(key=key, kind=ExceptionKind.CANCELLED, why="No hay profesor")
    event = await programmes.released(owner, rule=programmes.MONTH, exceptions=(off,))
    one = await visits.relative(owner)

    found = await _on(one.family)
    assert [each.state for each in found] == ["planned", "cancelled", "planned", "planned"]
    assert found[1].why == "No hay profesor"
    over = found[1].ends_at
    assert len(await _on(one.family, now=over - DAY / 24)) == 3
    assert [each.id for each in await _on(one.family, now=over)] == [*event.occurrence_ids[2:]]


async def test_one_that_is_over_is_found_by_who_answered_it_alone(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    one, other = await visits.relative(owner), await visits.relative(owner)
    await answers.answer(one, date_id)
    later = NOW + 30 * DAY

    found = await _one(one.family, date_id, later)

    assert found is not None
    assert found.answer is not None
    assert found.answer.state == "going"
    assert await _one(other.family, date_id, later) is None
    assert await _on(one.family, now=later) == []


async def test_pages_follow_one_another_and_kinds_are_told_apart(db, owner):
    await programmes.released(owner, rule="FREQ=DAILY;COUNT=7")
    fair = await programmes.released(owner, kind=EventKind.FAIR)
    one = await visits.relative(owner)

    whole = [each.id for each in await _on(one.family)]
    paged: list[UUID] = []
    after = None
    while some := (await _on(one.family, first=2, after=after))[:2]:
        paged += [each.id for each in some]
        after = (some[-1].starts_at, some[-1].id)

    assert len(whole) == 8
    assert paged == whole
    assert [each.id for each in await _on(one.family, kind=EventKind.FAIR)] == [fair.occurrence_id]


async def test_words_are_the_readers_where_somebody_wrote_them_and_else_spanish(db, owner):
    quechua = Words(language="quz", title="Guitarra uyarina")
    await programmes.released(owner, words=(quechua,))
    inmate_id = (await visits.relative(owner)).inmate_id
    said = {}
    for language in ("es", "quz", "ay"):
        one = await visits.relative(owner, inmate_id=inmate_id)
        family = Family(
            account_id=one.family.account_id, session_id=one.family.session_id, language=language
        )
        [found] = await _on(family)
        said[language] = (found.title, found.summary)

    spanish = ("Recital de guitarra", "Los alumnos del taller tocan seis piezas.")
    assert said == {"es": spanish, "ay": spanish, "quz": ("Guitarra uyarina", spanish[1])}


async def test_room_and_the_households_own_answer_are_shown_and_nobody_elses(db, owner):
    date_id = (await programmes.released(owner, people=3)).occurrence_id
    free = (await programmes.released(owner)).occurrence_id
    one, other = await visits.relative(owner), await visits.relative(owner)
    child = await visits.child(owner, one)
    first, _ = await answers.answer(one, date_id)
    await answers.withdraw(one, first)
    live, _ = await answers.answer(one, date_id, one.visitor_id, child)

    mine = {each.id: each for each in await _on(one.family)}
    theirs = {each.id: each for each in await _on(other.family)}

    assert mine[date_id].places_left is theirs[date_id].places_left is PlacesLeft.FEW
    assert mine[free].places_left is None
    answer = mine[date_id].answer
    assert answer is not None
    assert (answer.id, answer.state, answer.adults, answer.children) == (live, "going", 1, 1)
    assert set(answer.visitor_ids) == {one.visitor_id, child}
    assert theirs[date_id].answer is None
    await answers.withdraw(one, live)
    ended = await _one(one.family, date_id)
    assert ended is not None
    assert ended.answer is not None
    assert (ended.answer.state, ended.answer.ended_why) == ("withdrawn", "own_wish")


@pytest.mark.parametrize(
    ("ceilings", "left"),
    [
        ({"people": 9}, PlacesLeft.FEW),
        ({"people": 10}, PlacesLeft.SOME),
        ({"people": 49}, PlacesLeft.SOME),
        ({"people": 50}, PlacesLeft.PLENTY),
        ({"adults": 6, "children": 4}, PlacesLeft.SOME),
        ({"adults": 2}, PlacesLeft.FEW),
        ({"people": 5, "adults": 8, "children": 4}, PlacesLeft.FEW),
        ({"children": 4}, None),
        ({}, None),
    ],
)
async def test_places_left_are_what_the_ceilings_leave_and_no_count(db, owner, ceilings, left):
    await programmes.released(owner, **ceilings)
    one = await visits.relative(owner)

    [found] = await _on(one.family)

    assert found.places_left is left


async def test_a_full_date_has_none_left_and_one_more_answer_is_not_seen(db, owner):
    full = (await programmes.released(owner, people=1)).occurrence_id
    large = (await programmes.released(owner, people=45)).occurrence_id
    one, other = await visits.relative(owner), await visits.relative(owner)
    before = await _one(other.family, large)
    for date_id in (full, large):
        await answers.answer(one, date_id)

    after = await _one(other.family, full)

    assert after is not None
    assert after.places_left is PlacesLeft.NONE
    assert await _one(other.family, large) == before


@pytest.mark.parametrize("why", ["own_wish", "offer_expired", "cancelled", *AnswerEnd])
async def test_how_an_answer_ended_tells_of_nobody_else(db, owner, why):
    date_id = (await programmes.released(owner)).occurrence_id
    one = await visits.relative(owner)
    answer_id, _ = await answers.answer(one, date_id)
    async with owner.transaction():
        await owner.execute("set local role encuentro_worker")
        await owner.execute("select event_end(array[$1::uuid], $2, false, $3)", answer_id, why, NOW)

    found = await _one(one.family, date_id)
    async with reading(one.family) as tx:
        [kept] = await queries.kept_answers(tx, one.family, 5)

    assert found is not None
    assert found.answer is not None
    told = why if why in ("own_wish", "offer_expired", "cancelled") else "closed"
    assert found.answer.ended_why == kept["why"] == told
    assert await answers.states(owner, answer_id) == [("withdrawn", why)], "the office reads why"


@pytest.mark.parametrize("audience", [Audience.ENROLLED_RELATIVES, Audience.INVITED])
async def test_who_may_not_meet_a_person_finds_nothing_through_them(db, owner, audience):
    event = await programmes.released(owner, audience=audience)
    one = await visits.relative(owner)
    sister = await visits.relative(owner, family=one.family, inmate_id=one.inmate_id)
    other = await visits.relative(owner, inmate_id=one.inmate_id)
    second = await visits.relative(owner, family=one.family)
    for inmate_id in (one.inmate_id, second.inmate_id):
        await programmes.named(owner, event.event_id, inmate_id, part="invited")
    bar_id = await registry.restriction(
        owner, inmate_id=one.inmate_id, number=sister.number, days=1
    )

    [found] = await _on(one.family)
    assert [inmate.id for inmate in found.through] == [second.inmate_id]
    [others] = await _on(other.family)
    assert [inmate.id for inmate in others.through] == [one.inmate_id]
    await owner.execute("delete from tie where visitor_id = $1", second.visitor_id)
    assert await _on(one.family) == []
    assert await _one(one.family, event.occurrence_id) is None
    await owner.execute("update restriction set visit_types = '{family}' where id = $1", bar_id)
    assert len(await _on(one.family)) == 1, "a bar of some visits alone"


async def test_who_is_barred_from_a_place_for_good_finds_nothing_there(db, owner):
    await programmes.released(owner)
    one = await visits.relative(owner)
    bar_id = await registry.restriction(owner, number=one.number, at="huaraz")
    assert len(await _on(one.family)) == 1, "it ends: dates after it are open"

    await owner.execute("update restriction set valid_to = null where id = $1", bar_id)
    assert await _on(one.family) == []
    await registry.establishment(owner, "ica")
    await owner.execute("update restriction set establishment_id = 'ica' where id = $1", bar_id)
    assert len(await _on(one.family)) == 1


async def test_no_family_reaches_a_table_of_events(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    one = await visits.relative(owner)
    await answers.answer(one, date_id)

    for table in ("event", "occurrence", "answer", "answer_guest", "event_person"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with reading(one.family) as tx:
                await tx.fetch(f"select * from {table}")
    for inner in ("event_offer($1, now())", "event_ways($1, now())", "event_ways($1, now(), $1)"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with reading(one.family) as tx:
                await tx.fetch(f"select {inner}", one.family.account_id)


async def _many(owner: asyncpg.Connection, series: int, each: int) -> None:
    """Events of four places, one in ten of them for everybody, each with a date a day, half of them past."""
    programme_id = await programmes.programme(owner, at=None)
    places = [await registry.establishment(owner, at) for at in ("huaraz", "ica", "tacna", "puno")]
    content = orjson.dumps(programmes.to_json(programmes.content())).decode()
    await owner.execute(
        "with made as (insert into event"
        "   (id, programme_id, establishment_id, state, release_no, content, audience, made_at)"
        "   select gen_random_uuid(), $1, ($2::text[])[1 + n % 4], 'released', 1, $3,"
        "     case when n % 10 = 0 then 'public' else 'enrolled_relatives' end, $4"
        "   from generate_series(1, $5) as n returning id, establishment_id),"
        " said as (insert into event_release"
        "   (event_id, establishment_id, no, content, changes, told, released_at)"
        "   select id, establishment_id, 1, $3, '{}', 0, $4 from made),"
        " dated as (insert into occurrence"
        "   (id, event_id, establishment_id, key, starts_at, doors_at, ends_at, answers_until, state, sequence,"
        "     changed_at)"
        "   select gen_random_uuid(), made.id, establishment_id, ($4::date + d)::text, at, at,"
        "     at + interval '1 hour', at, 'planned', 0, $4"
        "   from made, generate_series(-$6::int / 2, $6::int / 2 - 1) as d,"
        "     lateral (select $4::timestamptz + d * interval '1 day' as at) as t returning id, establishment_id),"
        " pools as (insert into pool (id, establishment_id, purpose)"
        "   select id, establishment_id, 'event' from dated returning id)"
        " insert into ceiling (pool_id, unit, capacity) select id, 'people', 50 from pools",
        programme_id,
        places,
        content,
        NOW,
        series,
        each,
    )
    await owner.execute("analyze")


async def test_ten_thousand_dates_are_not_all_read_for_one_page(db, owner):
    """As the function runs it: the pages read for the first ten of twenty thousand dates are few."""
    await _many(owner, series=100, each=200)
    one = await visits.relative(owner)
    stranger = await make.family(owner)

    found = await _on(one.family, first=10)
    assert len(found) == 11
    assert found == sorted(found, key=lambda each: (each.starts_at, each.id))
    assert len(await _on(stranger, first=10)) == 11
    for family in (one.family, stranger):
        read = await _pages_read(family)
        assert read < 800, f"{read} pages of 8 kB for one page of a list"


async def _pages_read(family: Family) -> int:
    """Pages touched by the first page of the list, once plans and caches are warm."""
    async with reading(family) as tx:
        for _ in range(6):  # a plan of its own, then the general one
            plan = await tx.fetchval(
                "explain (analyze, buffers, format json) select * from whats_on($1, null, null, null, null, 11)",
                NOW,
            )
    said = orjson.loads(plan) if isinstance(plan, str) else plan
    return int(said[0]["Plan"]["Shared Hit Blocks"] + said[0]["Plan"]["Shared Read Blocks"])
