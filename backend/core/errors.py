"""What can be refused: a code and facts, never prose. Words are found at the edge, in the reader's language."""

from enum import Enum


class Code(Enum):
    """Every reason for which a request may be refused; `core/texts/` has words for each in every language."""

    # the request itself
    BAD_INPUT = "BAD_INPUT"
    BAD_CURSOR = "BAD_CURSOR"
    PAGE_TOO_LARGE = "PAGE_TOO_LARGE"
    REQUEST_ID_REUSED = "REQUEST_ID_REUSED"
    TRY_AGAIN = "TRY_AGAIN"
    # who is asking
    SIGN_IN_NEEDED = "SIGN_IN_NEEDED"
    NOT_ALLOWED = "NOT_ALLOWED"
    STEP_UP_NEEDED = "STEP_UP_NEEDED"
    DEVICE_NOT_TRUSTED = "DEVICE_NOT_TRUSTED"
    PHONE_NOT_ACCEPTED = "PHONE_NOT_ACCEPTED"
    CODE_WRONG = "CODE_WRONG"
    TOO_MANY_TRIES = "TOO_MANY_TRIES"
    SIGN_IN_PAUSED = "SIGN_IN_PAUSED"
    CREDENTIALS_WRONG = "CREDENTIALS_WRONG"
    SESSION_ENDED = "SESSION_ENDED"
    PASSWORD_TOO_WEAK = "PASSWORD_TOO_WEAK"
    PASSWORD_CHANGE_NEEDED = "PASSWORD_CHANGE_NEEDED"
    STAFF_ALREADY_ADDED = "STAFF_ALREADY_ADDED"
    CONSENT_NEEDED = "CONSENT_NEEDED"
    DATA_PAUSED = "DATA_PAUSED"
    # people and ties
    NOT_FOUND = "NOT_FOUND"
    DOCUMENT_NOT_VALID = "DOCUMENT_NOT_VALID"
    VISITOR_ALREADY_ADDED = "VISITOR_ALREADY_ADDED"
    OWNER_ALREADY_ADDED = "OWNER_ALREADY_ADDED"
    VISITOR_LIMIT = "VISITOR_LIMIT"
    ADULT_NEEDED = "ADULT_NEEDED"
    NOT_A_MINOR = "NOT_A_MINOR"
    ALREADY_DECIDED = "ALREADY_DECIDED"
    CLAIM_CODE_NOT_VALID = "CLAIM_CODE_NOT_VALID"
    TIE_LIMIT = "TIE_LIMIT"
    TIE_BLOCKED = "TIE_BLOCKED"
    TIE_EXISTS = "TIE_EXISTS"
    TRIES_PAUSED = "TRIES_PAUSED"
    SEARCH_TOO_SHORT = "SEARCH_TOO_SHORT"
    # custody, the roster and invented populations
    CUSTODY_NOT_POSSIBLE = "CUSTODY_NOT_POSSIBLE"
    ROSTER_FILE_MISSING = "ROSTER_FILE_MISSING"
    ROSTER_FILE_NOT_CSV = "ROSTER_FILE_NOT_CSV"
    ROSTER_COLUMNS = "ROSTER_COLUMNS"
    ROSTER_RUNNING = "ROSTER_RUNNING"
    ROSTER_REJECTS_OVER_FILE = "ROSTER_REJECTS_OVER_FILE"
    NO_ESTABLISHMENTS = "NO_ESTABLISHMENTS"
    WORLD_IS_ANOTHER = "WORLD_IS_ANOTHER"
    # notices and helpers
    NOTICE_FIXED = "NOTICE_FIXED"
    HELPER_LIMIT = "HELPER_LIMIT"
    HELPER_IS_YOURSELF = "HELPER_IS_YOURSELF"
    # visits
    NO_PLACE = "NO_PLACE"
    NOT_AVAILABLE = "NOT_AVAILABLE"
    HOLD_EXPIRED = "HOLD_EXPIRED"
    BOOKING_CLOSED = "BOOKING_CLOSED"
    ALREADY_BOOKED = "ALREADY_BOOKED"
    ALREADY_CANCELLED = "ALREADY_CANCELLED"
    SLOT_PAST = "SLOT_PAST"
    VISIT_UNDER_WAY = "VISIT_UNDER_WAY"
    TOO_EARLY_TO_BOOK = "TOO_EARLY_TO_BOOK"
    DAY_CLOSED = "DAY_CLOSED"
    WEEKDAY_NOT_FOR_SEX = "WEEKDAY_NOT_FOR_SEX"
    KINSHIP_NOT_ALLOWED = "KINSHIP_NOT_ALLOWED"
    PARTY_EMPTY = "PARTY_EMPTY"
    PARTY_TOO_LARGE = "PARTY_TOO_LARGE"
    TOO_MANY_MINORS = "TOO_MANY_MINORS"
    MINORS_NOT_ADMITTED = "MINORS_NOT_ADMITTED"
    DOCUMENT_NOT_ACCEPTED = "DOCUMENT_NOT_ACCEPTED"
    DOCUMENT_EXPIRED = "DOCUMENT_EXPIRED"
    QUOTA_USED_BY_YOU = "QUOTA_USED_BY_YOU"
    RULE_NOT_VALID = "RULE_NOT_VALID"
    RULE_EXAMPLE_FAILED = "RULE_EXAMPLE_FAILED"
    # work
    WORK_NOT_POSSIBLE = "WORK_NOT_POSSIBLE"
    # the ledger
    BALANCE_TOO_LOW = "BALANCE_TOO_LOW"
    PERIOD_CLOSED = "PERIOD_CLOSED"
    PERIOD_NOT_SETTLED = "PERIOD_NOT_SETTLED"
    # statements
    MONTH_NOT_READY = "MONTH_NOT_READY"
    SECOND_PERSON_NEEDED = "SECOND_PERSON_NEEDED"
    HOURS_BEYOND_DAY = "HOURS_BEYOND_DAY"
    # remittances
    BANK_NOT_SET = "BANK_NOT_SET"
    BANK_FILE_NOT_READ = "BANK_FILE_NOT_READ"
    # certificates
    CONTRIBUTION_OWED = "CONTRIBUTION_OWED"
    CERTIFICATES_CLOSED = "CERTIFICATES_CLOSED"


class DomainError(Exception):
    """A refusal. `facts` are plain values for the words; nothing in them may tell one person about another."""

    def __init__(self, code: Code, **facts: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.facts = facts
        self.audited = False


class CountedRefusal(DomainError):
    """A refusal whose counting must stay: what the act wrote is kept, such as a try at a code."""


class NotFound(DomainError):
    """Unknown, not yours, refused and released: one answer, the same bytes."""

    def __init__(self) -> None:
        super().__init__(Code.NOT_FOUND)
