"""Each document of work as the app sends it: workshops, prices, people, a day, its sheets and what is recorded."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.actor import Role
from tests import make
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, HERE, MARCH, NOW, SUNDAY, Worker
from tests.work.phone_work import asked, refusal

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)
NOWHERE = ("NOT_FOUND", "No encontramos lo que busca.")


def shift(one: Worker, **changes):
    """A Friday's shift as the app writes it."""
    usual = {
        "id": uuid4(), "enrolmentId": one.enrolment_id, "workedOn": FRIDAY, "minutes": 480,
        "beginsAt": "2026-03-06T13:00:00Z", "endsAt": "2026-03-06T22:00:00Z",
    }  # fmt: skip
    return usual | changes


async def send(*records, by=None, **said):
    batch = {"establishmentId": HERE, "batchId": uuid4(), "records": list(records)}
    return await asked(by or work.supervisor(), "recordWork", **batch, **said)


async def test_a_chief_makes_a_workshop_with_prices_agreement_and_people(db, owner):
    chief = work.chief()
    await registry.establishment(owner)
    person = (await registry.inmate(owner)).id
    await registry.custody_event(owner, person, on=work.SINCE)

    shop = await asked(
        chief, "addWorkshop", establishmentId=HERE, name="Confecciones", trade="confecciones",
        modality="PRIVATE_WORKSHOP", place="Pabellón 1", openedOn=SUNDAY,
    )  # fmt: skip
    shop = {"workshopId": shop["id"]}
    sewing = {"product": "polo", "operation": "armado", "basis": "PIECE"}
    first = await asked(chief, "addPrice", **shop, **sewing, rate="1.3", validFrom=SUNDAY)
    price = await asked(chief, "addPrice", **shop, **sewing, rate="1.3525", validFrom=FRIDAY)
    await asked(
        chief, "addAgreement", **shop, number="014", partner="Una empresa", signedOn=SUNDAY,
        validFrom=SUNDAY, places=9, payDueDay=10, terms={"penalty": "10 %"},
    )  # fmt: skip
    signed = {"startedOn": SUNDAY, "consentOn": SUNDAY, "consentAct": "31-2026"}
    enrolment = await asked(chief, "enrol", **shop, inmateId=person, **signed)

    assert price["supersedes"] == first["id"]
    (seen,) = (await asked(chief, "workshops", establishmentId=HERE))["nodes"]
    assert seen | {"id": ""} == {
        "id": "", "name": "Confecciones", "trade": "confecciones", "modality": "PRIVATE_WORKSHOP",
        "place": "Pabellón 1", "openedOn": "2026-03-01", "closedOn": None, "people": 1,
        "places": 9,
    }  # fmt: skip
    (agreed,) = (await asked(chief, "workshopAgreements", **shop))["nodes"]
    assert (agreed["number"], agreed["places"], agreed["terms"]) == ("014", 9, {"penalty": "10 %"})
    await asked(chief, "endAgreement", agreementId=agreed["id"], endedOn=SUNDAY)
    (agreed,) = (await asked(chief, "workshopAgreements", **shop))["nodes"]
    (after,) = (await asked(chief, "workshops", establishmentId=HERE))["nodes"]
    assert (agreed["endedOn"], after["places"]) == ("2026-03-01", None)
    rates = [
        (await asked(chief, "workshopPrices", **shop, onDay=day))["nodes"][0]["rate"]
        for day in (SUNDAY, FRIDAY)
    ]
    assert rates == ["1.30", "1.3525"]

    again = {"inmateId": person, "startedOn": SUNDAY, "consentOn": SUNDAY}
    assert await refusal(chief, "enrol", **shop, **again) == (
        "WORK_NOT_POSSIBLE",
        "La persona ya está inscrita en este taller.",
    )
    ended = {"enrolmentId": enrolment["id"]}
    await asked(chief, "withdrawWorkConsent", **ended, withdrawnOn=FRIDAY, act="32-2026")
    (papers,) = (await asked(chief, "workDay", **shop, onDay=FRIDAY))["people"]
    assert [papers[name] for name in ("consentOn", "consentAct", "withdrawnOn", "withdrawnAct")] == [
        "2026-03-01", "31-2026", "2026-03-06", "32-2026",
    ]  # fmt: skip
    await asked(chief, "endEnrolment", **ended, endedOn=FRIDAY, reason="OWN_WISH")
    assert (await refusal(chief, "endEnrolment", **ended, endedOn=FRIDAY, reason="OTHER"))[0] == (
        "ALREADY_DECIDED"
    )
    await asked(chief, "endWorkshop", **shop, closedOn=FRIDAY)


