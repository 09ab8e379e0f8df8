"""The demo: invented families and staff from `seeds/demo.toml`, made with the commands everybody uses."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from backend.core.actor import Family, Role, Staff, System
from backend.core.documents import DocumentKind
from backend.core.ids import new_id
from backend.core.kinship import Kinship
from backend.database import transaction
from backend.identity.commands import add_staff
from backend.identity.totp import code_at
from backend.registry import commands as registry
from backend.registry.roster import import_roster
from backend.registry.rules.naming import canonical_register
from backend.registry.rules.people import Capacity, Person, Sex
from backend.registry.rules.ties import Decision, Recollection, TieReason
from backend.registry.world import make_world
from backend.sealed import blind_index, document_index, seal
from backend.visits.jobs import open_slots

SEEDS = Path(__file__).parent.parent / "seeds"
PASSWORD = "demo-encuentro-2026"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The authenticator of every member of the demo's staff; `/dev/outbox` shows its code of the moment."""

BACKGROUND_INMATES = 300

_ACCOUNT = """
insert into account (id, phone_cipher, phone_index, language, created_at) values ($1, $2, $3, 'es', $4)
"""
_SEEDED = "select true from staff where document_index = $1"
_TIES = "select id, version from tie where visitor_id = $1 and state = 'received'"

Say = Callable[[str], None]


def welcome() -> str:
    """Whom one can sign in as."""
    cast = _cast()
    families = "".join(f"    {each['phone']}  {each['words']}\n" for each in cast["family"])
    staff = "".join(
        f"    DNI {each['document_number']}  {each['name']}, {each['role'].replace('_', ' ')}\n"
        for each in cast["staff"]
    )
    return (
        "\nThe demo's families sign in with their phone; the code shows at /dev/outbox:\n"
        f"{families}The demo's staff, with the password {PASSWORD} and the authenticator code at /dev/outbox:\n"
        f"{staff}"
    )


async def seed_demo(now: datetime, say: Say) -> None:
    """Make the demo's people, once; afterwards only new slots."""
    cast = _cast()
    if not await _is_seeded(cast):
        say("  demo: invented people, about half a minute, once")
        await make_world(
            inmates=BACKGROUND_INMATES, seed=1, actor=System(), now=now, progress=_quiet
        )
        with TemporaryDirectory() as folder:
            await import_roster(
                SEEDS / "demo-roster.csv",
                actor=System(),
                now=now,
                rejects_path=Path(folder) / "rejects.csv",
                progress=_quiet,
            )
        for each in cast["family"]:
            await _make_family(each, now)
        await _make_staff(cast["staff"], now)
    await open_slots(now)


async def people() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The families and the staff one can sign in as; nobody where the demo was never seeded."""
    cast = _cast()
    return (cast["family"], cast["staff"]) if await _is_seeded(cast) else ([], [])


def authenticator_code(now: datetime) -> str:
    """What the authenticator of the demo's staff shows at that instant."""
    return code_at(TOTP_SECRET, now)


def _cast() -> dict[str, Any]:
    return tomllib.loads((SEEDS / "demo.toml").read_text(encoding="utf-8"))


async def _is_seeded(cast: Mapping[str, Any]) -> bool:
    number = cast["staff"][-1]["document_number"]
    async with transaction(System()) as tx:
        return bool(await tx.fetchval(_SEEDED, document_index("dni", number)))


async def _make_family(family: Mapping[str, Any], now: datetime) -> None:
    phone = family["phone"]
    actor = Family(account_id=_fixed(phone), session_id=new_id())
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
    request = _fixed(person["document_number"])
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
        inmate = await tx.fetchrow(
            "select id, given_names, surnames from inmate where register_index = $1",
            blind_index("register", register),
        )
    assert inmate is not None, f"{tie['register']} is not in demo-roster.csv"
    await registry.request_tie(
        actor,
        _fixed(f"{visitor_id} {register}"),
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
        staff_id=_fixed("registrar"),
        session_id=new_id(),
        roles=frozenset({(place, Role.VISITS_REGISTRAR)}),
    )
    async with transaction(System()) as tx:
        asked = await tx.fetch(_TIES, visitor_id)
    for tie in asked:
        await registry.decide_tie(
            registrar,
            _fixed(f"decide {tie['id']}"),
            tie_id=tie["id"],
            version=tie["version"],
            decision=Decision.APPROVE,
            inmate_id=inmate_id,
            reason=TieReason.KINSHIP_PROVEN,
            now=now,
        )


async def _make_staff(staff: list[Mapping[str, Any]], now: datetime) -> None:
    for each in staff:
        async with transaction(System()) as tx:
            await add_staff(
                tx,
                System(),
                document_kind=DocumentKind.DNI,
                document_number=each["document_number"],
                name=each["name"],
                roles=[(place, Role(each["role"])) for place in each["establishments"]],
                now=now,
                password=PASSWORD,
                totp_secret=TOTP_SECRET,
            )


def _fixed(name: str) -> UUID:
    """An id that is the same at every run, so that what was done is not done twice."""
    return uuid5(NAMESPACE_URL, f"encuentro:demo:{name}")


def _quiet(_: str) -> None:
    """The demo's own line says that something goes on."""
