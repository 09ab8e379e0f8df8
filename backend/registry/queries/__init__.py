"""What is read of people, ties and places; one module a subject. Batches for loaders end in `_by_id`."""

from backend.registry.queries.office import (
    QUEUE,
    RESTRICTIONS,
    Candidate,
    RestrictionView,
    TieRequestView,
    restrictions,
    tie_queue,
)
from backend.registry.queries.people import (
    PEOPLE,
    VisitorView,
    inmates_by_id,
    my_people,
    my_visitor,
    told_establishments,
    visitors_by_id,
)
from backend.registry.queries.places import (
    ESTABLISHMENTS,
    establishment,
    establishments,
    establishments_by_id,
)
from backend.registry.queries.ties import TIES, confirmed_inmates, my_tie, my_ties

__all__ = [
    "ESTABLISHMENTS",
    "PEOPLE",
    "QUEUE",
    "RESTRICTIONS",
    "TIES",
    "Candidate",
    "RestrictionView",
    "TieRequestView",
    "VisitorView",
    "confirmed_inmates",
    "establishment",
    "establishments",
    "establishments_by_id",
    "inmates_by_id",
    "my_people",
    "my_tie",
    "my_ties",
    "my_visitor",
    "restrictions",
    "tie_queue",
    "told_establishments",
    "visitors_by_id",
]
