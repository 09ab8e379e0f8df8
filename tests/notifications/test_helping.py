"""Helping: agreed by both, ended by either, and nobody is told a word more or longer than that."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import orjson
import pytest

from backend.core.actor import Family
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import reading, transaction
from backend.notifications import commands, queries
from backend.notifications.commands.helping import HELPERS, OPEN
from backend.notifications.jobs import forget_invitations
from backend.notifications.kinds import KINDS
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from tests import make
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
FAST = Limits(first=100_000, most=100_000)


async def invited(family: Family, now: datetime = NOW) -> str:
    """The code that the family tells to somebody."""
    answer = await commands.invite_helper(family, new_id(), now=now)
    return commands.spoken_helper_code(UUID(answer["id"]))


async def accept(aide: Family, code: str, now: datetime = NOW) -> UUID:
    answer = await commands.accept_helping(aide, new_id(), code=code, now=now)
    return UUID(answer["id"])


async def end(family: Family, helper_id: UUID, now: datetime = NOW) -> None:
    await commands.end_helping(family, new_id(), helper_id=helper_id, now=now)


async def helped(family: Family, aide: Family) -> UUID:
    return await accept(aide, await invited(family))


async def sides(family: Family) -> tuple[list[str], list[str]]:
    """The labels of whom the account helps, and of who helps it."""
    async with reading(family) as tx:
        rows = await queries.helpers(tx, family)
    return (
        [row.label for row in rows if row.helping],
        [row.label for row in rows if not row.helping],
    )


async def read(family: Family, after: str | None = None, now: datetime = NOW) -> queries.News:
    async with reading(family) as tx:
        return await queries.news(tx, family, after, now)


async def refusal(act: object) -> Code:
    with pytest.raises(DomainError) as refused:
        await act  # type: ignore[misc]  # any command
    return refused.value.code


async def ending(owner: asyncpg.Connection, family: Family) -> str:
    from backend.sealed import unseal

    cipher = await owner.fetchval(
        "select phone_cipher from account where id = $1", family.account_id
    )
    return unseal("account.phone", family.account_id, cipher)[-3:]


async def test_whoever_agrees_is_told_and_both_know_it(db, owner):
    family, aide = await make.family(owner), await make.family(owner)

    helper_id = await helped(family, aide)

    assert await sides(family) == ([], [f"···{await ending(owner, aide)}"])
    assert await sides(aide) == ([f"···{await ending(owner, family)}"], [])
    told = [row["kind"] for row in (await read(family)).rows]
    assert (told, (await read(aide)).rows) == (["helper_joined"], [])
    assert await notices.states(owner) == {"queued": 1}
    facts = await owner.fetchval("select facts from notice")
    assert orjson.loads(facts) == {"helper_id": str(helper_id)}


async def test_a_helper_reads_and_is_pushed_what_the_family_is_told(db, owner):
    family, aide = await make.family(owner), await make.family(owner, language="quz")
    for each in (family, aide):
        await notices.phone(owner, each)
    await notices.told([family], NOW)  # before they helped: none of theirs
    await helped(family, aide)
    carrier = notices.FakeCarrier()

    await notices.told([family], NOW + SECOND)
    await Dispatcher("push", carrier, FAST).drain(NOW + SECOND)

    (row,) = (await read(aide, now=NOW + SECOND)).rows
    assert (row["kind"], row["for_other"]) == ("visit_called_off", True)
    assert [row["for_other"] for row in (await read(family, now=NOW + SECOND)).rows] == [False] * 3
    off = sorted(
        letter.language for letter, _, _ in carrier.letters if letter.kind == "visit_called_off"
    )
    assert off == ["es", "es", "quz"]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"sign_in_code"}))
async def test_a_helper_is_told_of_visits_and_events_and_of_nothing_else(db, owner, kind):
    family, aide = await make.family(owner), await make.family(owner)
    await helped(family, aide)

    await notices.told([family], NOW, kind=kind)

    assert [row["kind"] for row in (await read(aide)).rows] == [kind] * KINDS[kind].helped
    if KINDS[kind].helped:
        assert kind.split("_")[0] in ("visit", "rule", "day", "offer", "event", "answer")


async def test_seen_by_one_is_not_seen_by_the_other(db, owner):
    family, aide = await make.family(owner), await make.family(owner)
    await helped(family, aide)
    await notices.told([family], NOW)
    (row,) = (await read(aide)).rows

    await commands.see_notices(aide, new_id(), notice_ids=[row["id"]], now=NOW)

    assert (await read(aide)).unseen == 0
    assert (await read(family)).unseen == 2  # this one, and that somebody helps


@pytest.mark.parametrize("by", ["the family", "the helper"])
async def test_once_ended_by_either_nothing_more_is_sent_or_read(db, owner, by):
    family, aide = await make.family(owner), await make.family(owner)
    for each in (family, aide):
        await notices.phone(owner, each)
    helper_id = await helped(family, aide)
    await notices.told([family], NOW)
    await notices.told([family], NOW, tell_from=NOW + 2 * SECOND)
    first = await read(aide)
    assert len(first.rows) == 1
    carrier = notices.FakeCarrier()

    await end(family if by == "the family" else aide, helper_id, NOW + SECOND)
    await end(family if by == "the family" else aide, helper_id, NOW + SECOND)
    await Dispatcher("push", carrier, FAST).drain(NOW + 3 * SECOND)
    await notices.told([family], NOW + 3 * SECOND)

    reasons = await owner.fetch(
        "select state, reason from delivery where account_id = $1 and channel = 'push'",
        aide.account_id,
    )
    assert {(row["state"], row["reason"]) for row in reasons} == {("suppressed", "no_consent")}
    again = await read(aide, first.cursor, NOW + DAY - SECOND)
    assert (again.whole, again.rows, again.unseen) == (True, [], 0)
    assert (await sides(family), await sides(aide)) == (([], []), ([], []))
    async with transaction(aide) as tx:  # the second wall
        assert await tx.fetchval("select count(*) from notice") == 0


async def test_nobody_helps_themselves(db, owner):
    family = await make.family(owner)
    code = await invited(family)

    assert await refusal(accept(family, code)) is Code.HELPER_IS_YOURSELF
    assert await sides(family) == ([], [])


async def test_a_code_is_good_once_and_for_a_day(db, owner):
    family, aide, other = [await make.family(owner) for _ in range(3)]
    code = await invited(family)
    late = await invited(family)

    assert await refusal(accept(other, late, NOW + DAY)) is Code.CLAIM_CODE_NOT_VALID
    await accept(aide, code.lower().replace("-", " "), NOW + DAY - SECOND)
    assert await refusal(accept(other, code)) is Code.CLAIM_CODE_NOT_VALID
    assert len((await sides(family))[1]) == 1


@pytest.mark.parametrize("code", ["", "AAA-AAA-AAA", "K7M-P3Q-X9T", "x" * 1000, "\0"])
async def test_other_words_are_no_code(db, owner, code):
    family, aide = await make.family(owner), await make.family(owner)
    await invited(family)

    assert await refusal(accept(aide, code)) is Code.CLAIM_CODE_NOT_VALID
    assert await owner.fetchval("select count(*) from notice") == 0


async def test_wrong_codes_are_counted_and_then_a_right_one_waits_too(db, owner):
    family, aide = await make.family(owner), await make.family(owner)
    code = await invited(family)

    for _ in range(5):
        assert await refusal(accept(aide, "AAA-AAA-AAA")) is Code.CLAIM_CODE_NOT_VALID

    assert await refusal(accept(aide, code)) is Code.TRIES_PAUSED
    assert await sides(family) == ([], [])
    await accept(aide, code, NOW + timedelta(minutes=13))


async def test_a_request_sent_again_gives_the_same_code(db, owner):
    family, request = await make.family(owner), new_id()

    first = await commands.invite_helper(family, request, now=NOW)
    again = await commands.invite_helper(family, request, now=NOW + SECOND)

    assert first == again
    assert await owner.fetchval("select count(*) from helper") == 1


async def test_few_codes_wait_at_once_and_the_oldest_makes_room(db, owner):
    family, aide = await make.family(owner), await make.family(owner)
    codes = [await invited(family, NOW + nth * SECOND) for nth in range(OPEN + 1)]

    assert await refusal(accept(aide, codes[0], NOW + DAY / 2)) is Code.CLAIM_CODE_NOT_VALID
    await accept(aide, codes[1], NOW + DAY / 2)

    for nth in range(OPEN + 1, 10):
        await invited(family, NOW + nth * SECOND)
    assert await refusal(invited(family, NOW + 10 * SECOND)) is Code.TRIES_PAUSED


async def test_an_account_has_so_many_helpers_and_no_more_however_many_agree_at_once(db, owner):
    family = await make.family(owner)
    for _ in range(HELPERS - 1):
        await helped(family, await make.family(owner))
    codes = [await invited(family) for _ in range(3)]
    aides = [await make.family(owner) for _ in range(3)]

    answers = await asyncio.gather(
        *(accept(aide, code) for aide, code in zip(aides, codes, strict=True)),
        return_exceptions=True,
    )

    refused = [answer.code for answer in answers if isinstance(answer, DomainError)]
    assert refused == [Code.HELPER_LIMIT, Code.HELPER_LIMIT]
    assert len((await sides(family))[1]) == HELPERS
    assert await refusal(invited(family)) is Code.HELPER_LIMIT


async def test_whoever_helps_already_helps_once(db, owner):
    family, aide = await make.family(owner), await make.family(owner)
    first = await helped(family, aide)

    assert await helped(family, aide) == first
    assert len((await sides(family))[1]) == 1
    await notices.told([family], NOW)
    assert len((await read(aide)).rows) == 1


async def test_two_may_help_each_other_and_what_one_is_told_as_a_helper_goes_no_further(db, owner):
    first, second, third = [await make.family(owner) for _ in range(3)]
    await helped(first, second)
    await helped(second, first)
    await helped(second, third)

    await notices.told([first], NOW)

    told = [len([row for row in (await read(each)).rows if row["kind"] == "visit_called_off"])
            for each in (first, second, third)]  # fmt: skip
    assert told == [1, 1, 0]


async def test_a_stranger_ends_nothing_and_learns_nothing(db, owner):
    family, aide, stranger = [await make.family(owner) for _ in range(3)]
    helper_id = await helped(family, aide)

    assert await refusal(end(stranger, helper_id)) is Code.NOT_FOUND
    assert await refusal(end(stranger, new_id())) is Code.NOT_FOUND
    assert await sides(stranger) == ([], [])
    assert len((await sides(family))[1]) == 1


async def test_by_sql_too_nobody_makes_a_helper_of_somebody_or_begins_again(db, owner):
    family, aide, stranger = [await make.family(owner) for _ in range(3)]
    helper_id = await helped(family, aide)
    await end(family, helper_id)
    insert = (
        "insert into helper (id, account_id, {} code_digest, invited_at, expires_at)"
        " values (gen_random_uuid(), $1, {} '', now(), now())"
    )

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(stranger) as tx:
            await tx.execute(
                insert.format("helper_id, accepted_at,", f"'{family.account_id}', now(),"),
                stranger.account_id,
            )
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(stranger) as tx:
            await tx.execute(insert.format("", ""), family.account_id)
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(aide) as tx:
            await tx.execute("update helper set ended_at = null")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(stranger) as tx:
            await tx.execute("update helper set helper_id = $1", stranger.account_id)


async def test_the_code_is_kept_nowhere(db, owner):
    family = await make.family(owner)
    code = await invited(family)

    for table in ("helper", "request_key", "audit_entry"):
        rows = await owner.fetch(f"select row_to_json(t)::text as line from {table} t")
        assert rows
        assert not [row for row in rows if code in row["line"] or code[:7] in row["line"]]


async def test_codes_that_nobody_used_are_forgotten(db, owner):
    family, aide = await make.family(owner), await make.family(owner)
    await helped(family, aide)
    await invited(family)

    await forget_invitations(NOW + DAY)

    assert await owner.fetchval("select count(*) from helper") == 1
    assert len((await sides(family))[1]) == 1
