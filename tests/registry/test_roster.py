"""Loading rosters into a real database: good lines kept, bad ones explained, twice is once."""

from itertools import permutations
from pathlib import Path

import asyncpg
import orjson
import pytest

from backend.database import Connection
from backend.registry.custody import Change
from backend.sealed import unseal
from tests.conftest import Database
from tests.registry.make_roster import (
    EXAMPLE,
    LIFE,
    contents,
    establishments,
    load,
    rejected,
    row,
    standing,
    text,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def places(db: Database) -> None:
    await establishments()


async def test_the_example_is_kept_whole(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    report = await load(tmp_path, EXAMPLE.read_bytes())
    assert (report.read, report.kept, report.rejected) == (28, 28, 0)
    assert rejected(tmp_path) == []
    stands = {
        register: await standing(owner, register)
        for register in (f"EJ10000{n}" for n in range(1, 10))
    }
    assert {
        register: (s["establishment_id"], s["pavilion"], s["stage"], s["status"])
        for register, s in stands.items()
    } == {
        "EJ100001": ("lurigancho", "7", "minimum", "held"),
        "EJ100002": ("mujeres-de-chorrillos", "1-B", "minimum", "held"),
        "EJ100003": ("challapalca", "B", "a", "held"),
        "EJ100004": ("ancon-ii", "4", "medium", "held"),
        "EJ100005": ("cusco", "1", "minimum", "released"),
        "EJ100006": ("puno", "1", "maximum", "held"),
        "EJ100007": ("huaral", "4", "minimum", "transferred_abroad"),
        "EJ100008": ("ica", "6", None, "evaded"),
        "EJ100009": ("piura", "8", "minimum", "deceased"),
    }
    kinds = {
        found["kind"] for found in await owner.fetch("select distinct kind from custody_event")
    }
    assert len(kinds) == 18, "the example shows every kind of event"


async def test_what_is_kept_of_a_person_is_sealed(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(tmp_path, text(row(tipo_documento="DNI", numero_documento="00090001")))
    found = await owner.fetchrow("select * from inmate")
    assert unseal("inmate.register", found["id"], found["register_cipher"]) == "T0001"
    assert unseal("inmate.document", found["id"], found["document_cipher"]) == "dni 00090001"
    assert (found["name_key"], found["surnames"]) == ("quispe inventado juan", "Quispe Inventado")
    dump = str(
        [
            tuple(line)
            for table in ("inmate", "custody_event", "audit_entry")
            for line in await owner.fetch(f"table {table}")
        ]
    )
    assert "T0001" not in dump and "00090001" not in dump


async def test_the_same_file_twice_changes_nothing(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    first = await load(tmp_path, EXAMPLE.read_bytes())
    before = await contents(owner)
    again = await load(tmp_path, EXAMPLE.read_bytes())
    assert (again.read, again.kept, again.known, again.rejected) == (28, 0, first.kept, 0)
    assert (again.inmates, again.pavilions) == (0, 0)
    assert await contents(owner) == before


async def test_lines_without_an_id_are_known_by_their_content(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    content = text(row(), row(evento="libertad", fecha_efectiva="2025-05-05"), row())
    report = await load(tmp_path, content)
    assert (report.kept, report.known) == (2, 1)
    before = await contents(owner)
    assert (await load(tmp_path, content)).known == 3
    assert await contents(owner) == before


@pytest.mark.parametrize("batch_lines", [1, 2, 1000])
async def test_lines_may_come_in_any_order(
    places: None, owner: asyncpg.Connection, tmp_path: Path, batch_lines: int
) -> None:
    for number, order in enumerate(permutations(LIFE)):
        register = f"O-{number:04d}"
        rows = [[register if cell == "T-0001" else cell for cell in line] for line in order]
        rows = [[f"{number}.{line[0]}", *line[1:]] for line in rows]
        report = await load(tmp_path, text(*rows), batch_lines=batch_lines)
        assert (report.kept, report.rejected) == (4, 0), order
        stands = await standing(owner, register.replace("-", ""))
        assert (
            stands["establishment_id"],
            stands["pavilion"],
            stands["stage"],
            stands["status"],
        ) == (
            "ancon",
            "7",
            "minimum",
            "released",
        )


async def test_events_of_one_day_may_come_in_any_order(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    day = {"fecha_efectiva": "2025-01-10"}
    rows = [
        row(evento_id="3", evento="libertad", establecimiento="ica", **day),
        row(evento_id="2", evento="traslado", establecimiento_destino="ica", **day),
        row(evento_id="1", **day),
    ]
    assert (await load(tmp_path, text(*rows))).kept == 3
    stands = await standing(owner)
    assert (stands["establishment_id"], stands["status"]) == ("ica", "released")


async def test_an_older_event_of_a_later_file_does_not_overwrite(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(tmp_path, text(LIFE[0], LIFE[2], LIFE[3]))
    before = await standing(owner)
    changes: list[Change] = []

    async def keep(tx: Connection, found: list[Change]) -> None:
        changes.extend(found)

    report = await load(tmp_path, text(LIFE[1]), after_batch=keep)
    assert report.kept == 1
    after = await standing(owner)
    assert after == {**before, "stage": "minimum"}
    assert [(change.kind, change.after.status) for change in changes] == [
        ("stage_change", "released")
    ]


async def test_an_earlier_stay_may_be_told_later(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(
        tmp_path, text(row(evento_id="9", fecha_efectiva="2025-12-01", establecimiento="ica"))
    )
    report = await load(tmp_path, text(*LIFE))
    assert report.kept == 4
    stands = await standing(owner)
    assert (stands["establishment_id"], stands["status"]) == ("ica", "held")


async def test_after_batch_hears_of_changes_to_people_known_before(
    places: None, tmp_path: Path
) -> None:
    heard: list[Change] = []

    async def keep(tx: Connection, found: list[Change]) -> None:
        assert await tx.fetchval("select count(*) from custody_event") > 0, (
            "in the same transaction"
        )
        heard.extend(found)

    await load(tmp_path, text(LIFE[0]), after_batch=keep)
    assert heard == []
    await load(tmp_path, text(*reversed(LIFE)), after_batch=keep)
    assert [change.kind for change in heard] == ["stage_change", "transfer", "release"]
    assert [change.before.establishment_id for change in heard if change.before] == [
        "lurigancho",
        "lurigancho",
        "ancon",
    ]
    assert heard[1].after.establishment_id == "ancon"


async def test_a_document_is_learnt_from_a_later_line(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(tmp_path, text(LIFE[0]))
    later = row(
        evento_id="2",
        evento="sentencia",
        fecha_efectiva="2025-02-01",
        tipo_documento="CE",
        numero_documento="TEST0001",
        fecha_nacimiento="1990-05-05",
    )
    await load(tmp_path, text(later))
    found = await owner.fetchrow("select id, document_cipher, born_on::text from inmate")
    assert (
        unseal("inmate.document", found["id"], found["document_cipher"])
        == "foreigner_card TEST0001"
    )
    assert found["born_on"] == "1990-05-05"


async def test_a_released_persons_document_may_come_in_under_a_new_register(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    papers = {"tipo_documento": "DNI", "numero_documento": "00090001"}
    lines = [
        row(evento_id="1", **papers),
        row(evento_id="2", evento="libertad", fecha_efectiva="2025-02-01"),
        row(evento_id="3", registro="T-0002", fecha_efectiva="2025-03-01", **papers),
    ]
    assert (await load(tmp_path, text(*lines))).kept == 3
    assert (await standing(owner, "T0002"))["status"] == "held"


async def test_places_go_by_id_name_or_code(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    rows = [
        row(evento_id=f"{nth}", registro=f"R-000{nth}", establecimiento=place)
        for nth, place in enumerate(["216", "E.P. DE LURIGANCHO", "lurigancho"])
    ]
    assert (await load(tmp_path, text(*rows))).kept == 3
    assert await owner.fetchval("select count(distinct establishment_id) from inmate") == 1


async def test_how_a_person_stood_is_kept_of_a_move_that_is_secret_for_a_while(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    move = {
        "evento": "traslado",
        "establecimiento_destino": "ancon",
        "pabellon": "7",
        "etapa": "mínima",
    }
    lines = [
        row(evento_id="1", pabellon="5", etapa="mediana"),
        row(evento_id="2", fecha_efectiva="2025-02-10", reservado_hasta="2025-03-01", **move),
        row(evento_id="3", fecha_efectiva="2025-01-11", registro="T-0002"),
        row(evento_id="4", fecha_efectiva="2025-02-10", registro="T-0002", **move),
    ]

    assert (await load(tmp_path, text(*lines))).kept == 4

    kept = await owner.fetch(
        "select e.former - 'pavilion_id' as former, p.name from custody_event e"
        " join pavilion p on p.id = (former ->> 'pavilion_id')::uuid where former is not null"
    )
    assert [(orjson.loads(each["former"]), each["name"]) for each in kept] == [
        ({"regime": "closed_ordinary", "stage": "medium", "status": "held"}, "5")
    ]
