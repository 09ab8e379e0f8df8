"""A household answers a date: every rule, through the command. After a refusal nothing was written."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.programmes.rules.content import Entry
from backend.programmes.rules.vocabulary import Audience
from tests import make
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


async def _refused(owner, code: str, act) -> None:
    before = await answers.written(owner)
    assert await answers.outcome(act) == code
    assert await answers.written(owner) == before


async def test_a_household_comes_with_its_child_and_its_places_are_counted(db, owner):
    date_id = (await programmes.released(owner, people=10, children=4)).occurrence_id
    mother = await visits.relative(owner)
    child = await visits.child(owner, mother)

    answer_id, state = await answers.answer(mother, date_id, mother.visitor_id, child)

    assert state == "going"
    row = await owner.fetchrow("select * from answer where id = $1", answer_id)
    assert (row["adults"], row["children"], row["inmate_id"]) == (1, 1, mother.inmate_id)
    assert row["asked_at"] == NOW
    assert await visits.taken(owner, date_id) == {"people": 2, "children": 1}
    assert await answers.disagreeing(owner) == []


async def test_when_it_is_full_a_household_waits_and_a_smaller_one_still_fits(db, owner):
    date_id = (await programmes.released(owner, people=2)).occurrence_id
    first, second, third = [await visits.relative(owner) for _ in range(3)]
    child = await visits.child(owner, second)

    assert (await answers.answer(first, date_id))[1] == "going"
    assert (await answers.answer(second, date_id, second.visitor_id, child))[1] == "waiting"
    assert (await answers.answer(third, date_id))[1] == "going"
    assert await visits.taken(owner, date_id) == {"people": 2}
    assert await answers.disagreeing(owner) == []


async def test_each_class_of_guest_has_its_ceiling_and_what_has_none_is_free(db, owner):
    date_id = (await programmes.released(owner, children=1)).occurrence_id
    first, second = await visits.relative(owner), await visits.relative(owner)
    children = [await visits.child(owner, one) for one in (first, second)]

    for one in (first, second):
        other = await visits.relative(owner)
        assert (await answers.answer(other, date_id))[1] == "going"
        await answers.answer(one, date_id, one.visitor_id, children.pop(0))

    assert (await visits.taken(owner, date_id))["children"] == 1
    assert await answers.disagreeing(owner) == []


async def test_a_stranger_a_draft_and_a_date_of_nobody_are_one_answer(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    stranger = await visits.relative(owner, at="ica")
    here = await visits.relative(owner)
    draft = await programmes.released(owner)
    await owner.execute(
        "update event set state = 'draft', release_no = 0, content = null, audience = null where id = $1",
        draft.event_id,
    )

    await _refused(owner, "NOT_FOUND", answers.answer(stranger, date_id))
    await _refused(owner, "NOT_FOUND", answers.answer(here, uuid4()))
    await _refused(owner, "NOT_FOUND", answers.answer(here, draft.occurrence_id))
    await _refused(owner, "NOT_FOUND", answers.answer(here, date_id, through=None))
    await _refused(owner, "NOT_FOUND", answers.answer(here, date_id, through=stranger.inmate_id))


@pytest.mark.parametrize("audience", [Audience.INSIDE, Audience.OFFICIALS])
async def test_what_is_not_for_families_is_not_found(db, owner, audience):
    date_id = (await programmes.released(owner, audience=audience)).occurrence_id
    here = await visits.relative(owner)

    await _refused(owner, "NOT_FOUND", answers.answer(here, date_id))
    await _refused(owner, "NOT_FOUND", answers.answer(here, date_id, through=None))


async def test_only_relatives_of_who_is_named_come_to_what_is_for_them(db, owner):
    playing = await programmes.released(owner, audience=Audience.PARTICIPANTS_RELATIVES)
    inviting = await programmes.released(owner, audience=Audience.INVITED)
    one, other = await visits.relative(owner), await visits.relative(owner)
    await programmes.named(owner, playing.event_id, one.inmate_id)
    await programmes.named(owner, inviting.event_id, other.inmate_id, part="invited")

    assert (await answers.answer(one, playing.occurrence_id))[1] == "going"
    await _refused(owner, "NOT_FOUND", answers.answer(one, inviting.occurrence_id))
    await _refused(owner, "NOT_FOUND", answers.answer(other, playing.occurrence_id))
    assert (await answers.answer(other, inviting.occurrence_id))[1] == "going"


async def test_whoever_comes_is_on_the_accounts_own_list_and_not_ended(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    one, other = await visits.relative(owner), await visits.relative(owner)
    child = await visits.child(owner, one)
    await owner.execute("update visitor set ended_at = $2 where id = $1", child, NOW - DAY)

    for foreign in (other.visitor_id, child, uuid4()):
        await _refused(owner, "NOT_FOUND", answers.answer(one, date_id, one.visitor_id, foreign))


async def test_a_guest_named_twice_is_one_guest(db, owner):
    date_id = (await programmes.released(owner, people=5)).occurrence_id
    one = await visits.relative(owner)

    await answers.answer(one, date_id, one.visitor_id, one.visitor_id)

    assert await visits.taken(owner, date_id) == {"people": 1}


async def test_every_adult_has_a_tie_to_that_very_person_and_a_child_comes_with_an_adult(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    one = await visits.relative(owner)
    untied = await registry.visitor(owner, one.family)
    of_another = await visits.relative(owner, family=one.family)
    child = await visits.child(owner, one)

    for adult in (untied, of_another.visitor_id):
        party = (one.visitor_id, adult)
        await _refused(owner, "GUEST_NOT_TIED", answers.answer(one, date_id, *party))
    await _refused(owner, "ADULT_NEEDED", answers.answer(one, date_id, child))
    await owner.execute("delete from tie where visitor_id = $1", child)
    assert (await answers.answer(one, date_id, one.visitor_id, child))[1] == "going"


async def test_nobody_at_all_does_not_come(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    one = await visits.relative(owner)

    act = answers.answering.answer_event(
        one.family,
        uuid4(),
        occurrence_id=date_id,
        inmate_id=one.inmate_id,
        visitor_ids=[],
        now=NOW,
    )

    await _refused(owner, "GUESTS_NEEDED", act)


async def test_everybody_may_come_to_what_is_public_without_a_tie(db, owner):
    date_id = (await programmes.released(owner, audience=Audience.PUBLIC)).occurrence_id
    family = await make.family(owner)
    visitor_id = await registry.visitor(owner, family)
    somebody = visits.Relative(family, visitor_id, uuid4(), "")
    tied = await visits.relative(owner)

    assert (await answers.answer(somebody, date_id, through=None))[1] == "going"
    await _refused(owner, "NOT_FOUND", answers.answer(tied, date_id))


@pytest.mark.parametrize(("born_on", "grown"), [("2008-03-14", True), ("2008-03-15", False)])
async def test_an_adult_is_who_is_eighteen_on_that_day(db, owner, born_on, grown):
    date_id = (await programmes.released(owner)).occurrence_id
    one = await visits.relative(owner, born_on=date.fromisoformat(born_on))

    said = await answers.outcome(answers.answer(one, date_id))

    assert said == ("going" if grown else "ADULT_NEEDED")


@pytest.mark.parametrize(
    ("born_on", "said"), [("2020-03-14", "going"), ("2020-03-15", "GUEST_TOO_YOUNG")]
)
async def test_the_least_age_is_of_that_day(db, owner, born_on, said):
    date_id = (await programmes.released(owner, entry=Entry(least_age=6))).occurrence_id
    one = await visits.relative(owner)
    child = await visits.child(owner, one, born_on=date.fromisoformat(born_on))
    before = await answers.written(owner)

    assert await answers.outcome(answers.answer(one, date_id, one.visitor_id, child)) == said
    assert (await answers.written(owner) == before) is (said != "going")


async def test_a_household_brings_no_more_than_the_event_says(db, owner):
    date_id = (await programmes.released(owner, party_adults=1, party_children=1)).occurrence_id
    one = await visits.relative(owner)
    sister = await visits.relative(owner, family=one.family, inmate_id=one.inmate_id)
    children = [await visits.child(owner, one) for _ in range(2)]

    two = answers.answer(one, date_id, one.visitor_id, sister.visitor_id)
    await _refused(owner, "GUESTS_TOO_MANY", two)
    await _refused(
        owner, "GUESTS_TOO_MANY", answers.answer(one, date_id, one.visitor_id, *children)
    )
    assert (await answers.answer(one, date_id, one.visitor_id, children[0]))[1] == "going"


async def test_answers_close_at_their_hour_and_not_before(db, owner):
    date_id = (await programmes.released(owner, close_hours=24)).occurrence_id
    until = await owner.fetchval("select answers_until from occurrence where id = $1", date_id)
    one, other = await visits.relative(owner), await visits.relative(owner)

    just_before = until - timedelta(seconds=1)
    assert (await answers.answer(one, date_id, now=just_before))[1] == "going"
    await _refused(owner, "ANSWERS_CLOSED", answers.answer(other, date_id, now=until))


async def test_a_date_called_off_put_off_or_unasked_takes_no_answer(db, owner):
    off = (await programmes.released(owner)).occurrence_id
    unasked = (
        await programmes.released(owner, wanted=programmes.content(wanted=False))
    ).occurrence_id
    one = await visits.relative(owner)

    await _refused(owner, "ANSWERS_CLOSED", answers.answer(one, unasked))
    for state in ("cancelled", "postponed"):
        await owner.execute("update occurrence set state = $2, why = 'x' where id = $1", off, state)
        await _refused(owner, "ANSWERS_CLOSED", answers.answer(one, off))


@pytest.mark.parametrize(
    "bar", ["the inmate", "the person", "both, for their protection", "the place"]
)
async def test_whoever_is_barred_is_told_what_everybody_is(db, owner, bar):
    date_id = (await programmes.released(owner)).occurrence_id
    one = await visits.relative(owner)
    given = {
        "the inmate": {"inmate_id": one.inmate_id},
        "the person": {"number": one.number},
        "both, for their protection": {"inmate_id": one.inmate_id, "number": one.number},
        "the place": {"number": one.number, "at": "huaraz"},
    }[bar]
    bar_id = await registry.restriction(owner, **given)

    # Who may not meet a person hears of no event through them, as if nobody had named that person.
    code = "NOT_FOUND" if len(given) == 2 and "inmate_id" in given else "NOT_AVAILABLE"
    await _refused(owner, code, answers.answer(one, date_id))
    await owner.execute("update restriction set ended_at = $2 where id = $1", bar_id, NOW)
    assert (await answers.answer(one, date_id))[1] == "going"


@pytest.mark.parametrize("bar", ["over by then", "at another place", "of another person held"])
async def test_a_bar_that_does_not_reach_the_date_stops_nobody(db, owner, bar):
    date_id = (await programmes.released(owner)).occurrence_id
    one, other = await visits.relative(owner), await visits.relative(owner)
    await registry.establishment(owner, "ica")
    given = {
        "over by then": {"number": one.number, "days": 5},
        "at another place": {"number": one.number, "at": "ica"},
        "of another person held": {"number": one.number, "inmate_id": other.inmate_id},
    }[bar]
    await registry.restriction(owner, **given)

    assert (await answers.answer(one, date_id))[1] == "going"


async def test_a_person_on_two_lists_comes_to_a_date_once_and_to_another_date_too(db, owner):
    dates = (await programmes.released(owner, rule=programmes.MONTH)).occurrence_ids
    number = registry.dni()
    one, same = [await visits.relative(owner, number=number) for _ in range(2)]
    answer_id, _ = await answers.answer(one, dates[0])

    await _refused(owner, "NOT_AVAILABLE", answers.answer(same, dates[0]))
    assert (await answers.answer(same, dates[1]))[1] == "going"
    await answers.withdraw(one, answer_id)
    assert (await answers.answer(same, dates[0]))[1] == "going"


async def test_where_everybody_may_come_no_answer_tells_of_another_household(db, owner):
    """Anybody can write another's number on a list: neither where she goes nor what stands against her is told."""
    dates = (
        await programmes.released(owner, audience=Audience.PUBLIC, rule=programmes.MONTH, people=5)
    ).occurrence_ids
    she, asking = await visits.relative(owner), await visits.relative(owner)
    of_her = await registry.visitor(owner, asking.family, number=she.number)
    party = (asking.visitor_id, of_her)
    await answers.answer(she, dates[0], through=None)
    await registry.restriction(owner, number=registry.dni())

    assert (await answers.answer(asking, dates[0], *party, through=None))[1] == "going"
    assert await visits.taken(owner, dates[0]) == {"people": 3}
    await registry.restriction(owner, number=she.number)
    assert (await answers.answer(asking, dates[1], *party, through=None))[1] == "going"


