"""Telephone numbers: only mobiles of Peru, which are what a code can be sent to and what costs little to send to."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from backend.core.errors import Code, DomainError

TEST_PHONES = range(51_900_000_000, 51_900_100_000)
"""Numbers, with their country code, for invented people in seeds, tests and demonstrations."""

_COUNTRY = "PE"
_LONGEST = 30


def canonical_phone(typed: str) -> str:
    """The number as `+519…`, whether it was typed with country code, blanks and dashes or not.

    Raises DomainError(PHONE_NOT_ACCEPTED) for anything but a mobile of Peru.
    """
    try:
        number = phonenumbers.parse(typed[: _LONGEST + 1], _COUNTRY)
    except NumberParseException:
        raise DomainError(Code.PHONE_NOT_ACCEPTED) from None
    accepted = (
        len(typed) <= _LONGEST
        and number.extension is None
        and phonenumbers.is_valid_number_for_region(number, _COUNTRY)
        and phonenumbers.number_type(number) == PhoneNumberType.MOBILE
    )
    if not accepted:
        raise DomainError(Code.PHONE_NOT_ACCEPTED)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def prefix_of(phone: str) -> str:
    """The six digits after the country code: 1,000 numbers that are often sold together."""
    return phone.removeprefix("+51")[:6]
