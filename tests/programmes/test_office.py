"""An office's screens, by the phone's own documents: lists, previews that say what a release then does, and names."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from backend.core.actor import Actor, Staff
from backend.core.ids import new_id
from backend.gql.context import Context
from backend.gql.operation import Operation
from backend.programmes.commands import naming
from backend.programmes.rules.content import Access, Entry, ExceptionDay, ExtraDay, Words, Work
from backend.programmes.rules.vocabulary import Audience, ExceptionKind, Part
from tests import make as people
from tests import matrix
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_office import WHY, notices
from tests.programmes.make_programmes import HERE, MONTH, NOW, SATURDAY
from tests.programmes.matrix_planning import CONTENT
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import refused

pytestmark = pytest.mark.anyio
PHONE = Path(__file__).parents[2] / "mobile" / "src" / "staff" / "programmes"
LATER = NOW + timedelta(hours=1)
SECOND = "2026-03-21"


async def asked(actor: Actor, document: str, *, now=NOW, **variables: Any) -> Any:
    """What the one root field of a phone's document answers."""
    text = (PHONE / f"{document}.graphql").read_text(encoding="utf-8")
    if "mutation" in text:
        variables.setdefault("requestId", uuid4())
    given = orjson.loads(orjson.dumps(variables, default=str))
    context = Context(actor, now)
    result = await matrix.DOCUMENTS.execute(Operation(text=text, variables=given), context)
    body = orjson.loads(result.body)
    assert "errors" not in body, body
    return next(iter(body["data"].values()))


def off(key: str) -> ExceptionDay:
    return ExceptionDay(key=key, kind=ExceptionKind.CANCELLED, why=WHY)


async def test_what_a_phone_wrote_it_reads_back_and_may_write_again(db, owner):
    office = await offices.office(owner)
    place = {"establishmentId": HERE, "programmeId": office.programme_id}
    made = await asked(office.writer, "draftEvent", content=CONTENT, **place)
    event_id = made["id"]

    whole = await asked(office.writer, "officeEvent", id=event_id)

    said = whole["draft"]["content"]
    assert said["dates"]["firstOn"] == SATURDAY.isoformat()
    assert (said["dates"]["at"], said["kind"], said["places"]["people"]) == ("15:30", "RECITAL", 30)
    again = await asked(office.writer, "editEvent", eventId=event_id, version=1, content=said)
    assert again["version"] == 2
    assert (await asked(office.writer, "officeEvent", id=event_id))["draft"]["content"] == said


async def test_every_field_of_a_content_comes_back_as_it_was(db, owner):
    office = await offices.office(owner)
    full = make.content(
        rule=MONTH,
        exceptions=(
            off(SECOND),
            ExceptionDay(key="2026-03-28", kind=ExceptionKind.MOVED, on=make.day("2026-03-29"), minutes=60),
        ),
        extra=(ExtraDay(on=make.day("2026-03-15"), at=make.HALF_PAST_THREE, minutes=60),),
        words=(Words(language="quz", title="Takiy"),),
        works=(Work(title="Adiós", author="Anónimo"),),
        entry=Entry(dress="De blanco", least_age=5),
        access=Access(step_free=True, spoken=("quechua",)),
    )  # fmt: skip
    event_id = await office.draft(full)
    said = (await asked(office.writer, "officeEvent", id=event_id))["draft"]["content"]

    await asked(office.writer, "editEvent", eventId=event_id, version=1, content=said)

    kept = await owner.fetch("select content from event_draft")
    assert offices.from_json(orjson.loads(kept[0]["content"])) == full


