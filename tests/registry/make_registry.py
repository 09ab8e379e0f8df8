"""Places, offices, people held and people who visit, and the phone's own documents to act with."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
import strawberry
from strawberry.schema.config import StrawberryConfig

from backend.core.actor import Actor, Family, Role, Staff
from backend.core.documents import DocumentKind
from backend.core.ids import new_id
from backend.gql.access import close_root
from backend.gql.context import Context
from backend.gql.documents import Documents
from backend.gql.executor import FastExecutor
from backend.gql.operation import Operation
from backend.gql.problems import ProblemHandler, describe
from backend.gql.scalars import SCALARS
from backend.registry import api
from backend.registry.rules.naming import name_key
from backend.registry.rules.people import Person, Sex
from backend.sealed import blind_index, document_index, seal
from backend.visits.api import people

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
TODAY = date(2026, 3, 2)
EARLY = datetime(2025, 1, 1, tzinfo=UTC)
PHONE = Path(__file__).parents[2] / "mobile" / "src"

# Below are the numbers that tests write out.
_documents = itertools.count(701_000)
_registers = itertools.count(1)


@strawberry.type
class Query(api.RegistryQuery):
    """The registry alone."""


@strawberry.type
class Mutation(api.RegistryMutation, people.PeopleMutation):
    """The registry, with what may call off visits."""


close_root(Query, api.QUERY_RULES)
close_root(Mutation, api.MUTATION_RULES | people.MUTATION_RULES)
SCHEMA = strawberry.Schema(
    Query,
    Mutation,
    config=StrawberryConfig(scalar_map=SCALARS),
    execution_context_class=FastExecutor,
    exception_handlers=[ProblemHandler()],
)
DOCUMENTS: Documents[Context] = Documents(SCHEMA, {}, trusted_only=False, describe=describe)


async def answered(actor: Actor, document: str, *, now: datetime = NOW, **variables: Any) -> bytes:
    """The bytes that a phone gets for one of its documents, such as `family/people/myTies`."""
    text = (PHONE / f"{document}.graphql").read_text(encoding="utf-8")
    given = orjson.loads(orjson.dumps(variables))
    result = await DOCUMENTS.execute(Operation(text=text, variables=given), Context(actor, now))
    return result.body


async def asked(actor: Actor, document: str, **variables: Any) -> Any:
    """What the one root field of a document answers; a mutation gets a request id of its own."""
    if "mutation" in (PHONE / f"{document}.graphql").read_text(encoding="utf-8"):
        variables.setdefault("requestId", uuid4())
    body = orjson.loads(await answered(actor, document, **variables))
    assert "errors" not in body, body
    return next(iter(body["data"].values()))


@dataclass(frozen=True)
class Held:
    """An inmate, with the register number in clear."""

    id: UUID
    register: str
    establishment_id: str


def dni() -> str:
    """A number of the range for invented people that nobody else of this run has."""
    return f"{next(_documents):08d}"


def person(number: str | None = None, **changes: Any) -> Person:
    """An adult woman with a DNI."""
    facts: dict[str, Any] = {
        "given_names": "Rosa",
        "surnames": "Quispe Mamani",
        "sex": Sex.FEMALE,
        "born_on": date(1980, 5, 17),
        "nationality": "PE",
        "document_kind": DocumentKind.DNI,
        "document_number": number or dni(),
    }
    return Person(**(facts | changes))


def typed(number: str | None = None, **changes: Any) -> dict[str, Any]:
    """The same as the phone's PersonInput."""
    return {
        "givenNames": "Rosa",
        "surnames": "Quispe Mamani",
        "sex": "FEMALE",
        "bornOn": "1980-05-17",
        "documentKind": "DNI",
        "documentNumber": number or dni(),
    } | changes


async def establishment(owner: asyncpg.Connection, slug: str = "huaraz") -> str:
    await owner.execute(
        "insert into establishment (id, name, office, department, sex_held)"
        " values ($1, $2, 'Norte', 'Áncash', 'mixed') on conflict do nothing",
        slug,
        f"E.P. de {slug.capitalize()}",
    )
    return slug


def officer(*places: str, role: Role = Role.VISITS_REGISTRAR) -> Staff:
    """Somebody of the office, signed in."""
    posts = frozenset((place, role) for place in places or ("huaraz",))
    return Staff(staff_id=new_id(), session_id=new_id(), roles=posts)


