"""Loading rosters into a real database: good lines kept, bad ones explained, twice is once."""

import csv
import hashlib
import os
import stat
from collections import Counter
from itertools import permutations
from pathlib import Path

import asyncpg
import pytest

from backend import audit
from backend.core.actor import System
from backend.core.errors import Code, DomainError
from backend.database import Connection, reading, transaction
from backend.registry.bulk import ONE_AT_A_TIME
from backend.registry.custody import Change
from backend.registry.rules.reasons import Reason
from backend.sealed import unseal
from tests.conftest import Database
from tests.registry.make_roster import (
    COLUMNS,
    contents,
    establishments,
    load,
    rejected,
    row,
    standing,
    text,
)

pytestmark = pytest.mark.anyio

EXAMPLE = Path(__file__).parents[2] / "seeds" / "roster-example.csv"

LIFE = [
    row(evento_id="1", pabellon="5", etapa="mediana"),
    row(evento_id="2", evento="cambio de etapa", fecha_efectiva="2025-02-10", etapa="mínima"),
    row(
        evento_id="3",
        evento="traslado",
        fecha_efectiva="2025-03-10",
        establecimiento_destino="ancon",
        pabellon="7",
    ),
    row(evento_id="4", evento="libertad", fecha_efectiva="2025-04-10", establecimiento="ancon"),
]
"""One person's four events, in order."""


@pytest.fixture
async def places(db: Database) -> None:
    await establishments()


def people(count: int, first: int = 1) -> list[list[str]]:
    """Admissions of so many people."""
    return [
        row(evento_id=f"p{number}", registro=f"P-{number:05d}", nombres="Juan")
        for number in range(first, first + count)
    ]


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


