"""The file of one's own data: all of it, nobody else's, a few times a day."""

import json
import tomllib
from datetime import time, timedelta
from uuid import uuid4

import pytest

from backend.core.actor import Family
from backend.core.errors import Code, DomainError
from backend.core.kinship import Kinship
from backend.database import connected
from backend.notifications import commands as telling
from backend.notifications.kinds import Sms
from backend.privacy import commands, queries
from backend.privacy.rules import AT_MOST
from backend.privacy.words import _FILE
from tests import make, matrix
from tests.identity.asking import ask, sent
from tests.identity.make_identity import access
from tests.identity.refusing import refused
from tests.notifications import make_notices as notices
from tests.privacy.make_household import LATER, household, past_and_future
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.registry import make_registry as registry
from tests.test_statements import watched
from tests.test_texts import UNSPOKEN
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW

pytestmark = pytest.mark.anyio


async def test_everything_held_is_in_the_file_in_words_a_person_reads(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)

    answer = await ask("myData", token=access(home.signed), now=LATER)
    file = answer["file"]

    assert (answer["__typename"], answer["asOf"]) == ("MyData", "2026-03-02T15:02:00Z")
    assert file["Hecho el"] == "02/03/2026 10:02"
    assert file["Cuenta"] == {
        "Celular": home.phone,
        "Idioma": "español",
        "Desde": "02/03/2026 10:00",
        "Avisos discretos": "no",
        "Horas sin avisos": "de 21:00 a 07:00",
    }
    people = {person["Nombres"]: person for person in file["Personas"]}
    assert [people[name]["Número de documento"] for name in ("Zqmadre", "Zqhija", "Zqabuela")] == [
        *home.documents
    ]
    assert people["Zqhija"]["Va con"] == "Zqmadre Zqapellido"
    assert people["Zqhija"]["Fecha de nacimiento"] == "09/04/2018"
    assert people["Zqabuela"]["Permiso"]["Lo pidió"] == "Zqmadre Zqapellido"
    assert people["Zqabuela"]["Permiso"]["Texto leído"].startswith("Su familiar anotará")
    [waiting] = file["Pedidos en espera"]
    assert waiting["Nombre que usted escribió"] == "Julian Zqinterno"
    [tie] = file["Vínculos"]
    assert (tie["A quién visita"], tie["Estado"], tie["Parentesco"]) == (
        "Julián Zqinterno",
        "confirmado",
        "hermano o hermana",
    )
    assert [(visit["Día"], visit["Estado"], visit["Van"]) for visit in file["Visitas"]] == [
        ("07/03/2026", "reservada", ["Zqmadre Zqapellido"]),
        ("28/02/2026", "reservada", ["Zqmadre Zqapellido"]),
    ]
    assert {notice["Aviso"] for notice in file["Avisos"]} == {
        "Su visita del 07/03/2026 está reservada.",
        "Su visita del 28/02/2026 está reservada.",
    }
    [device] = file["Celulares y sesiones"]
    assert (device["Celular"], device["De confianza"]) == ("Zqmovil", "sí")
    assert file["Lo que no cabe"] == []


async def test_who_was_taken_off_the_list_is_still_held_and_still_in_the_file(db, owner):
    home = await household(owner)
    await owner.execute("update visitor set ended_at = $2 where id = $1", home.relative, NOW)

    file = await queries.my_data(home.family, LATER)

    taken_off = [each for each in file["Personas"] if "Quitada el" in each]
    assert [each["Nombres"] for each in taken_off] == ["Zqabuela"]


async def test_what_the_household_answered_is_in_the_file_and_no_other_households(db, owner):
    home = await household(owner)
    dates = (await programmes.released(owner, people=1, rule=programmes.MONTH)).occurrence_ids
    neighbour = await visits.relative(owner)
    await answers.answer(neighbour, dates[1])
    given, _ = await answers.answer(home.tied(), dates[0])
    await answers.withdraw(home.tied(), given)
    await answers.answer(home.tied(), dates[1])
    await answers.answer(home.tied(), dates[2])

    file = await queries.my_data(home.family, LATER)

    said = sorted(file["Respuestas a actividades"], key=lambda one: one["Día"])
    assert [(one["Día"], one["Estado"], one.get("Cancelada por")) for one in said] == [
        ("14/03/2026", "retirada", "usted"),
        ("21/03/2026", "en lista de espera", None),
        ("28/03/2026", "van", None),
    ]
    assert {(one["Actividad"], one["Hora"], *one["Van"]) for one in said} == {
        ("Recital de guitarra", "15:30", "Zqmadre Zqapellido")
    }


