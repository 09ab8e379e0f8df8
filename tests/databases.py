"""Databases for tests: clones of a migrated template, each cleaned and lent again as long as it is still like one.

To copy a thousand files takes longer than most tests. So what a test has written is deleted, and what the template
holds is put back. A database whose tables, triggers, rights, settings or statistics a test has touched is thrown away.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import asyncpg

LENT_AT_MOST = 50
"""Deleted rows leave holes behind."""

TOO_LARGE = 4_000_000
"""Bytes of tables that are sooner copied than emptied."""

_TABLES = """
select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname = 'public' order by 1
"""
_SEQUENCES = "select c.oid::regclass::text as name from pg_class c where c.relkind = 'S' order by 1"
_END_OTHERS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""
_CATALOGUES = (
    "attrdef", "attribute", "constraint", "event_trigger", "namespace", "policy", "proc", "rewrite", "sequence",
    "trigger", "type",
)  # fmt: skip
# Whatever is changed in a catalogue is written by another transaction than the template's, or is gone. Statistics are
# written in place.
_LIKENESS = " union all ".join(
    [
        *(
            f"select '{each}', count(*), coalesce(sum(xmin::text::bigint), 0) from pg_{each}"
            for each in _CATALOGUES
        ),
        "select 'class', count(*), sum(hashtext(concat_ws(' ', oid, relpages, reltuples, xmin))) from pg_class"
        " where oid >= 16384",
        "select 'setting', count(*), 0 from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase"
        " where d.datname = current_database()",
    ]
)
_HELD = "select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '')) from only {} t"


@dataclass(frozen=True)
class Kept:
    """What the template is like, and what its tables hold."""

    likeness: list[tuple]
    tables: list[str]
    rows: dict[str, bytes]
    digests: dict[str, str]
    sequences: str

    @property
    def touched(self) -> str:
        """Which tables hold anything else."""
        found = (f"case when {self._is_touched(table)} then '{table}' end" for table in self.tables)
        return f"select array_remove(array[{', '.join(found)}], null)"

    def _is_touched(self, table: str) -> str:
        if table in self.digests:
            return f"({_HELD.format(table)}) <> '{self.digests[table]}'"
        return f"exists (select from only {table})"


async def look(address: str) -> Kept:
    """Learn what a migrated template is like."""
    connection = await asyncpg.connect(address)
    try:
        tables = [row["name"] for row in await connection.fetch(_TABLES)]
        rows: dict[str, bytes] = {}
        for table in tables:
            if await connection.fetchval(f"select exists (select from {table})"):
                held = BytesIO()
                await connection.copy_from_query(f"select * from {table}", output=held)
                rows[table] = held.getvalue()
        digests = {table: await connection.fetchval(_HELD.format(table)) for table in rows}
        sequences = [
            await _again(connection, row["name"]) for row in await connection.fetch(_SEQUENCES)
        ]
        likeness = await _likeness(connection)
        return Kept(likeness, tables, rows, digests, ";".join(sequences))
    finally:
        await connection.close()


async def cleaned(address: str, kept: Kept) -> bool:
    """Make a clone what it was at first; whether that could be done."""
    try:
        connection = await asyncpg.connect(address, statement_cache_size=0)
    except (asyncpg.PostgresError, OSError):
        return False
    try:
        await connection.execute(_END_OTHERS)
        if await _likeness(connection) != kept.likeness:
            return False
        touched = await connection.fetchval(kept.touched)
        size = "select coalesce(sum(pg_table_size(name::regclass)), 0) from unnest($1::text[]) as t (name)"
        if await connection.fetchval(size, touched) > TOO_LARGE:
            return False
        async with connection.transaction():
            await connection.execute(
                "set local session_replication_role = replica;"
                + "".join(f"delete from {table};" for table in touched)
                + kept.sequences
            )
            for table in kept.rows.keys() & set(touched):
                await connection.copy_to_table(table, source=BytesIO(kept.rows[table]))
        return True
    finally:
        await connection.close()


async def _again(connection: asyncpg.Connection, sequence: str) -> str:
    """The statement that sets a sequence where it stands now."""
    (row,) = await connection.fetch(f"select last_value, is_called from {sequence}")
    return f"select setval('{sequence}', {row['last_value']}, {row['is_called']})"


async def _likeness(connection: asyncpg.Connection) -> list[tuple]:
    return [tuple(row) for row in await connection.fetch(_LIKENESS)]


class Databases:
    """Clones of one template for one process. `run` does one statement, `url` is the owner's address of a database."""

    def __init__(
        self, template: str, prefix: str, *, run: Callable[[str], None], url: Callable[[str], str]
    ) -> None:
        self._template, self._prefix, self._run, self._url = template, prefix, run, url
        self._kept = asyncio.run(look(url(template)))
        self._made = self._lent = 0
        self._idle: str | None = None

    def lend(self) -> str:
        """The name of one that is as the template is."""
        name, self._idle = self._idle, None
        if name is not None:
            if self._lent < LENT_AT_MOST and asyncio.run(cleaned(self._url(name), self._kept)):
                self._lent += 1
                return name
            self._drop(name)
        self._made, self._lent = self._made + 1, 1
        name = f"{self._prefix}_{self._made}"
        # Files are copied faster than every page of them is written to the log.
        self._run(f"create database {name} template {self._template} strategy file_copy")
        return name

    def take_back(self, name: str) -> None:
        """Nothing of it is used any more."""
        self._idle = name

    def end(self) -> None:
        """Nothing is left behind."""
        if self._idle is not None:
            self._drop(self._idle)

    def _drop(self, name: str) -> None:
        self._run(f"drop database if exists {name} with (force)")
