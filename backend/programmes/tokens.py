"""The secret in the address of an account's private calendar; only its digest is stored."""

from base64 import urlsafe_b64encode
from uuid import UUID

from backend.sealed import keyed_digest

_LONGEST = 100


def calendar_token(calendar_id: UUID) -> str:
    """256 bits as 43 signs, the same each time: an answer that was lost can be given again."""
    return urlsafe_b64encode(keyed_digest("calendar", calendar_id.bytes)).decode().rstrip("=")


def calendar_digest(said: str) -> bytes:
    """What is stored of it. Keyed: whoever may write to the database cannot plant one of their own."""
    return keyed_digest("calendar token", said[:_LONGEST].encode())


def calendar_path(calendar_id: UUID) -> str:
    """Where that calendar is read, below the service's address."""
    return f"/calendar/{calendar_token(calendar_id)}.ics"


def calendar_uid(calendar_id: UUID, occurrence_id: UUID) -> UUID:
    """By what that calendar knows a date, always the same. It leads nobody to the date's own page."""
    return UUID(bytes=keyed_digest("calendar uid", calendar_id.bytes + occurrence_id.bytes)[:16])
