"""Everything held about the people of an account, for the account itself."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from backend.core.actor import Family
from backend.database import Connection
from backend.sealed import unseal

_KEPT = """
select id, capacity, guardian_id, given_names, surnames, sex, born_on, nationality, document_kind, document_cipher,
  document_valid_until, consent, created_at, ended_at
from visitor where account_id = $1 order by created_at desc, id limit $2
"""


class KeptPerson(NamedTuple):
    """A person who is or was on an account's list, with the whole document number."""

    id: UUID
    capacity: str
    guardian_id: UUID | None
    given_names: str
    surnames: str
    sex: str
    born_on: date
    nationality: str
    document_kind: str
    document_number: str
    document_valid_until: date | None
    consent: dict[str, Any] | None
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, row: asyncpg.Record) -> "KeptPerson":
        """From a row of `visitor`."""
        number = unseal("visitor.document", row["id"], row["document_cipher"])
        plain = {name: row[name] for name in cls._fields if name != "document_number"}
        return cls(**plain, document_number=number)


async def kept_people(tx: Connection, actor: Family, at_most: int) -> list[KeptPerson]:
    """Whoever is or was on the account's list, the newest first."""
    rows = await tx.fetch(_KEPT, actor.account_id, at_most)
    return [KeptPerson.of(row) for row in rows]
