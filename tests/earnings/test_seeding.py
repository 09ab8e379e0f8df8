"""Rules of earnings in the database: loaded once, tried first, ended and followed but never changed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from backend.core.actor import System
from backend.core.errors import Code, DomainError
from backend.database import transaction
from backend.earnings.commands.ruling import adopt_rules
from backend.earnings.queries.rulebook import rulebook
from backend.earnings.rules import rule_rows
from backend.earnings.seeding import RULES, seed_earning_rules
from backend.work.seeding import seed_holidays
from tests.conftest import Database
from tests.earnings.reckon import WORKED, reckon, seeded_rules

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
TEXT = RULES.read_text(encoding="utf-8")
WAGE_2025 = 'value = { amount = "1130.00" }\nvalid_from = 2025-01-01'
NEXT_WAGE = """
[[rule]]
code = "minimum_wage"
value = { amount = "1200.00" }
valid_from = 2026-01-01
legal_basis = "an invented norm"
source = "example"
confidence = "example"
[[rule.example]]
title = "The floor of 2026"
expect = { inpe_contribution = "48.00" }
[rule.example.month]
on = 2026-01-01
modality = "individual_group"
earned = [{ basis = "sale_share", quantity = 30000, rate = "1" }]
"""


async def test_a_database_of_the_first_notes_takes_their_second_versions(db, owner):
    rows = rule_rows(TEXT)
    second = {(row["code"], row["scope"]) for row in rows if row["version"] == 2}
    before = [
        row | ({"valid_to": None} if (row["code"], row["scope"]) in second else {})
        for row in rows
        if row["version"] == 1
    ]
    async with transaction(System()) as tx:
        await adopt_rules(tx, before, NOW)

    async with transaction(System()) as tx:
        assert await seed_earning_rules(tx, System(), NOW) == 2 * len(second)
        assert await seed_earning_rules(tx, System(), NOW) == 0

    held = "select count(*) from earning_rule where valid_to is null and code = $1 and scope = $2"
    assert len(second) == 5
    for code, scope in second:
        assert await owner.fetchval(held, code, scope) == 1


async def seed(file: Path = RULES) -> int:
    async with transaction(System()) as tx:
        return await seed_earning_rules(tx, System(), NOW, file)


def edited(tmp_path: Path, *changes: tuple[str, str], more: str = "") -> Path:
    text = TEXT
    for written, instead in changes:
        assert written in text
        text = text.replace(written, instead)
    file = tmp_path / "rules.toml"
    file.write_text(text + more, encoding="utf-8")
    return file


async def contents(owner: asyncpg.Connection) -> list[asyncpg.Record]:
    return await owner.fetch("select * from earning_rule order by id")


async def test_a_second_run_changes_nothing(db: Database, owner: asyncpg.Connection) -> None:
    assert await seed() == len(seeded_rules())
    before = await contents(owner)

    assert await seed() == 0

    assert await contents(owner) == before
    assert await owner.fetchval("select count(*) from audit_entry") == 1


async def test_a_month_is_reckoned_from_the_table_as_from_the_file(db: Database) -> None:
    await seed()
    async with transaction(System()) as tx:
        book = await rulebook(tx)

    assert reckon(WORKED, book) == reckon(WORKED)


async def test_a_norm_that_ends_is_followed_by_the_next(
    db: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await seed()
    ended = (WAGE_2025, f"{WAGE_2025}\nvalid_to = 2026-01-01")

    assert await seed(edited(tmp_path, ended, more=NEXT_WAGE)) == 2

    last = "select valid_to::text from earning_rule where code = 'minimum_wage' order by valid_from"
    assert [row[0] for row in await owner.fetch(last)][-2:] == ["2026-01-01", None]


async def test_a_row_that_was_loaded_is_not_edited_in_place(
    db: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await seed()
    before = await contents(owner)

    with pytest.raises(ValueError, match="urp 2017-12-23 was edited; end it and add another"):
        await seed(edited(tmp_path, ('amount = "535.00"', 'amount = "550.00"')))

    assert await contents(owner) == before


async def test_rules_that_contradict_an_example_are_not_loaded(
    db: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    written = 'code = "civil_reparation"\nvalue = { rate = "0.20" }'
    file = edited(tmp_path, (written, written.replace("0.20", "0.25")))

    with pytest.raises(DomainError) as refused:
        await seed(file)

    assert refused.value.code is Code.RULE_EXAMPLE_FAILED
    assert str(refused.value.facts["example"]).startswith(
        "contribution_base modality:individual_group"
    )
    assert await contents(owner) == []
    assert await owner.fetchval("select count(*) from audit_entry") == 0


COPY = """
insert into earning_rule select gen_random_uuid(), code, scope, {version}, {valid_from}, valid_to, value, rounding,
  legal_basis, tuo, code_1991, source, author, confidence, note, examples, recorded_at