async def test_the_holder_of_an_account_who_is_barred_comes_to_nothing_public(db, owner):
    date_id = (await programmes.released(owner, audience=Audience.PUBLIC)).occurrence_id
    one = await visits.relative(owner)
    await owner.execute("update visitor set capacity = 'own' where id = $1", one.visitor_id)
    await registry.restriction(owner, number=one.number)

    await _refused(owner, "NOT_AVAILABLE", answers.answer(one, date_id, through=None))


async def test_one_live_answer_a_date_and_another_party_is_a_new_one(db, owner):
    date_id = (await programmes.released(owner, people=3)).occurrence_id
    one = await visits.relative(owner)
    child = await visits.child(owner, one)
    first, _ = await answers.answer(one, date_id)

    await _refused(owner, "ALREADY_ANSWERED", answers.answer(one, date_id, one.visitor_id, child))
    await answers.withdraw(one, first)
    second, _ = await answers.answer(one, date_id, one.visitor_id, child)

    assert await answers.states(owner, first, second) == [
        ("withdrawn", "own_wish"),
        ("going", None),
    ]
    assert await visits.taken(owner, date_id) == {"people": 2}
    assert await answers.disagreeing(owner) == []


async def test_nobody_withdraws_for_another_nor_twice_nor_once_it_has_begun(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    starts = await owner.fetchval("select starts_at from occurrence where id = $1", date_id)
    one, other = await visits.relative(owner), await visits.relative(owner)
    answer_id, _ = await answers.answer(one, date_id)

    await _refused(owner, "NOT_FOUND", answers.withdraw(other, answer_id))
    await _refused(owner, "NOT_FOUND", answers.withdraw(one, uuid4()))
    await _refused(owner, "ANSWERS_CLOSED", answers.withdraw(one, answer_id, now=starts))
    await answers.withdraw(one, answer_id, now=starts - timedelta(seconds=1))
    await _refused(owner, "ANSWER_ENDED", answers.withdraw(one, answer_id))


async def test_answering_and_withdrawing_are_written_down_without_a_name(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    one = await visits.relative(owner)
    answer_id, _ = await answers.answer(one, date_id)
    await answers.withdraw(one, answer_id)

    rows = await owner.fetch(
        "select action, facts from audit_entry where subject = $1 and establishment_id = 'huaraz' order by seq",
        str(answer_id),
    )

    assert [row["action"] for row in rows] == [
        "programmes.answer.given",
        "programmes.answer.withdrawn",
    ]
    assert str(one.visitor_id) not in rows[0]["facts"]


async def test_the_same_request_is_one_answer_and_another_body_is_refused(db, owner):
    dates = (await programmes.released(owner, rule=programmes.MONTH)).occurrence_ids
    one, request_id = await visits.relative(owner), uuid4()

    said = [await answers.answer(one, dates[0], request_id=request_id) for _ in range(3)]

    assert len(set(said)) == 1
    reused = answers.answer(one, dates[1], request_id=request_id)
    assert await answers.outcome(reused) == "REQUEST_ID_REUSED"
    assert await owner.fetchval("select count(*) from answer") == 1
