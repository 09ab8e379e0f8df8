"""What the matrix of all root fields asks of calendars."""

from typing import Any


def arguments() -> dict[str, dict[str, Any]]:
    """Nobody says whose calendar it is: it is one's own."""
    return {"myCalendar": {}, "renewCalendar": {}, "endCalendar": {}}
