"""`record_work`: a row each is answered, one bad row loses no good one, and what is sent again is there once."""

from datetime import date, time, timedelta
from uuid import uuid4

import orjson
import pytest

from backend.core.actor import Role
from backend.core.clock import lima_instant
from backend.core.errors import Code, DomainError
from backend.work.commands import Absence, Incident, Piece, WorkPlace
from tests.registry import make_registry as registry
from tests.test_statements import watched
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, NOW, SUNDAY

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


@pytest.fixture
async def shop(db, owner):
    return await work.workshop(owner)


async def test_a_day_of_a_workshop_is_recorded_with_its_pieces(db, owner, shop):
    price_id = await work.price(owner, shop)
    one, other = await work.worker(owner, shop), await work.worker(owner, shop)
    by, batch = work.supervisor(), uuid4()
    rows = [
        work.said(one, pieces=[work.made(price_id, 20, 1)]),
        work.absent(other, Absence.MEDICAL),
    ]

    answers = await work.send(rows, by=by, batch=batch)

    assert [row["outcome"] for row in answers] == ["recorded", "recorded"]
    assert answers[0] == {
        "id": str(rows[0].id),
        "outcome": "recorded",
        "record_id": str(rows[0].id),
        "flags": [],
        "not_counted": None,
        "countable_minutes": 480,
    }
    assert (answers[1]["not_counted"], answers[1]["countable_minutes"]) == ("absent", 0)
    kept = await owner.fetch("select recorded_by, recorded_at, batch_id from work_record")
    assert {tuple(row) for row in kept} == {(by.staff_id, NOW, batch)}
    assert tuple(await owner.fetchrow("select made, rejected, reject_reason from work_piece")) == (
        20,
        1,
        "costura",
    )
    trail = await owner.fetchrow(
        "select subject, facts from audit_entry where action = 'work.batch.recorded'"
    )
    assert trail["subject"] == str(batch)
    assert orjson.loads(trail["facts"]) == {"recorded": 2, "known": 0, "conflict": 0, "refused": 0}


async def test_one_bad_row_loses_no_good_one_and_says_why(db, owner, shop):
    people = [await work.worker(owner, shop) for _ in range(10)]
    gone = await work.worker(owner, shop, ended_on=FRIDAY - DAY)
    withdrawn = await work.worker(owner, shop, withdrawn_on=FRIDAY - DAY)
    released = await work.worker(owner, shop)
    await registry.custody_event(owner, released.inmate_id, kind="release", on=FRIDAY - DAY)
    foreign = await work.price(owner, await work.workshop(owner))
    mine = await work.price(owner, shop)
    old = await work.price(owner, shop, product="gorro")
    await work.price(owner, shop, product="gorro", valid_from=FRIDAY)
    bad = {
        "not_enrolled": work.said(gone),
        "no_consent": work.said(withdrawn),
        "not_inside": work.said(released),
        "future": work.said(people[0], worked_on=FRIDAY + DAY),
        "longer_than_hours": work.said(people[1], minutes=541),
        "not_valid": work.said(people[2], shift=0),
        "price_unknown": work.said(people[3], pieces=[work.made(foreign, 1)]),
        "price_not_live": work.said(people[4], pieces=[work.made(old, 1)]),
        "pieces_not_valid": work.said(people[5], pieces=[Piece(mine, 1, 2, "costura")]),
        "enrolment_unknown": work.said(work.Worker(uuid4(), uuid4(), shop)),
    }
    good = [work.said(each) for each in people[6:]]
    rows = [*list(bad.values())[:5], *good, *list(bad.values())[5:]]

    answers = await work.send(rows)

    said = {row["id"]: row for row in answers}
    assert [row["id"] for row in answers] == [str(row.id) for row in rows]
    assert {reason: said[str(row.id)].get("reason") for reason, row in bad.items()} == {
        reason: reason for reason in bad
    }
    assert [said[str(row.id)]["outcome"] for row in good] == ["recorded"] * 4
    assert await owner.fetchval("select count(*) from work_record") == 4
    assert said[str(bad["not_enrolled"].id)]["facts"]["ended_on"] == "2026-03-05"


async def test_pieces_are_paid_at_the_price_of_the_workers_grade(db, owner, shop):
    anybody = await work.price(owner, shop, product="bolsillo")
    master = await work.price(owner, shop, grade="maestro", rate="2.10")
    helper = await work.price(owner, shop, grade="ayudante")
    people = [await work.worker(owner, shop, grade=each) for each in ("maestro", "ayudante", None)]

    answers = await work.send(
        [work.said(each, pieces=[work.made(master, 9), work.made(anybody, 1)]) for each in people]
    )

    assert [(row["outcome"], row.get("reason")) for row in answers] == [
        ("recorded", None),
        ("refused", "price_of_grade"),
        ("refused", "price_of_grade"),
    ]
    assert await owner.fetchval("select count(*) from work_record") == 1
    (own,) = await work.send([work.said(people[1], pieces=[work.made(helper, 9)])])
    assert own["outcome"] == "recorded"


