"""The words of work: what a record may say, and why one is not taken."""

from enum import StrEnum


class Modality(StrEnum):
    """How a workshop is run (D.Leg. 1343 arts. 13, 22-29; D.S. 025-2017-JUS arts. 17, 21, 26, 35)."""

    PRIVATE_WORKSHOP = "private_workshop"
    INPE_WORKSHOP = "inpe_workshop"
    INDIVIDUAL_GROUP = "individual_group"
    AUXILIARY_SERVICE = "auxiliary_service"
    TRAINING = "training"
    SPECIAL_PROJECT = "special_project"
    CETPRO_PROJECT = "cetpro_project"
    EXTERNAL_ASSISTED = "external_assisted"
    FREE_MEDIUM = "free_medium"
    INMATES_COMPANY = "inmates_company"


class Basis(StrEnum):
    """What a price is paid for. Amounts are counted in pieces, minutes, days, céntimos of a sale, days, times.

    A `penalty` takes away what the agreement says of a late order, so many times.
    """

    PIECE = "piece"
    HOUR = "hour"
    DAY = "day"
    SALE_SHARE = "sale_share"
    SUBSIDY = "subsidy"
    BONUS = "bonus"
    PENALTY = "penalty"
    ZERO = "zero"


class WorkPlace(StrEnum):
    """Where it was worked. In cells and corridors nothing counts (D.Leg. 1343 art. 20)."""

    WORKSHOP = "workshop"
    YARD = "yard"
    FIELD = "field"
    SERVICE = "service"
    OUTSIDE = "outside"
    CELL = "cell"
    CORRIDOR = "corridor"


class Absence(StrEnum):
    """Why somebody enrolled did not work."""

    MEDICAL = "medical"
    COURT = "court"
    HOSPITAL = "hospital"
    PERMISSION = "permission"
    VISIT = "visit"
    TRANSFER = "transfer"
    ISOLATION = "isolation"
    LOCKDOWN = "lockdown"
    OTHER = "other"


class Incident(StrEnum):
    """What happened during a shift. A broken rule loses the shift for the count (D.S. 015-2003-JUS art. 181)."""

    RULE_BROKEN = "rule_broken"
    INJURY = "injury"
    ILLNESS = "illness"
    TOOL = "tool"
    ORDER_LATE = "order_late"
    OTHER = "other"


class NotCounted(StrEnum):
    """Why the minutes of a record count nothing for redemption; the first that applies, in this order."""

    ABSENT = "absent"
    SHIFT_LOST = "shift_lost"
    ISOLATION = "isolation"
    PLACE = "place"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


class Flag(StrEnum):
    """What whoever reads a record should look at; never a reason to refuse it.

    `seventh_day`: the six days before were worked too. `all_night`: worked from midnight to five in the morning.
    `training_over`: the training contract may run no longer (D.S. 025-2017-JUS art. 35).
    """

    OVER_8H = "over_8h"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    PLACE = "place"
    ISOLATION = "isolation"
    SHIFT_LOST = "shift_lost"
    SEVENTH_DAY = "seventh_day"
    ALL_NIGHT = "all_night"
    TRAINING_OVER = "training_over"


class Sign(StrEnum):
    """How an inmate gave their word."""

    SIGNATURE = "signature"
    PRINT = "print"
    SPOKEN = "spoken"


class EndReason(StrEnum):
    """Why an enrolment ended."""

    TRANSFER = "transfer"
    RELEASE = "release"
    OWN_WISH = "own_wish"
    SANCTION = "sanction"
    CLOSED = "closed"
    OTHER = "other"


class ReturnReason(StrEnum):
    """Why a reviewed month goes back to its workshop."""

    HOURS = "hours"
    PIECES = "pieces"
    PEOPLE = "people"
    OTHER = "other"


class Kept(StrEnum):
    """Which of two rival reports stands: the one that came later to the service, or the one that was there."""

    MINE = "mine"
    THEIRS = "theirs"


class Outcome(StrEnum):
    """What became of one row of a batch."""

    RECORDED = "recorded"
    KNOWN = "known"
    CONFLICT = "conflict"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a row, a correction or a step of a month is refused."""

    # what the row says by itself
    NOT_VALID = "not_valid"
    LONGER_THAN_HOURS = "longer_than_hours"
    FUTURE = "future"
    PIECES_NOT_VALID = "pieces_not_valid"
    # what is known of the person, the day and the price
    ENROLMENT_UNKNOWN = "enrolment_unknown"
    NOT_ENROLLED = "not_enrolled"
    NO_CONSENT = "no_consent"
    NOT_INSIDE = "not_inside"
    OVERLAP = "overlap"
    OVER_24H = "over_24h"
    PRICE_UNKNOWN = "price_unknown"
    PRICE_NOT_LIVE = "price_not_live"
    PRICE_OF_GRADE = "price_of_grade"
    MONTH_CLOSED = "month_closed"
    ID_TAKEN = "id_taken"
    # corrections
    SECOND_PERSON = "second_person"
    ANOTHER_INMATE = "another_inmate"
    RIVAL = "rival"
    REASON_TOO_SHORT = "reason_too_short"
    # enrolments and months
    ENROLLED_ALREADY = "enrolled_already"
    LATER_WORK = "later_work"
    WORKSHOP_CLOSED = "workshop_closed"
    WORKSHOP_FULL = "workshop_full"
    MONTH_ANSWERS_CHANGED = "month_answers_changed"
    MONTH_CHANGED = "month_changed"
    MONTH_NOT_ANSWERED = "month_not_answered"
    MONTH_NOT_DRAFT = "month_not_draft"
    MONTH_NOT_REVIEWED = "month_not_reviewed"
    REVIEWER_WROTE = "reviewer_wrote"
    # the last word
    DATABASE_REFUSED = "database_refused"


class Refused(Exception):
    """A row that is not taken. `facts` are plain values for the words that explain it."""

    def __init__(self, reason: Reason, **facts: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts
