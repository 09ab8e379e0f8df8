"""Visits through the phone's own documents: whole answers, in words a tired person understands."""

from datetime import timedelta
from uuid import UUID, uuid4

import orjson
import pytest

from backend.core.actor import Anonymous, Role, Staff
from backend.core.ids import new_id
from backend.gql.context import Context
from tests import make
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY, WEEK
from tests.visits.phone_visits import answered, asked, refusal

pytestmark = pytest.mark.anyio
FAMILY, OFFICE = "family/visits", "staff/visits"
OFFICER = registry.officer()
DAYS = {"from": "2026-03-07", "to": "2026-03-08"}


def director() -> Staff:
    return Staff(
        staff_id=new_id(),
        session_id=new_id(),
        roles=frozenset({("huaraz", Role.DIRECTOR)}),
        stepped_up_until=NOW + timedelta(minutes=5),
    )


async def _booked(one: visits.Relative, slot_id: UUID) -> dict[str, str]:
    return await asked(
        one.family,
        f"{FAMILY}/bookVisit",
        slotId=slot_id,
        inmateId=one.inmate_id,
        visitorIds=[one.visitor_id],
    )


async def test_a_family_sees_holds_books_and_cancels(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one = await visits.relative(owner)
    party = {"inmateId": one.inmate_id, "visitorIds": [one.visitor_id]}

    seen = await asked(one.family, f"{FAMILY}/availability", **party, **DAYS)
    assert seen == {
        "__typename": "Availability",
        "slots": [
            {
                "id": str(slot_id),
                "visitOn": "2026-03-07",
                "startsAt": "2026-03-07T14:00:00Z",
                "endsAt": "2026-03-07T16:00:00Z",
                "stayMinutes": 120,
                "visitType": "ORDINARY",
                "place": "DIRECT",
                "placesLeft": "FEW",
                "takeable": True,
                "why": None,
            }
        ],
    }
    hold = await asked(one.family, f"{FAMILY}/holdSlot", slotId=slot_id, **party)
    assert hold["expiresAt"] == "2026-03-02T15:10:00Z"
    booked = await asked(
        one.family, f"{FAMILY}/bookVisit", slotId=slot_id, holdId=hold["id"], **party
    )
    assert (booked["state"], booked["stayMinutes"]) == ("ACTIVE", 120)
    cancelled = await asked(one.family, f"{FAMILY}/cancelVisit", bookingId=booked["id"])
    assert cancelled == {
        "__typename": "Booking",
        "id": booked["id"],
        "state": "CANCELLED",
        "cancelReason": "YOU_CANCELLED",
    }
    told = await asked(one.family, "family/notices/myNotices")
    assert {node["message"] for node in told["nodes"]} == {
        "Usted canceló su visita del 07/03/2026.",
        "Este aviso ya no vale. Decía: Su visita del 07/03/2026 está reservada.",
    }
    assert {node["bookingId"] for node in told["nodes"]} == {booked["id"]}


async def test_whom_one_may_visit_and_with_whom_is_one_question(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    child_id = await visits.child(owner, one)

    body = await answered(one.family, f"{FAMILY}/booking/whoMayVisit", first=50)

    told = orjson.loads(body)["data"]
    ties = {(tie["state"], tie["visitor"]["id"]) for tie in told["myTies"]["nodes"]}
    assert ties == {("APPROVED", str(one.visitor_id)), ("APPROVED", str(child_id))}
    inmates = [tie["inmate"] for tie in told["myTies"]["nodes"]]
    assert {inmate["id"] for inmate in inmates} == {str(one.inmate_id)}
    assert inmates[0]["establishment"] == {"id": "huaraz", "name": "E.P. de Huaraz"}
    guardians = {each["id"]: each["guardianId"] for each in told["myPeople"]["nodes"]}
    assert guardians == {str(one.visitor_id): None, str(child_id): str(one.visitor_id)}


async def test_a_booking_sent_twice_answers_the_same_bytes(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    said = {
        "slotId": await visits.slot(owner),
        "inmateId": one.inmate_id,
        "visitorIds": [one.visitor_id],
        "requestId": uuid4(),
    }

    first, second = [await answered(one.family, f"{FAMILY}/bookVisit", **said) for _ in range(2)]

    assert first == second
    assert orjson.loads(first)["data"]["bookVisit"]["__typename"] == "Booking"


async def test_a_refusal_has_a_code_and_a_sentence(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, visitor_sex="M")
    one = await visits.relative(owner)

    problem = await _booked(one, slot_id)
    (offer,) = (await asked(one.family, f"{FAMILY}/availability", inmateId=one.inmate_id, **DAYS))[
        "slots"
    ]

    said = {
        "code": "WEEKDAY_NOT_FOR_SEX",
        "message": "Ese día la visita es para otras personas de su lista. Mire el horario.",
    }
    assert problem == {"__typename": "Problem", **said}
    assert (offer["takeable"], offer["why"]) == (False, said)


async def test_a_hold_is_released(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    hold_id = await one.hold(await visits.slot(owner))

    answers = [await asked(one.family, f"{FAMILY}/releaseHold", holdId=hold_id) for _ in range(2)]

    assert [answer["released"] for answer in answers] == [True, False]


async def test_my_visits_come_in_pages_each_one_statement_whatever_it_holds(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    child_id = await visits.child(owner, one)
    for nth in range(4):
        slot_id = await visits.slot(owner, on=SATURDAY + timedelta(days=nth))
        await one.book(slot_id, visitor_ids=[one.visitor_id, child_id])
    sent: list[str] = []
    context = Context(one.family, NOW)
    async with context.read() as tx:
        tx.add_query_logger(lambda record: sent.append(record.query))

    body = await answered(one.family, f"{FAMILY}/myVisits", context=context, first=3)

    page = orjson.loads(body)["data"]["myVisits"]
    assert [node["visitOn"] for node in page["nodes"]] == ["2026-03-10", "2026-03-09", "2026-03-08"]
    node = page["nodes"][0]
    assert node["establishment"] == {"id": "huaraz", "name": "E.P. de Huaraz"}
    assert node["inmate"]["givenNames"] == "Julián"
    assert [(each["visitorId"], each["adult"]) for each in node["party"]] == [
        (str(one.visitor_id), True),
        (str(child_id), False),
    ]
    assert [each for each in sent if not each.startswith(("begin", "commit"))] == sent[:1]
    rest = await asked(
        one.family, f"{FAMILY}/myVisits", first=3, after=page["pageInfo"]["endCursor"]
    )
    assert [node["visitOn"] for node in rest["nodes"]] == ["2026-03-07"]
    assert rest["pageInfo"]["hasNextPage"] is False


async def test_a_visit_is_found_by_id_and_by_its_spoken_reference_by_its_family_alone(db, owner):
    await visits.place(owner)
    one, stranger = await visits.relative(owner), await visits.relative(owner)
    booked = await _booked(one, await visits.slot(owner))
    spoken = booked["reference"].lower().replace("-", " ")

    by_id = await asked(one.family, f"{FAMILY}/visit", id=booked["id"])
    by_word = await asked(one.family, f"{FAMILY}/visitByReference", reference=spoken)
    assert by_id["reference"] == by_word["reference"] == booked["reference"]

    unknown = [
        await answered(stranger.family, f"{FAMILY}/visit", id=booked["id"]),
        await answered(stranger.family, f"{FAMILY}/visit", id=uuid4()),
    ]
    assert unknown[0] == unknown[1]
    for reference in (booked["reference"], "2222-2222", "", "x" * 400):
        asking = refusal(stranger.family, f"{FAMILY}/visitByReference", reference=reference)
        assert await asking == "NOT_FOUND"


async def test_what_was_called_off_in_secret_looks_alive_until_it_may_be_told(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    one = await visits.relative(owner)
    booked = await _booked(one, await visits.slot(owner))
    said = {
        "inmateId": one.inmate_id,
        "kind": "TRANSFER",
        "effectiveOn": "2026-03-02",
        "toEstablishmentId": "ica",
        "secretUntil": "2026-03-05",
    }
    recorded = await asked(director(), f"{OFFICE}/recordCustodyEvent", **said)
    assert recorded["calledOff"] == 1

    async def seen(now):
        visit = await asked(one.family, f"{FAMILY}/visit", id=booked["id"], now=now)
        notices = await asked(one.family, "family/notices/myNotices", now=now)
        return visit["state"], visit["cancelReason"], [each["kind"] for each in notices["nodes"]]

    assert await seen(NOW) == ("ACTIVE", None, ["visit_booked"])
    assert await seen(NOW + timedelta(days=3)) == (
        "CANCELLED",
        "ASK_THE_OFFICE",
        ["visit_called_off", "visit_booked"],
    )


async def test_the_office_reads_a_day_in_pages_and_every_look_is_recorded(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    crowd = [await visits.relative(owner) for _ in range(3)]
    ids = {str(await one.book(slot_id)) for one in crowd}
    day = {"establishmentId": "huaraz", "day": "2026-03-07"}

    first = await asked(OFFICER, f"{OFFICE}/dayBookings", **day, first=2)
    rest = await asked(
        OFFICER, f"{OFFICE}/dayBookings", **day, after=first["pageInfo"]["endCursor"]
    )

    assert {node["id"] for node in first["nodes"] + rest["nodes"]} == ids
    assert first["nodes"][0]["party"][0]["surnames"] == "Quispe Mamani"
    looks = await owner.fetch(
        "select facts ->> 'bookings' from audit_entry where action = 'visits.day.read'"
    )
    assert sorted(len(orjson.loads(row[0])) for row in looks) == [1, 2]
    elsewhere = registry.officer("ica")
    assert await refusal(elsewhere, f"{OFFICE}/dayBookings", **day) == "NOT_ALLOWED"


async def test_the_office_closes_days_bars_people_and_changes_its_timetable(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    await _booked(one, await visits.slot(owner))
    here = {"establishmentId": "huaraz"}

    closed = await asked(
        OFFICER,
        f"{OFFICE}/closeDays",
        **here,
        firstOn="2026-03-07",
        lastOn="2026-03-07",
        reason="SEARCH",
    )
    listed = await asked(one.family, f"{OFFICE}/closedDays", **here)
    assert (closed["calledOff"], listed["nodes"][0]["id"]) == (1, closed["id"])
    await asked(OFFICER, f"{OFFICE}/reopenDays", closureId=closed["id"])
    assert (await asked(OFFICER, f"{OFFICE}/closedDays", **here))["nodes"] == []

    barred = await asked(
        OFFICER,
        f"{OFFICE}/restrictVisits",
        **here,
        kind="VISITOR_SANCTION",
        documentKind="DNI",
        documentNumber=one.number,
        validFrom="2026-03-02",
        reason="GATE_INCIDENT",
    )
    ended = await asked(OFFICER, f"{OFFICE}/endRestriction", restrictionId=barred["id"])
    assert ended["id"] == barred["id"]

    session = await asked(
        OFFICER,
        f"{OFFICE}/addTimetableSession",
        **here,
        name="Visita de mujeres",
        visitType="ORDINARY",
        place="DIRECT",
        visitorSex="F",
        weekday=3,
        starts="09:00",
        ends="17:00",
        validFrom="2026-03-02",
        ceilings=[{"unit": "people", "places": 60}],
    )
    assert session["opened"] == 4
    shown = await asked(one.family, f"{OFFICE}/timetable", **here)
    assert [node["weekday"] for node in shown["nodes"]] == [3, 6]
    assert (shown["nodes"][0]["starts"], shown["nodes"][0]["id"]) == ("09:00:00", session["id"])
    await asked(
        OFFICER, f"{OFFICE}/endTimetableSession", sessionId=session["id"], endsOn="2026-03-02"
    )
    again = await asked(one.family, f"{OFFICE}/timetable", **here)
    assert [node["weekday"] for node in again["nodes"]] == [6]


async def test_a_director_adds_a_rule_after_stepping_up(db, owner):
    await visits.place(owner)
    said = {
        "establishmentId": "huaraz",
        "name": "three-at-most",
        "kind": "VISITORS_PER_VISIT",
        "scope": {"visit_types": ["ordinary"]},
        "validFrom": "2026-03-03",
        "effect": {"at_most": 3},
        "legalBasis": "Acta 12",
        "source": "the establishment",
        "examples": [
            {
                "title": "Three come",
                "visit_on": "2026-03-14",
                "asked_on": "2026-03-10",
                "establishment": "huaraz",
                "inmate": {"regime": "closed_ordinary", "stage": "medium"},
                "family": [{"kinship": "mother"}, {"kinship": "sibling"}, {"kinship": "sibling"}],
                "answer": ["allowed"],
            }
        ],
    }

    added = await asked(director(), f"{OFFICE}/addVisitRule", **said)

    assert (added["id"], added["version"]) == ("huaraz:three-at-most", 1)
    tired = registry.officer(role=Role.DIRECTOR)
    assert await refusal(tired, f"{OFFICE}/addVisitRule", **said) == "STEP_UP_NEEDED"


@pytest.mark.parametrize("document", ["availability", "myVisits", "visit", "holdSlot", "bookVisit"])
async def test_a_family_s_fields_are_closed_to_everybody_else(db, owner, document):
    some = str(uuid4())
    said = {"inmateId": some, "slotId": some, "id": some, "visitorIds": [some], **DAYS}
    text_takes = {
        "availability": ("inmateId", "visitorIds", "from", "to"),
        "myVisits": (),
        "visit": ("id",),
        "holdSlot": ("slotId", "inmateId", "visitorIds"),
        "bookVisit": ("slotId", "inmateId", "visitorIds"),
    }
    given = {name: said[name] for name in text_takes[document]}

    assert await refusal(Anonymous(), f"{FAMILY}/{document}", **given) == "SIGN_IN_NEEDED"
    assert await refusal(OFFICER, f"{FAMILY}/{document}", **given) == "NOT_ALLOWED"


async def test_a_notice_of_somebody_else_is_not_in_the_inbox(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    await one.book(await visits.slot(owner, on=SATURDAY + WEEK))

    stranger = await make.family(owner)

    assert (await asked(stranger, "family/notices/myNotices"))["nodes"] == []
