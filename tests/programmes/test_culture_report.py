"""What an office words of its yearly report: every rule through the command. After a refusal nothing was written."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Role, Staff
from backend.core.errors import DomainError
from backend.core.text import LANGUAGES, say
from backend.database import reading
from backend.programmes.commands import culture as commands
from backend.programmes.commands.culture import save_culture_report
from backend.programmes.queries import culture
from backend.programmes.rules import measure as form
from backend.programmes.rules.measure import UNFILLED, CultureMeasure, dollars, missing
from tests import matrix
from tests.programmes import make_culture as cultures
from tests.programmes import make_programmes as make
from tests.programmes.make_culture import MEASURE, NOW, YEAR
from tests.programmes.make_programmes import HERE
from tests.registry import make_registry as registry
from tests.visits.make_visits import refused
from tests.work.phone_work import asked

pytestmark = pytest.mark.anyio
ELSEWHERE = "chiclayo"
TODAY = date(2026, 11, 2)


async def save(
    writer: Staff, measure: CultureMeasure = MEASURE, version: int = 0, **changes: Any
) -> dict[str, int]:
    said = {"establishment_id": HERE, "year": YEAR, "version": version, "measure": measure}
    request_id = changes.pop("request_id", None) or uuid4()
    return await save_culture_report(writer, request_id, **(said | {"now": NOW} | changes))


async def written(owner: asyncpg.Connection) -> list[Any]:
    rows = await owner.fetch("select row_to_json(r)::text as line from culture_report r order by 1")
    told = await owner.fetchval(
        "select count(*) from audit_entry where action <> 'request.refused'"
    )
    return [*(row["line"] for row in rows), told]


async def read(reader: Staff, year: int = YEAR) -> culture.Report:
    async with reading(reader) as tx:
        return (await culture.culture_report(tx, reader, HERE, year, now=NOW))[0]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "x" * 201}),
        ("title", {"title": "Orquestas\ny coros"}),
        ("features", {"features": "x" * 8001}),
        ("results", {"results": "Bien\0"}),
        ("conclusions", {"conclusions": "x" * 8001}),
        ("goals", {"goals": ("glory",)}),
        ("goals", {"goals": ("rights", "rights")}),
        ("domains", {"domains": ("cooking",)}),
        ("level", {"level": "galactic"}),
        ("startYear", {"start_year": YEAR + 1}),
        ("startYear", {"start_year": 1899}),
        ("website", {"website": "javascript:alert(1)"}),
        ("website", {"website": "https://"}),
        ("website", {"website": "https://example.org/a b"}),
        ("valueChain", {"value_chain": ("creation", "theft")}),
        ("rate", {"rate": "0"}),
        ("rate", {"rate": "0.0000"}),
        ("rate", {"rate": "-3.75"}),
        ("rate", {"rate": "3.75123"}),
        ("rate", {"rate": "3,75"}),
        ("rate", {"rate": "3.75e2"}),
        ("rate", {"rate": "٣.٧٥"}),
        ("rate", {"rate": ""}),
        ("rateOn", {"rate_on": None}),
        ("rateOn", {"rate_on": TODAY + timedelta(days=1)}),
        ("rateOn", {"rate": None}),
        ("rateSource", {"rate_source": " "}),
        ("rateSource", {"rate": None, "rate_on": None}),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_written(
    db, owner, field, changes
):
    await registry.establishment(owner)
    before = await written(owner)

    with pytest.raises(DomainError) as refusal:
        await save(make.coordinator(), replace(MEASURE, **changes))

    assert refusal.value.code.value == "BAD_INPUT"
    assert refusal.value.facts["field"] == f"measure.{field}"
    assert await written(owner) == before


@pytest.mark.parametrize(
    "measure", [MEASURE, UNFILLED, replace(MEASURE, rate="0.0001", rate_on=TODAY)]
)
async def test_a_report_is_kept_as_it_was_written(db, owner, measure):
    await registry.establishment(owner)
    writer = await matrix.employed(owner, HERE, Role.PROGRAMME_COORDINATOR)

    assert await save(writer, measure) == {"year": YEAR, "version": 1}

    report = await read(writer)
    assert (report.measure, report.version, report.edited_at, report.edited_by) == (
        measure,
        1,
        NOW,
        "Empleada",
    )
    entry = await owner.fetchrow("select * from audit_entry order by at desc, seq desc limit 1")
    assert (entry["action"], entry["establishment_id"]) == ("programmes.culture_report.saved", HERE)


async def test_what_another_wrote_meanwhile_is_never_written_over(db, owner):
    await registry.establishment(owner)
    first = await matrix.employed(owner, HERE, Role.PROGRAMME_COORDINATOR)
    await save(first)
    await save(first, replace(MEASURE, title="Segundo"), 1)
    before = await written(owner)

    for version in (0, 1, 3, -1):
        with pytest.raises(DomainError) as refusal:
            await save(make.director(), UNFILLED, version)
        assert refusal.value.code.value == "DRAFT_CHANGED"
        assert refusal.value.facts["who"] == "Empleada"
    assert await written(owner) == before
    assert await refused(save(make.director(), UNFILLED, 1, year=YEAR + 1)) == "DRAFT_CHANGED"
    assert await written(owner) == before


async def test_the_same_request_sent_twice_is_one_writing(db, owner):
    await registry.establishment(owner)
    writer, request_id = make.coordinator(), uuid4()

    answers = [await save(writer, request_id=request_id) for _ in range(2)]

    assert answers == [{"year": YEAR, "version": 1}] * 2


async def rush(version: int) -> list[str]:
    """Eight people write at once over the same version: what each is answered."""

    async def one() -> str:
        try:
            return str((await save(make.coordinator(), version=version))["version"])
        except DomainError as error:
            return error.code.value

    return sorted(await asyncio.gather(*(one() for _ in range(8))))


async def test_of_many_who_write_at_once_one_does(db, owner):
    await registry.establishment(owner)

    assert await rush(0) == ["1"] + ["DRAFT_CHANGED"] * 7
    assert await rush(1) == ["2"] + ["DRAFT_CHANGED"] * 7
    assert await owner.fetchval("select version from culture_report") == 2


async def test_the_race_is_one_without_the_guard(db, owner, monkeypatch):
    """The control: who does not say the version, writes over others."""
    await registry.establishment(owner)
    await save(make.coordinator())

    unguarded = commands._WRITE.replace("and version = $3", "and $3::int is not null")
    monkeypatch.setattr(commands, "_WRITE", unguarded)

    assert len([said for said in await rush(1) if said != "DRAFT_CHANGED"]) > 1


async def test_only_who_plans_at_the_place_writes_and_reads(db, owner):
    await registry.establishment(owner)
    await registry.establishment(owner, ELSEWHERE)
    before = await written(owner)

    for role in set(Role) - {Role.PROGRAMME_COORDINATOR, Role.DIRECTOR}:
        other = registry.officer(HERE, role=role)
        assert await refused(save(other)) == "NOT_ALLOWED"
        assert await refused(read(other)) == "NOT_ALLOWED"
    assert await refused(save(make.coordinator(ELSEWHERE))) == "NOT_ALLOWED"
    assert await refused(save(make.coordinator(), year=1999)) == "BAD_INPUT"
    assert await written(owner) == before
    assert (await save(make.director()))["version"] == 1


async def test_the_second_wall_keeps_a_report_to_its_place_and_its_writer(db, owner):
    await registry.establishment(owner)
    await save(make.coordinator())
    stranger, here = make.coordinator(ELSEWHERE), make.coordinator()

    async with reading(stranger) as tx:
        assert await tx.fetchval("select count(*) from culture_report") == 0
        assert await tx.execute("update culture_report set version = 9") == "UPDATE 0"
    for sql in (
        "update culture_report set version = 9",  # in another's name
        "update culture_report set year = 2030",
        "delete from culture_report",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with reading(here) as tx:
                await tx.execute(sql)


async def test_a_new_year_begins_with_what_lasts_of_the_last_report(db, owner):
    await registry.establishment(owner)
    writer = make.coordinator()
    await save(writer, year=2024, measure=replace(UNFILLED, title="Antiguo"))
    await save(writer, year=2025)

    begun, earlier = await read(writer), await read(writer, 2023)

    assert begun.version == 0 and begun.edited_at is None
    assert begun.measure == replace(
        MEASURE, results="", evaluated=None, conclusions="", rate=None, rate_on=None, rate_source=""
    )
    assert earlier == culture.Report(UNFILLED)


def test_what_nobody_filled_is_named_in_the_order_of_the_form():
    assert missing(MEASURE) == ()
    assert missing(UNFILLED) == (
        "title", "features", "results", "rate", "evaluated", "goals", "domains", "level", "startYear", "website",
        "youth", "valueChain",
    )  # fmt: skip
    assert missing(replace(MEASURE, conclusions=" ")) == ("conclusions",)
    assert missing(replace(MEASURE, evaluated=False, conclusions="")) == ()


@pytest.mark.parametrize(
    ("centimos", "rate", "found"),
    [
        (0, "3.75", "0.00"),
        (100, "4", "0.25"),
        (1, "2", "0.01"),  # half a cent, up
        (1, "2.0001", "0.00"),
        (3, "2", "0.02"),
        (-1, "2", "-0.01"),
        (50_000_000, "3.4000", "147058.82"),
        (2_000_000_000, "0.0001", "200000000000.00"),
        (10_005, "1", "100.05"),
        (29, "8", "0.04"),  # 0.03625
        (28, "8", "0.04"),  # 0.035: half a cent, up
        (12_345, None, None),
    ],
)
def test_dollars_are_exact_to_the_cent(centimos, rate, found):
    assert dollars(centimos, rate) == found


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_office_reads_writes_and_is_helped_in_its_language(db, owner, language):
    world = await cultures.world(owner)
    await _six_people(world)
    await world.line("treasury", 50_000, 37_512)
    employed = await matrix.employed(owner, HERE, Role.PROGRAMME_COORDINATOR)
    writer = replace(employed, language=language)
    place = {"establishmentId": HERE, "year": YEAR, "now": NOW}

    begun = await asked(writer, "cultureReport", **place)
    typed = begun["measure"] | {
        "title": "Coros",
        "rate": "3.7512",
        "rateOn": "2026-10-30",
        "rateSource": "SBS",
    }
    saved = await asked(writer, "saveCultureReport", **place, version=0, measure=typed)
    report = await asked(writer, "cultureReport", **place)
    year = await asked(writer, "cultureYear", **place)

    assert saved == {"__typename": "CultureReportSaved", "year": YEAR, "version": 1}
    assert report["measure"] == typed and report["dollars"] == "100.00" and begun["dollars"] is None
    assert "title" in begun["missing"] and "title" not in report["missing"]
    assert (report["editedBy"], report["version"]) == ("Empleada", 1)
    assert {(each["field"], each["code"]) for each in report["choices"]} == {
        (field, code) for field, (_, codes) in form.CHOICES.items() for code in codes
    }
    words = {each["code"]: each["words"] for each in report["choices"]}
    assert words["visual"] == say("culture_choice.domains_visual", language)
    happened = {"year": YEAR, "dates": 1, "events": 1}
    assert report["suggestion"].startswith(say("culture.happened", language, happened))
    assert (year["held"], year["beneficiaries"], year["spent"]) == (1, 6, 37_512)
    assert year["bands"][0] == {"sex": "F", "from": 0, "to": 17, "people": 0}
    assert year["bands"][5]["from"] is year["bands"][5]["to"] is None


async def test_the_suggestion_says_no_small_count(db, owner):
    world = await cultures.world(owner)
    writer = make.coordinator()
    place = {"establishmentId": HERE, "year": YEAR, "now": NOW}

    empty = (await asked(writer, "cultureReport", **place))["suggestion"]
    date_id = await _six_people(world)
    await world.count(date_id, "public", 3)
    some = (await asked(writer, "cultureReport", **place))["suggestion"]
    for _ in range(5):
        await world.part(date_id, await world.person("F"), 60)
    many = (await asked(writer, "cultureReport", **place))["suggestion"]

    assert empty == "En 2026 no se registró ninguna fecha realizada."
    assert "participaron: 6." in some and "mujeres" not in some and "presente: menos de 5." in some
    assert "participaron: 11 (mujeres: 6; hombres: 5)." in many


async def _six_people(world: cultures.World) -> Any:
    """One woman and five men, at one date."""
    date_id = await world.held(await world.event(), "2026-03-14 15:00")
    for sex in "FMMMMM":
        await world.part(date_id, await world.person(sex), 60)
    return date_id