async def test_work_beyond_the_year_of_a_training_contract_is_flagged(db, owner, shop):
    school = await work.workshop(owner, modality="training")
    a_year, less = FRIDAY.replace(year=2025), FRIDAY.replace(year=2025) + DAY
    over = await work.worker(owner, school, started_on=a_year)
    within = await work.worker(owner, school, started_on=less)
    worker = await work.worker(owner, shop, started_on=a_year)

    answers = await work.send([work.said(each) for each in (over, within, worker)])

    assert [row["flags"] for row in answers] == [["training_over"], [], []]
    assert {row["outcome"] for row in answers} == {"recorded"}


async def test_overlapping_hours_name_the_record_in_the_way(db, owner, shop):
    one = await work.worker(owner, shop)
    first = work.said(one)
    second = work.said(
        one,
        shift=2,
        begins_at=lima_instant(FRIDAY, time(16)),
        ends_at=lima_instant(FRIDAY, time(16, 30)),
        minutes=30,
    )

    answers = await work.send([first, second])

    assert (answers[1]["reason"], answers[1]["facts"]["record_id"]) == ("overlap", str(first.id))


async def test_the_law_is_a_flag_and_never_a_refusal(db, owner, shop):
    await work.holiday(owner, FRIDAY)
    thursday = FRIDAY - DAY
    night = {
        "begins_at": lima_instant(thursday - DAY, time(21)),
        "ends_at": lima_instant(thursday, time(6)),
    }
    cases = {
        "long": {
            "worked_on": thursday,
            "minutes": 600,
            "ends_at": lima_instant(thursday, time(18, 30)),
        },
        "sunday": {"worked_on": SUNDAY},
        "holiday": {},
        "cell": {"worked_on": thursday, "place": WorkPlace.CELL},
        "corridor": {"worked_on": thursday, "place": WorkPlace.CORRIDOR},
        "isolation": {"worked_on": thursday, "isolation": True},
        "lost": {"worked_on": thursday, "incident": Incident.RULE_BROKEN},
        "night": {"worked_on": thursday - DAY, **night},
    }
    rows = {
        name: work.said(await work.worker(owner, shop), **changes)
        for name, changes in cases.items()
    }

    answers = await work.send(list(rows.values()))

    told = {
        name: (row["flags"], row["not_counted"], row["countable_minutes"])
        for name, row in zip(rows, answers, strict=True)
    }
    assert told == {
        "long": (["over_8h"], None, 480),
        "sunday": (["sunday"], "sunday", 0),
        "holiday": (["holiday"], "holiday", 0),
        "cell": (["place"], "place", 0),
        "corridor": (["place"], "place", 0),
        "isolation": (["isolation"], "isolation", 0),
        "lost": (["shift_lost"], "shift_lost", 0),
        "night": (["all_night"], None, 480),
    }
    assert await owner.fetchval("select sum(minutes) from work_record") == 600 + 7 * 480


async def test_an_authorised_sunday_counts(db, owner, shop):
    authorisation_id = await work.authorisation(owner, SUNDAY)

    (answer,) = await work.send([work.said(await work.worker(owner, shop), worked_on=SUNDAY)])

    assert (answer["flags"], answer["not_counted"], answer["countable_minutes"]) == (
        ["sunday"],
        None,
        480,
    )
    assert await owner.fetchval("select authorisation_id from work_record") == authorisation_id


async def test_the_seventh_day_in_a_row_and_the_ninth_hour_of_two_shifts_are_flagged(
    db, owner, shop
):
    one = await work.worker(owner, shop)
    week = [work.said(one, worked_on=FRIDAY - DAY * back) for back in range(7)]
    evening = work.said(
        one, shift=2, begins_at=lima_instant(FRIDAY - DAY, time(18)), ends_at=lima_instant(FRIDAY - DAY, time(19)),
        minutes=60, worked_on=FRIDAY - DAY,
    )  # fmt: skip

    answers = await work.send([*week, evening])

    assert [row["flags"] for row in answers] == [
        ["seventh_day"],
        [],
        [],
        [],
        [],
        ["sunday"],
        [],
        ["over_8h"],
    ]


