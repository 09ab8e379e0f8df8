"""Answers that end by themselves, with ties, custody, lists and accounts: told kindly."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.custody import EventKind
from backend.programmes.rules.vocabulary import Audience
from backend.registry.commands import Correction, EndReason
from backend.visits import commands
from tests.privacy.make_household import erased, household
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_leaving import found, happens, one_place
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio


async def _ended(owner, one: visits.Relative, visitor_id: UUID | None = None) -> None:
    """The office ends the tie of this relative, or of another of their list."""
    row = await owner.fetchrow(
        "select id, version from tie where visitor_id = $1 and state = 'approved'",
        visitor_id or one.visitor_id,
    )
    await commands.end_tie(
        registry.officer(),
        uuid4(),
        tie_id=row["id"],
        version=row["version"],
        reason=EndReason.KINSHIP_ENDED,
        now=NOW,
    )


async def test_with_the_tie_the_answer_ends_and_its_place_is_offered_on(db, owner):
    _, (one, held), (waiting, asked) = await one_place(owner)

    await _ended(owner, one)

    assert await answers.states(owner, held, asked) == [
        ("withdrawn", "tie_ended"),
        ("offered", None),
    ]
    assert await answers.told(owner, "answer_ended") == [one.family.account_id]
    assert await answers.told(owner, "offer_made") == [waiting.family.account_id]
    assert await found(one) == []
    assert await answers.disagreeing(owner) == []


async def test_a_family_that_ends_its_own_tie_frees_its_place_for_another_family(db, owner):
    _, (one, held), (waiting, asked) = await one_place(owner)
    tie_id = await owner.fetchval("select id from tie where visitor_id = $1", one.visitor_id)

    await commands.withdraw_tie(one.family, uuid4(), tie_id=tie_id, now=NOW)

    assert await answers.states(owner, held, asked) == [
        ("withdrawn", "tie_ended"),
        ("offered", None),
    ]
    assert await answers.told(owner, "offer_made") == [waiting.family.account_id]


async def test_a_person_whose_facts_the_office_must_confirm_anew_comes_no_more(db, owner):
    _, (one, held), (_, asked) = await one_place(owner)
    correction = Correction(
        given_names="Otra", surnames="Persona", sex="F", born_on=date(1980, 5, 17), nationality="PE"
    )

    await commands.update_visitor(
        one.family, uuid4(), visitor_id=one.visitor_id, correction=correction, now=NOW
    )

    assert await answers.states(owner, held, asked) == [
        ("withdrawn", "tie_ended"),
        ("offered", None),
    ]


async def test_a_guest_whose_own_tie_ends_loses_the_place_and_the_others_keep_theirs(db, owner):
    date_id = (await programmes.released(owner, people=3)).occurrence_id
    one, next_one = await visits.relative(owner), await visits.relative(owner)
    sister = await visits.relative(owner, family=one.family, inmate_id=one.inmate_id)
    child = await visits.child(owner, one)
    held, _ = await answers.answer(one, date_id, one.visitor_id, sister.visitor_id, child)
    asked, _ = await answers.answer(next_one, date_id)

    await _ended(owner, one, sister.visitor_id)

    assert await answers.states(owner, held, asked) == [("going", None), ("offered", None)]
    row = await owner.fetchrow("select adults, children from answer where id = $1", held)
    assert tuple(row) == (1, 1)
    assert await visits.taken(owner, date_id) == {"people": 3}
    assert await answers.disagreeing(owner) == []


async def test_without_an_adult_left_nobody_comes(db, owner):
    date_id = (await programmes.released(owner)).occurrence_id
    one = await visits.relative(owner)
    sister = await visits.relative(owner, family=one.family, inmate_id=one.inmate_id)
    child = await visits.child(owner, one)
    held, _ = await answers.answer(one, date_id, sister.visitor_id, child)

    await _ended(owner, one, sister.visitor_id)

    assert await answers.states(owner, held) == [("withdrawn", "tie_ended")]
    assert await found(one) == [date_id]
    assert await answers.disagreeing(owner) == []


async def test_who_is_taken_off_the_list_comes_to_nothing_public_either(db, owner):
    date_id = (await programmes.released(owner, audience=Audience.PUBLIC, people=5)).occurrence_id
    one = await visits.relative(owner)
    sister = await visits.relative(owner, family=one.family, inmate_id=one.inmate_id)
    held, _ = await answers.answer(one, date_id, one.visitor_id, sister.visitor_id, through=None)

    await commands.remove_visitor(one.family, uuid4(), visitor_id=sister.visitor_id, now=NOW)
    assert await answers.states(owner, held) == [("going", None)]
    assert await visits.taken(owner, date_id) == {"people": 1}
    await commands.remove_visitor(one.family, uuid4(), visitor_id=one.visitor_id, now=NOW)

    assert await answers.states(owner, held) == [("withdrawn", "own_wish")]
    assert await visits.taken(owner, date_id) == {"people": 0}
    assert await answers.disagreeing(owner) == []


@pytest.mark.parametrize("audience", [Audience.ENROLLED_RELATIVES, Audience.PARTICIPANTS_RELATIVES])
async def test_when_their_relative_is_moved_the_answer_ends_and_they_are_told(db, owner, audience):
    await registry.establishment(owner, "ica")
    _, (one, held), (_, asked) = await one_place(owner, audience=audience)

    await happens(one.inmate_id, EventKind.TRANSFER, to_establishment_id="ica")

    assert await answers.states(owner, held, asked) == [("withdrawn", "moved"), ("offered", None)]
    assert await answers.told(owner, "answer_ended") == [one.family.account_id]
    assert await found(one) == []
    assert await answers.disagreeing(owner) == []


async def test_who_is_moved_to_another_place_of_the_event_changes_nothing(db, owner):
    await registry.establishment(owner, "ica")
    _, (one, held), _ = await one_place(owner, also_at=("ica",))

    await happens(one.inmate_id, EventKind.TRANSFER, to_establishment_id="ica")

    assert await answers.states(owner, held) == [("going", None)]
    assert await answers.told(owner, "answer_ended") == []


async def test_what_is_for_everybody_by_now_needs_nobody_any_more(db, owner):
    event, (one, held), _ = await one_place(owner)
    await owner.execute("update event set audience = 'public' where id = $1", event.event_id)

    await _ended(owner, one)
    await happens(one.inmate_id, EventKind.RELEASE)

    assert await answers.states(owner, held) == [("going", None)]
    assert await answers.told(owner, "answer_ended") == []


async def test_when_their_relative_is_released_the_answer_ends_and_they_are_told(db, owner):
    _, (one, held), (_, asked) = await one_place(owner)

    await happens(one.inmate_id, EventKind.RELEASE)

    assert await answers.states(owner, held, asked) == [("withdrawn", "moved"), ("offered", None)]
    assert await answers.told(owner, "answer_ended") == [one.family.account_id]


async def test_who_is_named_no_more_brings_nobody(db, owner):
    _, (one, held), (_, asked) = await one_place(owner, audience=Audience.PARTICIPANTS_RELATIVES)

    await owner.execute(
        "update event_person set ended_at = $2 where inmate_id = $1", one.inmate_id, NOW
    )

    assert await answers.states(owner, held, asked) == [
        ("withdrawn", "audience"),
        ("offered", None),
    ]
    assert await answers.disagreeing(owner) == []


async def test_what_is_over_stays_as_it_was(db, owner):
    _, (one, held), _ = await one_place(owner)
    over = NOW + timedelta(days=20)

    await owner.execute("update visitor set ended_at = $2 where id = $1", one.visitor_id, over)

    assert await answers.states(owner, held) == [("going", None)]


async def test_an_erased_account_gives_its_places_back_and_its_answers_are_gone(db, owner):
    home = await household(owner)
    one, waiting = home.tied(), await visits.relative(owner)
    event = await programmes.released(owner, people=2, rule=programmes.MONTH)
    await answers.answer(one, event.occurrence_id, one.visitor_id, home.child)
    await answers.answer(one, event.occurrence_ids[1])
    asked, _ = await answers.answer(waiting, event.occurrence_id)

    await erased(home)

    assert await owner.fetchval("select count(*) from answer") == 1
    assert await owner.fetchval("select count(*) from answer_guest") == 1
    assert await answers.states(owner, asked) == [("offered", None)]
    assert await visits.taken(owner, event.occurrence_id) == {"people": 1}
    assert await visits.taken(owner, event.occurrence_ids[1]) == {"people": 0}
    assert await answers.disagreeing(owner) == []


async def test_of_dates_that_were_an_erased_account_leaves_counts_alone(db, owner):
    home = await household(owner)
    one = home.tied()
    past = NOW - timedelta(days=20)
    event = await programmes.released(owner, people=2, first_on=date(2026, 2, 21), now=past)
    await answers.answer(one, event.occurrence_id, now=past)

    await erased(home)

    assert await visits.taken(owner, event.occurrence_id) == {"people": 1}
    claim = await owner.fetchrow(
        "select account_id, state from claim where pool_id = $1", event.occurrence_id
    )
    assert tuple(claim) == (None, "kept")
