"""Who helps whom: of the other, a number's end and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

import asyncpg

from backend.core.actor import Family
from backend.core.errors import NotFound
from backend.database import Connection
from backend.sealed import unseal

_HELPERS = "select id, since, helping, other, number from helper_numbers() order by since, id"


@dataclass(frozen=True, slots=True)
class Helper:
    """One tie of help; `helping`: the reader helps the other."""

    id: UUID
    since: datetime
    label: str
    helping: bool

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        """The other's number, cut to its end."""
        number = unseal("account.phone", row["other"], row["number"])
        return cls(row["id"], row["since"], f"···{number[-3:]}", row["helping"])


async def helpers(tx: Connection, actor: Family) -> Sequence[Helper]:
    """Whom the account helps and who helps it, the oldest first."""
    return [Helper.of(row) for row in await tx.fetch(_HELPERS)]


async def helper_by_id(tx: Connection, actor: Family, helper_id: UUID) -> Helper:
    """One of the account's own. Raises NotFound."""
    found = next((each for each in await helpers(tx, actor) if each.id == helper_id), None)
    if found is None:
        raise NotFound()
    return found
