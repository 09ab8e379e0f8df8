"""A speaker gets one file and sends it back: good lines count, faulty ones change nothing."""

import tomllib
from pathlib import Path

import pytest

from backend.wording.review import Catalogues, here, import_sheet
from backend.wording.rules import faults
from tests.wording.make_sheets import (
    BOOKED,
    DRAFT,
    GO_TEXT,
    contents,
    edit,
    exported,
    now,
    row,
    sent_back,
)


@pytest.mark.parametrize("language", ["quz", "ay"])
def test_a_file_that_nobody_touched_changes_nothing(
    words: Catalogues, tmp_path: Path, language: str
) -> None:
    path, rows = exported(words, tmp_path, language)
    before = contents(words)

    report = import_sheet(words, path)

    assert (report.words, report.passed, report.faults) == (0, 0, [])
    assert report.unchanged == len(rows) == len(words.read(language))
    assert contents(words) == before


def test_a_reviewed_sentence_is_written_and_marked(words: Catalogues, tmp_path: Path) -> None:
    path, rows = exported(words, tmp_path)
    row(rows, BOOKED).update(quz=DRAFT, revisado="Sí", nota="aswan allin")
    comments = [
        line for line in (words.service / "quz.toml").read_text().splitlines() if line[:1] == "#"
    ]

    report = sent_back(words, path, rows)

    assert (report.words, report.passed, len(report.faults)) == (1, 1, 0)
    assert (now(words, BOOKED).draft, now(words, BOOKED).reviewed) == (DRAFT, True)
    text = (words.service / "quz.toml").read_text()
    assert tomllib.loads(text)["notice"]["visit_booked"] == DRAFT
    assert [line for line in text.splitlines() if line[:1] == "#"] == comments
    assert any("note: aswan allin" in line for line in report.lines())
    assert report.awaiting == len(rows) - 1
    assert not now(words, BOOKED, "ay").reviewed


def test_a_sentence_may_be_passed_as_it_is_and_the_same_file_again_changes_nothing(
    words: Catalogues, tmp_path: Path
) -> None:
    path, rows = exported(words, tmp_path)
    row(rows, BOOKED)["revisado"] = "si"
    sent_back(words, path, rows)
    after = contents(words)

    again = import_sheet(words, path)

    assert (again.words, again.passed, again.faults) == (0, 0, [])
    assert contents(words) == after


def test_new_words_that_are_not_reviewed_yet_are_kept_and_wait(
    words: Catalogues, tmp_path: Path
) -> None:
    path, rows = exported(words, tmp_path)
    row(rows, BOOKED)["quz"] = DRAFT

    report = sent_back(words, path, rows)

    assert (report.words, report.passed) == (1, 0)
    assert (now(words, BOOKED).draft, now(words, BOOKED).reviewed) == (DRAFT, False)


def test_a_reviewed_sentence_awaits_review_again_once_its_spanish_or_its_words_change(
    words: Catalogues, tmp_path: Path
) -> None:
    path, rows = exported(words, tmp_path)
    for key in (BOOKED, GO_TEXT):
        row(rows, key)["revisado"] = "sí"
    sent_back(words, path, rows)

    edit(
        words.service / "es.toml", "Su visita del {visit_on} está", "La visita del {visit_on} está"
    )
    edit(words.service / "quz.toml", "llapanpas kashanraqmi", "tukuy kashanraqmi")

    assert not now(words, BOOKED).reviewed
    assert not now(words, GO_TEXT).reviewed


def test_a_review_of_a_sentence_whose_spanish_has_changed_since_is_not_taken(
    words: Catalogues, tmp_path: Path
) -> None:
    path, rows = exported(words, tmp_path)
    row(rows, BOOKED).update(quz=DRAFT, revisado="sí")
    row(rows, GO_TEXT)["revisado"] = "sí"
    edit(
        words.service / "es.toml", "Su visita del {visit_on} está", "La visita del {visit_on} está"
    )
    was = now(words, BOOKED)

    report = sent_back(words, path, rows)

    assert [(line.key, fault.name) for line, fault in report.faults] == [
        (BOOKED, "spanish_changed")
    ]
    assert "La visita del {visit_on} está reservada." in "\n".join(report.lines())
    assert now(words, BOOKED) == was and not was.reviewed
    assert now(words, GO_TEXT).reviewed


