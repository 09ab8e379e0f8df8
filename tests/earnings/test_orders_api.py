"""Acts about a person's pay, sent as an office's phone sends them: recorded, ended, taken back, and read again."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import orjson
import pytest

from backend.core.actor import Role
from backend.core.ids import new_id
from backend.database import transaction
from tests import make
from tests.earnings import make_month as months
from tests.earnings import make_pay as pay
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio
RECORDED = (
    "recordReparation", "recordOrder", "recordInstruction", "recordLabourRate", "recordAssessment", "planArrears",
)  # fmt: skip
TOMORROW = (AFTER + timedelta(days=1)).date().isoformat()


@pytest.fixture
async def office(db, owner):
    return await pay.office(owner)


async def refused(actor, operation: str, **said) -> str:
    answer = await reading.read(actor, operation, **said)
    assert answer["__typename"] == "Problem", answer
    return answer["code"]


async def row(owner, table: str) -> dict:
    (found,) = await owner.fetch(f"select * from {table}")
    return dict(found)


async def test_a_reparation_is_kept_and_read_again_with_what_is_left_and_who_wrote_it(
    owner, office
):
    made = await office.record("recordReparation")

    found = await office.pay(office.second)

    kept = await row(owner, "reparation")
    assert (kept["id"], kept["act"], kept["recorded_by"]) == (
        made,
        "Resolución 12-2024",
        office.first.staff_id,
    )
    [one] = found["reparations"]
    assert one == {
        "id": str(made), "act": "Resolución 12-2024", "total": 500_000, "paidBefore": 20_000, "withheld": 0,
        "left": 480_000, "payeeRef": str(kept["payee_ref"]), "validFrom": "2025-01-01", "endedOn": None,
        "inForce": True, "recordedAt": "2025-06-02T15:00:00Z", "recordedBy": "Ana Chief",
    }  # fmt: skip


async def test_both_kinds_of_order_are_kept_as_they_were_said(owner, office):
    payee = new_id()
    support = {
        "validFrom": "2025-02-01",
        "rate": "0.25",
        "amount": 9_000,
        "base": "AFTER_LEGAL",
        "priority": 2,
    }
    debt = {"validFrom": "2025-03-01", "balance": 80_000, "validTo": "2026-03-01"}

    await office.record("recordOrder", terms=support, payeeRef=payee)
    await office.record("recordOrder", kind="ATTACHMENT", act="Exp. 9-2025", terms=debt)

    attachment, order = (await office.pay())["orders"]
    assert (order["kind"], order["base"], order["rate"]) == ("SUPPORT", "AFTER_LEGAL", "0.25")
    assert (order["amount"], order["balance"], order["left"], order["priority"]) == (
        9_000,
        None,
        None,
        2,
    )
    assert order["payeeRef"] == str(payee)
    assert (attachment["kind"], attachment["act"]) == ("ATTACHMENT", "Exp. 9-2025")
    assert (attachment["left"], attachment["validTo"]) == (80_000, "2026-03-01")
    assert await owner.fetchval("select payee_ref from attachment_order") is not None


async def test_an_instruction_goes_to_a_relative_by_name_or_to_savings(owner, office):
    await office.record("recordInstruction", tieId=office.tie)
    await office.record(
        "recordInstruction", terms={"validFrom": "2025-01-01", "amount": 500, "priority": 2}
    )

    relative, savings = (await office.pay())["instructions"]

    name = await owner.fetchrow("select given_names, surnames from visitor")
    assert (relative["tieId"], relative["rate"]) == (str(office.tie), "0.6")
    assert relative["relative"] == {
        "givenNames": name["given_names"], "surnames": name["surnames"], "kinship": "SIBLING",
    }  # fmt: skip
    assert (savings["tieId"], savings["relative"], savings["amount"]) == (None, None, 500)


async def test_rates_assessments_and_plans_are_read_again(owner, office):
    await months.rules()
    await office.record("recordLabourRate", days=7, validFrom="2024-01-01")
    await office.record("recordLabourRate")
    await office.record("recordLabourRate", act="Acta 8", days=None, validFrom=TOMORROW)
    await office.record("recordAssessment")
    await office.record("recordAssessment", declared=False, amount=40_000, act="Acta 9")
    await office.record("planArrears", owed=1_000)

    found = await office.pay()

    assert [(each["days"], each["inForce"]) for each in found["labourRates"]] == [
        (5, True),
        (None, False),
        (7, False),
    ]
    told = [(each["declared"], each["amount"]) for each in found["assessments"]]
    assert sorted(told) == [(False, 40_000), (True, 30_000)]
    assert sum(each["inForce"] for each in found["assessments"]) == 1
    [plan] = found["arrearsPlans"]
    assert (plan["owed"], plan["paid"], plan["left"]) == (1_000, 0, 1_000)
    assert [each["amount"] for each in plan["parts"]] == [167, 167, 167, 167, 166, 166]
    assert plan["parts"][0]["month"] == "2025-06-01"


async def test_what_is_in_force_comes_before_what_will_be_and_what_was(office):
    terms = [{"validFrom": day, "rate": "0.1"} for day in ("2025-01-01", TOMORROW, "2024-01-01")]
    running, coming, over = [await office.record("recordOrder", terms=each) for each in terms]
    await reading.read(office.first, "endOrder", kind="SUPPORT", orderId=over, lastOn=AFTER.date())

    found = (await office.pay())["orders"]

    assert [(UUID(each["id"]), each["inForce"]) for each in found] == [
        (running, True),
        (coming, False),
        (over, False),
    ]


@pytest.mark.parametrize(
    ("operation", "kind", "more", "column"),
    [
        ("recordReparation", "REPARATION", {}, "select ended_on from reparation"),
        ("recordOrder", "SUPPORT", {}, "select valid_to from support_order"),
        (
            "recordOrder",
            "ATTACHMENT",
            {"kind": "ATTACHMENT", "terms": {"validFrom": "2025-01-01", "balance": 9}},
            "select valid_to from attachment_order",
        ),
    ],
)
async def test_an_order_is_ended_once_and_not_before_it_began(
    owner, office, operation, kind, more, column
):
    said = {"kind": kind, "orderId": await office.record(operation, **more)}

    early = await refused(office.second, "endOrder", **said, lastOn="2024-12-31")
    assert await owner.fetchval(column) is None
    ended = await reading.read(office.second, "endOrder", **said, lastOn="2025-04-01")
    again = await refused(office.first, "endOrder", **said, lastOn="2025-05-01")

    assert (early, again) == ("BAD_INPUT", "ALREADY_DECIDED")
    assert ended == {"__typename": "PayChanged", "id": str(said["orderId"])}
    assert await owner.fetchval(column) == date(2025, 4, 1)


async def test_two_reparations_do_not_hold_at_once(owner, office):
    await office.record("recordReparation")

    said = office.said("recordReparation", act="Resolución 13-2024")
    assert await refused(office.first, "recordReparation", **said) == "ALREADY_DECIDED"

    assert await owner.fetchval("select count(*) from reparation") == 1


@pytest.mark.parametrize(
    ("operation", "changes"),
    [
        ("recordReparation", {"act": " "}),
        ("recordReparation", {"total": 0}),
        ("recordReparation", {"paidBefore": 500_001}),
        ("recordReparation", {"total": 100_000_001}),
        ("recordOrder", {"act": "x" * 121}),
        ("recordOrder", {"terms": {"validFrom": "2025-01-01"}}),
        ("recordOrder", {"terms": {"validFrom": "2025-01-01", "rate": "1.1"}}),
        ("recordOrder", {"terms": {"validFrom": "2025-01-01", "rate": "0,25"}}),
        ("recordOrder", {"terms": {"validFrom": "2025-01-01", "rate": "0.1", "priority": 0}}),
        ("recordOrder", {"terms": {"validFrom": "2025-01-01", "rate": "0.1", "validTo": "2025-01-01"}}),
        ("recordOrder", {"kind": "ATTACHMENT"}),
        ("recordInstruction", {"terms": {"validFrom": "2025-01-01"}}),
        ("recordInstruction", {"act": ""}),
        ("recordLabourRate", {"days": 0}),
        ("recordLabourRate", {"act": ""}),
        ("recordAssessment", {"month": "2025-05-02"}),
        ("recordAssessment", {"amount": -1}),
        ("planArrears", {"owed": 0}),
        ("planArrears", {"firstMonth": "2025-06-02"}),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_and_nothing_is_kept(owner, office, operation, changes):
    said = office.said(operation, **changes)

    assert await refused(office.first, operation, **said) == "BAD_INPUT"

    assert await pay.count(owner) == dict.fromkeys(pay.WRITTEN, 0)


async def test_an_instruction_goes_to_no_relative_of_somebody_else(owner, office):
    other = await work.worker(owner, office.one.workshop_id)
    said = office.said("recordInstruction", inmateId=other.inmate_id, tieId=office.tie)

    assert await refused(office.first, "recordInstruction", **said) == "NOT_FOUND"

    assert await pay.count(owner) == dict.fromkeys(pay.WRITTEN, 0)


async def test_a_phone_that_says_it_again_records_it_once(owner, office):
    await months.rules()
    for operation in RECORDED:
        said = office.said(operation, requestId=uuid4())
        first = await reading.read(office.first, operation, **said)
        assert await reading.read(office.first, operation, **said) == first

    kept = await pay.count(owner)
    assert [kept[table] for table in pay.ACTS] == [1, 1, 0, 1, 1, 1, 1]


async def test_an_office_elsewhere_records_ends_and_reads_nothing(owner, office):
    stranger = await pay.serving(owner, "Zoe Chief", at=pay.ELSEWHERE)
    order, wish = await office.record("recordOrder"), await office.record("recordInstruction")
    before = await pay.count(owner)

    codes = [await refused(stranger, each, **office.said(each)) for each in RECORDED]
    codes.append(
        await refused(stranger, "endOrder", kind="SUPPORT", orderId=order, lastOn=TOMORROW)
    )
    codes.append(await refused(stranger, "revokeInstruction", instructionId=wish))
    body = await reading.sent(stranger, "personPay", inmateId=office.one.inmate_id)
    nobody = await reading.sent(stranger, "personPay", inmateId=new_id())
    said = [orjson.loads(each)["errors"][0] for each in (body, nobody)]

    assert codes == ["NOT_FOUND"] * 8
    assert [each["extensions"]["code"] for each in said] == ["NOT_FOUND"] * 2
    assert said[0]["message"] == said[1]["message"]
    assert await pay.count(owner) == before
    assert await owner.fetchval("select valid_to from support_order") is None
    assert await owner.fetchval("select revoked_at from standing_instruction") is None


@pytest.mark.parametrize(
    "role", [each for each in Role if each not in (Role.WORK_CHIEF, Role.DIRECTOR)]
)
async def test_nobody_else_of_the_place_records_or_reads(owner, office, role):
    other = await pay.serving(owner, "Otra", role=role)

    codes = {await refused(other, each, **office.said(each)) for each in RECORDED}
    body = await reading.sent(other, "personPay", inmateId=office.one.inmate_id)

    assert codes == {"NOT_ALLOWED"}
    assert b"NOT_ALLOWED" in body and b'"data":null' in body
    assert await pay.count(owner) == dict.fromkeys(pay.WRITTEN, 0)


async def test_a_chief_elsewhere_is_no_chief_where_they_supervise(owner, office):
    other = await pay.divided(owner)

    codes = {await refused(other, each, **office.said(each)) for each in RECORDED}
    body = await reading.sent(other, "personPay", inmateId=office.one.inmate_id)

    assert codes == {"NOT_FOUND"}
    assert b"NOT_FOUND" in body and b'"data":null' in body
    assert await pay.count(owner) == dict.fromkeys(pay.WRITTEN, 0)


async def test_a_family_records_and_reads_nothing(owner, office):
    family = await make.family(owner)

    codes = {await refused(family, each, **office.said(each)) for each in RECORDED}

    assert codes == {"NOT_ALLOWED"}
    assert await pay.count(owner) == dict.fromkeys(pay.WRITTEN, 0)


async def test_each_look_and_each_act_is_an_audit_row_without_what_it_says(owner, office):
    await office.record("recordReparation")
    await office.pay(office.director)

    rows = await owner.fetch(
        "select action, actor_id, establishment_id, subject, facts::text as facts from audit_entry"
        " where action like 'earnings.%' order by seq"
    )
    acted, looked = [tuple(each.values()) for each in rows]
    assert acted[:3] == (
        "earnings.reparation.recorded",
        str(office.first.staff_id),
        HERE,
    )
    assert looked[:4] == (
        "earnings.pay.read",
        str(office.director.staff_id),
        HERE,
        f"inmate:{office.one.inmate_id}",
    )
    assert "Resolución" not in acted[4] and "500000" not in acted[4]


async def test_statements_pay_what_is_owed_wherever_they_were_made(db, owner):
    told = await reading.told(owner)
    office = await pay.office(owner, told.one)
    there = await pay.serving(owner, "Zoe Chief", at=pay.ELSEWHERE)

    here = await office.pay()
    await owner.execute(
        "update inmate set establishment_id = $2 where id = $1", told.inmate, pay.ELSEWHERE
    )
    moved = await office.pay(there)

    [reparation], [order] = here["reparations"], here["orders"]
    assert (reparation["withheld"], reparation["left"]) == (16_801, 483_199)
    assert (order["paid"], order["left"]) == (21_001, None)
    assert {**reparation, "recordedBy": None} == moved["reparations"][0]
    assert moved["orders"][0]["paid"] == 21_001
    async with transaction(office.first) as tx:
        assert await tx.fetch("select * from pay_taken($1)", told.inmate) == []


async def test_who_recorded_it_is_known_by_name_where_they_serve_and_nowhere_else(owner, office):
    stranger = await pay.serving(owner, "Zoe Chief", at=pay.ELSEWHERE)

    async with transaction(stranger) as tx:
        names = [
            await tx.fetchval("select staff_name($1)", who.staff_id)
            for who in (office.first, stranger)
        ]

    assert names == [None, "Zoe Chief"]
