"""Decisions of work over plain values."""

from backend.work.rules.books import Books, Enrolled, PriceOfDay, Standing, Stay
from backend.work.rules.correcting import check_may_correct
from backend.work.rules.counting import COUNTED_A_DAY, TRAINING_MONTHS, UNCOUNTED_PLACES
from backend.work.rules.deciding import Verdict, decide
from backend.work.rules.records import Correction, NewRecord, Piece, as_json, digest, from_json
from backend.work.rules.vocabulary import (
    Absence,
    Basis,
    EndReason,
    Flag,
    Incident,
    Kept,
    Modality,
    NotCounted,
    Outcome,
    Reason,
    Refused,
    ReturnReason,
    Sign,
    WorkPlace,
)

__all__ = [
    "COUNTED_A_DAY",
    "TRAINING_MONTHS",
    "UNCOUNTED_PLACES",
    "Absence",
    "Basis",
    "Books",
    "Correction",
    "EndReason",
    "Enrolled",
    "Flag",
    "Incident",
    "Kept",
    "Modality",
    "NewRecord",
    "NotCounted",
    "Outcome",
    "Piece",
    "PriceOfDay",
    "Reason",
    "Refused",
    "ReturnReason",
    "Sign",
    "Standing",
    "Stay",
    "Verdict",
    "WorkPlace",
    "as_json",
    "check_may_correct",
    "decide",
    "digest",
    "from_json",
]
