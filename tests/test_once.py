"""A mutation acts once for each request id, whatever the line does to the answer."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Family
from backend.core.errors import Code, CountedRefusal, DomainError
from backend.database import Connection
from backend.once import once
from tests import make

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


@once
async def write_notice(
    tx: Connection, actor: Family, *, kind: str, refuse: str = "", now: datetime
) -> dict[str, str]:
    """A small command: one row, then perhaps a refusal."""
    await tx.execute(
        "select notice_tell(array[$1::uuid], 'visit_booked', array['{}'::jsonb], array[$2], $3, array[$3::timestamptz],"
        " array[$3::timestamptz + interval '1 day'])",
        actor.account_id,
        str(uuid4()),
        now,
    )
    if refuse == "undone":
        raise DomainError(Code.NO_PLACE)
    if refuse == "counted":
        raise CountedRefusal(Code.CODE_WRONG)
    return {"kind": kind}


async def test_fifty_sends_of_one_request_act_once_and_answer_alike(db, owner):
    family, request = await make.family(owner), uuid4()

    answers = await asyncio.gather(
        *(write_notice(family, request, kind="a", now=NOW) for _ in range(50))
    )

    assert answers == [{"kind": "a"}] * 50
    assert await owner.fetchval("select count(*) from notice") == 1


async def test_the_same_request_with_another_body_is_refused(db, owner):
    family, request = await make.family(owner), uuid4()
    await write_notice(family, request, kind="a", now=NOW)

    with pytest.raises(DomainError) as refused:
        await write_notice(family, request, kind="b", now=NOW)

    assert refused.value.code is Code.REQUEST_ID_REUSED
    assert await owner.fetchval("select count(*) from notice") == 1


async def test_a_refusal_undoes_the_act_is_remembered_and_audited(db, owner):
    family, request = await make.family(owner), uuid4()

    codes = [await _refused(family, request, "undone") for _ in range(2)]

    assert codes == [Code.NO_PLACE, Code.NO_PLACE]
    assert await owner.fetchval("select count(*) from notice") == 0
    audited = await owner.fetch("select action, subject, facts from audit_entry")
    assert [(row["action"], row["subject"]) for row in audited] == [
        ("request.refused", "write_notice")
    ]


async def test_a_counted_refusal_keeps_what_was_written(db, owner):
    family = await make.family(owner)

    code = await _refused(family, uuid4(), "counted")

    assert code is Code.CODE_WRONG
    assert await owner.fetchval("select count(*) from notice") == 1


async def test_two_families_may_use_the_same_request_id(db, owner):
    request = uuid4()

    for _ in range(2):
        await write_notice(await make.family(owner), request, kind="a", now=NOW)

    assert await owner.fetchval("select count(*) from notice") == 2


async def _refused(family: Family, request: UUID, how: str) -> Code:
    with pytest.raises(DomainError) as refused:
        await write_notice(family, request, kind="a", refuse=how, now=NOW)
    return refused.value.code
