"""Why a line of the roster, or one custody event, is refused. The sentences are in `core/texts/roster.toml`."""

from enum import StrEnum


class Reason(StrEnum):
    """A code for machines, counts and the rejects file; `core/texts/roster.toml` has the sentence of each."""

    # the line as bytes
    LINE_TOO_LONG = "LINE_TOO_LONG"
    BAD_ENCODING = "BAD_ENCODING"
    NUL_SIGN = "NUL_SIGN"
    QUOTE_NOT_CLOSED = "QUOTE_NOT_CLOSED"
    COLUMN_COUNT = "COLUMN_COUNT"
    # what its cells say
    EVENT_ID_NOT_VALID = "EVENT_ID_NOT_VALID"
    EVENT_UNKNOWN = "EVENT_UNKNOWN"
    DATE_MISSING = "DATE_MISSING"
    DATE_NOT_VALID = "DATE_NOT_VALID"
    DATE_IN_FUTURE = "DATE_IN_FUTURE"
    DATE_TOO_OLD = "DATE_TOO_OLD"
    ESTABLISHMENT_MISSING = "ESTABLISHMENT_MISSING"
    ESTABLISHMENT_UNKNOWN = "ESTABLISHMENT_UNKNOWN"
    DESTINATION_MISSING = "DESTINATION_MISSING"
    PAVILION_MISSING = "PAVILION_MISSING"
    PAVILION_NOT_VALID = "PAVILION_NOT_VALID"
    REGISTER_NOT_VALID = "REGISTER_NOT_VALID"
    DOCUMENT_KIND_UNKNOWN = "DOCUMENT_KIND_UNKNOWN"
    DOCUMENT_NOT_VALID = "DOCUMENT_NOT_VALID"
    NAME_MISSING = "NAME_MISSING"
    NAME_NOT_VALID = "NAME_NOT_VALID"
    SEX_NOT_VALID = "SEX_NOT_VALID"
    AGE_NOT_PLAUSIBLE = "AGE_NOT_PLAUSIBLE"
    REGIME_UNKNOWN = "REGIME_UNKNOWN"
    REGIME_MISSING = "REGIME_MISSING"
    STAGE_UNKNOWN = "STAGE_UNKNOWN"
    STAGE_MISSING = "STAGE_MISSING"
    UNTIL_NOT_VALID = "UNTIL_NOT_VALID"
    SECRET_NOT_VALID = "SECRET_NOT_VALID"
    FACT_UNKNOWN = "FACT_UNKNOWN"
    # what is known of the person already
    INMATE_UNKNOWN = "INMATE_UNKNOWN"
    PERSON_DIFFERS = "PERSON_DIFFERS"
    DOCUMENT_HELD_ALREADY = "DOCUMENT_HELD_ALREADY"
    EVENT_ID_REUSED = "EVENT_ID_REUSED"
    NOT_ADMITTED_YET = "NOT_ADMITTED_YET"
    ALREADY_HELD = "ALREADY_HELD"
    DECEASED = "DECEASED"
    NOT_HELD = "NOT_HELD"
    NOT_OUTSIDE = "NOT_OUTSIDE"
    NOT_MONITORED = "NOT_MONITORED"
    WRONG_ORIGIN = "WRONG_ORIGIN"
    SAME_PLACE = "SAME_PLACE"
    STAGE_NOT_OF_REGIME = "STAGE_NOT_OF_REGIME"
    LATER_EVENTS = "LATER_EVENTS"
    # the last word
    DATABASE_REFUSED = "DATABASE_REFUSED"


HANGS_ON_HISTORY = frozenset(
    {
        Reason.INMATE_UNKNOWN,
        Reason.DOCUMENT_HELD_ALREADY,
        Reason.NOT_ADMITTED_YET,
        Reason.ALREADY_HELD,
        Reason.NOT_HELD,
        Reason.NOT_OUTSIDE,
        Reason.NOT_MONITORED,
        Reason.WRONG_ORIGIN,
        Reason.SAME_PLACE,
        Reason.STAGE_NOT_OF_REGIME,
    }
)
"""Refusals that another line of the same file may lift, whatever the order of the lines."""


class Refused(Exception):
    """A line or an event that is not taken. `facts` fill the sentence; they hold no personal detail."""

    def __init__(self, reason: Reason, **facts: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts
