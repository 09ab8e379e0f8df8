"""What changes work; one module a subject."""

from backend.work.commands.correcting import answer_work, correct_work, settle_conflict
from backend.work.commands.enrolling import end_enrolment, enrol, withdraw_work_consent
from backend.work.commands.months import answer_month, present_month, return_month, review_month
from backend.work.commands.recording import LARGEST_BATCH, record_work
from backend.work.commands.sheets import SheetLine, enter_sheet
from backend.work.commands.workshops import (
    add_agreement,
    add_price,
    add_workshop,
    authorise_day,
    end_workshop,
)
from backend.work.rules import (
    Absence,
    Basis,
    EndReason,
    Flag,
    Incident,
    Kept,
    Modality,
    NewRecord,
    NotCounted,
    Outcome,
    Piece,
    Reason,
    ReturnReason,
    Sign,
    WorkPlace,
)

__all__ = [
    "LARGEST_BATCH",
    "Absence",
    "Basis",
    "EndReason",
    "Flag",
    "Incident",
    "Kept",
    "Modality",
    "NewRecord",
    "NotCounted",
    "Outcome",
    "Piece",
    "Reason",
    "ReturnReason",
    "SheetLine",
    "Sign",
    "WorkPlace",
    "add_agreement",
    "add_price",
    "add_workshop",
    "answer_month",
    "answer_work",
    "authorise_day",
    "correct_work",
    "end_enrolment",
    "end_workshop",
    "enrol",
    "enter_sheet",
    "present_month",
    "record_work",
    "return_month",
    "review_month",
    "settle_conflict",
    "withdraw_work_consent",
]
