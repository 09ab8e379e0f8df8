"""The demo's families: an account each, its people and their ties, asked for and decided as everybody's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.actor import Family, Role, Staff, System
from backend.core.documents import DocumentKind
from backend.core.ids import new_id
from backend.core.kinship import Kinship
from backend.database import transaction
from backend.demo.cast import fixed, held
from backend.registry import commands as registry
from backend.registry.rules.naming import canonical_register
from backend.registry.rules.people import Capacity, Person, Sex
from backend.registry.rules.ties import Decision, Recollection, TieReason
from backend.sealed import blind_index, seal

_ACCOUNT = """
insert into account (id, phone_cipher, phone_index, language, created_at) values ($1, $2, $3, 'es', $4)
on conflict (id) do nothing
"""
_TIES = "select id, version from tie where visitor_id = $1 and state = 'received'"


async def make_family(family: Mapping[str, Any], now: datetime) -> None:
    """An account, its people and their ties; all but those that wait are approved."""
    phone = family["phone"]
    actor = Family(account_id=fixed(phone), session_id=new_id())
    async with transaction(System()) as tx:
        sealed = seal("account.phone", actor.account_id, phone)
        await tx.execute(_ACCOUNT, actor.account_id, sealed, blind_index("phone", phone), now)
    visitors: dict[str, UUID] = {}
    for person in family["person"]:
        visitors[person["key"]] = await _add_person(actor, person, visitors, now)
    for tie in family["tie"]:
        await _tie(actor, visitors[tie["visitor"]], tie, now)


async def _add_person(
    actor: Family, person: Mapping[str, Any], visitors: Mapping[str, UUID], now: datetime
) -> UUID:
    said = Person(
        given_names=person["given_names"],
        surnames=person["surnames"],
        sex=Sex(person["sex"]),
        born_on=person["born_on"],
        nationality="PE",
        document_kind=DocumentKind.DNI,
        document_number=person["document_number"],
    )
    request = fixed(person["document_number"])
    if "guardian" in person:
        guardian = visitors[person["guardian"]]
        added = await registry.add_minor(actor, request, person=said, guardian_id=guardian, now=now)
    else:
        capacity = Capacity(person["capacity"])
        added = await registry.add_visitor(actor, request, person=said, capacity=capacity, now=now)
    return UUID(added["id"])


async def _tie(actor: Family, visitor_id: UUID, tie: Mapping[str, Any], now: datetime) -> None:
    register = canonical_register(tie["register"]) or ""
    async with transaction(System()) as tx:
        inmate = await held(tx, register)
    await registry.request_tie(
        actor,
        fixed(f"{visitor_id} {register}"),
        visitor_id=visitor_id,
        establishment_id=tie["establishment"],
        kinship=Kinship(tie["kinship"]),
        recollection=Recollection(inmate["given_names"], inmate["surnames"], tie["register"]),
        now=now,
    )
    if not tie.get("waits"):
        await _approve(visitor_id, inmate["id"], tie["establishment"], now)


async def _approve(visitor_id: UUID, inmate_id: UUID, place: str, now: datetime) -> None:
    registrar = Staff(
        staff_id=fixed("registrar"),
        session_id=new_id(),
        roles=frozenset({(place, Role.VISITS_REGISTRAR)}),
    )
    async with transaction(System()) as tx:
        asked = await tx.fetch(_TIES, visitor_id)
    for tie in asked:
        await registry.decide_tie(
            registrar,
            fixed(f"decide {tie['id']}"),
            tie_id=tie["id"],
            version=tie["version"],
            decision=Decision.APPROVE,
            inmate_id=inmate_id,
            reason=TieReason.KINSHIP_PROVEN,
            now=now,
        )
