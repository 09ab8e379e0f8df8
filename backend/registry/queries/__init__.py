"""What is read of people, ties and places; one module a subject. Batches for loaders end in `_by_id`."""

from backend.registry.queries.held import (
    EVENTS,
    FOUND,
    INMATE_TIES,
    PAVILIONS,
    FoundView,
    InmateTieView,
    custody_events,
    inmate,
    inmate_ties,
    inmates,
    pavilions,
)
from backend.registry.queries.kept import KeptPerson, kept_people
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
    "EVENTS",
    "FOUND",
    "INMATE_TIES",
    "PAVILIONS",
    "PEOPLE",
    "QUEUE",
    "RESTRICTIONS",
    "TIES",
    "Candidate",
    "FoundView",
    "InmateTieView",
    "KeptPerson",
    "RestrictionView",
    "TieRequestView",
    "VisitorView",
    "confirmed_inmates",
    "custody_events",
    "establishment",
    "establishments",
    "establishments_by_id",
    "inmate",
    "inmate_ties",
    "inmates",
    "inmates_by_id",
    "kept_people",
    "my_people",
    "my_tie",
    "my_ties",
    "my_visitor",
    "pavilions",
    "restrictions",
    "tie_queue",
    "told_establishments",
    "visitors_by_id",
]
