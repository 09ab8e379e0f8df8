"""The phone's own documents of events: what a family sees, answers, takes back and takes."""

from uuid import uuid4

import pytest

from backend.core.text import LANGUAGES
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_programmes import NOW
from tests.visits import make_visits as visits
from tests.work.phone_work import asked, refusal

pytestmark = pytest.mark.anyio


async def test_a_family_finds_a_date_answers_it_and_takes_its_answer_back(db, owner):
    date_id = (await programmes.released(owner, people=5)).occurrence_id
    one = await visits.relative(owner)
    child = await visits.child(owner, one)

    [found] = (await asked(one.family, "whatsOn", now=NOW))["nodes"]
    said = {"occurrenceId": date_id, "inmateId": one.inmate_id, "now": NOW}
    answered = await asked(one.family, "answerEvent", **said, visitorIds=[one.visitor_id, child])
    shown = await asked(one.family, "happening", id=date_id, now=NOW)
    withdrawn = await asked(one.family, "withdrawAnswer", answerId=answered["id"], now=NOW)

    assert (found["id"], found["title"], found["answer"]) == (
        str(date_id),
        "Recital de guitarra",
        None,
    )
    assert (answered["state"], answered["adults"], answered["children"]) == ("GOING", 1, 1)
    assert set(answered["visitorIds"]) == {str(one.visitor_id), str(child)}
    assert shown["answer"]["id"] == answered["id"]
    assert shown["placesLeft"] == "FEW"
    assert [inmate["id"] for inmate in shown["through"]] == [str(one.inmate_id)]
    assert (withdrawn["state"], withdrawn["endedWhy"]) == ("WITHDRAWN", "OWN_WISH")


async def test_an_offer_says_until_when_and_is_taken(db, owner):
    date_id = (await programmes.released(owner, people=1)).occurrence_id
    holder, one = await visits.relative(owner), await visits.relative(owner)
    held, _ = await answers.answer(holder, date_id)
    asked_for, _ = await answers.answer(one, date_id)
    await answers.withdraw(holder, held)

    offered = (await asked(one.family, "happening", id=date_id, now=NOW))["answer"]
    taken = await asked(one.family, "takeOffer", answerId=asked_for, now=NOW)

    assert (offered["state"], offered["offeredUntil"]) == ("OFFERED", "2026-03-03T15:00:00Z")
    assert (taken["state"], taken["offeredUntil"]) == ("GOING", None)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_refusal_says_how_many_may_come_in_the_readers_words(db, owner, language):
    date_id = (await programmes.released(owner, party_children=0)).occurrence_id
    one = await visits.relative(owner)
    child = await visits.child(owner, one)
    family = visits.Family(
        account_id=one.family.account_id, session_id=one.family.session_id, language=language
    )

    code, words = await refusal(
        family,
        "answerEvent",
        occurrenceId=date_id,
        inmateId=one.inmate_id,
        visitorIds=[one.visitor_id, child],
        now=NOW,
    )

    assert code == "GUESTS_TOO_MANY"
    assert "2" in words
    assert "0" in words


async def test_what_is_not_theirs_is_not_found(db, owner):
    stranger = await visits.relative(owner, at="ica")
    date_id = (await programmes.released(owner)).occurrence_id

    for unknown in (date_id, uuid4()):
        code, _ = await refusal(stranger.family, "happening", id=unknown, now=NOW)
        assert code == "NOT_FOUND"
