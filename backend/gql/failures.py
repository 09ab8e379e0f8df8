"""What becomes of an error nobody expected: a word to come back when it will pass, else silence and a log."""

import logging

from backend.database import is_passing
from backend.gql.gate import overloaded
from backend.gql.refusals import Result, internal

log = logging.getLogger(__name__)


def failed(error: BaseException, request_id: str) -> Result:
    """503 while the database is away or busy; otherwise an internal error, whose cause stays in the log."""
    if is_passing(error):
        log.warning("request %s has to come back: %s", request_id, type(error).__name__)
        return overloaded().result(request_id)
    log.error("request %s failed", request_id, exc_info=error)
    return internal(request_id)
