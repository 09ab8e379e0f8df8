"""National holidays that an administrator adds once their norm is out."""

from datetime import date, datetime

from backend import audit
from backend.core.actor import Actor
from backend.core.errors import Code, DomainError
from backend.database import Connection
from backend.work.access import check, is_text

_ADD = """
insert into holiday (on_day, name, source, confirmed) values ($1, $2, $3, true) on conflict (on_day) do nothing
returning on_day
"""


async def add_holiday(
    tx: Connection, actor: Actor, *, on_day: date, name: str, source: str, now: datetime
) -> None:
    """Add a holiday that a source names, from now on: what was recorded of that day stays as it was counted.

    Raises BAD_INPUT naming the field, ALREADY_DECIDED for a day that is one already.
    """
    check(name=is_text(name), source=is_text(source))
    if await tx.fetchval(_ADD, on_day, name.strip(), source.strip()) is None:
        raise DomainError(Code.ALREADY_DECIDED)
    facts: dict[str, object] = {"name": name.strip(), "source": source.strip()}
    await audit.record(tx, actor, "work.holiday.added", on_day.isoformat(), facts=facts, now=now)
