"""Corrections and advances that nobody approves: refused by another with a reason, or withdrawn by their author."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Role
from backend.core.ids import new_id
from backend.database import transaction
from tests.earnings import make_pay as pay
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio
WHY = "esos materiales no se entregaron"
KINDS = {
    "ADJUSTMENT": ("recordAdjustment", "pending_adjustment", "approveAdjustment", "adjustmentId"),
    "ADVANCE": ("recordAdvance", "material_advance", "approveAdvance", "advanceId"),
}
BOTH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
async def office(db, owner):
    made = await pay.office(owner)
    await pay.told_of_may(owner, made.one)
    return made


async def refused(actor, operation: str, **said) -> str:
    answer = await reading.read(actor, operation, **said)
    assert answer["__typename"] == "Problem", answer
    return answer["code"]


async def waiting(actor) -> dict:
    return await reading.read(actor, "waitingCorrections", establishmentId=HERE)


async def ends(owner, kind: str) -> list[tuple]:
    rows = await owner.fetch(f"select approved_by, ended_at, ended_by, why from {KINDS[kind][1]}")
    return [tuple(row) for row in rows]


async def actions(owner) -> list[str]:
    rows = await owner.fetch(
        "select action from audit_entry where action ~ '^earnings.*(refused|withdrawn)$' order by seq"
    )
    return [row["action"] for row in rows]


@BOTH
async def test_a_second_person_refuses_it_with_a_reason_which_who_recorded_it_reads(
    owner, office, kind
):
    record, _, approve, name = KINDS[kind]
    made = await office.record(record)
    said = {"kind": kind, "correctionId": made, "why": f" {WHY} "}

    assert await refused(office.first, "refuseCorrection", **said) == "SECOND_PERSON_NEEDED"
    for why in ("corta", " " * 20, "x" * 501):
        assert (
            await refused(office.second, "refuseCorrection", **said | {"why": why}) == "BAD_INPUT"
        )
    assert await ends(owner, kind) == [(None, None, None, None)]
    done = await reading.read(office.second, "refuseCorrection", **said)

    assert done == {"__typename": "PayChanged", "id": str(made)}
    assert await ends(owner, kind) == [(None, AFTER, office.second.staff_id, WHY)]
    assert await actions(owner) == [f"earnings.{kind.lower()}.refused"]
    assert await refused(office.director, approve, **{name: made}) == "ALREADY_DECIDED"
    assert await refused(office.director, "refuseCorrection", **said) == "ALREADY_DECIDED"
    assert await waiting(office.director) == pay.NOTHING_WAITS
    [told] = (await waiting(office.first))["refused"]
    assert (told["id"], told["kind"], told["endedBy"], told["why"]) == (
        str(made),
        kind,
        "Berta Chief",
        WHY,
    )
    assert (await office.pay())["advances"] == []


@BOTH
async def test_who_recorded_it_takes_it_back_and_nobody_else_does(owner, office, kind):
    record, _, approve, name = KINDS[kind]
    made = await office.record(record)
    said = {"kind": kind, "correctionId": made}

    assert await refused(office.second, "withdrawCorrection", **said) == "NOT_ALLOWED"
    assert await ends(owner, kind) == [(None, None, None, None)]
    once = {"requestId": uuid4()} | said
    done = await reading.read(office.first, "withdrawCorrection", **once)
    assert await reading.read(office.first, "withdrawCorrection", **once) == done

    assert done == {"__typename": "PayChanged", "id": str(made)}
    assert await ends(owner, kind) == [(None, AFTER, office.first.staff_id, None)]
    assert await actions(owner) == [f"earnings.{kind.lower()}.withdrawn"]
    assert await refused(office.second, approve, **{name: made}) == "ALREADY_DECIDED"
    assert await waiting(office.first) == pay.NOTHING_WAITS


@BOTH
async def test_what_is_approved_is_neither_refused_nor_withdrawn(owner, office, kind):
    record, _, approve, name = KINDS[kind]
    made = await office.record(record)
    await reading.read(office.second, approve, **{name: made})
    said = {"kind": kind, "correctionId": made}

    codes = {
        await refused(office.director, "refuseCorrection", **said, why=WHY),
        await refused(office.first, "withdrawCorrection", **said),
    }

    assert codes == {"ALREADY_DECIDED"}
    assert await ends(owner, kind) == [(office.second.staff_id, None, None, None)]


async def both_at_once(owner, office, kind: str) -> list[str]:
    """One approves and another refuses in the same moment, and what each is answered."""
    record, _, approve, name = KINDS[kind]
    made = await office.record(record)
    answers = await asyncio.gather(
        reading.read(office.second, approve, **{name: made}),
        reading.read(office.director, "refuseCorrection", kind=kind, correctionId=made, why=WHY),
    )
    return sorted(each.get("code", "done") for each in answers)


@BOTH
async def test_of_an_approval_and_a_refusal_at_once_one_stands(owner, office, kind):
    for _ in range(5):
        assert await both_at_once(owner, office, kind) == ["ALREADY_DECIDED", "done"]

    assert all(
        (approved is None) != (ended is None) for approved, ended, *_ in await ends(owner, kind)
    )


@BOTH
@pytest.mark.parametrize("approved_first", [True, False])
async def test_the_database_refuses_both(owner, office, kind, approved_first):
    record, table, approve, name = KINDS[kind]
    made = await office.record(record)
    if approved_first:
        await reading.read(office.second, approve, **{name: made})
        change = f"update {table} set ended_at = now(), ended_by = recorded_by"
    else:
        said = {"kind": kind, "correctionId": made, "why": WHY}
        await reading.read(office.second, "refuseCorrection", **said)
        more = ", journal_id = (select id from journal)" if kind == "ADVANCE" else ""
        change = f"update {table} set approved_at = now(), approved_by = gen_random_uuid(){more}"
        if kind == "ADVANCE":
            other = await office.record(record)
            await reading.read(office.second, approve, **{name: other})
            change += f" where id = '{made}'"

    with pytest.raises(asyncpg.CheckViolationError) as no:
        await owner.execute(change)

    assert no.value.constraint_name == f"{table}_ends_one_way"


@BOTH
@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("ended_at = now()", "_ended_whole"),
        ("ended_at = now(), ended_by = gen_random_uuid()", "_ended_whole"),
        ("ended_at = now(), ended_by = recorded_by, why = 'una razón de sobra'", "_ended_whole"),
        ("ended_at = now(), ended_by = gen_random_uuid(), why = 'corta'", "_why"),
        ("why = 'una razón de sobra'", "_ended_whole"),
    ],
)
async def test_the_database_keeps_who_ended_it_and_why(owner, office, kind, change, guard):
    record, table, *_ = KINDS[kind]
    await office.record(record)

    with pytest.raises(asyncpg.CheckViolationError) as no:
        await owner.execute(f"update {table} set {change}")

    assert no.value.constraint_name == f"{table}{guard}"


@BOTH
async def test_what_was_ended_stays_so_and_nobody_ends_it_in_another_name(owner, office, kind):
    record, table, *_ = KINDS[kind]
    made = await office.record(record)
    end = f"update {table} set ended_at = now(), ended_by = $1, why = '{WHY}'"

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(office.second) as tx:
            await tx.execute(end, new_id())
    await reading.read(office.second, "refuseCorrection", kind=kind, correctionId=made, why=WHY)

    for change in (
        "ended_at = null",
        "why = 'otra razón cualquiera'",
        "ended_by = gen_random_uuid()",
    ):
        with pytest.raises(asyncpg.CheckViolationError) as no:
            await owner.execute(f"update {table} set {change}")
        assert no.value.constraint_name == "earnings_append_only"


@BOTH
async def test_nobody_elsewhere_or_without_the_role_ends_anything(owner, office, kind):
    made = await office.record(KINDS[kind][0])
    stranger = await pay.serving(owner, "Zoe Chief", at=pay.ELSEWHERE)
    clerk = await pay.serving(owner, "Otra", role=Role.WORK_SUPERVISOR)
    said = {"kind": kind, "correctionId": made}

    for actor, code in ((stranger, "NOT_FOUND"), (clerk, "NOT_ALLOWED")):
        assert await refused(actor, "refuseCorrection", **said, why=WHY) == code
        assert await refused(actor, "withdrawCorrection", **said) == code
    nobody = said | {"correctionId": new_id()}
    assert await refused(office.second, "withdrawCorrection", **nobody) == "NOT_FOUND"

    assert await ends(owner, kind) == [(None, None, None, None)]


async def test_what_was_refused_long_ago_is_told_no_longer(owner, office):
    await office.record("recordAdjustment")
    await owner.execute(
        "update pending_adjustment set ended_at = $1::timestamptz - interval '61 days',"
        " ended_by = gen_random_uuid(), why = $2",
        AFTER,
        WHY,
    )

    assert (await waiting(office.first))["refused"] == []
