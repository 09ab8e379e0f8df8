"""The public seeds add up, and everything in them names a source that the reader can find."""

import json
import re
import tomllib
from collections import Counter, defaultdict
from datetime import datetime

import pytest

from backend.visits.rules import Kind, Place, VisitRule, VisitType, rule_rows
from backend.visits.rules.question import Sanction
from backend.visits.rules.timetable_seed import ceilings, timetable_rows
from backend.visits.rules.vocabulary import Confidence
from tests.visits.ask import SEEDS, establishment_rows, seeded_book, seeded_rules

FIGURES = ("capacity", "population", "men", "women", "pretrial", "sentenced")
KEYS = ("establishment", "valid_from", "source")
LABEL = re.compile(r"\b[SLE]\d+\b")
OFFICES = {
    "Norte": (11, 6_946, 19_933, 18_815, 1_118),
    "Lima": (18, 17_608, 48_340, 45_889, 2_451),
    "Sur": (6, 1_252, 4_708, 4_399, 309),
    "Centro": (10, 2_352, 7_361, 6_964, 397),
    "Oriente": (4, 3_240, 7_213, 6_855, 358),
    "Sur Oriente": (7, 2_918, 6_790, 6_421, 369),
    "Nor Oriente": (9, 5_560, 6_427, 6_157, 270),
    "Altiplano": (4, 1_888, 2_945, 2_728, 217),
}

LISTED = [row for row in establishment_rows() if row["name"]]
ADVICE_TEXT = (SEEDS / "visit_advice.toml").read_text(encoding="utf-8")
README = (SEEDS / "README.md").read_text(encoding="utf-8")
TIMETABLES = (SEEDS / "timetables.toml").read_text(encoding="utf-8")


def total(rows: list[dict[str, str]], column: str) -> int:
    return sum(int(row[column]) for row in rows)


def test_there_are_sixty_nine_establishments_and_their_totals_match() -> None:
    assert len({row["establishment"] for row in establishment_rows()}) == len(LISTED) == 69
    assert {column: total(LISTED, column) for column in FIGURES} == {
        "capacity": 41_764,
        "population": 103_717,
        "men": 98_228,
        "women": 5_489,
        "pretrial": 37_924,
        "sentenced": 65_793,
    }


@pytest.mark.parametrize(("office", "figures"), OFFICES.items())
def test_each_regional_office_adds_up(office: str, figures: tuple[int, ...]) -> None:
    held = [row for row in LISTED if row["office"] == office]

    sums = tuple(total(held, column) for column in ("capacity", "population", "men", "women"))
    assert (len(held), *sums) == figures


@pytest.mark.parametrize("row", LISTED, ids=lambda row: row["establishment"])
def test_the_people_of_an_establishment_are_counted_twice_alike(row: dict[str, str]) -> None:
    men, women = int(row["men"]), int(row["women"])

    assert men + women == int(row["pretrial"]) + int(row["sentenced"]) == int(row["population"])
    allowed = {"M": women <= 1, "F": men == 0, "mixed": min(men, women) > 0}
    assert allowed[row["sex_held"]]


def test_sex_held_is_as_the_figures_say() -> None:
    assert Counter(row["sex_held"] for row in LISTED) == {"M": 32, "F": 15, "mixed": 22}


def test_every_fact_has_a_date_and_a_source() -> None:
    for row in establishment_rows():
        assert all(row[key] for key in KEYS)
        assert any(value for column, value in row.items() if column not in KEYS)
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", row["valid_from"])


def test_every_establishment_says_where_it_is_once() -> None:
    places = [row for row in establishment_rows() if row["department"]]

    assert len(places) == 69
    assert all(row["province"] for row in places)


def test_no_fact_is_told_twice_for_one_date() -> None:
    told = Counter(
        (row["establishment"], column, row["valid_from"])
        for row in establishment_rows()
        for column, value in row.items()
        if value and column not in KEYS
    )

    assert max(told.values()) == 1


def test_census_codes_are_of_three_digits_and_nobodys_twice() -> None:
    found = [row["census_code"] for row in establishment_rows() if row["census_code"]]

    assert all(re.fullmatch(r"[1-8]\d\d", code) for code in found)
    assert len(found) == len(set(found))


def test_every_label_can_be_looked_up() -> None:
    used = {row["source"] for row in establishment_rows()}
    for rule in seeded_rules():
        used |= set(LABEL.findall(rule.source)) | set(LABEL.findall(rule.note))
    used |= set(LABEL.findall(TIMETABLES)) | set(LABEL.findall(ADVICE_TEXT.split("[defaults]")[1]))

    known = set(re.findall(r"^\| ([SLE]\d+) \|", README, re.MULTILINE))
    assert used - known == {"recalled", "press", "seed"}
    assert all(f"`{word}`" in README for word in ("recalled", "press", "seed", "example"))


def test_the_readme_lists_no_source_that_nothing_uses() -> None:
    known = re.findall(r"^\| ([SLE]\d+) \|", README, re.MULTILINE)
    elsewhere = README.split("## Sources")[0] + TIMETABLES + ADVICE_TEXT
    for book in ("visit_rules.toml", "earnings_rules.toml"):
        elsewhere += (SEEDS / book).read_text(encoding="utf-8")
    elsewhere += " ".join(row["source"] for row in establishment_rows())

    assert len(known) == len(set(known))
    assert [label for label in known if not re.search(rf"\b{label}\b", elsewhere)] == []


