"""What FCM's answers mean. A phone's address is only doubted where the answer names it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from backend.notifications.rules.verdicts import Answer, Outcome

LONGEST_WAIT = 86_400
"""Seconds. Whoever asks for more is asked again after a day."""

_FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
_BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
_TARGETS = {"message.token", "message.fid"}
_BUSY = {500, 502, 503, 504}


def read_answer(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer:
    """One answer of `messages:send`. What cannot be read may have been taken: UNKNOWN."""
    said = _said(body)
    if status == 200:
        name = said.get("name")
        if not isinstance(name, str) or not name:
            return Answer(Outcome.UNKNOWN)
        return Answer(Outcome.ACCEPTED, provider_id=name.rpartition("/")[2][:200])
    if status == 429:
        return Answer(Outcome.QUOTA, wait=retry_after(headers, now))
    if status in _BUSY:
        return Answer(Outcome.UNAVAILABLE, wait=retry_after(headers, now))
    return Answer(_refusal(status, _details(said)))


def retry_after(headers: Mapping[str, str], now: datetime) -> int | None:
    """The seconds asked for: a number, or an HTTP date by the sender's own clock. None without a readable wish."""
    wish = headers.get("Retry-After", "").strip()
    if wish.isascii() and wish.isdigit():
        return int(wish[:9]) if len(wish) < 6 else LONGEST_WAIT
    until = _date(wish)
    if until is None:
        return None
    seconds = (until - (_date(headers.get("Date", "")) or now)).total_seconds()
    return int(min(LONGEST_WAIT, max(0, seconds)))


def _refusal(status: int, details: list[dict[str, Any]]) -> Outcome:
    codes = {each.get("errorCode") for each in details if each.get("@type") == _FCM_ERROR}
    if status == 400:
        return _fault(details, "INVALID_ARGUMENT" in codes)
    if status == 404 and "UNREGISTERED" in codes:
        return Outcome.UNREGISTERED
    if status == 403 and "SENDER_ID_MISMATCH" in codes:
        return Outcome.MISMATCH
    # 401; a right that the account lacks; a project that is not there: no phone's fault
    return Outcome.UNAUTHORISED if status in (401, 403, 404) else Outcome.UNKNOWN


def _fault(details: list[dict[str, Any]], of_fcm: bool) -> Outcome:
    """Bad address or bad payload: the same code, told apart by the record that comes with it.

    A bad-request record names fields. Is the phone's own the only one, then one address must not stop the words of all.
    """
    named = [each for each in details if each.get("@type") == _BAD_REQUEST]
    if named:
        return Outcome.BAD_ADDRESS if _fields(named) <= _TARGETS else Outcome.BAD_PAYLOAD
    return Outcome.BAD_ADDRESS if of_fcm else Outcome.UNKNOWN


def _fields(named: list[dict[str, Any]]) -> set[str]:
    """The fields that records name; a record that names none names something else."""
    found: set[str] = set()
    for each in named:
        faults = each.get("fieldViolations")
        faults = faults if isinstance(faults, list) and faults else [{}]
        found |= {str(fault.get("field")) for fault in faults if isinstance(fault, dict)}
    return found or {""}


def _said(body: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def _details(said: dict[str, Any]) -> list[dict[str, Any]]:
    error = said.get("error")
    details = error.get("details") if isinstance(error, dict) else None
    return [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
