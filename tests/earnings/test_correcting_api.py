"""Corrections of told months and materials in advance, by two people of an office, as their phones send them."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Role
from tests import make
from tests.earnings import make_month as months
from tests.earnings import make_pay as pay
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio
KINDS = {
    "recordAdjustment": ("approveAdjustment", "adjustmentId", "pending_adjustment"),
    "recordAdvance": ("approveAdvance", "advanceId", "material_advance"),
}
BOTH = pytest.mark.parametrize("operation", KINDS)


@pytest.fixture
async def office(db, owner):
    made = await pay.office(owner)
    await pay.told_of_may(owner, made.one)
    return made


async def refused(actor, operation: str, **said) -> str:
    answer = await reading.read(actor, operation, **said)
    assert answer["__typename"] == "Problem", answer
    return answer["code"]


async def waiting(actor, at: str = HERE) -> dict:
    return await reading.read(actor, "waitingCorrections", establishmentId=at)


async def approvals(owner, table: str) -> list[tuple]:
    rows = await owner.fetch(f"select approved_at, approved_by from {table}")
    return [tuple(each) for each in rows]


async def test_a_correction_waits_by_name_for_somebody_else(owner, office):
    made = await office.record("recordAdjustment")

    theirs, own = await waiting(office.second), await waiting(office.first)

    person = await owner.fetchrow("select given_names, surnames from inmate")
    assert theirs == {
        "adjustments": [
            {
                "id": str(made),
                "inmateId": str(office.one.inmate_id),
                "givenNames": person["given_names"],
                "surnames": person["surnames"],
                "amount": -135,
                "recordedAt": "2025-06-02T15:00:00Z",
                "recordedBy": "Ana Chief",
                "yours": False,
                "ofMonth": "2025-05-01",
                "ofLine": "GROSS_PIECE",
                "workedOn": None,
                "minutes": None,
                "reason": "una pieza contada dos veces",
            }
        ],
        "advances": [],
        "refused": [],
    }  # fmt: skip
    assert [each["yours"] for each in own["adjustments"]] == [True]


async def test_an_advance_waits_by_name_for_somebody_else_and_is_read_with_the_person(
    owner, office
):
    made = await office.record("recordAdvance")

    [found] = (await waiting(office.director))["advances"]
    [read] = (await office.pay())["advances"]

    shop = await owner.fetchval("select name from workshop")
    assert (found["id"], found["workshop"], found["amount"], found["parts"]) == (
        str(made),
        shop,
        9_000,
        3,
    )
    assert (found["recordedBy"], found["yours"], found["givenOn"]) == (
        "Ana Chief",
        False,
        "2025-05-20",
    )
    assert (read["id"], read["part"], read["left"], read["approvedAt"]) == (
        str(made),
        3_000,
        9_000,
        None,
    )


@BOTH
async def test_who_recorded_it_does_not_approve_it_and_a_second_person_does_once(
    owner, office, operation
):
    approve, name, table = KINDS[operation]
    said = {name: await office.record(operation)}
    before = await pay.count(owner)

    alone = await refused(office.first, approve, **said)
    assert await approvals(owner, table) == [(None, None)]
    assert await pay.count(owner) == before
    done = await reading.read(office.second, approve, **said)
    again = await refused(office.director, approve, **said)

    assert (alone, again) == ("SECOND_PERSON_NEEDED", "ALREADY_DECIDED")
    assert done == {"__typename": "PayChanged", "id": str(said[name])}
    assert await approvals(owner, table) == [(AFTER, office.second.staff_id)]
    assert await waiting(office.first) == pay.NOTHING_WAITS


async def test_an_approved_advance_is_booked_once(owner, office):
    said = {"advanceId": await office.record("recordAdvance"), "requestId": uuid4()}

    first = await reading.read(office.second, "approveAdvance", **said)
    assert await reading.read(office.second, "approveAdvance", **said) == first

    assert await months.balances(owner, office.one) == {"advance": -9_000}
    assert await owner.fetchval("select count(*) from journal") == 1


@pytest.mark.parametrize(
    ("operation", "changes", "code"),
    [
        ("recordAdjustment", {"amount": 0}, "BAD_INPUT"),
        ("recordAdjustment", {"amount": -100_000_001}, "BAD_INPUT"),
        ("recordAdjustment", {"reason": "corta"}, "BAD_INPUT"),
        ("recordAdjustment", {"reason": "x" * 501}, "BAD_INPUT"),
        ("recordAdjustment", {"ofMonth": "2025-05-02"}, "BAD_INPUT"),
        ("recordAdjustment", {"ofMonth": "2025-06-01"}, "NOT_FOUND"),
        ("recordAdjustment", {"inmateId": uuid4()}, "NOT_FOUND"),
        ("recordAdvance", {"amount": 0}, "BAD_INPUT"),
        ("recordAdvance", {"parts": 25}, "BAD_INPUT"),
        ("recordAdvance", {"givenOn": "2025-06-03"}, "BAD_INPUT"),
        ("recordAdvance", {"workshopId": uuid4()}, "NOT_FOUND"),
        ("recordAdvance", {"inmateId": uuid4()}, "NOT_FOUND"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_kept(
    owner, office, operation, changes, code
):
    said = office.said(operation, **changes)

    assert await refused(office.first, operation, **said) == code

    assert await pay.count(owner) == dict.fromkeys(pay.WRITTEN, 0)


async def test_an_advance_is_of_a_workshop_of_the_place(owner, office):
    other = await work.workshop(owner, at=pay.ELSEWHERE)
    both = work.chief(HERE, pay.ELSEWHERE)

    said = office.said("recordAdvance", workshopId=other)
    assert await refused(both, "recordAdvance", **said) == "NOT_FOUND"

    assert await pay.count(owner) == dict.fromkeys(pay.WRITTEN, 0)


async def test_an_office_elsewhere_corrects_approves_and_sees_nothing(owner, office):
    stranger = await pay.serving(owner, "Zoe Chief", at=pay.ELSEWHERE)
    made = {each: await office.record(each) for each in KINDS}
    before = await pay.count(owner)

    recorded = [await refused(stranger, each, **office.said(each)) for each in KINDS]
    there = office.said("recordAdjustment", establishmentId=pay.ELSEWHERE)
    recorded.append(await refused(stranger, "recordAdjustment", **there))
    approved = [
        await refused(stranger, approve, **{name: made[operation]})
        for operation, (approve, name, _) in KINDS.items()
    ]
    body = await reading.sent(stranger, "waitingCorrections", establishmentId=HERE)

    assert recorded == ["NOT_ALLOWED", "NOT_FOUND", "NOT_FOUND"]
    assert approved == ["NOT_FOUND", "NOT_FOUND"]
    assert b"NOT_ALLOWED" in body and b'"data":null' in body
    assert await waiting(stranger, pay.ELSEWHERE) == pay.NOTHING_WAITS
    assert await pay.count(owner) == before
    for _, _, table in KINDS.values():
        assert await approvals(owner, table) == [(None, None)]


async def test_an_advance_of_a_closed_month_is_not_booked(db, owner):
    await months.rules()
    one = await work.worker(owner, await work.workshop(owner))
    office = await pay.office(owner, one)
    await months.recorded([months.shift(one, months.DAYS[0])])
    made = await office.record("recordAdvance")
    await closed(one.workshop_id, months.MAY, AFTER)
    before = await pay.count(owner)

    assert await refused(office.second, "approveAdvance", advanceId=made) == "PERIOD_CLOSED"

    assert await pay.count(owner) == before
    assert await approvals(owner, "material_advance") == [(None, None)]
    why = "se anota otra vez, en el mes que sigue"
    done = await reading.read(
        office.second, "refuseCorrection", kind="ADVANCE", correctionId=made, why=why
    )
    assert done == {"__typename": "PayChanged", "id": str(made)}
    assert await waiting(office.second) == pay.NOTHING_WAITS


@pytest.mark.parametrize(
    "role", [each for each in Role if each not in (Role.WORK_CHIEF, Role.DIRECTOR)]
)
async def test_nobody_else_of_the_place_corrects_approves_or_sees(owner, office, role):
    other = await pay.serving(owner, "Otra", role=role)
    made = {each: await office.record(each) for each in KINDS}
    before = await pay.count(owner)

    codes = {await refused(other, each, **office.said(each)) for each in KINDS}
    codes |= {
        await refused(other, approve, **{name: made[operation]})
        for operation, (approve, name, _) in KINDS.items()
    }
    body = await reading.sent(other, "waitingCorrections", establishmentId=HERE)

    assert codes == {"NOT_ALLOWED"} and b"NOT_ALLOWED" in body
    assert await pay.count(owner) == before
    for _, _, table in KINDS.values():
        assert await approvals(owner, table) == [(None, None)]


async def test_a_chief_elsewhere_is_no_chief_where_they_supervise(owner, office):
    other = await pay.divided(owner)
    made = {each: await office.record(each) for each in KINDS}
    before = await pay.count(owner)

    recorded = [await refused(other, each, **office.said(each)) for each in KINDS]
    approved = {
        await refused(other, approve, **{name: made[operation]})
        for operation, (approve, name, _) in KINDS.items()
    }
    body = await reading.sent(other, "waitingCorrections", establishmentId=HERE)

    assert recorded == ["NOT_ALLOWED", "NOT_FOUND"] and approved == {"NOT_FOUND"}
    assert b"NOT_ALLOWED" in body and b'"data":null' in body
    assert await pay.count(owner) == before


async def test_a_family_corrects_nothing(owner, office):
    family = await make.family(owner)

    codes = {await refused(family, each, **office.said(each)) for each in KINDS}

    assert codes == {"NOT_ALLOWED"}
    assert await pay.count(owner) == dict.fromkeys(pay.WRITTEN, 0)


async def test_each_look_at_what_waits_is_an_audit_row(owner, office):
    await waiting(office.director)

    rows = await owner.fetch(
        "select actor_id, establishment_id, subject from audit_entry where action = 'earnings.corrections.read'"
    )
    assert [tuple(each) for each in rows] == [
        (str(office.director.staff_id), HERE, f"establishment:{HERE}")
    ]


async def test_the_next_closing_pays_a_correction_an_advance_and_a_part_of_the_arrears(db, owner):
    await months.rules()
    shop = await work.workshop(owner)
    await owner.execute("update workshop set modality = 'individual_group'")
    one = await work.worker(owner, shop)
    office = await pay.office(owner, one)
    sale = await work.price(owner, shop, product="bolso", basis="sale_share", rate="1")
    await sold(one, sale, months.DAYS[0], 3_000)
    await closed(shop, months.MAY, AFTER)
    for operation in KINDS:
        changes = (
            {"amount": 1_000} if operation == "recordAdjustment" else {"givenOn": "2025-06-02"}
        )
        made = await office.record(operation, **changes)
        approve, name, _ = KINDS[operation]
        done = await reading.read(office.second, approve, **{name: made})
        assert done["__typename"] == "PayChanged", done
    await office.record("planArrears")
    assert (await office.pay())["contributionOwed"] == 1_520

    july = AFTER.replace(month=7, day=1)
    await sold(one, sale, date(2025, 6, 3), 100_000, now=july)
    await closed(shop, date(2025, 6, 1), july)

    found = await office.pay()
    [plan], [advance] = found["arrearsPlans"], found["advances"]
    taken = {code: booked for code, _, booked in await months.lines(owner, one) if booked}
    assert taken["adjustment"] == 1_000
    assert (plan["paid"], plan["left"]) == (254, 1_266) and taken["arrears"] == 254
    assert found["contributionOwed"] == 1_266
    assert (advance["paid"], advance["left"]) == (3_000, 6_000)
    assert UUID(advance["id"]) == made


async def sold(one, price: UUID, day: date, amount: int, *, now=AFTER) -> None:
    """A day's work that sold for so many céntimos."""
    piece = months.Piece(price, amount, 0, None)
    await months.recorded([months.shift(one, day, 480, piece)], now=now)


async def closed(shop: UUID, month: date, now) -> None:
    await months.review(shop, month=month, now=now)
    await months.close(month=month, now=now)
