"""What to bring, wear and leave at home: of places, not of people, so that anybody signed in may read it."""

from collections.abc import Sequence
from datetime import date

import asyncpg

from backend.core.actor import Actor
from backend.database import Connection
from backend.registry import queries as registry

# Of each code the word of the place, or else of the country.
_ADVICE = """
select id, words, topic, audience, source, confirmed from (
  select distinct on (code) * from visit_advice
  where (establishment_id = $1 or establishment_id is null) and valid_from <= $2 and (valid_to is null or valid_to > $2)
  order by code, establishment_id nulls last) as said
order by position, code
"""


async def visit_advice(
    tx: Connection, actor: Actor, establishment_id: str, day: date
) -> Sequence[asyncpg.Record]:
    """What holds for a visit to an establishment on a day, in the order of preparing for it. Raises NotFound."""
    await registry.establishment(tx, actor, establishment_id)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_ADVICE, establishment_id, day)
    return rows