async def test_the_same_batch_again_and_from_another_phone_is_there_once(db, owner, shop):
    price_id = await work.price(owner, shop)
    rows = [
        work.said(await work.worker(owner, shop), pieces=[work.made(price_id, 9)]) for _ in range(5)
    ]
    by, request, batch = work.supervisor(), uuid4(), uuid4()

    first = await work.send(rows, by=by, request=request, batch=batch)
    again = await work.send(rows, by=by, request=request, batch=batch)
    another_request = await work.send(rows, by=by, batch=batch, now=NOW + DAY)
    other_ids = [work.replace(row, id=uuid4()) for row in rows]
    another_phone = await work.send(other_ids, by=work.supervisor())

    assert again == first
    for answers in (another_request, another_phone):
        assert [(row["outcome"], row["record_id"]) for row in answers] == [
            ("known", str(row.id)) for row in rows
        ]
    written = await registry.rows(owner, "work_record", "work_piece", "work_conflict")
    assert written == {"work_record": 5, "work_piece": 5, "work_conflict": 0}


async def test_other_words_for_one_id_or_one_shift_are_a_conflict_that_is_kept(db, owner, shop):
    one, other = await work.worker(owner, shop), await work.worker(owner, shop)
    first = [work.said(one), work.said(other)]
    await work.send(first)
    same_id = work.replace(first[0], minutes=470)
    same_shift = work.said(other, minutes=460)

    answers = await work.send([same_id, same_shift])
    repeated = await work.send([same_id, same_shift], now=NOW + DAY)

    for told in (answers, repeated):
        assert [row["outcome"] for row in told] == ["conflict", "conflict"]
        assert [row["stands"]["id"] for row in told] == [str(row.id) for row in first]
        assert [row["stands"]["minutes"] for row in told] == [480, 480]
    kept = await owner.fetch(
        "select said_id, standing_id, said ->> 'minutes' as minutes from work_conflict"
    )
    assert {tuple(row) for row in kept} == {
        (same_id.id, first[0].id, "470"),
        (same_shift.id, first[1].id, "460"),
    }
    assert await owner.fetchval("select sum(minutes) from work_record") == 960


async def test_a_batch_that_contradicts_itself_keeps_both_words(db, owner, shop):
    one = await work.worker(owner, shop)
    rows = [work.said(one), work.said(one), work.said(one, minutes=300)]

    answers = await work.send(rows)

    assert [row["outcome"] for row in answers] == ["recorded", "known", "conflict"]
    assert await registry.rows(owner, "work_record", "work_conflict") == {
        "work_record": 1,
        "work_conflict": 1,
    }


async def test_an_id_of_another_prison_is_taken_and_tells_nothing_more(db, owner, shop):
    far = await work.worker(owner, await work.workshop(owner, at="puno"), at="puno")
    record_id = await work.record(owner, far)
    rows = [work.said(await work.worker(owner, shop)) for _ in range(4)]
    rows[2] = work.replace(rows[2], id=record_id)

    answers = await work.send(rows)

    assert [row["outcome"] for row in answers] == ["recorded", "recorded", "refused", "recorded"]
    assert (answers[2]["reason"], answers[2]["facts"]) == ("id_taken", {})


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.WORK_SUPERVISOR])
async def test_only_a_supervisor_of_the_place_records(db, owner, shop, role):
    one = await work.worker(owner, shop)
    for by in (registry.officer(role=role), work.supervisor("puno")):
        with pytest.raises(DomainError) as refused:
            await work.send([work.said(one)], by=by)
        assert refused.value.code is Code.NOT_ALLOWED
    assert await owner.fetchval("select count(*) from work_record") == 0


async def test_a_batch_has_one_to_five_hundred_rows(db, owner, shop):
    one = await work.worker(owner, shop)
    for rows in ([], [work.said(one)] * 501):
        with pytest.raises(DomainError) as refused:
            await work.send(rows)
        assert (refused.value.code, refused.value.facts) == (Code.BAD_INPUT, {"field": "records"})


async def test_hundreds_of_rows_take_as_many_statements_as_five(database, owner):
    shop = await work.workshop(owner)
    price_id = await work.price(owner, shop)
    people = [await work.worker(owner, shop) for _ in range(20)]
    days = [date(2026, 1, 5) + DAY * nth for nth in range(25)]
    rows = [
        work.said(one, worked_on=day, pieces=[work.made(price_id, 5)])
        for one in people
        for day in days
    ]

    async with watched(database.url) as sent:
        await work.send(rows[:5])
        sent.clear()
        await work.send(rows[5:10])
        few = len(sent)
        answers = await work.send(rows[10:])

    assert {row["outcome"] for row in answers} == {"recorded"}
    assert await owner.fetchval("select count(*) from work_piece") == 500
    assert len(sent) == 2 * few
