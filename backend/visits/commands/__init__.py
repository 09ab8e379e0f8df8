"""What changes visits; one module a subject."""

from backend.visits.commands.answering import answer_by_text, answer_visit
from backend.visits.commands.booking import HOLD, book_visit, cancel_visit, hold_slot, release_hold
from backend.visits.commands.closing import ClosureReason, close_days, reopen_days
from backend.visits.commands.custody import (
    end_restriction,
    record_custody_event,
    restrict_visits,
)
from backend.visits.commands.people import end_tie, remove_visitor, update_visitor, withdraw_tie
from backend.visits.commands.reconsidering import (
    Cause,
    lock_change,
    lock_offer,
    reconsider,
    reconsider_changes,
)
from backend.visits.commands.ruling import NewRule, RulesFail, add_visit_rule, adopt
from backend.visits.commands.timetable import (
    HORIZON,
    add_timetable_session,
    end_timetable_session,
)
from backend.visits.commands.yielding import follow_event, hold_offer

__all__ = [
    "HOLD",
    "HORIZON",
    "Cause",
    "ClosureReason",
    "NewRule",
    "RulesFail",
    "add_timetable_session",
    "add_visit_rule",
    "adopt",
    "answer_by_text",
    "answer_visit",
    "book_visit",
    "cancel_visit",
    "close_days",
    "end_restriction",
    "end_tie",
    "end_timetable_session",
    "follow_event",
    "hold_offer",
    "hold_slot",
    "lock_change",
    "lock_offer",
    "reconsider",
    "reconsider_changes",
    "record_custody_event",
    "release_hold",
    "remove_visitor",
    "reopen_days",
    "restrict_visits",
    "update_visitor",
    "withdraw_tie",
]
