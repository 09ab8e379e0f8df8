"""What is new since: nothing is left out, whichever transaction ends first, and nobody reads for others."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from backend.core.actor import Family, System
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import reading, transaction
from backend.gql.paging import Keyset
from backend.notifications import commands, queries
from backend.notifications.api.types import Notice
from tests import make
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


async def news(family: Family, after: str | None = None, now: datetime = NOW) -> queries.News:
    async with reading(family) as tx:
        return await queries.news(tx, family, after, now)


def ids(found: queries.News) -> set[UUID]:
    return {row["id"] for row in found.rows}


async def see(family: Family, found: queries.News, now: datetime = NOW) -> int:
    answer = await commands.see_notices(family, new_id(), notice_ids=sorted(ids(found)), now=now)
    return answer["unseen"]


async def test_a_notice_of_a_transaction_that_ends_late_is_not_skipped(db, owner):
    """Rows get ids and instants when they are written, and are seen when their transaction ends."""
    family = await make.family(owner)
    now, cursor, late_cursor = NOW, None, 0
    seen: set[UUID] = set()
    seen_by_control: set[UUID] = set()

    async def look(now: datetime) -> None:
        nonlocal cursor, late_cursor
        found = await news(family, cursor, now)
        cursor = found.cursor
        seen.update(ids(found))
        # the control: a cursor over the numbers in which rows were written
        rows = await owner.fetch(
            "select notice_id, changed_in from delivery where channel = 'inbox' and changed_in > $1",
            late_cursor,
        )
        seen_by_control.update(row["notice_id"] for row in rows)
        late_cursor = max([late_cursor, *(row["changed_in"] for row in rows)])

    begun, go = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        async with transaction(System()) as tx:
            key = str(new_id())
            owed = commands.Owed(
                account_id=family.account_id,
                facts={"visit_on": "2026-03-07"},
                dedupe_key=key,
                expires_at=NOW + timedelta(days=1),
            )
            await commands.tell(tx, "visit_booked", owed, now=NOW)
            begun.set()
            await go.wait()

    waiting = asyncio.create_task(long())
    await begun.wait()
    for nth in range(20):
        now = NOW + nth * timedelta(minutes=5)
        await notices.told([family], now)
        await look(now)
    go.set()
    await waiting
    await look(now + timedelta(minutes=5))

    every = {row["id"] for row in await owner.fetch("select id from notice")}
    assert len(every) == 21
    assert every - seen == set()
    assert len(every - seen_by_control) == 1


async def test_what_is_secret_comes_when_its_time_has_come(db, owner):
    family = await make.family(owner)
    first = await news(family)
    await notices.told([family], NOW, tell_from=NOW + HOUR)

    before = await news(family, first.cursor, NOW + HOUR - SECOND)
    after = await news(family, before.cursor, NOW + HOUR)

    assert (before.rows, before.whole, len(after.rows), after.whole) == ([], False, 1, False)


async def test_nothing_new_is_the_same_answer_again(db, owner):
    family = await make.family(owner)
    await notices.told([family], NOW)
    found = await news(family)
    later = NOW + 2 * HOUR
    for _ in range(
        50
    ):  # what is under way in other databases of the server makes a few rows come twice
        found = await news(family, found.cursor, later)
        if not found.rows:
            break
        await asyncio.sleep(0.1)

    again = await news(family, found.cursor, later + HOUR)

    assert (again.rows, again.whole, again.cursor) == ([], False, found.cursor)


async def test_what_was_withdrawn_comes_again_and_says_so(db, owner):
    family = await make.family(owner)
    await notices.told([family], NOW, subject="visit:1")
    first = await news(family)
    async with transaction(System()) as tx:
        await commands.withdraw(tx, ["visit:1"], "changed", now=NOW + HOUR)

    found = await news(family, first.cursor, NOW + timedelta(days=30))
    (row,) = found.rows

    said = Notice.of(row, {}, "es")
    assert said.withdrawn_at == NOW + HOUR
    assert said.message.startswith(
        "Este aviso ya no vale. Decía: Se canceló su visita del 07/03/2026."
    )
    assert found.unseen == 0


async def test_opening_counts_once_and_for_the_reader_alone(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    await notices.told([family], NOW)
    await notices.told([family, stranger], NOW)
    first = await news(family)

    assert (first.unseen, await see(stranger, first)) == (2, 1)
    assert (await news(family)).unseen == 2
    assert await see(family, first, NOW + HOUR) == 0
    assert await see(family, first, NOW + 2 * HOUR) == 0

    assert {row["seen_at"] for row in (await news(family)).rows} == {NOW + HOUR}
    assert ids(await news(family, first.cursor, NOW + HOUR)) == ids(first)


async def test_too_many_opened_at_once_are_refused_whole(db, owner):
    family = await make.family(owner)

    with pytest.raises(DomainError) as refused:
        await commands.see_notices(
            family, new_id(), notice_ids=[new_id() for _ in range(201)], now=NOW
        )

    assert refused.value.code is Code.BAD_INPUT


async def test_a_notice_to_come_cannot_be_opened(db, owner):
    family = await make.family(owner)
    await notices.told([family], NOW, tell_from=NOW + HOUR)
    secret = await owner.fetchval("select id from notice")

    await commands.see_notices(family, new_id(), notice_ids=[secret], now=NOW)

    assert (await news(family, None, NOW + HOUR)).unseen == 1


async def test_a_stranger_learns_nothing(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    empty = await news(stranger)
    await notices.told([family], NOW)

    assert (await news(stranger)).rows == []
    assert await news(stranger, empty.cursor) == queries.News(empty.cursor, False, [], 0)
    assert await news(stranger, (await news(family)).cursor, NOW) is not None
    assert (await news(stranger, (await news(family)).cursor, NOW)).rows == []


def cursor_of(found: queries.News) -> tuple[str, int, datetime]:
    return Keyset("inbox", str, int, datetime).read(found.cursor)


@pytest.mark.parametrize(
    "another",
    [
        lambda place, oldest, at: ("7.1", oldest, at),
        lambda place, oldest, at: (place, oldest + 1_000_000, at),
        lambda place, oldest, at: (place, -1, at),
        lambda place, oldest, at: (place, 2**63, at),
        lambda place, oldest, at: (place, oldest, at + timedelta(minutes=2)),
    ],
    ids=["another place", "ahead", "negative", "too large", "a clock ahead"],
)
async def test_a_cursor_of_another_database_brings_the_newest(db, owner, another):
    family = await make.family(owner)
    await notices.told([family], NOW)
    first = await news(family)
    cursor = Keyset("inbox", str, int, datetime).cursor(*another(*cursor_of(first)))

    found = await news(family, cursor)

    assert (found.whole, ids(found)) == (True, ids(first))


@pytest.mark.parametrize("garbage", ["", "x", "AAAA", "ñ", "[]", "x" * 10_000])
async def test_a_cursor_that_is_none_brings_the_newest(db, owner, garbage):
    family = await make.family(owner)
    await notices.told([family], NOW)

    found = await news(family, garbage)

    assert (found.whole, len(found.rows)) == (True, 1)


async def test_more_than_one_answer_holds_brings_the_newest(db, owner):
    family = await make.family(owner)
    first = await news(family)
    for nth in range(51):
        await notices.told([family], NOW + nth * SECOND)
    later = NOW + HOUR

    found = await news(family, first.cursor, later)

    assert (found.whole, len(found.rows), found.unseen) == (True, 50, 51)
    assert min(row["tell_from"] for row in found.rows) == NOW + SECOND


async def test_a_family_cannot_open_for_others_by_sql_either(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    await notices.told([family], NOW)

    async with transaction(stranger) as tx:
        changed = await tx.execute("update delivery set state = 'seen', seen_at = now()")

    assert changed == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(family) as tx:
            await tx.execute("update delivery set changed_in = 1")