async def test_what_after_batch_cannot_do_undoes_its_batch_alone(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(tmp_path, text(*people(3)))

    async def fail(tx: Connection, found: list[Change]) -> None:
        raise RuntimeError("no")

    before = await contents(owner)
    with pytest.raises(RuntimeError):
        await load(
            tmp_path,
            text(
                row(
                    evento_id="x",
                    evento="libertad",
                    registro="P-00001",
                    fecha_efectiva="2025-05-05",
                )
            ),
            after_batch=fail,
        )
    assert await contents(owner) == before


BAD = {
    Reason.INMATE_UNKNOWN: row(evento_id="b1", evento="libertad", registro="NADIE-1"),
    Reason.PERSON_DIFFERS: row(
        evento_id="b2",
        evento="libertad",
        registro="P-00001",
        apellidos="Otra",
        nombres="Persona",
        sexo="F",
    ),
    Reason.EVENT_ID_REUSED: row(
        evento_id="p1", evento="libertad", registro="P-00001", fecha_efectiva="2025-05-05"
    ),
    Reason.ALREADY_HELD: row(
        evento_id="b4", registro="P-00001", establecimiento="ica", fecha_efectiva="2025-05-05"
    ),
    Reason.NOT_OUTSIDE: row(
        evento_id="b5", evento="retorno", registro="P-00001", fecha_efectiva="2025-05-05"
    ),
    Reason.WRONG_ORIGIN: row(
        evento_id="b6",
        evento="libertad",
        registro="P-00001",
        establecimiento="ica",
        fecha_efectiva="2025-05-05",
    ),
    Reason.SAME_PLACE: row(
        evento_id="b7",
        evento="traslado",
        registro="P-00001",
        establecimiento_destino="lurigancho",
        fecha_efectiva="2025-05-05",
    ),
    Reason.NOT_ADMITTED_YET: row(
        evento_id="b8", evento="libertad", registro="P-00001", fecha_efectiva="2020-05-05"
    ),
    Reason.STAGE_NOT_OF_REGIME: row(
        evento_id="b9",
        evento="cambio de etapa",
        registro="P-00001",
        etapa="extrema seguridad",
        fecha_efectiva="2025-05-05",
    ),
    Reason.NAME_MISSING: row(evento_id="b10", registro="N-1000", nombres=""),
    Reason.DATE_IN_FUTURE: row(evento_id="b11", registro="N-1001", fecha_efectiva="2027-01-01"),
    Reason.DOCUMENT_HELD_ALREADY: row(
        evento_id="b12", registro="N-1002", tipo_documento="DNI", numero_documento="00090001"
    ),
}


async def test_every_bad_line_is_named_and_the_good_ones_are_kept(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    held = row(evento_id="d", registro="D-0001", tipo_documento="DNI", numero_documento="00090001")
    await load(tmp_path, text(*people(1), held))
    before = await standing(owner, "P00001")
    good = people(len(BAD) + 1, first=100)
    mixed = [line for pair in zip(good, BAD.values(), strict=False) for line in pair] + [good[-1]]
    content = text(*mixed).encode() + b"broken \xff line\n" + b'"open\n'
    report = await load(tmp_path, content)
    assert report.kept == len(good)
    assert report.reasons == Counter(
        [reason.value for reason in BAD] + ["BAD_ENCODING", "QUOTE_NOT_CLOSED"]
    )
    found = rejected(tmp_path)
    assert [(int(line["linea"]), line["motivo"]) for line in found[:-2]] == [
        (3 + 2 * nth, reason.value) for nth, reason in enumerate(BAD)
    ]
    assert all(line["explicacion"] for line in found)
    for line, cells in zip(found, BAD.values(), strict=False):
        assert [line[column] for column in COLUMNS] == cells
    assert [line["linea_original"] for line in found[-2:]] == ["broken \\xff line", '"open']
    assert await standing(owner, "P00001") == before
    assert await owner.fetchval("select count(*) from inmate") == 2 + len(good)


async def test_a_line_the_database_refuses_takes_no_other_with_it(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await owner.execute(
        "alter table inmate add constraint unlucky check (surnames <> 'Quispe Vetado')"
    )
    lines = people(50)
    lines[20][COLUMNS.index("apellidos")] = "Quispe Vetado"
    lines[33][COLUMNS.index("apellidos")] = "Quispe Vetado"
    report = await load(tmp_path, text(*lines))
    assert (report.kept, report.rejected) == (48, 2)
    assert [(line["linea"], line["motivo"]) for line in rejected(tmp_path)] == [
        ("22", "DATABASE_REFUSED"),
        ("35", "DATABASE_REFUSED"),
    ]
    assert await owner.fetchval("select count(*) from custody_event") == 48


async def test_rejected_lines_can_be_put_right_and_loaded_again(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(
        tmp_path,
        text(*people(2), row(evento_id="w", registro="W-0001", sexo="?", nombres="Ana-María")),
    )
    rejects = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "?" in rejects
    report = await load(tmp_path, rejects.replace("?", "F"))
    assert (report.read, report.kept, report.rejected) == (1, 1, 0)
    assert await owner.fetchval("select sex from inmate where given_names = 'Ana-María'") == "F"


@pytest.mark.parametrize("evil", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "'=1"])
async def test_no_cell_of_the_rejects_file_is_a_formula(
    places: None, tmp_path: Path, evil: str
) -> None:
    await load(tmp_path, text(row(nombres=evil, apellidos="x\ty" if evil == "+1" else "Quispe")))
    page = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    for line in csv.reader(page.splitlines()):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
    (line,) = rejected(tmp_path)
    assert line["nombres"] == "'" + evil.removeprefix("'")
    await load(tmp_path, page)
    assert rejected(tmp_path) == [{**line, "linea": "2"}], "the mark does not grow"


async def test_the_rejects_file_is_its_owners_alone(places: None, tmp_path: Path) -> None:
    await load(tmp_path, text(row(sexo="?")))
    assert stat.S_IMODE((tmp_path / "rejects.csv").stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["rejects.csv", "roster.csv"]


async def test_rejects_never_overwrite_the_file_itself(places: None, tmp_path: Path) -> None:
    content = text(row())
    with pytest.raises(DomainError) as refused:
        await load(tmp_path, content, rejects_path=tmp_path / "roster.csv")
    assert refused.value.code is Code.ROSTER_REJECTS_OVER_FILE
    assert (tmp_path / "roster.csv").read_text() == content


async def test_a_load_cut_short_is_completed_by_the_next(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    class CutShortError(Exception):
        pass

    def stop(line: str) -> None:
        if line.startswith("recording: 20 "):
            raise CutShortError

    lines = [*people(40), *LIFE]
    with pytest.raises(CutShortError):
        await load(tmp_path, text(*lines), batch_lines=10, progress=stop)
    assert await owner.fetchval("select count(*) from custody_event") == 20
    report = await load(tmp_path, text(*lines), batch_lines=10)
    assert (report.kept, report.known, report.rejected) == (24, 20, 0)
    assert await owner.fetchval("select count(*) from custody_event") == 44
    assert await owner.fetchval("select count(*) from inmate") == 41


async def test_progress_grows_and_ends_at_the_whole(places: None, tmp_path: Path) -> None:
    said: list[str] = []
    lines = [*people(30), row(evento_id="x", sexo="?")]
    await load(tmp_path, text(*lines), batch_lines=7, progress=said.append)
    done = [int(line.split()[1]) for line in said if line.startswith("recording")]
    assert done == sorted(done) and done[-1] == 31 and len(done) >= 5
    assert said[0].startswith("checking: 31 lines, 1 rejected")
    assert said[-1].startswith(
        "recording: 31 of 31 lines (100%), 30 new, 0 known already, 1 rejected"
    )


async def test_two_loads_at_once_are_one_and_a_clear_refusal(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    async with reading(System()) as other:
        await other.execute("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
        with pytest.raises(DomainError) as refused:
            await load(tmp_path, text(*LIFE))
        assert refused.value.code is Code.ROSTER_RUNNING
    assert await owner.fetchval("select count(*) from custody_event") == 0
    assert (await load(tmp_path, text(*LIFE))).kept == 4


async def test_a_roster_needs_establishments_first(db: Database, tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        await load(tmp_path, text(*LIFE))
    assert refused.value.code is Code.NO_ESTABLISHMENTS


async def test_the_trail_counts_by_establishment_and_names_the_file(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    content = text(*LIFE, row(sexo="?"))
    await load(tmp_path, content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    trail = await owner.fetch(
        "select establishment_id, action, subject, facts from audit_entry"
        " where action like 'registry.roster.%' order by 1"
    )
    assert {entry["subject"] for entry in trail} == {digest}
    assert [(entry["establishment_id"], entry["action"]) for entry in trail] == [
        ("-", "registry.roster.loaded"),
        ("ancon", "registry.roster.recorded"),
        ("lurigancho", "registry.roster.recorded"),
    ]
    assert '"rejected": 1' in trail[0]["facts"] and '"events": 3' in trail[2]["facts"]
    async with transaction(System()) as tx:
        for chain in await audit.chains(tx):
            assert (await audit.verify(tx, chain)).first_bad is None


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
