"""Who plays in the demo, from `seeds/demo.toml`: everybody is invented."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from backend.core.actor import Role, Staff
from backend.core.documents import DocumentKind
from backend.core.ids import new_id
from backend.database import Connection
from backend.sealed import blind_index, document_index

SEEDS = Path(__file__).parents[2] / "seeds"
PLACE = "lurigancho"
"""Where the demo's workshops are."""

_STAFF = "select id from staff where document_index = $1"
_INMATE = "select id, given_names, surnames from inmate where register_index = $1"

Cast = Mapping[str, Any]


def read_cast() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads((SEEDS / "demo.toml").read_text(encoding="utf-8"))


def fixed(name: str) -> UUID:
    """An id that is the same at every run, so that what was done is not done twice."""
    return uuid5(NAMESPACE_URL, f"encuentro:demo:{name}")


async def staff_id(tx: Connection, number: str) -> UUID | None:
    """The member of staff with this DNI."""
    found: UUID | None = await tx.fetchval(_STAFF, document_index(DocumentKind.DNI, number))
    return found


async def acting(tx: Connection, cast: Cast, role: Role) -> Staff:
    """Whoever of the demo's staff has a role, at the workshops' place."""
    number = next(each["document_number"] for each in cast["staff"] if each["role"] == role)
    found = await staff_id(tx, number)
    assert found is not None, "the demo's staff is made before anybody acts"
    return Staff(staff_id=found, session_id=new_id(), roles=frozenset({(PLACE, role)}))


async def held(tx: Connection, register: str) -> Any:
    """Id and names of whoever has this number in the register."""
    found = await tx.fetchrow(_INMATE, blind_index("register", register))
    assert found is not None, f"{register} is not in demo-roster.csv"
    return found