async def test_a_batch_is_answered_row_by_row_in_the_readers_words(db, owner):
    shop = await work.workshop(owner)
    one, two, three = [await work.worker(owner, shop) for _ in range(3)]
    price_id = await work.price(owner, shop)
    made = [{"priceId": price_id, "made": 40, "rejected": 2, "rejectReason": "costura"}]
    good, absent = shift(one, pieces=made), shift(two, minutes=0, beginsAt=None, endsAt=None)
    absent |= {"absence": "MEDICAL"}
    cell = shift(three, place="CELL", minutes=500)

    answer = await send(
        good, absent, cell, shift(one, minutes=481), shift(one, enrolmentId=uuid4())
    )

    rows = answer.pop("rows")
    assert answer == {
        "__typename": "BatchRecorded", "recorded": 3, "known": 0, "conflict": 1, "refused": 1,
    }  # fmt: skip
    assert rows[0] == {
        "__typename": "RowRecorded", "id": str(good["id"]), "countableMinutes": 480,
        "notCounted": None, "flags": [],
    }  # fmt: skip
    assert rows[1]["notCounted"] == {"reason": "ABSENT", "words": "No asistió."}
    assert rows[2]["notCounted"]["reason"] == "PLACE" and rows[2]["countableMinutes"] == 0
    assert [note["flag"] for note in rows[2]["flags"]] == ["OVER_8H", "PLACE"]
    assert rows[2]["flags"][0]["words"] == "Pasa de ocho horas: el resto no cuenta."
    assert rows[3]["stands"]["id"] == str(good["id"])
    assert rows[3]["stands"]["pieces"] == [
        {"priceId": str(price_id), "made": 40, "rejected": 2, "rejectReason": "costura"}
    ]
    assert rows[4] | {"id": ""} == {
        "__typename": "RowRefused", "id": "", "reason": "ENROLMENT_UNKNOWN", "field": None,
        "message": "No se conoce esa inscripción. Actualice la lista del taller.",
    }  # fmt: skip
    (again,) = (await send(good))["rows"]
    assert again == {
        "__typename": "RowKnown", "id": str(good["id"]), "recordId": str(good["id"]),
    }  # fmt: skip


async def test_a_day_shows_who_is_there_what_is_recorded_and_how_it_was_before(db, owner):
    shop = await work.workshop(owner)
    one, two = await work.worker(owner, shop), await work.worker(owner, shop)
    price_id = await work.price(owner, shop)
    before = FRIDAY - DAY
    await work.record(owner, one, worked_on=before)
    await send(shift(one))
    await asked(
        work.chief(), "authoriseDay", establishmentId=HERE, onDay=SUNDAY, number="12-2026",
        reason="un pedido que no espera",
    )  # fmt: skip

    day = await asked(work.supervisor(), "workDay", workshopId=shop, onDay=FRIDAY)

    assert (day["beforeOn"], day["sunday"], day["holiday"]) == ("2026-03-05", False, None)
    assert (day["monthState"], day["establishmentId"]) == ("DRAFT", HERE)
    assert [price["id"] for price in day["prices"]] == [str(price_id)]
    people = {person["worker"]["inmateId"]: person for person in day["people"]}
    assert set(people) == {str(one.inmate_id), str(two.inmate_id)}
    mine = people[str(one.inmate_id)]
    (today,), (last,) = (
        [each["record"] for each in day[which]] for which in ("records", "recordsBefore")
    )
    assert day["records"][0]["enrolmentId"] == mine["enrolmentId"] == str(one.enrolment_id)
    assert (today["workedOn"], last["workedOn"]) == ("2026-03-06", "2026-03-05")
    assert today["beginsAt"] == "2026-03-06T13:00:00Z" and mine["inside"]
    sunday = await asked(work.chief(), "workDay", workshopId=shop, onDay=SUNDAY)
    assert (sunday["sunday"], sunday["authorised"]) == (True, "12-2026")


