"""Secrets in addresses: of an account's private calendar, of an answer without an account. Digests alone are stored."""

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


def open_answer_id(asked: UUID, occurrence_id: UUID) -> UUID:
    """By what the answer is known that a form gave to a date. It leads nobody to the form, nor to the secret."""
    return UUID(bytes=_of_form("open answer id", asked, occurrence_id)[:16], version=4)


def open_answer_secret(asked: UUID, occurrence_id: UUID) -> str:
    """256 bits as 43 signs, the same each time that form is sent: whoever lost the answer to it sends it again."""
    digest = _of_form("open answer", asked, occurrence_id)
    return urlsafe_b64encode(digest).decode().rstrip("=")


def open_answer_digest(said: str) -> bytes:
    """What is stored of it, keyed as a calendar's."""
    return keyed_digest("open answer token", said[:_LONGEST].encode())


def _of_form(purpose: str, asked: UUID, occurrence_id: UUID) -> bytes:
    return keyed_digest(purpose, asked.bytes + occurrence_id.bytes)
