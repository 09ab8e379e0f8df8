"""Notices are owed in the transaction of a change and read in the inbox, not before their time."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from backend.core.actor import Family, System
from backend.core.text import LANGUAGES
from backend.database import reading, transaction
from backend.notifications import commands, queries, rules
from tests import make
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FACTS = {"booking_id": "5c0f3b1e-90d1-4f0c-8a8e-1f7d6f2a9b11", "visit_on": "2026-03-07"}


def _owed(family: Family, key: str, **changes: object) -> commands.Owed:
    rest = {"dedupe_key": key, "expires_at": NOW + timedelta(days=7), **changes}
    return commands.Owed(account_id=family.account_id, facts=FACTS, **rest)


async def _tell(family: Family, key: str, **changes: object) -> None:
    async with transaction(System()) as tx:
        await commands.tell(tx, "visit_booked", _owed(family, key, **changes), now=NOW)


async def _inbox(family: Family, now: datetime = NOW, first: int = 10, after: str | None = None):
    async with reading(family) as tx:
        page = queries.INBOX.page(first, after)
        rows = await queries.my_notices(tx, family, page, now)
    return queries.INBOX.connection(
        rows, page, key=lambda row: (row["tell_from"], row["id"]), node=lambda row: row["tell_from"]
    )


async def test_what_is_owed_twice_is_told_once(db, owner):
    family = await make.family(owner)

    for _ in range(3):
        await _tell(family, "the same change")

    assert (await _inbox(family)).nodes == [NOW]


async def test_a_notice_is_read_neither_before_its_time_nor_after_it(db, owner):
    family = await make.family(owner)
    later = NOW + timedelta(days=3)

    await _tell(family, "secret", tell_from=later)

    seen = [
        len((await _inbox(family, now)).nodes)
        for now in (NOW, later - timedelta(seconds=1), later, NOW + timedelta(days=7))
    ]
    assert seen == [0, 0, 1, 0]


async def test_the_inbox_goes_on_in_pages_newest_first(db, owner):
    family = await make.family(owner)
    instants = [NOW - timedelta(hours=hour) for hour in range(5)]
    for instant in instants:
        await _tell(family, instant.isoformat(), tell_from=instant)

    first = await _inbox(family, first=3)
    rest = await _inbox(family, first=3, after=first.page_info.end_cursor)

    assert first.nodes + rest.nodes == instants
    assert (first.page_info.has_next_page, rest.page_info.has_next_page) == (True, False)


async def test_a_family_reads_and_tells_itself_alone(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    await _tell(family, "private")

    assert (await _inbox(stranger)).nodes == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(stranger) as tx:
            await commands.tell(tx, "visit_booked", _owed(family, "forged"), now=NOW)
    assert await registry.rows(owner, "notice") == {"notice": 1}


async def test_a_notice_that_is_rolled_back_was_never_owed(db, owner):
    family = await make.family(owner)

    with pytest.raises(RuntimeError):
        async with transaction(System()) as tx:
            await commands.tell(tx, "visit_booked", _owed(family, "k"), now=NOW)
            raise RuntimeError

    assert await registry.rows(owner, "notice") == {"notice": 0}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["visit_booked", "visit_cancelled", "visit_called_off"])
def test_every_notice_of_a_visit_names_its_day_and_nothing_else(kind, language):
    said = rules.sentence(kind, FACTS, language)

    assert "07/03/2026" in said
    assert FACTS["booking_id"] not in said
    assert str(rules.booking_of(FACTS)) == FACTS["booking_id"]
    assert rules.occurrence_of(FACTS) is None


def test_a_notice_of_an_event_leads_to_its_date_and_to_no_visit():
    facts = {"occurrence_id": "0d1f5f7e-2f62-4ac5-8a35-d3bb1c0e0a11"}

    assert str(rules.occurrence_of(facts)) == facts["occurrence_id"]
    assert rules.booking_of(facts) is None