async def test_a_record_is_corrected_answered_and_read_with_its_history(db, owner):
    shop = await work.workshop(owner)
    one, by = await work.worker(owner, shop), work.supervisor()
    price_id = await work.price(owner, shop, rate="1.35")
    first = shift(one)
    await send(first, by=by)
    better = shift(one, minutes=450, pieces=[{"priceId": price_id, "made": 7}])
    told = {"recordId": first["id"], "record": better}

    assert await refusal(by, "correctWork", **told, reason="error") == (
        "WORK_NOT_POSSIBLE",
        "El motivo es muy corto. Escriba por lo menos diez letras.",
    )
    done = await asked(by, "correctWork", **told, reason="salió antes de la hora")
    word = {"recordId": better["id"], "outcome": "OBJECTED", "sign": "SPOKEN"}
    assert (await refusal(by, "answerWork", **word))[0] == "BAD_INPUT"
    await asked(by, "answerWork", **word, words="fueron ocho horas")

    assert (done["__typename"], done["countableMinutes"]) == ("RowRecorded", 450)
    rows = await asked(work.chief(), "workRecords", inmateId=one.inmate_id, month=FRIDAY)
    stands = next(row for row in rows if row["record"]["live"])
    old = next(row for row in rows if not row["record"]["live"])
    assert (old["record"]["id"], old["reason"]) == (str(first["id"]), None)
    assert stands["supersedes"] == str(first["id"])
    assert stands["reason"] == "salió antes de la hora"
    assert (stands["answer"], stands["answerSign"]) == ("OBJECTED", "SPOKEN")
    assert stands["answerWords"] == "fueron ocho horas"
    assert stands["priced"][0]["rate"] == "1.35" and stands["priced"][0]["piece"]["made"] == 7


async def test_a_conflict_is_listed_and_settled(db, owner):
    shop = await work.workshop(owner)
    one, by = await work.worker(owner, shop), work.supervisor()
    first, second = shift(one), shift(one, minutes=300)
    await send(first, by=by)
    await send(second)

    (conflict,) = await asked(by, "workConflicts", establishmentId=HERE)
    assert (conflict["said"]["minutes"], conflict["stands"]["minutes"]) == (300, 480)
    assert conflict["worker"]["inmateId"] == str(one.inmate_id)
    assert conflict["worker"]["surnames"] == "Huamán Condori"
    told = {"conflictId": conflict["id"], "keep": "MINE"}
    settled = await asked(by, "settleConflict", **told, reason="se midió de nuevo")

    assert settled["recordId"] == str(second["id"])
    assert await asked(by, "workConflicts", establishmentId=HERE) == []
    assert (await refusal(by, "settleConflict", **told))[0] == "ALREADY_DECIDED"


async def test_paper_and_records_are_compared(db, owner):
    shop = await work.workshop(owner)
    one, two = await work.worker(owner, shop), await work.worker(owner, shop)
    price_id = await work.price(owner, shop)
    await send(shift(one, pieces=[{"priceId": price_id, "made": 9}]))
    lines = [
        {"inmateId": one.inmate_id, "minutes": 480, "pieces": [{"priceId": price_id, "made": 8}]},
        {"inmateId": two.inmate_id, "minutes": 60},
    ]
    by, span = work.supervisor(), {"workshopId": shop, "firstOn": SUNDAY, "lastOn": FRIDAY}

    await asked(by, "enterSheet", workshopId=shop, onDay=FRIDAY, lines=lines)
    found = await asked(by, "sheetDifferences", **span)

    by_person = {each["worker"]["inmateId"]: each for each in found}
    first, second = by_person[str(one.inmate_id)], by_person[str(two.inmate_id)]
    count = {"priceId": str(price_id), "rejected": 0}
    assert first["paperPieces"] == [count | {"made": 8}]
    assert first["recordedPieces"] == [count | {"made": 9}]
    assert (second["paperMinutes"], second["recordedMinutes"]) == (60, None)
    long_ago = span | {"firstOn": SUNDAY - 40 * DAY}
    assert (await refusal(by, "sheetDifferences", **long_ago))[0] == "BAD_INPUT"


