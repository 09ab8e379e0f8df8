"""Out to a speaker and back, `encuentro words export|import`: what is faulty stays as it was, and awaits review."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

from backend.wording import po, sheet, texts
from backend.wording.rules import SERVICE, Fault, Line, Sentence, judge

Changes = dict[tuple[str, str], tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Catalogues:
    """Where the words are. `phone`: None where the checkout has no phone."""

    service: Path
    phone: Path | None

    def read(self, language: str) -> list[Sentence]:
        """Every sentence that a speaker may review."""
        screens = po.read(self.phone, language) if self.phone else []
        return texts.read(self.service, language) + screens

    def rewritten(self, language: str, changes: Changes) -> dict[Path, str]:
        """Every file that `changes` touch, as it is after them."""
        files: dict[Path, str] = {}
        for place in {where for where, _ in changes}:
            mine = {key: change for (where, key), change in changes.items() if where == place}
            if place == SERVICE:
                files |= texts.rewritten(self.service, language, mine)
            elif self.phone:
                files |= po.rewritten(self.phone, place, language, mine)
        return files


@dataclass(slots=True)
class Report:
    """What became of a file: how many lines brought new words or a mark, and what was not taken."""

    language: str
    words: int = 0
    passed: int = 0
    unchanged: int = 0
    awaiting: int = 0
    faults: list[tuple[Line, Fault]] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The report, to be read by whoever sent the file."""
        for line, fault in self.faults:
            sentence = sheet.words("fault")[fault.name].format_map(fault.facts)
            yield f"{_place(line)}: {sentence}"
        for line in self.notes:
            yield f"{_place(line)}, note: {line.note}"
        yield (
            f"{self.language}: {self.words} sentences with new words, {self.passed} newly reviewed,"
            f" {self.unchanged} as they were, {len(self.faults)} not taken; {self.awaiting} await review."
        )


def _place(line: Line) -> str:
    return f"line {line.number}, {line.key}"


def here() -> Catalogues:
    """Those of this checkout."""
    backend = Path(__file__).parents[1]
    phone = backend.parent / "mobile" / "src" / "l10n" / "words"
    return Catalogues(backend / "core" / "texts", phone if phone.is_dir() else None)


def export_sheet(
    catalogues: Catalogues, language: str, path: Path, *, awaiting_only: bool = False
) -> str:
    """Write the file for a speaker of `language`; answers what is in it. Raises SheetError."""
    every = catalogues.read(language)
    awaiting = [each for each in every if not each.reviewed]
    chosen = awaiting if awaiting_only else every
    sheet.write(path, language, chosen)
    return f"{language}: {len(chosen)} sentences in {path}; {len(awaiting)} await review."


def import_sheet(catalogues: Catalogues, path: Path) -> Report:
    """Take what a speaker sends back: all good lines at once, and no faulty one. Raises SheetError."""
    language, lines = sheet.read(path)
    known = {(each.where, each.key): each for each in catalogues.read(language)}
    report = Report(language, notes=[line for line in lines if line.note])
    changes: Changes = {}
    seen: set[tuple[str, str]] = set()
    for line in lines:
        place = (line.where, line.key)
        found = Fault("twice") if place in seen else judge(line, known.get(place))
        seen.add(place)
        if isinstance(found, Fault):
            report.faults.append((line, found))
        elif found:
            changes[place] = (line.draft, bool(line.reviewed))
    _count(report, changes, known, len(lines))
    replace_all(catalogues.rewritten(language, changes))
    report.awaiting = sum(not each.reviewed for each in catalogues.read(language))
    return report


def _count(
    report: Report, changes: Changes, known: Mapping[tuple[str, str], Sentence], lines: int
) -> None:
    report.words = sum(draft != known[place].draft for place, (draft, _) in changes.items())
    report.passed = sum(reviewed for _, reviewed in changes.values())
    report.unchanged = lines - len(changes) - len(report.faults)


def replace_all(files: Mapping[Path, str]) -> None:
    """Each file whole or not at all. Marks go last: words without a mark only await review again."""
    ready = {}
    try:
        for path, text in files.items():
            with NamedTemporaryFile(
                "w", encoding="utf-8", newline="\n", dir=path.parent, delete=False
            ) as file:
                ready[path] = Path(file.name)
                file.write(text)
            ready[path].chmod(path.stat().st_mode)
        for path in sorted(ready, key=lambda each: each.name == "reviewed.toml"):
            os.replace(ready[path], path)
    finally:
        for left in ready.values():
            left.unlink(missing_ok=True)
