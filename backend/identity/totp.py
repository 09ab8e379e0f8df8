"""The second factor of staff: six digits that change every 30 seconds (RFC 6238)."""

import hmac
from datetime import datetime
from uuid import UUID

import pyotp

from backend.sealed import seal, unseal

STEP_SECONDS = 30
_PLACE = "staff.totp"
_ISSUER = "Encuentro"


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def sealed_secret(staff_id: UUID, secret: str) -> bytes:
    """The secret as it is stored."""
    return seal(_PLACE, staff_id, secret)


def provisioning_uri(secret: str, name: str) -> str:
    """What the QR for an authenticator holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)


def code_at(secret: str, instant: datetime) -> str:
    """The code an authenticator shows at that instant."""
    return pyotp.TOTP(secret).at(instant)


def matching_step(staff_id: UUID, sealed: bytes, said: str, now: datetime) -> int | None:
    """The 30-second step the code belongs to, this one or a neighbour; None when it is no code of now."""
    clock = pyotp.TOTP(unseal(_PLACE, staff_id, sealed))
    digits = said.strip().replace(" ", "")
    step = int(now.timestamp()) // STEP_SECONDS
    for candidate in (step, step - 1, step + 1):
        if hmac.compare_digest(clock.generate_otp(candidate).encode(), digits.encode()):
            return candidate
    return None
