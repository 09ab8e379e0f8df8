"""Words that what everybody may read must not hold: they say where somebody is, to whoever looks over a shoulder."""

import re

from backend.core.errors import Code, DomainError
from backend.programmes.rules.content import Content
from backend.programmes.rules.vocabulary import Audience

TELLS = "TELLS"
"""Why such words are refused: the key of the sentence that says so."""

FOR_EVERYBODY = frozenset({Audience.PUBLIC, Audience.ONLINE})
_TELLING = re.compile(
    r"\b(penal(es)?|penitenciari[oa]s?|c[aá]rcel(es)?|carcelari[oa]s?|k[aá]rsil\w*|karsel\w*|prisi[oó]n(es)?|"
    r"pres[oa]s?|presidiari[oa]s?|reos?|reclus[oa]s?|reclusi[oó]n|intern[oa]s?|"
    r"inpe|prisons?|prisoners?|jails?|inmates?|presu(kuna|naka)\w*|"
    r"wi(s|ch)q'?a(y|na|sqa) wasi\w*|muchu(y|na|china) wasi\w*|mutu[yñ]\w* uta\w*|jist'ant\w* uta\w*)\b",
    re.IGNORECASE,
)
_TURNED = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
"""What keyboards make of an apostrophe, which is a letter in Quechua and Aymara."""


def check_neutral(field: str, words: str) -> None:
    """Raise BAD_INPUT naming the field for words that everybody would read."""
    if _TELLING.search(words.translate(_TURNED)):
        raise DomainError(Code.BAD_INPUT, field=field, reason=TELLS)


def check_for_everybody(content: Content) -> None:
    """Raise BAD_INPUT with the path of a field of an event for everybody that says where people are."""
    if content.audience not in FOR_EVERYBODY:
        return
    check_neutral("title", content.title)
    check_neutral("summary", content.summary)
    for words in content.words:
        check_neutral("words.title", words.title)
        check_neutral("words.summary", words.summary)
    for work in content.works:
        check_neutral("works.title", work.title)
        check_neutral("works.author", work.author)
    for name in ("room", "name", "address"):
        check_neutral(f"venue.{name}", getattr(content.venue, name))
    for exception in content.dates.exceptions:
        check_neutral("dates.exceptions.why", exception.why)
