"""Pictures of events: which may be sent, what has to be said of one, and under which addresses it is served."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from backend.core.errors import Code, DomainError
from backend.core.text import DEFAULT_LANGUAGE, LANGUAGES
from backend.programmes.rules.checking import LINE, TITLE, check_text

WIDTHS = (320, 720, 1280)
"""Pixels across of what is served: those that are no wider than what was sent."""

FORMATS = {"webp": "image/webp", "jpg": "image/jpeg"}

LARGEST_SENT = 12_000_000
"""Bytes of a picture that may be sent."""

LARGEST_FILE = 614_400
"""Bytes of one that is served."""

MOST_PIXELS = 40_000_000
"""Of what was sent, told by its first bytes before anything is unpacked."""

_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_OTHERS = re.compile(rb"<html|<script|<!doctype|<\?php|%PDF-", re.IGNORECASE)
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 22
"""Bytes from the mark to the end of a zip archive without a comment."""

_NAME = re.compile(r"([0-9a-f]{64})-(\d{3,4})\.(webp|jpg)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What whoever sends a picture says of it. `alt`: what it shows, by language."""

    alt: Mapping[str, str]
    recognisable: bool
    people_agreed: bool
    consent_act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One of the files that are served."""

    width: int
    height: int
    format: str
    bytes: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture written anew, without anything but its pixels. Width and height are of what was sent, upright."""

    width: int
    height: int
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPoster:
    """A poster as readers are told of it."""

    digest: str
    alt: Mapping[str, str]
    width: int
    height: int

    @property
    def address(self) -> str:
        """Below the service's own; `-<width>.webp` or `-<width>.jpg` comes behind it."""
        return f"/poster/{self.digest}"

    @property
    def widths(self) -> tuple[int, ...]:
        """Those of its files, the smallest first."""
        return served_widths(self.width)

    def alt_in(self, language: str) -> str:
        """What it shows, in a language or in Spanish."""
        return self.alt.get(language, self.alt[DEFAULT_LANGUAGE])

    def height_at(self, width: int) -> int:
        """Of the file that is so wide."""
        return height_at(self.width, self.height, width)


def served_widths(width: int) -> tuple[int, ...]:
    """Of the files of a picture that is so wide: none is blown up."""
    return tuple(each for each in WIDTHS if each <= width)


def height_at(width: int, height: int, wanted: int) -> int:
    """How high a picture becomes that is made `wanted` pixels wide."""
    return max(1, round(height * wanted / width))


def check_said(said: Said) -> None:
    """Raise ALT_NEEDED, CONSENT_ACT_NEEDED, or BAD_INPUT for words that nobody types."""
    if not said.alt.get(DEFAULT_LANGUAGE, "").strip():
        raise DomainError(Code.ALT_NEEDED)
    for language, words in said.alt.items():
        if language not in LANGUAGES or not words.strip():
            raise DomainError(Code.BAD_INPUT, field="alt")
        check_text("alt", words, LINE)
    check_text("consentAct", said.consent_act, TITLE)
    if said.recognisable and not (said.people_agreed and said.consent_act.strip()):
        raise DomainError(Code.CONSENT_ACT_NEEDED)


def check_bytes(body: bytes) -> None:
    """Raise PICTURE_TOO_LARGE, or PICTURE_NOT_READ for what begins as no picture or is something else besides one."""
    if len(body) > LARGEST_SENT:
        raise DomainError(Code.PICTURE_TOO_LARGE)
    webp = body[:4] == b"RIFF" and body[8:12] == b"WEBP"
    if not (webp or body.startswith(_SIGNS)) or _OTHERS.search(body) or _is_archive(body):
        raise DomainError(Code.PICTURE_NOT_READ)


def parse_name(name: str) -> tuple[bytes, int, str] | None:
    """Digest, width and format of a file's name in its address; None for what is no such name."""
    found = _NAME.fullmatch(name)
    return (bytes.fromhex(found[1]), int(found[2]), found[3]) if found else None


def _is_archive(body: bytes) -> bool:
    """Whether the bytes are a zip archive too: one is read from its end."""
    at = body.rfind(_ZIP_END, max(0, len(body) - _ZIP_TAIL - 0xFFFF))
    if at < 0 or len(body) - at < _ZIP_TAIL:
        return False
    comment = int.from_bytes(body[at + _ZIP_TAIL - 2 : at + _ZIP_TAIL], "little")
    return at + _ZIP_TAIL + comment <= len(body)