def test_of_two_speakers_the_second_does_not_undo_the_first(
    words: Catalogues, tmp_path: Path
) -> None:
    one, first = exported(words, tmp_path)
    two, second = exported(words, tmp_path)
    row(first, BOOKED).update(quz=DRAFT, revisado="sí")
    row(second, BOOKED)["quz"] = "Visitaykiqa kanñan: {visit_on}."
    row(second, GO_TEXT)["revisado"] = "sí"
    sent_back(words, one, first)

    report = sent_back(words, two, second)

    assert [(line.key, fault.name) for line, fault in report.faults] == [(BOOKED, "meanwhile")]
    assert (now(words, BOOKED).draft, now(words, BOOKED).reviewed) == (DRAFT, True)
    assert now(words, GO_TEXT).reviewed


FAULTY = {
    "marks": (BOOKED, "Visitaykiqa qillqasqañan."),
    "braces": (BOOKED, "Visitaykiqa qillqasqañan: {visit_on."),
    "empty": (BOOKED, "  "),
    "control": (BOOKED, "Visitaykiqa\nqillqasqañan: {visit_on}."),
    "unspoken": (BOOKED, "Cárcel visitaykiqa qillqasqañan: {visit_on}."),
    "message": (GO_TEXT, "Encuentro: tukuy kashanraqmí."),
    "beginning": (GO_TEXT, "Tukuy kashanraqmi."),
    "telling": ("neutral.change", "Visitayki cambiakun."),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_line_is_told_and_the_others_count(
    words: Catalogues, tmp_path: Path, fault: str
) -> None:
    key, draft = FAULTY[fault]
    path, rows = exported(words, tmp_path)
    row(rows, key).update(quz=draft, revisado="sí")
    row(rows, "kind.digest")["revisado"] = "sí"
    was = now(words, key)

    report = sent_back(words, path, rows)

    assert [(line.key, found.name) for line, found in report.faults] == [(key, fault)]
    assert "{" not in next(report.lines()).replace("{visit_on}", "")
    assert now(words, key) == was
    assert now(words, "kind.digest").reviewed


@pytest.mark.parametrize(
    "words_of_that_place",
    ["wisq'ay wasi", "wisq'ana wasipi", "karsilpi", "presokuna", "internokuna"],
)
def test_quechua_words_for_that_place_are_refused_and_plain_closing_is_not(
    words: Catalogues, tmp_path: Path, words_of_that_place: str
) -> None:
    path, rows = exported(words, tmp_path)
    row(rows, BOOKED)["quz"] = f"Qhaway {words_of_that_place}: {{visit_on}}."
    row(rows, "notice.sign_in_reused")["quz"] = "Sesionniykita wisq'ayku. Wasiykimanta haykuy."

    report = sent_back(words, path, rows)

    assert [(line.key, fault.name) for line, fault in report.faults] == [(BOOKED, "unspoken")]
    assert report.words == 1


def test_a_text_message_of_more_than_one_part_is_refused(words: Catalogues, tmp_path: Path) -> None:
    path, rows = exported(words, tmp_path)
    for key, signs in ((GO_TEXT, 151), ("sms.news", 150)):
        row(rows, key)["quz"] = "Encuentro: ".ljust(signs, "a")

    report = sent_back(words, path, rows)

    assert [(line.key, fault.name) for line, fault in report.faults] == [(GO_TEXT, "message")]


def test_lines_that_nobody_knows_come_twice_or_answer_neither_yes_nor_no_are_told(
    words: Catalogues, tmp_path: Path
) -> None:
    path, rows = exported(words, tmp_path)
    first, second, third, fourth = (dict(row(rows, BOOKED)) for _ in range(4))
    first["clave"] = "notice.never_heard_of"
    third["revisado"] = "sí"
    unclear = {**row(rows, GO_TEXT), "revisado": "quizás"}
    bare = {**row(rows, "sms.news"), "huella": ""}
    before = contents(words)

    report = sent_back(words, path, [first, second, third, fourth, unclear, bare])

    assert [fault.name for _, fault in report.faults] == [
        *("unknown", "twice", "twice", "reviewed", "fingerprint")
    ]
    assert [line.number for line, _ in report.faults] == [2, 4, 5, 6, 7]
    assert contents(words) == before


def test_what_is_declared_missing_is_exported_empty_and_is_said_once_it_comes_back(
    words: Catalogues, tmp_path: Path
) -> None:
    edit(
        words.service / "quz.toml", "[missing]\n", '[missing]\nkind = ["digest", "rule_changed"]\n'
    )
    for key in ("digest", "rule_changed"):
        line = next(
            each
            for each in (words.service / "quz.toml").read_text().split("[kind]")[1].splitlines()
            if each.startswith(f"{key} = ")
        )
        edit(words.service / "quz.toml", f"{line}\n", "")
    path, rows = exported(words, tmp_path)
    assert row(rows, "kind.digest")["quz"] == ""
    row(rows, "kind.digest").update(quz="Musuq willakuy", revisado="sí")

    report = sent_back(words, path, rows)

    tree = tomllib.loads((words.service / "quz.toml").read_text())
    assert report.faults == []
    assert tree["missing"] == {"kind": ["rule_changed"], "consent": ["represent"]}
    assert tree["kind"]["digest"] == "Musuq willakuy"
    assert now(words, "kind.digest").reviewed


def test_the_phones_sentences_lose_their_flag_and_get_it_back(
    words: Catalogues, tmp_path: Path
) -> None:
    assert words.phone is not None
    file = words.phone / "quz.po"
    before = file.read_text()
    path, rows = exported(words, tmp_path)
    mine = next(each for each in rows if each["español"] == "¿A quién quiere visitar?")
    mine.update(quz='¿"Pitan" watukuyta munanki?', revisado="sí")

    report = sent_back(words, path, rows)

    assert (report.words, report.passed, report.faults) == (1, 1, [])
    changed = '#, fuzzy\nmsgid "¿A quién quiere visitar?"\nmsgstr "¿Pitan watukuyta munanki?"'
    assert changed in before
    assert file.read_text() == before.replace(
        changed,
        'msgid "¿A quién quiere visitar?"\nmsgstr "¿\\"Pitan\\" watukuyta munanki?"',
    )

    path, rows = exported(words, tmp_path)
    row(rows, mine["clave"]).update(quz="¿Pitan watukuyta munanki?", revisado="no")
    sent_back(words, path, rows)
    assert file.read_text() == before


def test_a_plural_keeps_its_names_and_its_other(words: Catalogues, tmp_path: Path) -> None:
    path, rows = exported(words, tmp_path)
    plurals = [each for each in rows if ", plural," in each["español"]]
    name = plurals[0]["español"].split("{")[1].split(",")[0]
    plurals[0]["quz"] = f"{{{name}, plural, one {{#}}}}"
    plurals[1]["quz"] = "huk"
    plurals[2]["quz"] += "{"

    report = sent_back(words, path, rows)

    assert [fault.name for _, fault in report.faults] == ["braces", "marks", "braces"]


@pytest.mark.parametrize("language", ["quz", "ay"])
def test_every_sentence_of_this_checkout_is_one_a_speaker_can_pass(language: str) -> None:
    for each in here().read(language):
        assert each.spanish
        assert not each.draft or not list(faults(each, each.draft)), each.key
