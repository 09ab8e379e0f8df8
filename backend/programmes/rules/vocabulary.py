"""Words of programmes, as they stand in the database and in requests."""

from enum import StrEnum


class EventKind(StrEnum):
    """What an event is (work-and-events facts, section 10 row 2)."""

    CONCERT = "concert"
    RECITAL = "recital"
    EXHIBITION = "exhibition"
    WORKSHOP = "workshop"
    THEATRE = "theatre"
    CONTEST = "contest"
    FAIR = "fair"
    SPORT = "sport"
    RELIGIOUS = "religious"
    FAMILY_DAY = "family_day"
    CLOSING = "closing"
    STREAM = "stream"


class Audience(StrEnum):
    """Who may come: the field that decides who learns of an event at all."""

    INSIDE = "inside"
    INVITED = "invited"
    ENROLLED_RELATIVES = "enrolled_relatives"
    PARTICIPANTS_RELATIVES = "participants_relatives"
    PUBLIC = "public"
    ONLINE = "online"
    OFFICIALS = "officials"


FOR_EVERYBODY = frozenset({Audience.PUBLIC, Audience.ONLINE})
"""Whoever these are for needs nobody's tie, and finds them on the public page."""

FOR_FAMILIES = FOR_EVERYBODY | {
    Audience.INVITED,
    Audience.ENROLLED_RELATIVES,
    Audience.PARTICIPANTS_RELATIVES,
}


class Where(StrEnum):
    """A room inside, a venue outside, or a link."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    ONLINE = "online"


class VisitEffect(StrEnum):
    """What an event does to the visits of its days."""

    NONE = "none"
    REPLACES = "replaces"
    EXTENDS = "extends"
    BLOCKS = "blocks"


class DateState(StrEnum):
    """Whether a date stands."""

    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class ExceptionKind(StrEnum):
    """What is different on one day of a series."""

    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class AnswerState(StrEnum):
    """What a household's answer is worth."""

    GOING = "going"
    WAITING = "waiting"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class AnswerEnd(StrEnum):
    """Who or what withdrew an answer."""

    OWN_WISH = "own_wish"
    TIE_ENDED = "tie_ended"
    MOVED = "moved"
    CANCELLED = "cancelled"
    OFFER_EXPIRED = "offer_expired"
    AUDIENCE = "audience"
    CLOSED = "closed"


class DraftState(StrEnum):
    """Whether a coordinator still writes, or a director is asked."""

    OPEN = "open"
    SUBMITTED = "submitted"


class Part(StrEnum):
    """Why somebody held is named with an event."""

    PARTICIPANT = "participant"
    INVITED = "invited"


class ChangeKind(StrEnum):
    """What a release does to one date."""

    ADDED = "added"
    CHANGED = "changed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class ClashKind(StrEnum):
    """What else is on when an event would be."""

    VISITS = "visits"
    ROOM = "room"
    OTHER_EVENT = "other_event"
    CALENDAR_DAY = "calendar_day"


class EventState(StrEnum):
    """What became of an event: nothing of it is released yet, it stands, or no date of it does any more."""

    DRAFT = "draft"
    RELEASED = "released"
    CANCELLED = "cancelled"
