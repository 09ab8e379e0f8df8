"""The closed lists a rule may speak of."""

from enum import StrEnum


class Kind(StrEnum):
    """What a rule is about; each has its own effect in `effects.py`."""

    VISITS_PER_PERIOD = "visits_per_period"
    VISITORS_PER_VISIT = "visitors_per_visit"
    DURATION = "duration"
    PLACE = "place"
    WEEKDAY_BY_SEX = "weekday_by_sex"
    KINSHIP = "kinship"
    DOCUMENTS = "documents"
    MINORS_PER_ADULT = "minors_per_adult"
    MINOR_DAYS = "minor_days"
    SUSPENSION = "suspension"
    INMATE_SANCTION = "inmate_sanction"
    VISITOR_SANCTION = "visitor_sanction"
    BOOKING_WINDOW = "booking_window"


class VisitType(StrEnum):
    """Why somebody comes. A rule must name the types it touches: none is meant by silence."""

    ORDINARY = "ordinary"
    CHILDREN = "children"
    EXTRAORDINARY = "extraordinary"
    INTIMATE = "intimate"
    VIRTUAL = "virtual"
    LAWYER = "lawyer"
    OFFICIAL = "official"
    CONSULAR = "consular"
    RELIGIOUS = "religious"


PROTECTED_TYPES = frozenset({VisitType.LAWYER, VisitType.OFFICIAL, VisitType.CONSULAR})
"""What no sanction stops: the interview with counsel may not be suspended (Code, TUO art. 45)."""


YIELDING_TYPES = (VisitType.ORDINARY, VisitType.CHILDREN)
"""What an event may take the place of: the visits of everybody's days. Those granted to one person (extraordinary,
intimate, by video, religious) stay, and so does what is protected: that an activity needs everybody stops an
interview with counsel only where it was programmed in advance (Regulation art. 17), which is decided apart."""


class Place(StrEnum):
    """Where the visit happens. `BOOTH` is the locutorio; `DIRECT` a yard, room or pavilion."""

    BOOTH = "booth"
    DIRECT = "direct"
    PRIVATE_ROOM = "private_room"
    LAWYERS_ROOM = "lawyers_room"
    VIDEO_ROOM = "video_room"


class Counting(StrEnum):
    """Which visits a quota counts."""

    VISITS = "visits"
    VISITS_WITH_MINORS = "visits_with_minors"


class Confidence(StrEnum):
    """How well a rule is founded: a source says so; somebody decided (an establishment, or a
    reading where the source is silent); or it is an example value to be replaced."""

    SOURCED = "sourced"
    DECIDED = "decided"
    EXAMPLE = "example"


SEXES = ("F", "M")
ADULT_AGE = 18
"""Years. Regulation art. 25 speaks of minors under 18."""