async def test_of_others_the_file_says_what_the_screens_say_and_no_more(db, owner):
    home = await household(owner)
    held = registry.Held(home.inmate, "", visits.HERE)
    refused_tie = await registry.tie(owner, home.family, home.relative, held, state="refused")
    await owner.execute("update tie set reason_code = 'protection' where id = $1", refused_tie)
    stranger = await visits.relative(owner, inmate_id=home.inmate)
    await owner.execute(
        "update visitor set given_names = 'Zqvecina' where id = $1", stranger.visitor_id
    )
    await stranger.book(await visits.slot(owner))
    await registry.restriction(owner, inmate_id=home.inmate)
    await registry.restriction(owner, number=home.documents[0])
    register = "R00000777"

    file = json.dumps(await queries.my_data(home.family, LATER), ensure_ascii=False)

    assert '"no confirmado"' in file
    for hidden in (
        "Zqvecina", stranger.number, register, "protection", "refused", "safety", "closed_ordinary",
        str(home.inmate), str(home.family.account_id), str(home.family.session_id),
    ):  # fmt: skip
        assert hidden not in file


async def test_a_visit_called_off_in_secret_stands_in_the_file_as_on_the_screen(db, owner):
    home = await household(owner)
    _, coming, _ = await past_and_future(owner, home)
    await owner.execute(
        "update booking set state = 'cancelled', cancelled_at = $2, cancel_reason = 'transfer',"
        " told_from = $3 where id = $1",
        coming,
        NOW,
        NOW + timedelta(days=2),
    )

    secret = await queries.my_data(home.family, LATER)
    told = await queries.my_data(home.family, NOW + timedelta(days=3))

    assert (secret["Visitas"][0]["Estado"], "Cancelada por" in secret["Visitas"][0]) == (
        "reservada",
        False,
    )
    assert told["Visitas"][0]["Cancelada por"] == "la oficina de visitas"


async def test_the_file_is_taken_three_times_then_once_in_eight_hours_and_each_is_recorded(
    db, owner
):
    home = await household(owner)
    token = access(home.signed)
    instants = [LATER] * 4 + [LATER + timedelta(hours=8, seconds=1)] * 2

    said = []
    for now in instants:
        try:
            await commands.admit_my_data(home.family, now=now)
            said.append("taken")
        except DomainError as error:
            said.append(error.code.value)

    assert said == ["taken", "taken", "taken", "DATA_PAUSED", "taken", "DATA_PAUSED"]
    taken = "select count(*) from audit_entry where action = 'privacy.data.taken' and actor_id = $1"
    assert await owner.fetchval(taken, str(home.family.account_id)) == 4
    answer = await ask("myData", token=token, now=LATER)
    assert answer["code"] == "DATA_PAUSED"
    assert answer["message"] == "Hoy ya pidió sus datos varias veces. Pídalos otra vez mañana."


async def test_a_refused_file_leaves_no_trace_but_the_refusal(db, owner):
    home = await household(owner)
    for _ in range(3):
        await commands.admit_my_data(home.family, now=LATER)
    before = await registry.rows(owner, "audit_entry", "rate_bucket", "notice", "session")

    assert await refused(commands.admit_my_data(home.family, now=LATER)) is Code.DATA_PAUSED

    assert await registry.rows(owner, "audit_entry", "rate_bucket", "notice", "session") == before


async def test_a_device_that_waits_for_trust_and_nobody_get_no_file(db, owner):
    home = await household(owner)
    waiting = Family(
        account_id=home.family.account_id, session_id=home.family.session_id, provisional=True
    )

    for actor, code in ((waiting, b"DEVICE_NOT_TRUSTED"), (None, b"SIGN_IN_NEEDED")):
        body = await sent("myData", actor=actor, now=LATER)
        assert code in body and b"file" not in body
    assert (
        await owner.fetchval("select count(*) from audit_entry where action = 'privacy.data.taken'")
        == 0
    )


