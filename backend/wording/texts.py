"""The service's own catalogues, `core/texts/*.toml`: read, and rewritten line by line so that comments stay."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.wording.rules import SERVICE, Sentence, fingerprint

Change = tuple[str, bool]
"""New words, and whether a speaker has passed them."""

_OURS = ("missing", "consent")
"""A lawyer approves what is consented to, and other words are another version: not by this file."""

_FIXED = frozenset({"neutral.title"})


def read(folder: Path, language: str) -> list[Sentence]:
    """Every sentence of the service that may be put into words by a speaker, in the order of the Spanish ones."""
    spanish, english, drafts = (_flat(_tree(folder, each)) for each in ("es", "en", language))
    passed = _passed(folder).get(language, {})
    return [
        Sentence(
            where=SERVICE,
            key=key,
            spanish=words,
            english=english.get(key, ""),
            draft=(draft := drafts.get(key, "")),
            reviewed=passed.get(key) == fingerprint(words, draft),
        )
        for key, words in spanish.items()
        if key not in _FIXED
    ]


def rewritten(folder: Path, language: str, changes: Mapping[str, Change]) -> dict[Path, str]:
    """The files as they are after `changes`, by key. Raises ValueError rather than lose a sentence."""
    path = folder / f"{language}.toml"
    text = path.read_text(encoding="utf-8")
    wanted = _flat(tomllib.loads(text)) | {key: draft for key, (draft, _) in changes.items()}
    for key, (draft, _) in changes.items():
        section, _, name = key.partition(".")
        text = _replaced(text, section, name, draft)
    if _flat(tomllib.loads(text)) != wanted:
        raise ValueError(path)
    return {path: text, folder / "reviewed.toml": _marked(folder, language, wanted, changes)}


def _replaced(text: str, section: str, key: str, draft: str) -> str:
    said = f"{key} = {json.dumps(draft, ensure_ascii=False)}"
    parts = re.split(r"(?m)^(?=\[)", text)
    for index, part in enumerate(parts):
        if part.startswith(f"[{section}]"):
            new, found = re.subn(rf"(?m)^{re.escape(key)} = .*$", lambda _: said, part)
            parts[index] = new if found else _added(part, said)
            break
    else:
        parts.insert(1, f"[{section}]\n{said}\n\n")
    return "".join(_without(part, section, key) for part in parts)


def _added(part: str, said: str) -> str:
    """At the end of the section's sentences, before the comment of the next section."""
    lines = part.split("\n")
    last = max(
        index for index, line in enumerate(lines) if index == 0 or re.match(r"[\w\"-]+ = ", line)
    )
    return "\n".join([*lines[: last + 1], said, *lines[last + 1 :]])


def _without(part: str, section: str, key: str) -> str:
    """What was declared missing and is said now is missing no longer."""
    if not part.startswith("[missing]"):
        return part
    keys = tomllib.loads(part)["missing"].get(section, [])
    if key not in keys:
        return part
    left = [each for each in keys if each != key]
    line = f"{section} = {json.dumps(left)}\n" if left else ""
    return re.sub(rf"(?ms)^{re.escape(section)} = \[.*?\]\n", line, part)


def _marked(
    folder: Path, language: str, drafts: Mapping[str, str], changes: Mapping[str, Change]
) -> str:
    """The marks that still hold, and the new ones."""
    path = folder / "reviewed.toml"
    spanish = _flat(_tree(folder, "es"))
    passed = dict(_passed(folder))
    mine = dict(passed.get(language, {}))
    for key, (_, reviewed) in changes.items():
        mine.pop(key, None)
        if reviewed:
            mine[key] = fingerprint(spanish[key], drafts[key])
    passed[language] = {
        key: mark
        for key, mark in mine.items()
        if key in spanish and mark == fingerprint(spanish[key], drafts.get(key, ""))
    }
    head = [line for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("#")]
    lines = ["\n".join(head)]
    for each in sorted(passed):
        rows = [f'"{key}" = "{mark}"' for key, mark in sorted(passed[each].items())]
        lines.append("\n".join([f"[{each}]", *rows]))
    return "\n\n".join(lines) + "\n"


def _passed(folder: Path) -> dict[str, dict[str, str]]:
    return _tree(folder, "reviewed")


def _tree(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))


def _flat(tree: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"{section}.{key}": words
        for section, sentences in tree.items()
        if section not in _OURS
        for key, words in sentences.items()
    }
