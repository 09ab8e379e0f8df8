"""What a draft must keep to, and what becomes of a line that a speaker sends back. Pure."""

import hashlib
import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from backend.notifications.rules.segments import segments

SERVICE, PHONE, EARNINGS, EVENTS, OFFICE = "service", "phone", "earnings", "events", "office"
MESSAGE_SIGNS = 150
"""So many of the 160 of one segment: a code may be longer than its name."""

_CODE = "99999999"
_BEGINNING = "Encuentro: "
_CODES = frozenset({"sms.sign_in_code", "sms.erase_code"})
UNSPOKEN = re.compile(
    r"\b(penal\w*|c[aá]rcel\w*|k[aá]rsil\w*|karsel\w*|prisi[oó]n\w*|pres[oa](s|kuna\w*|naka\w*)?|presu\w*|prisu\w*|"
    r"reo(s|kuna\w*|naka\w*)?|intern[oa](?!cional)\w*|prisons?|prisoners?|jails?|inmates?|inpe|"
    r"wi(s|ch)q'?a(y|na|sqa) wasi\w*|muchu(y|na|china) wasi\w*|mutu[yñ]\w* uta\w*|jist'ant\w* uta\w*)\b",
    re.IGNORECASE,
)
"""What a neighbour who looks over a shoulder shall not read, in four languages."""

TELLING = re.compile(r"(visit\w*|watuku\w*|tump\w*|famil\w*|ayllu\w*|soles|s/|\d+)", re.IGNORECASE)
"""What a locked screen shall not say besides: whom, what for, how much, when."""

_TURNED = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " "})
"""What spreadsheets turn by themselves; the apostrophe is a letter in Quechua and Aymara."""

_MARKS = re.compile(r"((?:one|other|=\d+) )?(\{\w+(?=[,}])|</?\d+/?>)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as the catalogues have it: `draft` in the language at hand, empty where it is not said yet."""

    where: str
    key: str
    spanish: str
    english: str
    draft: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file as it came back. `reviewed`: None for an answer that is neither yes nor no."""

    number: int
    where: str
    key: str
    spanish: str
    draft: str
    reviewed: bool | None
    note: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a line is not taken; `review.toml` has the sentence."""

    name: str
    facts: dict[str, str] = field(default_factory=dict)


def plain(words: str) -> str:
    """One form of every letter and straight apostrophes, as spreadsheets do not keep them by themselves."""
    one = unicodedata.normalize("NFC", words.translate(_TURNED)).replace("\r\n", "\n")
    return one.strip(" ")


def fingerprint(spanish: str, draft: str, reviewed: bool = True) -> str:
    """Short, and never a number to a spreadsheet. Other words, or another mark, have another one."""
    whole = "\0".join((plain(spanish), plain(draft), str(reviewed)))
    return f"v{hashlib.sha256(whole.encode()).hexdigest()[:16]}"


def marks(sentence: Sentence) -> list[str]:
    """The names and tags that stay as they are in Spanish."""
    return sorted(_marks(sentence.where, sentence.spanish))


def judge(line: Line, now: Sentence | None) -> Fault | bool:
    """Whether the line brings something (True), nothing (False), or a fault."""
    if now is None:
        return Fault("unknown")
    if not line.fingerprint:
        return Fault("fingerprint")
    if line.reviewed is None:
        return Fault("reviewed")
    sent = fingerprint(line.spanish, line.draft, line.reviewed)
    current = fingerprint(now.spanish, now.draft, now.reviewed)
    if sent in (line.fingerprint, current):
        return False
    if line.spanish != plain(now.spanish):
        return Fault("spanish_changed", {"spanish": now.spanish})
    if line.fingerprint != current:
        return Fault("meanwhile", {"draft": now.draft})
    return next(faults(now, line.draft), True)


def faults(now: Sentence, draft: str) -> Iterator[Fault]:
    """Everything that is wrong with a draft."""
    if not draft:
        yield Fault("empty")
        return
    if any(ord(sign) < 32 and not (sign == "\n" and "\n" in now.spanish) for sign in draft):
        yield Fault("control")
    yield from _misread(now, draft)
    if found := UNSPOKEN.search(draft):
        yield Fault("unspoken", {"word": found[0]})
    section = now.key.partition(".")[0] if now.where == SERVICE else ""
    if section == "sms":
        yield from _unsendable(now.key, draft)
    if section in ("sms", "neutral") and (found := TELLING.search(draft)):
        yield Fault("telling", {"word": found[0]})


def _misread(now: Sentence, draft: str) -> Iterator[Fault]:
    try:
        same = _marks(now.where, draft) == _marks(now.where, now.spanish)
    except ValueError:
        yield Fault("braces")
        return
    if not same:
        yield Fault("marks", {"marks": " ".join(marks(now)) or "—"})


def _unsendable(key: str, draft: str) -> Iterator[Fault]:
    filled = re.sub(r"\{\w+\}", _CODE, draft)
    if len(filled) > MESSAGE_SIGNS or segments(filled.ljust(MESSAGE_SIGNS)) > 1:
        yield Fault("message")
    if key not in _CODES and not draft.startswith(_BEGINNING):
        yield Fault("beginning", {"beginning": _BEGINNING.strip()})


def _marks(where: str, words: str) -> set[str]:
    """Raises ValueError for words that nobody could fill."""
    if where == SERVICE:
        return set(_names(words))
    depth = 0
    for sign in words:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            raise ValueError(words)
    if depth or len(re.findall(r", plural,", words)) > len(re.findall(r"other \{", words)):
        raise ValueError(words)
    return {mark for of_a_number, mark in _MARKS.findall(words) if not of_a_number}


def _names(words: str) -> Iterator[str]:
    for _, name, shape, conversion in string.Formatter().parse(words):
        if shape or conversion or name == "":
            raise ValueError(words)
        if name is not None:
            yield f"{{{name}}}"
