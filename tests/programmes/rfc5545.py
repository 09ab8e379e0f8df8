"""What RFC 5545 asks of a calendar, line by line and read by nothing but this file."""

import re
from collections.abc import Iterator
from datetime import datetime

LONGEST = 75
"""Octets of a line, without its end (section 3.1)."""

_LINE = re.compile(
    r'^[A-Za-z0-9-]+(;[A-Za-z0-9-]+=("[^"]*"|[^";:,]*)(,("[^"]*"|[^";:,]*))*)*:.*$', re.DOTALL
)
_TEXT = re.compile(r"^([^\\,;]|\\[\\,;nN])*$")
_UTC = re.compile(r"^\d{8}T\d{6}Z$")
_LOCAL = re.compile(r"^\d{8}T\d{6}$")
_STATUS = {"TENTATIVE", "CONFIRMED", "CANCELLED"}
_ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED", "DESCRIPTION",
         "LOCATION", "URL", "CLASS", "TRANSP")  # fmt: skip
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME")

Line = tuple[str, dict[str, str], str]


def faults(body: bytes) -> list[str]:
    """Everything that is wrong with a calendar."""
    found = list(_bytes(body))
    if found:
        return found
    text = body.decode().replace("\r\n ", "").replace("\r\n\t", "")
    raw = text.removesuffix("\r\n").split("\r\n")
    found = [f"not a content line: {line!r}" for line in raw if not _LINE.match(line)]
    return found or list(_calendar([_parsed(line) for line in raw]))


def _bytes(body: bytes) -> Iterator[str]:
    if not body.endswith(b"\r\n"):
        yield "the last line has no end"
    if re.search(rb"(?<!\r)\n|\r(?!\n)", body):
        yield "a line ends in something else than CRLF"
    for line in body.split(b"\r\n"):
        if len(line) > LONGEST:
            yield f"{len(line)} octets in a line"
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
            yield "a control character"
        try:
            line.decode()
        except UnicodeDecodeError:
            yield "a sign is cut in two by a fold"
    if b"\r\n\r\n" in body:
        yield "an empty line"


def _parsed(line: str) -> Line:
    head, _, value = line.partition(":")
    name, *parameters = head.split(";")
    return name.upper(), dict(each.split("=", 1) for each in parameters), value


def _calendar(lines: list[Line]) -> Iterator[str]:
    if lines[0] != ("BEGIN", {}, "VCALENDAR") or lines[-1] != ("END", {}, "VCALENDAR"):
        yield "not one VCALENDAR"
        return
    stack: list[tuple[str, list[Line]]] = []
    parts: list[tuple[str, list[Line]]] = []
    for line in lines:
        name, _, value = line
        if name == "BEGIN":
            stack.append((value, []))
        elif name == "END":
            if not stack or stack[-1][0] != value:
                yield f"END of {value} where it is not open"
                return
            parts.append(stack.pop())
        elif stack:
            stack[-1][1].append(line)
        else:
            yield "a line outside"
    whole = [each for kind, each in parts if kind == "VCALENDAR"]
    if len(whole) != 1 or stack:
        yield "not one VCALENDAR"
        return
    yield from _head(whole[0])
    zones = {_one(each, "TZID") for kind, each in parts if kind == "VTIMEZONE"}
    yield from _zones(parts)
    events = [each for kind, each in parts if kind == "VEVENT"]
    for event in events:
        yield from _event(event, zones)
    names = [_one(each, "UID") for each in events]
    if len(set(names)) != len(names):
        yield "one UID twice"


def _head(lines: list[Line]) -> Iterator[str]:
    for name, wanted in (("PRODID", None), ("VERSION", "2.0")):
        values = _all(lines, name)
        if len(values) != 1 or wanted not in (None, values[0]):
            yield f"{name} is not there once"
    yield from _escaped(lines)


def _zones(parts: list[tuple[str, list[Line]]]) -> Iterator[str]:
    kinds = [kind for kind, _ in parts]
    if "VTIMEZONE" in kinds and "STANDARD" not in kinds:
        yield "a time zone without its rule"
    for kind, lines in parts:
        if kind == "VTIMEZONE" and len(_all(lines, "TZID")) != 1:
            yield "a time zone without a name"
        if kind in ("STANDARD", "DAYLIGHT"):
            if not _LOCAL.match(_one(lines, "DTSTART")):
                yield "a time zone that begins in no local time"
            for name in ("TZOFFSETFROM", "TZOFFSETTO"):
                if not re.match(r"^[+-]\d{4}$", _one(lines, name)):
                    yield f"{name} is missing"


def _event(lines: list[Line], zones: set[str]) -> Iterator[str]:
    for name in _ONCE:
        if len(_all(lines, name)) > 1:
            yield f"{name} twice"
    for name in ("UID", "DTSTAMP", "DTSTART"):
        if not _one(lines, name):
            yield f"no {name}"
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        if _one(lines, name) and not _UTC.match(_one(lines, name)):
            yield f"{name} is not in UTC"
    for name, parameters, value in lines:
        if name in ("DTSTART", "DTEND") and (
            parameters.get("TZID") not in zones or not _LOCAL.match(value)
        ):
            yield f"{name} is in no time zone of this calendar"
    yield from _escaped(lines)
    if _one(lines, "STATUS") not in _STATUS:
        yield "STATUS is none"
    if not re.match(r"^\d+$", _one(lines, "SEQUENCE")):
        yield "SEQUENCE is no number"
    hours = [_one(lines, name) for name in ("DTSTART", "DTEND")]
    if all(_LOCAL.match(each) for each in hours):
        starts, ends = (datetime.strptime(each, "%Y%m%dT%H%M%S") for each in hours)  # noqa: DTZ007
        if starts >= ends:
            yield "it ends before it begins"


def _escaped(lines: list[Line]) -> Iterator[str]:
    for name, _, value in lines:
        if name in _TEXTS and not _TEXT.match(value):
            yield f"{name} has a sign that is not escaped"


def _all(lines: list[Line], wanted: str) -> list[str]:
    return [value for name, _, value in lines if name == wanted]


def _one(lines: list[Line], wanted: str) -> str:
    return next(iter(_all(lines, wanted)), "")
