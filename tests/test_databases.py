"""What one test leaves in a database, no other test finds: neither rows nor anything that was changed in its shape."""

import asyncio
from collections.abc import Iterator

import asyncpg
import pytest

from tests.conftest import OWNER, Server
from tests.databases import Databases

ROWS = (
    "insert into holiday values ('2020-01-01', 'Año Nuevo', 'a test', true)",
    "update notice_kind set urgency = 'urgent'",
    "set session_replication_role = replica; delete from notice_kind",
    "select nextval('custody_event_recorded_no_seq')",
)
SHAPES = (
    "alter table work_record disable trigger work_record_check",
    "drop trigger work_record_check on work_record",
    "alter table work_record drop constraint work_record_not_future",
    "create table left_behind (id int)",
    "create or replace function lima_today() returns date language sql as 'select null::date'",
    "grant select on work_record to encuentro_family",
    "drop policy worker on statement_consent",
    "analyze holiday",
    "do $$ begin execute format('alter database %I set deadlock_timeout = ''20ms''', current_database()); end $$",
)

HELD = """
select 'holiday', count(*)::text from holiday union all select 'number', last_value::text || is_called
from custody_event_recorded_no_seq union all select 'kind', k::text from notice_kind k order by 1, 2
"""
GONE = "select datname from pg_database where datname = $1"


@pytest.fixture(scope="module")
def apart(server: Server, template: str) -> Iterator[Databases]:
    """Databases of these tests alone."""
    found = Databases(
        template, f"{template}_apart", run=server.run, url=lambda name: server.url(OWNER, name)
    )
    yield found
    found.end()


def left(apart: Databases, server: Server, sql: str) -> tuple[str, str]:
    """The names of the database in which somebody said that, and of the one that is lent next."""
    first = apart.lend()
    server.run(sql, first)
    apart.take_back(first)
    second = apart.lend()
    apart.take_back(second)
    return first, second


async def asked(server: Server, database: str, sql: str, *arguments: str) -> list[tuple]:
    connection = await asyncpg.connect(server.url(OWNER, database))
    try:
        return [tuple(row) for row in await connection.fetch(sql, *arguments)]
    finally:
        await connection.close()


@pytest.mark.parametrize("sql", ROWS)
def test_what_was_left_is_gone_and_what_was_taken_is_there_again(server, template, apart, sql):
    _, second = left(apart, server, sql)

    assert asyncio.run(asked(server, second, HELD)) == asyncio.run(asked(server, template, HELD))


def test_a_database_that_is_like_the_template_is_lent_again(server, apart):
    first, second = left(apart, server, ROWS[0])

    assert first == second


@pytest.mark.parametrize("sql", SHAPES)
def test_a_database_that_is_no_longer_like_the_template_is_thrown_away(server, apart, sql):
    first, second = left(apart, server, sql)

    assert first != second
    assert asyncio.run(asked(server, "postgres", GONE, first)) == []
