"""The phone's catalogues, `mobile/src/l10n/words/**.po`: a sentence that awaits a speaker carries the flag "fuzzy"."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from backend.wording.rules import EARNINGS, EVENTS, OFFICE, PHONE, Sentence

_FOLDERS = {PHONE: "", EARNINGS: "earnings", EVENTS: "events", OFFICE: "staff"}
_QUOTED = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'


def read(folder: Path, language: str) -> list[Sentence]:
    """Every sentence of the screens, in the catalogues' order."""
    return [each for where in _FOLDERS for each in _read(folder, where, language)]


def rewritten(
    folder: Path, where: str, language: str, changes: Mapping[str, tuple[str, bool]]
) -> dict[Path, str]:
    """The file as it is after `changes`, by key."""
    path = _path(folder, where, language)
    blocks = re.split(r"(\n\n+)", path.read_text(encoding="utf-8"))
    for index, block in enumerate(blocks):
        change = changes.get(_key(_text(block, "msgid")))
        if change and not block.startswith("#~"):
            blocks[index] = _flagged(_said(block, change[0]), fuzzy=not change[1])
    return {path: "".join(blocks)}


def _read(folder: Path, where: str, language: str) -> Iterator[Sentence]:
    english = {
        _text(block, "msgid"): _text(block, "msgstr") for block in _blocks(folder, where, "en")
    }
    for block in _blocks(folder, where, language):
        spanish, draft = _text(block, "msgid"), _text(block, "msgstr")
        yield Sentence(
            where=where,
            key=_key(spanish),
            spanish=spanish,
            english=english.get(spanish, ""),
            draft=draft,
            reviewed=bool(draft) and not re.search(r"(?m)^#,.*\bfuzzy\b", block),
        )


def _blocks(folder: Path, where: str, language: str) -> list[str]:
    text = _path(folder, where, language).read_text(encoding="utf-8")
    return [
        block
        for block in re.split(r"\n\n+", text)
        if _text(block, "msgid") and not block.startswith("#~")
    ]


def _path(folder: Path, where: str, language: str) -> Path:
    return folder / _FOLDERS[where] / f"{language}.po"


def _key(spanish: str) -> str:
    """A sentence of the screens has no other name than its Spanish words."""
    return f"p{hashlib.sha256(spanish.encode()).hexdigest()[:12]}"


def _text(block: str, name: str) -> str:
    found = re.search(rf"(?m)^{name} {_QUOTED}", block + "\n")
    return "".join(json.loads(line) for line in found[1].split("\n") if line) if found else ""


def _said(block: str, draft: str) -> str:
    line = f"msgstr {json.dumps(draft, ensure_ascii=False)}"
    return re.sub(rf"(?m)^msgstr {_QUOTED}", lambda _: line + "\n", block + "\n").rstrip("\n")


def _flagged(block: str, *, fuzzy: bool) -> str:
    lines = block.split("\n")
    flags = [
        flag.strip() for line in lines if line.startswith("#,") for flag in line[2:].split(",")
    ]
    kept = [flag for flag in flags if flag and flag != "fuzzy"]
    said = [line for line in lines if not line.startswith("#,")]
    first = next(index for index, line in enumerate(said) if line.startswith("msgid"))
    wanted = (["fuzzy"] if fuzzy else []) + kept
    return "\n".join(
        [*said[:first], *([f"#, {', '.join(wanted)}"] if wanted else []), *said[first:]]
    )
