"""Answers without an account as their pages read them: what is asked of a date, and how one answer stands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.allowance import spend
from backend.core.actor import Anonymous
from backend.database import transaction
from backend.programmes.queries.feeds import ASKING, PublicDate, Refused, counted, public_of
from backend.programmes.tokens import open_answer_digest

_ASKED = "select open_answer_asked($1, $2)"
_SHOWN = "select open_answer_shown($1, $2)"


@dataclass(frozen=True, slots=True)
class OpenDate:
    """A date for everybody, and whether nobody fits in any more."""

    date: PublicDate
    is_full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswer:
    """One answer. `why`: how it ended; `programme`: whose calendar tells of its date; `date`: None once that is no more
    for everybody, or long over."""

    code: str
    is_going: bool
    why: str | None
    adults: int
    children: int
    has_begun: bool
    programme: str
    date: PublicDate | None


async def open_date(address: str, now: datetime, one: UUID | None) -> OpenDate | Refused:
    """What a form asks of. None is asked for like what is unknown."""
    async with transaction(Anonymous()) as tx:
        if not await spend(tx, counted(address), ASKING, now=now):
            return Refused.PAUSED
        found = await tx.fetchval(_ASKED, one, now)
    return Refused.UNKNOWN if found is None else OpenDate(public_of(found), found["full"])


async def open_answer(address: str, now: datetime, secret: str) -> OpenAnswer | Refused:
    """The answer behind a secret."""
    async with transaction(Anonymous()) as tx:
        if not await spend(tx, counted(address), ASKING, now=now):
            return Refused.PAUSED
        found = await tx.fetchval(_SHOWN, open_answer_digest(secret), now)
    if found is None:
        return Refused.UNKNOWN
    return OpenAnswer(
        code=found["code"],
        is_going=found["state"] == "going",
        why=found["why"],
        adults=found["adults"],
        children=found["children"],
        has_begun=found["begun"],
        programme=found["programme"],
        date=public_of(found["date"]) if found["date"] else None,
    )