async def test_a_month_is_shown_signed_reviewed_and_returned(db, owner):
    shop = await work.workshop(owner)
    one, by = await work.worker(owner, shop), work.supervisor()
    price_id = await work.price(owner, shop, rate="1.35")
    await send(shift(one, pieces=[{"priceId": price_id, "made": 7}]), by=by)
    month = {"workshopId": shop, "month": FRIDAY}

    shown = await asked(by, "presentMonth", **month)
    assert (shown["people"], shown["changed"]) == (1, 1)
    (line,) = (await asked(by, "workMonth", **month))["lines"]
    assert (line["gross"], line["countableMinutes"], line["shown"]) == ("9.45", 480, True)
    word = {"monthId": shown["id"], "inmateId": one.inmate_id, "outcome": "SIGNED"}
    assert (await refusal(by, "answerMonth", **word, seen="00")) == (
        "WORK_NOT_POSSIBLE",
        "Los registros cambiaron desde que se mostró el mes. Muéstrelo otra vez.",
    )
    await asked(by, "answerMonth", **word, seen=line["digest"])
    of_month = {"monthId": shown["id"], "unanswered": 0}
    stale = await refusal(work.chief(), "reviewMonth", **of_month, objected=1)
    assert stale[1].startswith("Las respuestas cambiaron")
    reviewed = await asked(work.chief(), "reviewMonth", **of_month, objected=0)
    (state,) = await asked(work.chief(), "workMonths", establishmentId=HERE, month=FRIDAY)
    await asked(work.chief(), "returnMonth", monthId=shown["id"], why="PIECES")

    assert (reviewed["objected"], reviewed["unanswered"]) == (0, 0)
    assert (state["state"], state["people"], state["signed"]) == ("REVIEWED", 1, 1)
    seen = await asked(work.chief(), "workMonth", **month)
    assert (seen["id"], seen["state"], seen["reviewedAt"]) == (shown["id"], "DRAFT", None)
    output = await asked(work.chief(), "workshopOutput", workshopId=shop, lastMonth=FRIDAY)
    assert len(output) == 12 and output[-1] == {
        "month": MARCH.isoformat(), "people": 1, "minutes": 480, "countableMinutes": 480, "pieces": 7,
        "gross": "9.45",
    }  # fmt: skip
    assert output[0]["gross"] == "0.00"


async def test_nobody_of_another_place_and_no_other_role_sees_or_changes_anything(db, owner):
    shop = await work.workshop(owner)
    one = await work.worker(owner, shop)
    record_id = await work.record(owner, one)
    before = await registry.rows(owner, *work.WRITTEN)
    place, of_shop = {"establishmentId": HERE}, {"workshopId": shop}
    batch = {**place, "batchId": uuid4(), "records": [shift(one, shift=2)]}
    reads = {
        "workshopPrices": of_shop | {"onDay": FRIDAY}, "workshopAgreements": of_shop,
        "workshopOutput": of_shop | {"lastMonth": FRIDAY}, "workDay": of_shop | {"onDay": FRIDAY},
        "workSheetPdf": of_shop | {"onDay": FRIDAY}, "workMonth": of_shop | {"month": FRIDAY},
        "sheetDifferences": of_shop | {"firstOn": FRIDAY, "lastOn": FRIDAY},
        "workRecords": {"inmateId": one.inmate_id, "month": FRIDAY},
        "presentMonth": of_shop | {"month": FRIDAY},
        "answerWork": {"recordId": record_id, "outcome": "AGREED", "sign": "PRINT"},
    }  # fmt: skip
    lists = {
        "workshops": place, "workConflicts": place, "workMonths": place | {"month": FRIDAY},
        "recordWork": batch,
    }  # fmt: skip
    for stranger in (work.supervisor("puno"), work.chief("puno")):
        for name, said in reads.items():
            assert await refusal(stranger, name, **said) == NOWHERE, name
        for name, said in lists.items():
            assert (await refusal(stranger, name, **said))[0] == "NOT_ALLOWED", name
    for other in (await make.family(owner), registry.officer(role=Role.GATE_OFFICER)):
        for name, said in (reads | lists).items():
            assert (await refusal(other, name, **said))[0] == "NOT_ALLOWED", name
    assert (await refusal(work.chief(), "recordWork", **batch))[0] == "NOT_ALLOWED"
    assert (await refusal(work.supervisor(), "endWorkshop", **of_shop, closedOn=FRIDAY))[0] == (
        "NOT_ALLOWED"
    )
    assert await registry.rows(owner, *work.WRITTEN) == before


async def test_what_cannot_be_is_said_in_the_readers_language(db, owner):
    shop = await work.workshop(owner)
    one = await work.worker(owner, shop)
    late = shift(one, workedOn=NOW.date() + DAY)
    by = work.supervisor()

    said = [
        (await send(late, by=replace(by, language=language)))["rows"][0]["message"]
        for language in ("es", "en", "quz", "ay")
    ]

    assert said[1] == "That day or hour has not come yet. Record the work once it is done."
    assert len(set(said)) == 4
