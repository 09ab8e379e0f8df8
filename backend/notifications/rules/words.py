"""What a notice says: from kind and facts to one sentence in the reader's language."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from backend.core.text import say


def sentence(kind: str, facts: Mapping[str, object], language: str) -> str:
    """The words of a notice. Days (`…_on`, ISO text) are written as they are read in Peru: 20/10/2025."""
    spoken = {
        name: f"{date.fromisoformat(str(value)):%d/%m/%Y}" if name.endswith("_on") else value
        for name, value in facts.items()
    }
    return say(f"notice.{kind}", language, spoken)


def booking_of(facts: Mapping[str, object]) -> UUID | None:
    """The booking a notice is about, if it is about one."""
    booking_id = facts.get("booking_id")
    return None if booking_id is None else UUID(str(booking_id))
