"""What a notice says: from kind and facts to one sentence in the reader's language."""

from collections.abc import Mapping
from datetime import date

from backend.core.text import say


def sentence(kind: str, facts: Mapping[str, object], language: str) -> str:
    """The words of a notice. Days (`…_on`, ISO text) are written as they are read in Peru: 20/10/2025."""
    spoken = {
        name: f"{date.fromisoformat(str(value)):%d/%m/%Y}" if name.endswith("_on") else value
        for name, value in facts.items()
    }
    return say(f"notice.{kind}", language, spoken)
