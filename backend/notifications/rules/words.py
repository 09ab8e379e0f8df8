"""What a notice says: from kind and facts to one sentence in the reader's language."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from backend.core.text import say


def sentence(kind: str, facts: Mapping[str, object], language: str) -> str:
    """The words of a notice. Days (`…_on`, ISO text) are written as they are read in Peru: 20/10/2025.

    With `until_on`, `visit_on` is the first day of several. A `code` adds the words of why not.
    """
    spoken = {
        name: f"{date.fromisoformat(str(value)):%d/%m/%Y}" if name.endswith("_on") else value
        for name, value in facts.items()
    }
    if spoken.get("until_on", spoken.get("visit_on")) != spoken.get("visit_on"):
        spoken["visit_on"] = f"{spoken['visit_on']} – {spoken['until_on']}"
    words = say(f"notice.{kind}", language, spoken)
    code = facts.get("code")
    return words if code is None else f"{words} {say(f'problem.{code}', language)}"


def told(kind: str, facts: Mapping[str, object], language: str, *, withdrawn: bool) -> str:
    """The words of a notice as the inbox shows them: one that was withdrawn says so itself, and a
    digest how much there is in it."""
    words = sentence(kind, facts, language)
    if kind == "digest":
        words = say("inbox.digest", language, {"words": words, "count": facts["count"]})
    return say("inbox.withdrawn", language, {"words": words}) if withdrawn else words


def why(kind: str, language: str, *, for_other: bool) -> str:
    """Why somebody was told. `for_other`: because they help somebody."""
    return say("why.helping" if for_other else f"why.{kind}", language)


def booking_of(facts: Mapping[str, object]) -> UUID | None:
    """The booking a notice is about, if it is about one."""
    return _subject(facts, "booking_id")


def occurrence_of(facts: Mapping[str, object]) -> UUID | None:
    """The date of an event a notice is about, if it is about one."""
    return _subject(facts, "occurrence_id")


def _subject(facts: Mapping[str, object], name: str) -> UUID | None:
    found = facts.get(name)
    return None if found is None else UUID(str(found))
