"""Who may be named for an event: by sex, regime, stage, consent, and by leave where men enter a women's place."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.core.custody import Regime, Stage
from backend.core.errors import DomainError
from backend.core.text import LANGUAGES, explain
from backend.database import transaction
from backend.programmes.api.inputs import TakesPartInput, shown
from backend.programmes.commands import drafting, naming
from backend.programmes.queries.office import event_people
from backend.programmes.queries.preview import release_preview
from backend.programmes.rules.content import TakesPart, Venue, from_json, to_json
from backend.programmes.rules.vocabulary import Part, Where
from backend.registry.api import Sex
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import HERE, NOW, SATURDAY
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import refused

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)
ACT = "Acta 12-2026"


async def _held(
    owner, *, sex: str = "M", regime: str = "closed_ordinary", stage: str | None = "medium"
) -> UUID:
    held = await registry.inmate(owner, at=HERE)
    await owner.execute(
        "update inmate set sex = $2, regime = $3, stage = $4 where id = $1",
        held.id, sex, regime, stage,
    )  # fmt: skip
    return held.id


async def _name(office, event_id: UUID, *people: UUID, **said: Any) -> int:
    answer = await naming.name_for_event(
        office.writer, uuid4(), event_id=event_id, inmate_ids=people,
        **({"part": Part.PARTICIPANT, "now": NOW} | said),
    )  # fmt: skip
    return int(answer["named"])


async def _why(act: Any) -> tuple[str, Any, Any]:
    with pytest.raises(DomainError) as refusal:
        await act
    error = refusal.value
    return error.code.value, error.facts.get("reason"), error.facts.get("count")


@pytest.mark.parametrize(
    ("asked", "fits", "reason"),
    [
        ({"sexes": ("F",)}, {"sex": "F"}, "SEX"),
        ({"regimes": (Regime.SEMI_OPEN,)}, {"regime": "semi_open", "stage": None}, "REGIME"),
        ({"stages": (Stage.MINIMUM,)}, {"stage": "minimum"}, "STAGE"),
        (
            {"stages": (Stage.MINIMUM,), "regimes": (Regime.CLOSED_ORDINARY, Regime.OPEN)},
            {"regime": "open", "stage": None},
            "STAGE",
        ),
    ],
)
@pytest.mark.parametrize("part", Part)
async def test_who_does_not_fit_is_not_named_and_nobody_with_them(
    db, owner, asked, fits, reason, part
):
    office = await offices.office(owner)
    event_id = await office.publish(takes_part=TakesPart(**asked))
    one, two, good = await _held(owner), await _held(owner), await _held(owner, **fits)
    before = await offices.written(owner)

    said = await _why(_name(office, event_id, one, two, good, part=part))

    assert said == ("NOT_ELIGIBLE", reason, 2)
    assert await offices.written(owner) == before
    assert await _name(office, event_id, good, part=part) == 1


async def test_whoever_is_held_there_fits_what_asks_for_nothing(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    assert await _name(office, event_id, await _held(owner), await _held(owner, sex="F")) == 2


async def test_who_is_without_a_stage_fits_no_stage(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(takes_part=TakesPart(stages=(Stage.MINIMUM,)))
    free = await _held(owner, regime="open", stage=None)
    assert (await _why(_name(office, event_id, free)))[1] == "STAGE"


async def test_people_fit_what_is_released_and_what_is_being_written(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(takes_part=TakesPart(sexes=("M",)))
    await office.edit(event_id, 0, takes_part=TakesPart(sexes=("F",)), now=LATER)
    for sex in ("F", "M"):
        person = await _held(owner, sex=sex)
        assert (await _why(_name(office, event_id, person)))[1] == "SEX"


async def test_a_consent_is_kept_with_each_name(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(takes_part=TakesPart(consent=True))
    person = await _held(owner)
    before = await offices.written(owner)

    for act in (None, "  "):
        assert await refused(_name(office, event_id, person, consent_act=act)) == (
            "CONSENT_ACT_NEEDED"
        )
    assert await refused(_name(office, event_id, person, consent_act="x" * 81)) == "BAD_INPUT"
    assert await offices.written(owner) == before

    assert await _name(office, event_id, person, consent_act=f" {ACT} ") == 1
    async with transaction(office.writer) as tx:
        [row] = await event_people(tx, office.writer, event_id, now=NOW)
    assert row["consent_act"] == ACT


async def test_a_consent_that_is_asked_for_later_is_recorded_for_who_is_named_already(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    person = await _held(owner)
    assert await _name(office, event_id, person) == 1
    version = await office.edit(event_id, 0, takes_part=TakesPart(consent=True), now=LATER)

    before = await offices.written(owner)
    assert await refused(office.submit(event_id, version, now=LATER)) == "CONSENT_ACT_NEEDED"
    assert await offices.written(owner) == before

    assert await _name(office, event_id, person, consent_act=ACT) == 0
    assert await _name(office, event_id, person, consent_act="Acta 99") == 0
    assert await owner.fetchval("select consent_act from event_person") == ACT
    await office.release(event_id, await office.submit(event_id, version, now=LATER), now=LATER)


async def test_a_draft_that_asks_for_other_people_than_are_named_is_not_submitted(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    person, gone = await _held(owner), await _held(owner)
    await _name(office, event_id, person, gone)
    await owner.execute("update inmate set status = 'released' where id = $1", gone)
    version = await office.edit(event_id, 0, takes_part=TakesPart(sexes=("F",)), now=LATER)

    said = await _why(office.submit(event_id, version, now=LATER))

    assert said == ("NOT_ELIGIBLE", "SEX", 1)
    named = await owner.fetchval("select id from event_person where inmate_id = $1", person)
    await naming.unname_for_event(office.writer, uuid4(), event_person_id=named, now=LATER)
    await office.submit(event_id, version, now=LATER)


async def _womens(owner) -> None:
    await owner.execute("update establishment set sex_held = 'F' where id = $1", HERE)


async def test_men_take_part_in_a_womens_place_by_an_act_alone(db, owner):
    office = await offices.office(owner)
    await _womens(owner)
    asked = TakesPart(sexes=("F", "M"))
    event_id = await office.draft(takes_part=asked)
    before = await offices.written(owner)

    assert await refused(office.submit(event_id, 1)) == "BAD_INPUT"
    assert await offices.written(owner) == before

    version = await office.edit(event_id, 1, takes_part=TakesPart(sexes=("F", "M"), approval=ACT))
    await office.submit(event_id, version)
    outside = Venue(where=Where.OUTSIDE, name="Teatro", address="Plaza")
    await office.submit(await office.draft(takes_part=asked, venue=outside), 1)


async def test_a_man_is_named_for_a_womens_place_by_an_act_alone(db, owner):
    office = await offices.office(owner)
    await _womens(owner)
    man = await _held(owner)
    event_id = await office.publish()

    assert await _why(_name(office, event_id, man)) == ("NOT_ELIGIBLE", "APPROVAL", 1)
    assert await _name(office, event_id, man, part=Part.INVITED) == 1

    approved = await office.publish(takes_part=TakesPart(approval=ACT))
    assert await _name(office, approved, man) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"sexes": ("F", "F")},
        {"stages": (Stage.A,), "regimes": (Regime.CLOSED_ORDINARY,)},
        {"stages": (Stage.MINIMUM,), "regimes": (Regime.OPEN,)},
        {"approval": "x" * 81},
        {"approval": "a\nb"},
    ],
)
async def test_what_nobody_could_fit_or_no_paper_says_is_refused(db, owner, asked):
    office = await offices.office(owner)
    assert await refused(office.draft(takes_part=TakesPart(**asked))) == "BAD_INPUT"


async def test_who_may_take_part_is_a_difference_that_tells_nobody(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    one = await visits.relative(owner)
    date_id = (await offices.dates(owner, event_id))[SATURDAY.isoformat()]["id"]
    await answers.answer(one, date_id)
    await office.edit(event_id, 0, takes_part=TakesPart(consent=True), now=LATER)

    async with transaction(office.writer) as tx:
        found = await release_preview(tx, office.writer, event_id, now=LATER)

    assert (found.plan.fields, found.plan.dates, list(found.languages)) == (("takes_part",), (), [])
    assert await office.release(event_id, await office.submit(event_id, 1, now=LATER)) == 0


def test_content_of_before_asks_for_nobody_in_particular() -> None:
    said = make.content(
        takes_part=TakesPart(sexes=("F",), stages=(Stage.MINIMUM,), consent=True, approval=ACT)
    )
    kept = to_json(said)
    assert from_json(kept) == said
    del kept["takes_part"]
    assert from_json(kept).takes_part == TakesPart()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_say_how_many_and_what(language: str) -> None:
    said = {
        explain("NOT_ELIGIBLE", language, {"reason": reason, "count": 3})
        for reason in ("SEX", "REGIME", "STAGE", "APPROVAL")
    }
    assert len(said) == 4
    assert all("3" in words for words in said)
    consent = explain("CONSENT_ACT_NEEDED", language, {"reason": "NAMED"})
    assert consent != explain("CONSENT_ACT_NEEDED", language, {})


def test_what_an_office_says_is_shown_as_it_was_said() -> None:
    asked = TakesPartInput(
        sexes=[Sex.FEMALE], stages=[Stage.MINIMUM], regimes=[Regime.OPEN, Regime.CLOSED_ORDINARY],
        consent=True, approval=f" {ACT} ",
    )  # fmt: skip
    whole = shown(to_json(make.content(takes_part=asked.said())))
    assert whole is not None
    assert whole["takesPart"] == {
        "sexes": ["FEMALE"], "stages": ["MINIMUM"], "regimes": ["OPEN", "CLOSED_ORDINARY"],
        "consent": True, "approval": ACT,
    }  # fmt: skip


async def test_a_draft_begun_over_an_older_release_brings_nothing_back(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    await office.cancel_all(now=LATER)
    before = await offices.written(owner)

    async def begin(release_no: int | None) -> Any:
        return await drafting.edit_event(
            office.writer, uuid4(), event_id=event_id, version=0, release_no=release_no,
            content=make.content(), now=LATER,
        )  # fmt: skip

    with pytest.raises(DomainError) as refusal:
        await begin(1)
    assert refusal.value.code.value == "DRAFT_CHANGED"
    assert refusal.value.facts["who"]
    assert await offices.written(owner) == before

    assert (await begin(2))["version"] == 1
    await drafting.discard_draft(office.writer, uuid4(), event_id=event_id, version=1, now=LATER)
    assert (await begin(None))["version"] == 1
