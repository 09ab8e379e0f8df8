"""Decisions of signing in, over plain values."""

import re
from datetime import datetime, time
from enum import Enum, auto

from backend.core.actor import Role, Staff
from backend.core.errors import Code, DomainError
from backend.identity.limits import LIMITS

APPOINTERS = (Role.ADMINISTRATOR, Role.DIRECTOR)
"""Who may give and end roles at their establishment."""

_DEVICE = re.compile(r"[0-9A-Za-z_\-]{22,100}", re.ASCII)
_LONGEST_LABEL = 60
_LONGEST_PASSWORD = 200

_OFTEN_CHOSEN = (
    "123456789012 1234567890123 12345678901234 123456789123 111111111111 000000000000 987654321098 "
    "qwertyuiop12 qwertyuiop123 qwertyuiopas asdfghjklqwe asdfghjklzxc 1q2w3e4r5t6y 1qaz2wsx3edc "
    "zaq12wsxcde3 password1234 password12345 password123456 passwordpassword contrasena12 "
    "contrasena123 contrasena1234 contraseña12 contraseña123 contraseña1234 contraseñacontraseña "
    "administrador administrador1 administrador123 administracion bienvenido12 bienvenido123 "
    "bienvenido1234 bienvenidos123 peru12345678 peruperuperu peru20252026 penitenciario "
    "penitenciaria establecimiento institutonacional inpe12345678 inpe20252026 seguridad123 "
    "seguridad1234 iloveyou1234 teamo1234567 teamomucho123 alianzalima1 alianzalima1901 "
    "universitario universitario1924 changeme1234 letmein12345 encuentro123 encuentro1234 "
    "abcdefghijkl abcdefghijklm abcd12345678 abc123456789 aaaaaaaaaaaa"
)
OFTEN_CHOSEN = frozenset(_OFTEN_CHOSEN.split())
"""Passwords that are long enough and tried first."""


class Refresh(Enum):
    """What a refresh token that is presented deserves."""

    SUCCEED = auto()
    REPEAT = auto()
    THEFT = auto()


def check_device(device: str) -> None:
    """A device's own secret: 22 to 100 letters and digits, at least 128 random bits made on the phone."""
    if not _DEVICE.fullmatch(device):
        raise DomainError(Code.BAD_INPUT, field="device")


def tidy_label(label: str | None) -> str:
    """What the owner calls a device, on one line and not endless."""
    printable = "".join(sign if sign.isprintable() else " " for sign in label or "")
    return " ".join(printable.split())[:_LONGEST_LABEL]


def refresh_verdict(
    *, presented: int, current: int, refreshed_at: datetime, now: datetime
) -> Refresh:
    """One successor a token. The token before the current one, within the grace, gets the same pair again.

    Anything else that was spent before is in two hands (RFC 9700, 4.14.2).
    """
    if presented == current:
        return Refresh.SUCCEED
    if presented == current - 1 and now - refreshed_at <= LIMITS.refresh_grace:
        return Refresh.REPEAT
    return Refresh.THEFT


def check_quiet_hours(quiet_from: time | None, quiet_to: time | None) -> None:
    """Hours of Lima's clocks, both or neither, and not one and the same. Raises DomainError(BAD_INPUT)."""
    hours = [hour for hour in (quiet_from, quiet_to) if hour is not None]
    if len(hours) == 1 or any(hour.tzinfo for hour in hours) or (hours and len(set(hours)) == 1):
        raise DomainError(Code.BAD_INPUT, field="quiet_from")


def check_password(password: str, document_number: str) -> None:
    """At least 12 signs, not one of those tried first, not the document, not one sign repeated.

    Raises DomainError(PASSWORD_TOO_WEAK).
    """
    plain = password.casefold()
    weak = (
        not LIMITS.password_signs <= len(password) <= _LONGEST_PASSWORD
        or plain in OFTEN_CHOSEN
        or len(set(plain)) < 5
        or document_number.casefold() in plain
    )
    if weak:
        raise DomainError(Code.PASSWORD_TOO_WEAK)


def check_stepped_up(actor: Staff, now: datetime) -> None:
    """Raise STEP_UP_NEEDED unless the second factor was shown within the last minutes."""
    if actor.stepped_up_until is None or actor.stepped_up_until <= now:
        raise DomainError(Code.STEP_UP_NEEDED)


def check_may_appoint(actor: Staff, establishment_id: str, role: Role) -> None:
    """Administrators and directors appoint at their establishment; only an administrator makes an administrator."""
    if not actor.holds(establishment_id, *APPOINTERS):
        raise DomainError(Code.NOT_ALLOWED)
    if role is Role.ADMINISTRATOR and not actor.holds(establishment_id, Role.ADMINISTRATOR):
        raise DomainError(Code.NOT_ALLOWED)
