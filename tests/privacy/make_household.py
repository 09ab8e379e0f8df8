"""A family that signed in the way people do, with everything an account can have."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Family, System
from backend.core.kinship import Kinship
from backend.database import transaction
from backend.identity import commands as identity
from backend.privacy import commands
from backend.registry import commands as registry
from backend.registry.rules.people import CONSENT_VERSION, Capacity, ConsentHow
from backend.registry.rules.ties import Recollection
from tests.identity import make_identity as signing
from tests.registry import make_registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW

LATER = NOW + timedelta(minutes=2)
NAMES = ("Zqmadre", "Zqhija", "Zqabuela", "Zqapellido", "Zqinterno", "Zqmovil")
YESTERDAY = date(2026, 2, 28)


@dataclass(frozen=True)
class Household:
    """An account with its holder, a child and a relative it acts for, each with a document."""

    family: Family
    signed: dict[str, Any]
    phone: str
    holder: UUID
    child: UUID
    relative: UUID
    inmate: UUID
    documents: tuple[str, ...]

    def tied(self) -> visits.Relative:
        """The holder, to book with."""
        return visits.Relative(self.family, self.holder, self.inmate, self.documents[0])


async def household(owner: asyncpg.Connection, name: str = "first") -> Household:
    """Signed in two minutes ago, its people added, one tie confirmed and one request waiting."""
    await visits.place(owner)
    number = signing.phone()
    challenge = await signing.asked(number, name)
    signed = await signing.confirmed(
        challenge, await signing.code_sent_to(number), name, device_label="Zqmovil"
    )
    family = await signing.actor(signed)
    assert isinstance(family, Family)
    documents = tuple(make_registry.dni() for _ in range(3))
    holder, child, relative = await _people(family, documents)
    held = await make_registry.inmate(owner, surnames="Zqinterno")
    await make_registry.tie(owner, family, holder, held)
    await registry.request_tie(
        family,
        uuid4(),
        visitor_id=holder,
        establishment_id=visits.HERE,
        kinship=Kinship.SIBLING,
        recollection=Recollection("Julian", "Zqinterno", "R00000777", 1990),
        now=NOW,
    )
    return Household(family, signed, number, holder, child, relative, held.id, documents)


async def _people(family: Family, documents: tuple[str, ...]) -> tuple[UUID, UUID, UUID]:
    surnames = {"surnames": "Zqapellido"}
    holder = await registry.add_visitor(
        family,
        uuid4(),
        person=make_registry.person(documents[0], given_names="Zqmadre", **surnames),
        capacity=Capacity.OWN,
        now=NOW,
    )
    holder_id = UUID(holder["id"])
    born = date(2018, 4, 9)
    child = await registry.add_minor(
        family,
        uuid4(),
        person=make_registry.person(documents[1], given_names="Zqhija", born_on=born, **surnames),
        guardian_id=holder_id,
        now=NOW,
    )
    relative = await registry.represent_relative(
        family,
        uuid4(),
        person=make_registry.person(documents[2], given_names="Zqabuela", **surnames),
        acting_id=holder_id,
        consent_version=CONSENT_VERSION,
        consent_how=ConsentHow.IN_PERSON,
        now=NOW,
    )
    return holder_id, UUID(child["id"]), UUID(relative["id"])


async def past_and_future(owner: asyncpg.Connection, home: Household) -> tuple[UUID, UUID, UUID]:
    """A visit that was, one to come and a hold: booking, booking, slot of the one to come."""
    past = await visits.slot(owner, on=YESTERDAY)
    coming = await visits.slot(owner)
    held = await visits.slot(owner, starts=time(14), ends=time(16))
    was = await home.tied().book(past, now=NOW - timedelta(days=4))
    will = await home.tied().book(coming)
    await home.tied().hold(held)
    return was, will, coming


async def asked(family: Family, *, now: Any = LATER) -> UUID:
    """The challenge after this device asked for a code to erase."""
    answer = await identity.request_erasure_code(family, uuid4(), now=now)
    return UUID(str(answer["challenge_id"]))


async def code_for(family: Family, phone: str, *, now: Any = LATER) -> tuple[UUID, str]:
    """A challenge to erase with the code that came."""
    return await asked(family, now=now), await signing.code_sent_to(phone)


async def erased(
    home: Household, *, request: UUID | None = None, now: Any = LATER
) -> dict[str, int]:
    """The household erases its account."""
    challenge, code = await code_for(home.family, home.phone, now=now)
    return await commands.erase_my_data(
        home.family, request or uuid4(), challenge_id=challenge, code=code, now=now
    )


async def second_device(home: Household, name: str = "second") -> Family:
    """Another trusted device of the account."""
    signed = await signing.signed_in(home.phone, name, now=LATER)
    await identity.approve_device(
        home.family, uuid4(), session_id=UUID(signed["session_id"]), now=LATER
    )
    found = await signing.actor(signed, LATER)
    assert isinstance(found, Family) and not found.provisional
    return found


async def whole(owner: asyncpg.Connection) -> dict[str, str]:
    """Every row of every table as text, sealed columns in hex; by table."""
    tables = await owner.fetch(
        "select tablename from pg_tables where schemaname = 'public' and tablename not like 'tortoise%'"
    )
    found = {}
    for (table,) in tables:
        rows = await owner.fetch(f"select row_to_json(t)::text as line from {table} t order by 1")
        found[table] = "\n".join(row["line"] for row in rows)
    return found


async def worker(sql: str) -> Any:
    """One value, as the worker."""
    async with transaction(System()) as tx:
        return await tx.fetchval(sql)