def test_what_is_called_sourced_names_a_source_and_an_example_says_so() -> None:
    for rule in seeded_rules():
        if rule.confidence is Confidence.EXAMPLE:
            assert rule.id.startswith("example-")
            assert rule.source.startswith("example")
        else:
            assert LABEL.search(rule.source), rule.id
        if rule.confidence is Confidence.DECIDED:
            assert rule.note


def test_versions_of_a_rule_follow_each_other_in_time() -> None:
    by_id: dict[str, list[VisitRule]] = defaultdict(list)
    for rule in seeded_rules():
        by_id[rule.id].append(rule)

    for versions in by_id.values():
        assert [rule.version for rule in versions] == list(range(1, len(versions) + 1))
        known = [rule.known_from for rule in versions]
        assert known == sorted(known)


def test_rows_fit_the_table_of_rules() -> None:
    for row in rule_rows((SEEDS / "visit_rules.toml").read_text(encoding="utf-8")):
        columns = {column: row[column] for column in ("scope", "effect", "examples")}

        assert json.loads(json.dumps(columns)) == columns
        assert isinstance(row["known_from"], datetime)
        assert VisitRule.from_row({**row, **columns}) == VisitRule.from_row(row)


def test_the_seed_has_a_rule_of_every_kind_but_the_weekday() -> None:
    assert set(Kind) - {rule.kind for rule in seeded_rules()} == {Kind.WEEKDAY_BY_SEX}


def test_no_seeded_rule_touches_the_lawyer() -> None:
    touched = {each for rule in seeded_rules() for each in rule.scope.visit_types}

    assert VisitType.LAWYER not in touched
    forever = Sanction(min(rule.valid_from for rule in seeded_rules()))
    last = max(rule.valid_from for rule in seeded_rules())
    assert not forever.stops(VisitType.LAWYER, "lurigancho", last)


def test_seeded_ceilings_of_one_kind_are_never_left_without_a_base() -> None:
    """What a ceiling narrows must have a value of its own: kinship and frequency always do."""
    base = {
        rule.kind
        for rule in seeded_book().known(max(filter(None, (r.known_from for r in seeded_rules()))))
        if not rule.effect.ceiling and rule.valid_to is None and not rule.scope.regimes
    }

    assert {Kind.VISITS_PER_PERIOD, Kind.KINSHIP, Kind.DURATION, Kind.BOOKING_WINDOW} <= base


POPULATIONS = {row["establishment"]: int(row["population"]) for row in LISTED}
SESSIONS = timetable_rows(TIMETABLES, POPULATIONS)


def days_of(establishment: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {"F": set(), "M": set()}
    for row in SESSIONS:
        if row["establishment"] == establishment and row["place"] == "direct":
            found[str(row["visitor_sex"])].add(int(str(row["weekday"])))
    return found


@pytest.mark.parametrize(
    ("establishment", "women", "men"),
    [
        ("huancayo", {6}, {7}),
        ("chiclayo", {7}, {6}),
        ("lurigancho", {3}, {7}),
        ("cusco", {3, 6}, {7}),
    ],
)
def test_visiting_days_by_sex(establishment: str, women: set[int], men: set[int]) -> None:
    assert days_of(establishment) == {"F": women, "M": men}


def test_every_establishment_but_the_naval_base_has_sessions_for_both() -> None:
    without = {each for each in POPULATIONS if not all(days_of(each).values())}

    assert without == {"cerec-base-naval"}


def test_days_without_a_source_are_marked_as_examples() -> None:
    examples = {str(row["establishment"]) for row in SESSIONS if row["example"]}
    sourced = {str(row["establishment"]) for row in SESSIONS if not row["example"]}

    assert sourced == {"huancayo", "chiclayo", "lurigancho"}
    assert examples.isdisjoint(sourced)
    assert all(LABEL.search(str(row["source"])) for row in SESSIONS if not row["example"])
    assert all(row["source"] == "example" for row in SESSIONS if row["example"])


def test_places_follow_from_the_people_held() -> None:
    shares = {
        key: value for key, value in tomllib.loads(TIMETABLES)["ceilings"].items() if key != "note"
    }

    assert ceilings(10_013, Place.DIRECT, shares) == {"people": 6_008, "groups": 3_004}
    assert ceilings(4, Place.DIRECT, shares) == {"people": 10, "groups": 5}
    assert ceilings(10_013, Place.BOOTH, shares) == {"booths": 51, "groups": 51, "people": 153}
    assert ceilings(4, Place.BOOTH, shares) == {"booths": 2, "groups": 2, "people": 6}


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        (
            'visitor_sex = "F"',
            'visitor_sex = "W"',
            "huancayo, session 1: visitor_sex must be F or M",
        ),
        ('visitor_sex = "F"', 'visiter_sex = "F"', "huancayo, session 1: unknown visiter_sex"),
        ("weekday = 6", "weekday = 8", "huancayo, session 1: weekday must be"),
        ("[ceilings]", "[ceiling]", "ceilings: expected a table"),
    ],
)
def test_a_misspelt_timetable_is_refused_by_name(
    written: str, instead: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        timetable_rows(TIMETABLES.replace(written, instead, 1), POPULATIONS)