async def inmate(
    owner: asyncpg.Connection,
    *,
    given_names: str = "Julián",
    surnames: str = "Huamán Condori",
    at: str = "huaraz",
    status: str = "held",
    born_on: date | None = date(1990, 8, 2),
) -> Held:
    """Somebody held, unless `status` says otherwise."""
    await establishment(owner, at)
    inmate_id, register = new_id(), f"R{next(_registers):08d}"
    await owner.execute(
        "insert into inmate (id, register_index, register_cipher, given_names, surnames, name_key, sex, born_on,"
        " establishment_id, regime, status, admitted_on, status_on)"
        " values ($1, $2, $3, $4, $5, $6, 'M', $7, $8, 'closed_ordinary', $9, '2025-01-01', '2025-01-01')",
        inmate_id,
        blind_index("register", register),
        seal("inmate.register", inmate_id, register),
        given_names,
        surnames,
        name_key(surnames, given_names),
        born_on,
        at,
        status,
    )
    return Held(inmate_id, register, at)


async def visitor(
    owner: asyncpg.Connection,
    family: Family,
    number: str | None = None,
    *,
    capacity: str = "shared_phone",
    born_on: date = date(1980, 5, 17),
) -> UUID:
    """Somebody on an account's list."""
    visitor_id, number = new_id(), number or dni()
    await owner.execute(
        "insert into visitor (id, account_id, capacity, given_names, surnames, sex, born_on, document_kind,"
        " document_cipher, person_index, created_at)"
        " values ($1, $2, $3, 'Rosa', 'Quispe Mamani', 'F', $4, 'dni', $5, $6, $7)",
        visitor_id,
        family.account_id,
        capacity,
        born_on,
        seal("visitor.document", visitor_id, number),
        document_index("dni", number),
        EARLY,
    )
    return visitor_id


async def tie(
    owner: asyncpg.Connection,
    family: Family,
    visitor_id: UUID,
    held: Held | None,
    *,
    state: str = "approved",
    at: str = "huaraz",
    asked_at: datetime = EARLY,
    kinship: str = "sibling",
) -> UUID:
    """A tie in any state; `at` is where it was asked when no inmate says."""
    tie_id = new_id()
    await owner.execute(
        "insert into tie (id, account_id, visitor_id, establishment_id, inmate_id, kinship, asked, state, version,"
        " asked_at, decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)",
        tie_id,
        family.account_id,
        visitor_id,
        held.establishment_id if held else await establishment(owner, at),
        held.id if held and state == "approved" else None,
        kinship,
        orjson.dumps(
            {
                "given_names": "Julian",
                "surnames": "Waman Kunturi",
                "establishment_id": held.establishment_id if held else at,
            }
        ).decode(),
        state,
        asked_at,
        asked_at if state in ("approved", "refused") else None,
    )
    return tie_id


async def restriction(
    owner: asyncpg.Connection,
    *,
    inmate_id: UUID | None = None,
    number: str | None = None,
    at: str | None = None,
    days: int = 30,
) -> UUID:
    """A sanction or, of an inmate and a person, a protective block; since yesterday."""
    bar_id = new_id()
    await owner.execute(
        "insert into restriction (id, establishment_id, inmate_id, person_index, person_cipher, valid_from, valid_to,"
        " reason_code, protective, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, 'safety', $8, $9)",
        bar_id,
        at,
        inmate_id,
        number and document_index("dni", number),
        number and seal("restriction.person", bar_id, f"dni {number}"),
        TODAY - timedelta(days=1),
        TODAY + timedelta(days=days),
        inmate_id is not None and number is not None,
        EARLY,
    )
    return bar_id


async def pavilion(owner: asyncpg.Connection, name: str = "5 A", *, at: str = "huaraz") -> UUID:
    """A building of an establishment, for men."""
    pavilion_id = new_id()
    await owner.execute(
        "insert into pavilion (id, establishment_id, name, sex_held) values ($1, $2, $3, 'M')",
        pavilion_id,
        await establishment(owner, at),
        name,
    )
    return pavilion_id


async def custody_event(
    owner: asyncpg.Connection,
    inmate_id: UUID,
    *,
    kind: str = "admission",
    at: str = "huaraz",
    on: date = date(2025, 1, 1),
    nth: int = 0,
    **facts: str,
) -> UUID:
    """Something that happened to somebody; `nth` tells apart what is otherwise the same."""
    event_id = new_id()
    await owner.execute(
        "insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by,"
        " facts, source_key) values ($1, $2, $3, $4, $5, $6, 'a test', $7, $8)",
        event_id,
        await establishment(owner, at),
        inmate_id,
        kind,
        on,
        EARLY,
        orjson.dumps(facts).decode(),
        f"{inmate_id} {kind} {on} {nth}",
    )
    return event_id


async def rows(owner: asyncpg.Connection, *tables: str) -> dict[str, int]:
    """How many rows tables hold: after a refusal, as many as before."""
    return {table: await owner.fetchval(f"select count(*) from {table}") for table in tables}