from earning_rule where code = 'urp'
"""


@asynccontextmanager
async def writing(owner: asyncpg.Connection, who: str) -> AsyncIterator[asyncpg.Connection]:
    """The owner of everything, or the service, which loads the rules."""
    if who == "owner":
        yield owner
        return
    async with transaction(System()) as tx:
        yield tx


whoever = pytest.mark.parametrize("who", ["owner", "service"])


@whoever
async def test_two_rules_never_hold_at_once_whoever_writes_them(
    db: Database, owner: asyncpg.Connection, who: str
) -> None:
    await seed()

    for version, valid_from in ((2, "valid_from"), (1, "date '2030-01-01'")):
        with pytest.raises(asyncpg.ExclusionViolationError, match="earning_rule_one_in_force"):
            async with writing(owner, who) as tx:
                await tx.execute(COPY.format(version=version, valid_from=valid_from))

    async with writing(owner, who) as tx:
        await tx.execute("update earning_rule set valid_to = valid_from where code = 'urp'")
        await tx.execute(
            COPY.format(version=2, valid_from="valid_from").replace("valid_to,", "null,")
        )
    assert await owner.fetchval("select count(*) from earning_rule where code = 'urp'") == 2


@whoever
async def test_control_without_the_constraint_two_rules_hold_at_once(
    db: Database, owner: asyncpg.Connection, who: str
) -> None:
    await seed()
    await owner.execute("alter table earning_rule drop constraint earning_rule_one_in_force")

    async with writing(owner, who) as tx:
        await tx.execute(COPY.format(version=2, valid_from="valid_from"))

    assert await owner.fetchval("select count(*) from earning_rule where code = 'urp'") == 2


@whoever
@pytest.mark.parametrize(
    "statement",
    [
        "update earning_rule set value = '{}' where code = 'urp'",
        "update earning_rule set valid_to = '2027-01-01', note = '' where code = 'urp'",
        "update earning_rule set valid_to = null where code = 'minimum_wage' and valid_to is not null",
        "update earning_rule set valid_to = valid_to + 1 where code = 'minimum_wage' and valid_to < '2019-01-01'",
        "delete from earning_rule",
        "truncate earning_rule",
    ],
)
async def test_a_rule_is_never_changed_not_even_by_the_owner(
    db: Database, owner: asyncpg.Connection, statement: str, who: str
) -> None:
    await seed()
    before = await contents(owner)
    # the service may end a rule: of anything else the grants refuse it, before any trigger
    by_trigger = who == "owner" or ("set valid_to" in statement and "note" not in statement)

    refusal = "never changed" if by_trigger else "permission denied"
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match=refusal):
        async with writing(owner, who) as tx:
            await tx.execute(statement)

    assert await contents(owner) == before


@pytest.mark.parametrize("role", ["encuentro_family", "encuentro_staff"])
async def test_anybody_signed_in_reads_rules_and_nobody_of_them_writes(
    db: Database, owner: asyncpg.Connection, role: str
) -> None:
    await seed()
    await owner.execute(f"set role {role}")

    assert await owner.fetchval("select count(*) from earning_rule") == len(seeded_rules())
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
        await owner.execute("update earning_rule set valid_to = '2027-01-01' where code = 'urp'")


async def test_holidays_are_loaded_once_and_what_an_office_wrote_stays(
    db: Database, owner: asyncpg.Connection
) -> None:
    await owner.execute(
        "insert into holiday values ('2025-05-01', 'Día del Trabajo', 'a decree', true)"
    )

    async with transaction(System()) as tx:
        assert await seed_holidays(tx, System(), NOW) == 63
    async with transaction(System()) as tx:
        assert await seed_holidays(tx, System(), NOW) == 0

    confirmed = await owner.fetch("select on_day::text, source from holiday where confirmed")
    assert [tuple(row) for row in confirmed] == [("2025-05-01", "a decree")]
