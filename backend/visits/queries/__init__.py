"""What is read of visits."""

from backend.visits.queries.advice import visit_advice
from backend.visits.queries.availability import (
    Offer,
    PlacesLeft,
    Request,
    availability,
    request,
)
from backend.visits.queries.bookings import (
    DAY,
    NEXT,
    VISITS,
    day_bookings,
    my_visits,
    next_visits,
    visit,
    visit_by_reference,
)
from backend.visits.queries.facts import amounts
from backend.visits.queries.rulebook import all_rules, current_stamp, rulebook
from backend.visits.queries.timetable import CLOSED, TIMETABLE, closed_days, slot_hours, timetable
from backend.visits.queries.yielding import Effect, Yielding, in_the_way

__all__ = [
    "CLOSED",
    "DAY",
    "NEXT",
    "TIMETABLE",
    "VISITS",
    "Effect",
    "Offer",
    "PlacesLeft",
    "Request",
    "Yielding",
    "all_rules",
    "amounts",
    "availability",
    "closed_days",
    "current_stamp",
    "day_bookings",
    "in_the_way",
    "my_visits",
    "next_visits",
    "request",
    "rulebook",
    "slot_hours",
    "timetable",
    "visit",
    "visit_advice",
    "visit_by_reference",
]
