"""Closing the months of work of a place, for whoever pays by them."""

from datetime import date, datetime
from uuid import UUID

from backend.database import Connection

_CLOSE = """
select work_month_close(m.id, $3, $4) from (select id from work_month
  where establishment_id = $1 and month = $2 and state = 'reviewed' order by id) m
"""


async def close_months(
    tx: Connection, establishment_id: str, month: date, *, closed_by: UUID, now: datetime
) -> int:
    """Close every reviewed month of a place for good; answers how many. A closed one stays as it was closed."""
    return len(await tx.fetch(_CLOSE, establishment_id, month, now, closed_by))
