"""May this party visit this inmate in this slot? Dated rules as data, decided purely."""

from backend.visits.rules.decision import Decision, decide
from backend.visits.rules.question import (
    AskedSlot,
    PartyMember,
    Sanction,
    TakenVisit,
    Visited,
    VisitQuestion,
)
from backend.visits.rules.reasons import (
    PublicReason,
    Reason,
    ReasonCode,
    public_reason,
    public_reasons,
)
from backend.visits.rules.rule import VisitRule
from backend.visits.rules.rulebook import Rulebook
from backend.visits.rules.scope import Site
from backend.visits.rules.seedbook import rule_rows, rules_from_toml
from backend.visits.rules.timetable import Closure, Occurrence, Session, occurrences
from backend.visits.rules.timetable_seed import timetable_rows
from backend.visits.rules.vocabulary import YIELDING_TYPES, Kind, Place, VisitType

__all__ = [
    "YIELDING_TYPES",
    "AskedSlot",
    "Closure",
    "Decision",
    "Kind",
    "Occurrence",
    "PartyMember",
    "Place",
    "PublicReason",
    "Reason",
    "ReasonCode",
    "Rulebook",
    "Sanction",
    "Session",
    "Site",
    "TakenVisit",
    "VisitQuestion",
    "VisitRule",
    "VisitType",
    "Visited",
    "decide",
    "occurrences",
    "public_reason",
    "public_reasons",
    "rule_rows",
    "rules_from_toml",
    "timetable_rows",
]
