"""What to know before leaving home: the place's word before the country's, sourced or said to be an example."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Family, System
from backend.core.text import LANGUAGES, catalogue, missing, say
from backend.database import transaction
from backend.visits.rules.advice import (
    Audience,
    Topic,
    advice_rows,
    source_title,
    source_titles,
)
from backend.visits.seeding import ADVICE, seed_advice
from tests import make
from tests.registry import make_registry as registry
from tests.visits.make_visits import NOW
from tests.visits.phone_visits import answered, asked, refusal

pytestmark = pytest.mark.anyio
DOCUMENT = "family/visits/visitAdvice"
ROWS = advice_rows(ADVICE.read_text(encoding="utf-8"))
TITLES = source_titles(ADVICE.read_text(encoding="utf-8"))
PLACES = ("chiclayo", "huancayo", "lurigancho", "huaraz")
UNSPOKEN = re.compile(
    r"penal|c[áa]rcel|prisi|presidi|\breos?\b|\bintern[oa]s?\b|preso|recluso|inpe|prison|inmate|jail",
    re.IGNORECASE,
)


@pytest.fixture
async def seeded(db, owner) -> asyncpg.Connection:
    for place in PLACES:
        await registry.establishment(owner, place)
    async with transaction(System()) as tx:
        await seed_advice(tx, System(), NOW)
    return owner


async def advice(actor: Any, at: str, day: str | None = None) -> dict[str, dict[str, Any]]:
    """By the sentence, what is told of a place."""
    told = await asked(actor, DOCUMENT, establishmentId=at, day=day)
    return {item["words"]: item for item in told["items"]}


async def test_a_place_s_own_word_stands_instead_of_the_country_s(seeded):
    family = await make.family(seeded)

    chiclayo, lurigancho, elsewhere = [
        await advice(family, at) for at in ("chiclayo", "lurigancho", "huaraz")
    ]

    red, dark, both = (
        say(f"advice.{key}", "es")
        for key in ("no_red_no_black", "no_dark_clothes", "no_strong_colours")
    )
    told = [each["sourceTitle"] for each in (chiclayo[red], lurigancho[dark], elsewhere[both])]
    assert told == ["proyectofueradefoco.com.ar, 2016", "enperublog.com, 2009", ""]
    assert (chiclayo[red]["confirmed"], lurigancho[dark]["confirmed"]) == (True, True)
    assert elsewhere[both]["confirmed"] is False
    assert {red, dark, both} & set(chiclayo) == {red}
    assert {red, dark, both} & set(lurigancho) == {dark}
    nine = say("advice.opens_at_nine", "es")
    assert nine in chiclayo and nine not in elsewhere
    shoes = lurigancho[say("advice.sandals_only", "es")]
    assert (shoes["topic"], shoes["audience"]) == ("CLOTHES", "EVERYBODY")


async def test_a_list_is_whole_and_in_the_order_of_preparing(seeded):
    family = await make.family(seeded)

    told = await asked(family, DOCUMENT, establishmentId="huancayo")

    topics = [Topic[item["topic"]] for item in told["items"]]
    assert told["asOf"] == "2026-03-02"
    assert len(told["items"]) == len({row["code"] for row in ROWS} - {"opens_at_nine"})
    assert topics == sorted(topics, key=list(Topic).index) and set(topics) == set(Topic)


async def test_advice_is_told_in_the_reader_s_language(seeded):
    told = {
        language: await advice(await make.family(seeded, language=language), "huaraz")
        for language in LANGUAGES
    }

    assert {len(words) for words in told.values()} == {len(told["es"])}
    for language, words in told.items():
        assert say("advice.no_cans", language) in words
    assert say("advice.no_metal", "es") not in told["ay"]


async def test_a_device_that_is_not_trusted_yet_and_an_office_read_it_too(seeded):
    family = await make.family(seeded)
    new = Family(account_id=family.account_id, session_id=family.session_id, provisional=True)

    for actor in (new, registry.officer()):
        assert await advice(actor, "chiclayo") == await advice(family, "chiclayo")


async def test_advice_of_a_place_that_is_not_there_is_not_found(seeded):
    assert (
        await refusal(await make.family(seeded), DOCUMENT, establishmentId="nowhere") == "NOT_FOUND"
    )


async def test_a_row_holds_for_its_days_alone(seeded):
    family, cans = await make.family(seeded), say("advice.no_cans", "es")
    await seeded.execute(
        "update visit_advice set valid_from = '2026-03-07', valid_to = '2026-03-09' where code = 'no_cans'"
        " and establishment_id is null"
    )

    days = [f"2026-03-0{nth}" for nth in (6, 7, 8, 9)]
    assert [cans in await advice(family, "huaraz", day) for day in days] == [
        False,
        True,
        True,
        False,
    ]
    assert all([cans in await advice(family, "lurigancho", day) for day in days])


async def test_the_same_day_answers_the_same_bytes(seeded):
    family, asking = await make.family(seeded), {"establishmentId": "chiclayo", "day": "2026-03-07"}

    assert await answered(family, DOCUMENT, **asking) == await answered(
        family, DOCUMENT, **asking, now=NOW.replace(hour=20)
    )


async def test_two_words_of_one_thing_cannot_hold_at_once(seeded):
    for place in (None, "chiclayo"):
        with pytest.raises(asyncpg.ExclusionViolationError):
            await seeded.execute(
                "insert into visit_advice (id, code, words, topic, audience, position, valid_from, source, confirmed,"
                " establishment_id) values ($1, 'colours', 'x', 'clothes', 'men', 1, '2026-01-01', 'x', false, $2)",
                uuid4(),
                place,
            )


# loading


async def test_loading_twice_is_loading_once_and_a_corrected_row_is_put_right(seeded, tmp_path):
    before = await seeded.fetch("select * from visit_advice order by id")
    right = tmp_path / "advice.toml"
    text = ADVICE.read_text(encoding="utf-8")
    right.write_text(text.replace('source = "S35, S36"', 'source = "S36"'), encoding="utf-8")

    async with transaction(System()) as tx:
        again = await seed_advice(tx, System(), NOW)
    same = await seeded.fetch("select * from visit_advice order by id")
    async with transaction(System()) as tx:
        put_right = await seed_advice(tx, System(), NOW, right)

    assert (len(before), again, same, put_right) == (len(ROWS), 0, before, 1)
    assert (
        await seeded.fetchval("select source from visit_advice where code = 'entry_is_free'")
        == "S36"
    )
    facts = await seeded.fetch(
        "select facts::text from audit_entry where action = 'visits.advice.seeded' order by seq"
    )
    assert [row["facts"] for row in facts] == [
        f'{{"rows": {len(ROWS)}, "changed": {len(ROWS)}}}',
        f'{{"rows": {len(ROWS)}, "changed": 1}}',
    ]


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        ('topic = "food"', 'topic = "foods"', "visit advice food_is_cut: topic must be one of"),
        (
            "confirmed = true }",
            "confrmed = true }",
            "visit advice skirt at huancayo: unknown confrmed",
        ),
        ('code = "no_cans"', 'code = "food_is_cut"', "visit advice food_is_cut: written twice"),
        (
            "valid_from = 2025-01-01",
            "valid_from = 1",
            "visit advice identity: valid_from must be a day",
        ),
        (
            '{ establishment = "huancayo", source',
            "{ source",
            "an `at` table names its establishment",
        ),
    ],
)
def test_misspelt_advice_is_refused_by_name(written: str, instead: str, complaint: str) -> None:
    text = ADVICE.read_text(encoding="utf-8")
    assert written in text

    with pytest.raises(ValueError, match=complaint):
        advice_rows(text.replace(written, instead, 1))


# what is said


def test_what_is_confirmed_names_a_source_and_an_example_says_so() -> None:
    for row in ROWS:
        source = str(row["source"])
        assert source.startswith("example") is not row["confirmed"], row
        assert not row["confirmed"] or re.fullmatch(r"S\d+(, S\d+)*", source), row


def test_a_family_is_told_of_a_source_by_its_name_and_never_by_a_mark() -> None:
    assert source_title("S35, S36", TITLES) == "Infobae, 2025; El Comercio, 2016"
    assert source_title("S96", TITLES) == "Ley de atención preferente"
    for row in ROWS:
        told = source_title(str(row["source"]), TITLES)
        assert told or not row["confirmed"], row
        assert not re.search(r"\b[A-Z]\d+\b", told), row


def test_a_source_without_a_name_is_left_out() -> None:
    assert source_title("S35, S99", TITLES) == "Infobae, 2025"
    assert source_title("S99", TITLES) == ""
    with pytest.raises(ValueError, match="visit advice, sources: S35 must be text"):
        source_titles("[sources]\nS35 = 2025")


def test_every_sentence_is_written_and_used() -> None:
    used = {f"advice.{row['words']}" for row in ROWS}

    for language in LANGUAGES:
        known = set(catalogue(language)) | set(missing(language))
        assert {key for key in known if key.startswith("advice.")} == used, language
    assert not [key for key in missing("es") | missing("en") if key.startswith("advice.")]


def test_no_advice_says_to_what_place_one_goes() -> None:
    shown = list(TITLES.values())
    for language in LANGUAGES:
        shown += [say(f"advice.{row['words']}", language) for row in ROWS]

    assert [words for words in shown if UNSPOKEN.search(words)] == []
    assert (
        UNSPOKEN.search("el penal")
        and UNSPOKEN.search("los reos")
        and UNSPOKEN.search("la prisión")
    )


def test_a_sentence_is_short_enough_to_be_read_in_a_queue() -> None:
    for row in ROWS:
        for language in LANGUAGES:
            assert len(say(f"advice.{row['words']}", language)) <= 120, row["words"]


def test_the_words_of_the_table_are_the_words_of_the_schema() -> None:
    sql = Path("backend/migrations/sql/advice.sql").read_text(encoding="utf-8")

    assert all(f"'{word}'" in sql for word in (*Topic, *Audience))
    assert all(row["valid_from"] == date(2025, 1, 1) and row["valid_to"] is None for row in ROWS)