async def test_the_newest_of_a_list_that_is_too_long_are_in_the_file_which_says_so(db, owner):
    family = await make.family(owner)
    more = AT_MOST["notices"] + 1
    await owner.execute(
        "insert into notice (id, account_id, kind, facts, dedupe_key, created_at, tell_from, expires_at)"
        " select gen_random_uuid(), $1, 'tie_decided', '{}', n::text, at, at - n * interval '1 hour', at"
        " from generate_series(1, $3) as n, cast($2 as timestamptz) as at",
        family.account_id,
        NOW,
        more,
    )

    file = await queries.my_data(family, LATER)

    assert len(file["Avisos"]) == more - 1
    assert file["Avisos"][0]["Fecha"] == "02/03/2026 09:00"
    assert file["Lo que no cabe"] == [
        "Avisos: solo lo más nuevo, 500. Pida lo anterior en la oficina de visitas."
    ]


async def test_a_longer_file_takes_no_more_statements(database, owner):
    async with connected(database.url):
        home = await household(owner)
    counts = []
    for longer in (False, True):
        async with watched(database.url) as said:
            await queries.my_data(home.family, LATER)
            counts.append(len(said))
        if longer:
            break
        async with connected(database.url):
            held = registry.Held(home.inmate, "", visits.HERE)
            for nth in range(5):
                person = await registry.visitor(owner, home.family)
                await registry.tie(owner, home.family, person, held)
                slot = await visits.slot(owner, starts=time(12 + nth), ends=time(12 + nth, 30))
                await home.tied().book(slot, now=LATER)

    assert counts[0] == counts[1] > 0


async def test_the_file_is_read_in_the_readers_language(db, owner):
    family = await make.family(owner, language="en")
    person = await registry.visitor(owner, family)
    await registry.tie(owner, family, person, None, state="received")

    english = await queries.my_data(family, LATER)
    quechua = await queries.my_data(
        Family(language="quz", account_id=family.account_id, session_id=family.session_id), LATER
    )

    assert english["Account"]["Hours without notices"] == "from 21:00 to 07:00"
    assert english["Requests waiting"][0]["Kinship"] == "sibling"
    assert quechua["Cuenta"]["Horas sin avisos"] == "de 21:00 a 07:00"


def test_spanish_and_english_say_the_same_words_and_none_a_neighbour_should_not_read():
    words = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def keys(tree: dict, path: str = "") -> set[str]:
        nested = (
            keys(v, f"{path}{k}.") if isinstance(v, dict) else {path + k} for k, v in tree.items()
        )
        return set().union(*nested)

    assert keys(words["es"]) == keys(words["en"])
    assert set(words["es"]["kinships"]) == {kinship.value for kinship in Kinship}
    plain = _FILE.read_text(encoding="utf-8").lower()
    assert [word for word in UNSPOKEN if word in plain] == []


async def test_how_notices_come_and_who_helps_is_in_the_file_and_no_address(db, owner):
    home = await household(owner)
    aide, former = await make.family(owner), await make.family(owner)
    await notices.phone(owner, home.family, value="an-address-of-a-phone", at=NOW)
    await telling.set_notice_choice(
        home.family, uuid4(), kind="visit_booked", push=False, sms=Sms.NEVER, now=NOW
    )
    await matrix.helps(owner, aide, home.family)
    await owner.execute(
        "update helper set ended_at = $2 where id = $1",
        await matrix.helps(owner, home.family, former),
        NOW,
    )

    file = await queries.my_data(home.family, LATER)

    assert file["Cómo quiere sus avisos"] == [
        {
            "Clase de aviso": "Visita reservada",
            "En la pantalla del celular": "no",
            "Por mensaje de texto": "nunca",
        }
    ]
    [phone] = file["Celulares a los que llegan avisos"]
    assert phone["Anotado el"] == "02/03/2026 10:00"
    sides = {each["Ayuda"]: each for each in file["Quién ayuda a quién"]}
    assert sides["otra persona le ayuda"]["Celular que termina en"].startswith("···")
    assert sides["usted ayuda a otra persona"]["Quitada el"] == "02/03/2026 10:00"
    assert "Celular que termina en" not in sides["usted ayuda a otra persona"]
    said = json.dumps(file, ensure_ascii=False)
    for hidden in ("an-address", str(aide.account_id), str(former.account_id)):
        assert hidden not in said
