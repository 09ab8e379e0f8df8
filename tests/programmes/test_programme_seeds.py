"""Programmes of the institute and days that matter: as the facts have them, loaded once."""

import re
import tomllib
from datetime import date

import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.programmes.seeding import (
    CALENDAR_DAYS,
    PROGRAMMES,
    seed_calendar_days,
    seed_programmes,
)
from tests.registry import make_registry as registry
from tests.registry.make_registry import NOW

pytestmark = pytest.mark.anyio

BOOK = tomllib.loads(PROGRAMMES.read_text(encoding="utf-8"))["programme"]
DAYS = tomllib.loads(CALENDAR_DAYS.read_text(encoding="utf-8"))
README = (PROGRAMMES.parent / "README.md").read_text(encoding="utf-8")
SUNDAYS = {"Día de la Madre": (5, 2), "Día del Padre": (6, 3), "Día del Niño": (8, 3)}
"""Month, and which Sunday of it."""


async def seeded() -> tuple[int, int]:
    async with transaction(System()) as tx:
        return (
            await seed_programmes(tx, System(), NOW),
            await seed_calendar_days(tx, System(), NOW),
        )


async def test_five_programmes_of_the_whole_country_with_the_partners_the_report_names(db, owner):
    assert await seeded() == (8, 10)

    rows = await owner.fetch(
        "select p.code, p.establishment_id, p.source, array_agg(n.name || ', ' || n.kind order by n.name)"
        " filter (where n.id is not null) as partners from programme p left join partner n on n.programme_id = p.id"
        " group by p.id order by p.code"
    )
    assert {row["code"]: row["partners"] for row in rows} == {
        "arte-sin-barreras": ["Municipalidad Metropolitana de Lima, public"],
        "ceramica": None,
        "internarte": [
            "Museo de Artes y Tradiciones Populares, Instituto Riva-Agüero, PUCP, museum"
        ],
        "orquestando": ["Ministerio de Educación, public"],
        "recitales": None,
    }
    assert all(row["establishment_id"] is None and row["source"] for row in rows)
    valued = "select count(*) from partner where worth is not null or contribution <> 'none'"
    assert await owner.fetchval(valued) == 0


async def test_running_it_again_changes_nothing_not_even_what_somebody_wrote_since(db, owner):
    await seeded()
    await owner.execute("update programme set title = 'Orquesta' where code = 'orquestando'")
    await owner.execute("update calendar_day set confirmed = true, source = 'an office'")
    before = await registry.rows(owner, "programme", "partner", "calendar_day", "audit_entry")

    assert await seeded() == (0, 0)

    assert (
        await registry.rows(owner, "programme", "partner", "calendar_day", "audit_entry") == before
    )
    assert (
        await owner.fetchval("select title from programme where code = 'orquestando'") == "Orquesta"
    )
    assert await owner.fetchval("select bool_and(confirmed) from calendar_day")


async def test_a_partner_that_is_missing_is_added_to_its_programme(db, owner):
    await seeded()
    await owner.execute("delete from partner where name = 'Ministerio de Educación'")

    assert await seeded() == (1, 0)

    code = await owner.fetchval(
        "select p.code from partner n join programme p on p.id = n.programme_id"
        " where n.name = 'Ministerio de Educación'"
    )
    assert code == "orquestando"


def test_every_source_of_a_programme_can_be_looked_up():
    told = [*BOOK, *(partner for each in BOOK for partner in each.get("partner", ()))]
    labels = {label.strip() for each in told for label in each["source"].split(",")}

    assert labels - set(re.findall(r"^\| (\w+) \|", README, re.MULTILINE)) == {"seed"}


def test_no_day_is_called_confirmed_that_no_source_gives():
    assert DAYS["defaults"] == {"source": "recalled", "confirmed": False}
    assert not [day for day in DAYS["day"] if {"source", "confirmed"} & set(day)]


@pytest.mark.parametrize("day", DAYS["day"], ids=lambda day: f"{day['name']} {day['on_day']}")
def test_the_days_are_where_their_rule_puts_them(day):
    on_day: date = day["on_day"]

    if day["name"] in SUNDAYS:
        month, nth = SUNDAYS[day["name"]]
        assert on_day.month == month and on_day.isoweekday() == 7
        assert (on_day.day - 1) // 7 + 1 == nth
    else:
        expected = {"Virgen de las Mercedes": (9, 24), "Navidad": (12, 25)}
        assert (on_day.month, on_day.day) == expected[day["name"]]
    assert on_day.year in (2026, 2027)
