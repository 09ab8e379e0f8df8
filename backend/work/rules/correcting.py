"""Who may correct whose record, when, and with how much of a reason."""

from datetime import datetime
from uuid import UUID

from backend.core.clock import lima_day
from backend.work.rules.books import Standing
from backend.work.rules.records import SHORTEST_REASON
from backend.work.rules.vocabulary import Reason, Refused


def check_may_correct(
    record: Standing, by: UUID, *, is_chief: bool, reason: str, now: datetime
) -> None:
    """Raise Refused unless the author corrects on the same day (Lima's), or a chief who is not the author."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(Reason.REASON_TOO_SHORT, at_least=SHORTEST_REASON)
    if record.recorded_by == by:
        if lima_day(record.recorded_at) != lima_day(now):
            raise Refused(Reason.SECOND_PERSON)
    elif not is_chief:
        raise Refused(Reason.SECOND_PERSON)
