"""Who may be on an account's list, in what capacity, and what of a document is shown."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.core.documents import DocumentKind, canonical_document
from backend.core.errors import Code, DomainError
from backend.registry.rules.naming import tidy_name

ADULT_AGE = 18
"""Years, as Regulation art. 25 counts minors."""

OLDEST = 120
PEOPLE_LIMIT = 12
"""People on one account's list: a household and the relatives it helps, not an agency."""

CONSENT_VERSION = "2026-03"
"""Changes with any word of `consent.represent`, in any language."""


class Sex(StrEnum):
    """As the identity document says; visiting days are divided by it."""

    FEMALE = "F"
    MALE = "M"


class Capacity(StrEnum):
    """How a person is on an account's list."""

    OWN = "own"
    """The holder of the account."""
    SHARED_PHONE = "shared_phone"
    """Another adult who uses this phone."""
    REPRESENTED = "represented"
    """An adult without a phone, for whom one of this list acts with recorded consent."""
    MINOR = "minor"
    """A child under an adult of this list."""


class ConsentHow(StrEnum):
    """How a represented person agreed."""

    IN_PERSON = "in_person"
    BY_VOICE_CALL = "by_voice_call"
    IN_WRITING = "in_writing"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as typed by a family. Days in Lima; `nationality` in two letters (ISO 3166)."""

    given_names: str
    surnames: str
    sex: Sex
    born_on: date
    nationality: str
    document_kind: DocumentKind
    document_number: str
    document_valid_until: date | None = None

    def tidy(self) -> "Person":
        """The same person as stored. Raises BAD_INPUT or DOCUMENT_NOT_VALID."""
        return Person(
            given_names=checked_name("given_names", self.given_names),
            surnames=checked_name("surnames", self.surnames),
            sex=self.sex,
            born_on=self.born_on,
            nationality=checked_nationality(self.nationality),
            document_kind=self.document_kind,
            document_number=canonical_document(self.document_kind, self.document_number),
            document_valid_until=self.document_valid_until,
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """What may be put right about a person. Another document is another row: its holder is added anew."""

    given_names: str
    surnames: str
    sex: Sex
    born_on: date
    nationality: str
    document_valid_until: date | None = None

    def tidy(self) -> "Correction":
        """The same correction as stored. Raises BAD_INPUT."""
        return Correction(
            given_names=checked_name("given_names", self.given_names),
            surnames=checked_name("surnames", self.surnames),
            sex=self.sex,
            born_on=self.born_on,
            nationality=checked_nationality(self.nationality),
            document_valid_until=self.document_valid_until,
        )


def checked_name(field: str, typed: str) -> str:
    """The name as stored. Raises BAD_INPUT."""
    name = tidy_name(typed)
    if name is None:
        raise DomainError(Code.BAD_INPUT, field=field)
    return name


def checked_nationality(typed: str) -> str:
    """Two capital letters. Raises BAD_INPUT."""
    code = typed.strip().upper()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise DomainError(Code.BAD_INPUT, field="nationality")
    return code


def age_on(born_on: date, day: date) -> int:
    """Full years on a day; whoever was born on 29 February grows older on 1 March of other years."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday)


def check_age(capacity: Capacity, born_on: date, today: date) -> None:
    """Raise BAD_INPUT for a day that is no birthday, ADULT_NEEDED for a child listed as an adult,
    NOT_A_MINOR for an adult listed as a child. `today` is the day in Lima."""
    age = age_on(born_on, today)
    if born_on > today or age > OLDEST:
        raise DomainError(Code.BAD_INPUT, field="born_on")
    if capacity is Capacity.MINOR and age >= ADULT_AGE:
        raise DomainError(Code.NOT_A_MINOR)
    if capacity is not Capacity.MINOR and age < ADULT_AGE:
        raise DomainError(Code.ADULT_NEEDED)


def ending(number: str) -> str:
    """The last signs of a document, enough to recognise one's own: three, or two of a short one."""
    return number[-3:] if len(number) >= 8 else number[-2:]
