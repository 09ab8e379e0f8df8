"""What changes people, ties, claim codes and restrictions; one module a subject."""

from backend.registry.commands.claims import issue_claim_code, redeem_claim_code, spoken_claim_code
from backend.registry.commands.restrictions import Bar, add_restriction, end_restriction
from backend.registry.commands.ties import LostTie, cut_tie, decide_tie, drop_tie, request_tie
from backend.registry.commands.visitors import (
    add_minor,
    add_visitor,
    correct_visitor,
    drop_visitor,
    represent_relative,
)
from backend.registry.custody import Change, apply_event
from backend.registry.rules.people import Correction
from backend.registry.rules.restrictions import RestrictionKind, RestrictionReason
from backend.registry.rules.ties import EndReason

__all__ = [
    "Bar",
    "Change",
    "Correction",
    "EndReason",
    "LostTie",
    "RestrictionKind",
    "RestrictionReason",
    "add_minor",
    "add_restriction",
    "add_visitor",
    "apply_event",
    "correct_visitor",
    "cut_tie",
    "decide_tie",
    "drop_tie",
    "drop_visitor",
    "end_restriction",
    "issue_claim_code",
    "redeem_claim_code",
    "represent_relative",
    "request_tie",
    "spoken_claim_code",
]
