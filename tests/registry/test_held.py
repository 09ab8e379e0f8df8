"""An office finds who it holds, reads what happened to them and who is tied to them; every look leaves a trail."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from backend.core.actor import Role
from backend.core.errors import Code, DomainError
from backend.registry.rules.searching import Search, search_for
from tests import make
from tests.registry import make_registry as world
from tests.registry.make_registry import answered, asked

pytestmark = pytest.mark.anyio
OFFICE = "staff/registry"
OFFICER = world.officer()


async def found(matching: str, at: str = "huaraz", **more: Any) -> list[str]:
    page = await asked(OFFICER, f"{OFFICE}/inmates", establishmentId=at, matching=matching, **more)
    return [f"{node['surnames']}, {node['givenNames']}" for node in page["nodes"]]


async def code(document: str, actor: Any = OFFICER, **variables: Any) -> str:
    body = orjson.loads(await answered(actor, f"{OFFICE}/{document}", **variables))
    return str(body["errors"][0]["extensions"]["code"])


async def looks(owner) -> list[tuple[str, str, dict[str, Any]]]:
    rows = await owner.fetch(
        "select establishment_id, action, facts::text from audit_entry order by seq"
    )
    return [(row[0], row[1], orjson.loads(row[2])) for row in rows]


# finding somebody


async def test_somebody_is_found_by_beginnings_of_names_in_any_order_without_accents(db, owner):
    await world.inmate(owner)
    await world.inmate(owner, given_names="Julia", surnames="Ñahui D'Ávila")
    await world.inmate(owner, given_names="Pedro", surnames="De la Cruz Huamaní")

    assert await found("HUAMÁN") == ["De la Cruz Huamaní, Pedro", "Huamán Condori, Julián"]
    assert await found("jul cond") == ["Huamán Condori, Julián"]
    assert await found("nahui") == await found("Ñahui, d'avila") == ["Ñahui D'Ávila, Julia"]
    assert await found("la cruz") == ["De la Cruz Huamaní, Pedro"]
    assert await found("ondori") == await found("juliana") == []


async def test_somebody_is_found_by_the_register_number_however_it_is_spelled(db, owner):
    held = await world.inmate(owner)
    await world.inmate(owner, given_names="Pedro")
    spelled = f" {held.register[:3].lower()}-{held.register[3:]} "

    assert await found(spelled) == ["Huamán Condori, Julián"]
    assert await found(held.register[:-1]) == []


async def test_what_is_found_says_how_the_person_is_held_and_nothing_of_why(db, owner):
    held = await world.inmate(owner)
    wing = await world.pavilion(owner)
    await owner.execute("update inmate set pavilion_id = $1, stage = 'medium'", wing)

    page = await asked(OFFICER, f"{OFFICE}/inmates", establishmentId="huaraz", matching="huaman")

    assert page["nodes"] == [
        {
            "id": str(held.id),
            "givenNames": "Julián",
            "surnames": "Huamán Condori",
            "registerNumber": held.register,
            "bornYear": 1990,
            "pavilion": "5 A",
            "regime": "CLOSED_ORDINARY",
            "stage": "MEDIUM",
            "status": "HELD",
            "held": True,
            "since": "2025-01-01",
        }
    ]
    assert await looks(owner) == [
        ("huaraz", "registry.inmates.searched", {"by": "name", "inmates": [str(held.id)]})
    ]


async def test_somebody_is_read_again_by_id_as_they_were_found(db, owner):
    held = await world.inmate(owner)
    page = await asked(OFFICER, f"{OFFICE}/inmates", establishmentId="huaraz", matching="huaman")

    again = await asked(OFFICER, f"{OFFICE}/inmate", establishmentId="huaraz", inmateId=held.id)

    assert again == page["nodes"][0]
    assert (await looks(owner))[1:] == [
        ("huaraz", "registry.inmate.read", {"inmate": str(held.id)})
    ]


async def test_who_left_custody_or_the_place_or_never_was_is_one_answer_by_id(db, owner):
    gone, elsewhere = (
        await world.inmate(owner, status="released"),
        await world.inmate(owner, at="tacna"),
    )

    refused = [
        await code("inmate", establishmentId="huaraz", inmateId=inmate_id)
        for inmate_id in (gone.id, elsewhere.id, uuid4())
    ]

    assert refused == ["NOT_FOUND"] * 3
    assert {action for _, action, _ in await looks(owner)} == {"request.refused"}


@pytest.mark.parametrize("status", ["released", "evaded", "deceased", "transferred_abroad"])
async def test_who_is_no_longer_in_custody_is_not_found(db, owner, status):
    gone = await world.inmate(owner, status=status)

    assert await found("huaman") == await found(gone.register) == []


async def test_who_is_out_for_a_day_is_found_and_not_held(db, owner):
    await world.inmate(owner, status="outside")

    page = await asked(OFFICER, f"{OFFICE}/inmates", establishmentId="huaraz", matching="huaman")

    assert [(node["status"], node["held"]) for node in page["nodes"]] == [("OUTSIDE", False)]


async def test_who_is_held_elsewhere_is_not_found(db, owner):
    elsewhere = await world.inmate(owner, at="tacna")

    assert await found("huaman") == await found(elsewhere.register) == []


async def test_a_list_of_namesakes_goes_on_where_the_page_ended(db, owner):
    held = {str((await world.inmate(owner)).id) for _ in range(5)}
    asking = {"establishmentId": "huaraz", "matching": "huaman", "first": 2}

    seen, cursor = [], None
    for _ in range(3):
        page = await asked(OFFICER, f"{OFFICE}/inmates", **asking, after=cursor)
        seen += [node["id"] for node in page["nodes"]]
        cursor = page["pageInfo"]["endCursor"]

    assert len(seen) == 5 and set(seen) == held
    assert page["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize("typed", ["", "hu", "de la", "% _", "12", "1-2", "1" * 21, "¿?!"])
def test_a_search_that_says_too_little_is_refused(typed):
    with pytest.raises(DomainError) as refusal:
        search_for(typed)

    assert refusal.value.code is Code.SEARCH_TOO_SHORT


def test_a_search_is_for_a_number_or_for_words():
    assert search_for("Pérez  de la-Cruz pérez") == Search(None, ("perez", "de", "la", "cruz"))
    assert search_for("r-00.123 a") == Search("R00123A", ())


async def test_a_search_that_says_too_little_leaves_no_look(db, owner):
    await world.inmate(owner)

    assert await code("inmates", establishmentId="huaraz", matching="hu") == "SEARCH_TOO_SHORT"
    assert [action for _, action, _ in await looks(owner)] == ["request.refused"]


# what happened to somebody


async def _travelled(owner) -> tuple[world.Held, UUID]:
    """Admitted in Tacna, moved here in secret, in a pavilion of ours since."""
    held = await world.inmate(owner)
    wing = await world.pavilion(owner)
    story: tuple[dict[str, Any], ...] = (
        {"at": "tacna", "on": date(2025, 1, 1), "regime": "closed_special", "stage": "a"},
        {"at": "tacna", "on": date(2026, 2, 20), "kind": "transfer", "to": "huaraz",
         "secret_until": "2026-03-05"},
        {"on": date(2026, 2, 20), "kind": "pavilion_change", "pavilion_id": str(wing)},
        {"on": date(2026, 2, 25), "kind": "outing", "until": "2026-02-26"},
    )  # fmt: skip
    for event in story:
        await world.custody_event(owner, held.id, **event)
    return held, wing


async def test_events_come_newest_first_also_those_of_another_place(db, owner):
    held, _ = await _travelled(owner)

    page = await asked(
        OFFICER, f"{OFFICE}/custodyEvents", establishmentId="huaraz", inmateId=held.id
    )

    told = [{key: value for key, value in node.items() if value} for node in page["nodes"]]
    for node in told:
        assert UUID(node.pop("id")) and node.pop("recordedAt") == "2025-01-01T00:00:00Z"
    here, there = "E.P. de Huaraz", "E.P. de Tacna"
    assert told == [
        {"kind": "OUTING", "effectiveOn": "2026-02-25", "establishment": here, "until": "2026-02-26"},
        {"kind": "PAVILION_CHANGE", "effectiveOn": "2026-02-20", "establishment": here, "pavilion": "5 A"},
        {"kind": "TRANSFER", "effectiveOn": "2026-02-20", "establishment": there,
         "toEstablishment": here, "secretUntil": "2026-03-05"},
        {"kind": "ADMISSION", "effectiveOn": "2025-01-01", "establishment": there,
         "regime": "CLOSED_SPECIAL", "stage": "A"},
    ]  # fmt: skip
    assert await looks(owner) == [("huaraz", "registry.custody.read", {"inmate": str(held.id)})]


async def test_events_go_on_where_the_page_ended(db, owner):
    held, _ = await _travelled(owner)
    asking = {"establishmentId": "huaraz", "inmateId": held.id, "first": 1}

    kinds, cursor = [], None
    for _ in range(4):
        page = await asked(OFFICER, f"{OFFICE}/custodyEvents", **asking, after=cursor)
        kinds += [node["kind"] for node in page["nodes"]]
        cursor = page["pageInfo"]["endCursor"]

    assert kinds == ["OUTING", "PAVILION_CHANGE", "TRANSFER", "ADMISSION"]


@pytest.mark.parametrize("document", ["custodyEvents", "inmateTies"])
async def test_the_place_a_person_left_reads_nothing_more_of_them(db, owner, document):
    held, _ = await _travelled(owner)
    both = world.officer("huaraz", "tacna")

    refused = [
        await code(document, both, establishmentId="tacna", inmateId=inmate_id)
        for inmate_id in (held.id, uuid4())
    ]

    assert refused == ["NOT_FOUND", "NOT_FOUND"]
    assert {action for _, action, _ in await looks(owner)} == {"request.refused"}


@pytest.mark.parametrize("role", [Role.WORK_CHIEF, Role.PROGRAMME_COORDINATOR])
async def test_who_enrols_or_names_people_finds_them_and_reads_nothing_else(db, owner, role):
    held = await world.inmate(owner)
    chief = world.officer("huaraz", role=role)
    at = {"establishmentId": "huaraz"}

    page = await asked(chief, f"{OFFICE}/inmates", **at, matching="huaman")
    one = await asked(chief, f"{OFFICE}/inmate", **at, inmateId=held.id)

    assert [node["id"] for node in page["nodes"]] == [one["id"]] == [str(held.id)]
    assert len(await looks(owner)) == 2
    for document in ("custodyEvents", "inmateTies"):
        assert await code(document, chief, **at, inmateId=held.id) == "NOT_ALLOWED"


# buildings, and who is tied to somebody


async def test_the_buildings_of_an_establishment_come_by_name(db, owner):
    second, first = await world.pavilion(owner, "5 B"), await world.pavilion(owner, "5 A")
    await world.pavilion(owner, "1", at="tacna")

    page = await asked(OFFICER, f"{OFFICE}/pavilions", establishmentId="huaraz", first=1)
    rest = await asked(
        OFFICER,
        f"{OFFICE}/pavilions",
        establishmentId="huaraz",
        after=page["pageInfo"]["endCursor"],
    )

    assert page["nodes"] + rest["nodes"] == [
        {"id": str(first), "name": "5 A", "sexHeld": "M"},
        {"id": str(second), "name": "5 B", "sexHeld": "M"},
    ]


async def test_an_office_finds_a_confirmed_tie_and_ends_it(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    person = await world.visitor(owner, family, number)
    tie = await world.tie(owner, family, person, held)
    await world.tie(owner, family, await world.visitor(owner, family), held, state="received")
    asking = {"establishmentId": "huaraz", "inmateId": held.id}

    before = await asked(OFFICER, f"{OFFICE}/inmateTies", **asking)
    (node,) = before["nodes"]
    ended = await asked(
        OFFICER,
        f"{OFFICE}/endTie",
        tieId=node["id"],
        version=node["version"],
        reason="INMATE_ASKED",
    )
    after = await asked(OFFICER, f"{OFFICE}/inmateTies", **asking)

    assert node == {
        "id": str(tie),
        "version": 0,
        "kinship": "SIBLING",
        "confirmedAt": "2025-01-01T00:00:00Z",
        "capacity": "SHARED_PHONE",
        "givenNames": "Rosa",
        "surnames": "Quispe Mamani",
        "documentKind": "DNI",
        "documentNumber": number,
    }
    assert ended["tieId"] == str(tie) and after["nodes"] == []
    facts = {"inmate": str(held.id), "ties": [str(tie)]}
    assert (await looks(owner))[0] == ("huaraz", "registry.inmate_ties.read", facts)


@pytest.mark.parametrize(
    "document", ["inmate", "inmates", "custodyEvents", "pavilions", "inmateTies"]
)
async def test_only_the_office_of_the_place_looks(db, owner, document):
    held = await world.inmate(owner)
    await world.establishment(owner, "tacna")
    given: dict[str, Any] = {"establishmentId": "huaraz"}
    given |= {"inmates": {"matching": "huaman"}, "pavilions": {}}.get(
        document, {"inmateId": held.id}
    )

    refused = [
        await code(document, actor, **given)
        for actor in (
            world.officer("tacna"),
            world.officer("huaraz", role=Role.GATE_OFFICER),
            await make.family(owner),
        )
    ]

    assert refused == ["NOT_ALLOWED"] * 3
    assert {action for _, action, _ in await looks(owner)} == {"request.refused"}