async def test_the_preview_says_what_the_release_then_does(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    going, other = await visits.relative(owner), await visits.relative(owner)
    dates = await offices.dates(owner, event_id)
    await answers.answer(going, dates[SECOND]["id"])
    await answers.answer(other, dates["2026-03-28"]["id"])
    moved = ExceptionDay(key="2026-03-28", kind=ExceptionKind.MOVED, on=make.day("2026-03-29"))
    wanted = {"rule": "FREQ=WEEKLY;COUNT=5", "exceptions": (off(SECOND), moved), "summary": "Otra"}
    version = await office.edit(event_id, 0, now=LATER, **wanted)

    shown = await asked(office.director, "releasePreview", now=LATER, eventId=event_id)
    told = await office.release(
        event_id, await office.submit(event_id, version, now=LATER), now=LATER
    )

    # So few are not counted out: of one person it would say how many are tied to them.
    assert (shown["first"], shown["fields"], shown["households"]) == (False, ["summary"], None)
    assert (told, shown["languages"]) == (2, [])
    assert [(each["key"], each["kind"], each["households"]) for each in shown["dates"]] == [
        (SECOND, "CANCELLED", 1), ("2026-03-28", "CHANGED", 1), ("2026-04-11", "ADDED", 0),
    ]  # fmt: skip
    cancelled, changed, added = shown["dates"]
    assert (cancelled["willBeAt"], cancelled["why"], added["wasAt"]) == (None, WHY, None)
    assert changed["willBeAt"] == "2026-03-29T20:30:00Z"
    assert (
        len(await notices(owner, "event_cancelled")) + len(await notices(owner, "event_changed"))
        == 2
    )


async def test_a_preview_counts_five_households_and_more(db, owner):
    office = await offices.office(owner)
    event_id = await office.draft()
    for nth in range(6):
        family = await people.family(owner, language="quz" if nth == 0 else "es")
        await visits.relative(owner, family=family)
        shown = await asked(office.director, "releasePreview", eventId=event_id)
        assert shown["households"] == (nth + 1 if nth >= 4 else None)

    assert [(each["language"], each["households"]) for each in shown["languages"]] == [("es", 5)]


async def test_a_preview_shows_what_else_is_on(db, owner):
    office = await offices.office(owner)
    await visits.slot(owner, at=HERE, on=SATURDAY)
    await make.released(owner, wanted=make.content(title="Ensayo del coro"))
    hall = make.content().venue
    other_room = make.content(
        title="Taller de quena", venue=hall.__class__(where=hall.where, room="Patio")
    )
    await make.released(owner, wanted=other_room)
    await make.released(
        owner, wanted=make.content(title="Otro día", first_on=make.day("2026-03-15"))
    )
    await make.released(owner, at="chiclayo", wanted=make.content(title="Lejos"))
    await owner.execute(
        "insert into calendar_day (id, on_day, name, source, confirmed) values ($1, $2, 'Aniversario', 'a test', true)",
        new_id(),
        SATURDAY,
    )
    event_id = await office.draft()

    shown = await asked(office.writer, "releasePreview", eventId=event_id)

    assert {(each["kind"], each["words"]) for each in shown["clashes"]} == {
        ("VISITS", "09:00 - 11:00"),
        ("ROOM", "Ensayo del coro, 15:30 - 17:30"),
        ("OTHER_EVENT", "Taller de quena, 15:30 - 17:30"),
        ("CALENDAR_DAY", "Aniversario"),
    }
    assert {each["on"] for each in shown["clashes"]} == {SATURDAY.isoformat()}


async def test_visits_of_weeks_that_have_no_slots_yet_are_known_from_the_timetable(db, owner):
    office = await offices.office(owner)
    await visits.slot(owner, at=HERE, on=SATURDAY)
    event_id = await office.draft(first_on=make.day("2026-06-06"))

    shown = await asked(office.writer, "releasePreview", eventId=event_id)

    assert [(each["kind"], each["on"]) for each in shown["clashes"]] == [("VISITS", "2026-06-06")]


async def test_lists_show_drafts_and_dates_to_come_and_past_ones_apart(db, owner):
    office = await offices.office(owner)
    past = await office.publish(title="Pasado")
    coming = await office.publish(title="Por venir", rule=MONTH)
    drafted = await office.draft(title="Borrador")
    thrown = await office.draft(title="Nada")
    await owner.execute("delete from event_draft where event_id = $1", thrown)
    one = await visits.relative(owner)
    await answers.answer(one, (await offices.dates(owner, coming))[SECOND]["id"])
    now = make.lima("2026-03-16 09:00")

    first = await asked(
        office.writer, "officeEvents", now=now, establishmentId=HERE, past=False, first=1
    )
    rest = await asked(
        office.writer,
        "officeEvents",
        now=now,
        establishmentId=HERE,
        past=False,
        after=first["pageInfo"]["endCursor"],
    )
    gone = await asked(office.writer, "officeEvents", now=now, establishmentId=HERE, past=True)

    shown = first["nodes"] + rest["nodes"]
    assert [UUID(each["id"]) for each in shown] == [drafted, coming]
    assert (shown[1]["nextAt"], shown[1]["dates"], shown[1]["going"]) == (
        "2026-03-21T20:30:00Z",
        4,
        1,
    )
    assert (shown[0]["draft"], shown[0]["state"], shown[0]["title"]) == (
        "OPEN",
        "DRAFT",
        "Borrador",
    )
    assert [UUID(each["id"]) for each in gone["nodes"]] == [past]


async def test_who_is_named_is_shown_to_the_office_and_every_look_is_kept(db, owner):
    office = await offices.office(owner)
    held = await registry.inmate(owner)
    event_id = await office.draft(audience=Audience.PARTICIPANTS_RELATIVES)
    named = await asked(
        office.writer, "nameForEvent", eventId=event_id, inmateIds=[held.id], part="PARTICIPANT"
    )
    assert named["named"] == 1

    [person] = await asked(office.writer, "eventPeople", eventId=event_id)

    assert person["inmate"]["surnames"] == "Huamán Condori"
    row = await owner.fetchrow("select action, facts from audit_entry order by seq desc limit 1")
    assert row["action"] == "programmes.people.read"
    assert orjson.loads(row["facts"]) == {"inmates": [str(held.id)]}
    await asked(office.writer, "unnameForEvent", eventPersonId=person["id"])
    assert await asked(office.writer, "eventPeople", eventId=event_id) == []


async def _name(who: Staff, event_id: UUID, *inmates: UUID, part: Part = Part.PARTICIPANT) -> int:
    done = await naming.name_for_event(
        who, uuid4(), event_id=event_id, inmate_ids=list(inmates), part=part, now=LATER
    )
    return done["named"]


async def test_relatives_of_whoever_is_named_after_the_release_hear_of_it_once(db, owner):
    office = await offices.office(owner)
    his, other = await visits.relative(owner), await visits.relative(owner)
    event_id = await office.publish(audience=Audience.PARTICIPANTS_RELATIVES)
    assert await notices(owner, "event_published") == []

    assert await _name(office.writer, event_id, his.inmate_id) == 1
    assert await _name(office.writer, event_id, his.inmate_id) == 0
    assert await _name(office.writer, event_id, other.inmate_id, part=Part.INVITED) == 1

    assert await answers.told(owner, "event_published") == [his.family.account_id]


async def test_nobody_is_named_who_is_held_elsewhere_or_by_strangers(db, owner):
    office = await offices.office(owner)
    here, there = await registry.inmate(owner), await registry.inmate(owner, at="chiclayo")
    gone = await registry.inmate(owner, status="released")
    event_id = await office.draft()
    before = await offices.written(owner)

    for who, inmates in (
        (office.writer, (here.id, there.id)),
        (office.writer, (gone.id,)),
        (office.writer, (uuid4(),)),
        (make.coordinator("chiclayo"), (there.id,)),
    ):
        assert await refused(_name(who, event_id, *inmates)) == "NOT_FOUND"
    assert await refused(_name(office.writer, event_id)) == "BAD_INPUT"
    assert await offices.written(owner) == before


async def test_people_of_another_place_that_an_event_concerns_are_named_by_who_works_at_both(
    db, owner
):
    office = await offices.office(owner)
    there = await registry.inmate(owner, at="chiclayo")
    office.director = make.director(HERE, "chiclayo")
    event_id = await office.publish(also_at=("chiclayo",))

    assert await refused(_name(office.writer, event_id, there.id)) == "NOT_FOUND"
    assert await _name(make.coordinator(HERE, "chiclayo"), event_id, there.id) == 1


async def test_programmes_and_days_of_the_plan_are_read(db, owner):
    office = await offices.office(owner)
    national = await make.programme(owner, at=None)
    await make.programme(owner, at="chiclayo")
    await owner.execute(
        "insert into partner (id, programme_id, name, kind, contribution, worth, note, source, recorded_at)"
        " values ($1, $2, 'Una embajada', 'embassy', 'in_kind', 150000, '', 'a test', $3)",
        new_id(),
        national,
        NOW,
    )

    found = await asked(office.writer, "programmes", establishmentId=HERE)

    assert [UUID(each["id"]) for each in found] == [office.programme_id, national]
    assert [each["national"] for each in found] == [False, True]
    assert found[1]["partners"][0]["worth"] == "S/ 1,500.00"


async def test_the_code_is_asked_for_again_before_everything_is_called_off(db, owner):
    office = await offices.office(owner)
    await office.publish()
    before = await offices.written(owner)

    answer = await asked(office.director, "cancelAllEvents", establishmentId=HERE, why=WHY)

    assert answer["code"] == "STEP_UP_NEEDED"
    assert await offices.written(owner) == before
