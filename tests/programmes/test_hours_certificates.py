"""A certificate of hours: true, the same when asked again, checked by anybody, and silent about where anybody is."""

import asyncio
from base64 import b64decode
from datetime import timedelta

import asyncpg
import pytest
from starlette.applications import Starlette

from backend import certificates
from backend.core.errors import DomainError
from backend.core.ids import parse_number, printed_number
from backend.core.text import LANGUAGES, say
from backend.earnings.check_page import CheckPage
from backend.gql.context import Context
from backend.programmes.rules.attending import certified_title
from backend.wording.rules import UNSPOKEN
from tests.earnings import paper
from tests.earnings.test_certificates import ADDRESS
from tests.earnings.test_check_page import seen
from tests.programmes import make_doors as doors
from tests.programmes import make_programmes as programmes
from tests.programmes.make_doors import AFTER, part
from tests.programmes.make_programmes import HERE, SATURDAY
from tests.registry import make_registry as registry
from tests.servers import in_process
from tests.work import phone_work

pytestmark = pytest.mark.anyio
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)
TWICE = AFTER + WEEK
HIDDEN = ("Huaraz", "E.P.", "INPE", "penal", "establecimiento")


@pytest.fixture
async def played(db, owner):
    """An event of two Saturdays, and who played an hour and a half on the first."""
    event = await programmes.released(owner, rule="FREQ=WEEKLY;COUNT=2")
    held = await registry.inmate(owner)
    await programmes.named(owner, event.event_id, held.id)
    await doors.parts(event.occurrence_id, part(held.id, 90))
    return event, held.id


async def issued(event, inmate_id, *, by=None, now=AFTER, language="es"):
    return await phone_work.asked(
        by or programmes.coordinator(),
        "issueHoursCertificate",
        eventId=event.event_id,
        inmateId=inmate_id,
        language=language,
        now=now,
    )


async def refused(event, inmate_id, *, by=None, now=AFTER, language="es"):
    code, _ = await phone_work.refusal(
        by or programmes.coordinator(),
        "issueHoursCertificate",
        eventId=event.event_id,
        inmateId=inmate_id,
        language=language,
        now=now,
    )
    return code


async def hours(event, *, by=None, now=AFTER):
    return await phone_work.asked(
        by or programmes.coordinator(), "eventHours", eventId=event.event_id, now=now
    )


async def kept(owner):
    return await owner.fetch("select * from hours_certificate order by issued_at")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_says_who_what_and_how_long_and_nothing_that_tells(played, owner, language):
    event, inmate_id = played

    pdf = (await issued(event, inmate_id, language=language))["pdf"]

    [row] = await kept(owner)
    text = paper.text_of(pdf)
    day = f"{SATURDAY:%d/%m/%Y}"
    number = printed_number(row["number"])
    for said in ("Julián Huamán Condori", "Recital de guitarra", "1 h 30 min", day, number):
        assert said in text
    assert say("certificate.hours_title", language) in text
    whole = text + paper.about(pdf) + b64decode(pdf).decode("latin-1")
    place = await owner.fetchval("select name from establishment where id = $1", HERE)
    assert [each for each in (*HIDDEN, place) if each.lower() in text.lower()] == []
    assert not UNSPOKEN.search(text)
    assert HERE not in whole and str(inmate_id) not in whole
    assert len(paper.reader(pdf).pages) == 1
    url = f"{ADDRESS}/check/{number}"
    assert url == certificates.check_url(ADDRESS, row["number"]) and url in text
    assert parse_number(row["number"]) == row["number"]


async def test_asked_again_it_is_the_same_paper_and_grown_hours_have_another(played, owner):
    event, inmate_id = played
    first = await issued(event, inmate_id)

    assert await issued(event, inmate_id, by=programmes.director(), now=TWICE) == first
    [person] = await hours(event)
    assert (person["minutes"], person["dates"]) == (90, 1)
    assert person["certificate"]["id"] == first["id"]

    await doors.parts(event.occurrence_ids[1], part(inmate_id, 30, marked_at=TWICE), now=TWICE)
    [person] = await hours(event, now=TWICE)
    assert (person["minutes"], person["dates"], person["certificate"]) == (120, 2, None)
    second = await issued(event, inmate_id, now=TWICE)

    one, other = await kept(owner)
    assert (str(one["id"]), str(other["id"])) == (first["id"], second["id"])
    assert (one["minutes"], other["minutes"]) == (90, 120)
    assert (other["first_on"], other["last_on"]) == (SATURDAY, SATURDAY + WEEK)
    assert one["number"] != other["number"]


async def test_two_who_ask_at_once_get_one_paper(played, owner):
    event, inmate_id = played

    papers = await asyncio.gather(*(issued(event, inmate_id) for _ in range(4)))

    assert len({each["id"] for each in papers}) == 1
    assert len(await kept(owner)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_confirms_the_activity_and_its_hours_and_an_old_paper_stays_true(
    played, owner, language
):
    event, inmate_id = played
    await issued(event, inmate_id)
    await doors.parts(event.occurrence_ids[1], part(inmate_id, 45, marked_at=TWICE), now=TWICE)
    await issued(event, inmate_id, now=TWICE)
    app = Starlette(routes=CheckPage(lambda: TWICE, production=True).routes())

    async with in_process(app) as served:
        for row, told in zip(await kept(owner), ("1 h 30 min", "2 h 15 min"), strict=True):
            status, text, headers = await seen(f"{served}/check", row["number"], language)
            assert status == 200 and headers["cache-control"] == "no-store"
            for said in (printed_number(row["number"]), "Recital de guitarra", told):
                assert said in text
            assert say("check.right", language) in text
            hidden = (*HIDDEN, "Julián", "Huamán", "Condori", str(inmate_id), str(event.event_id))
            assert [each for each in hidden if each.lower() in text.lower()] == []
            assert not UNSPOKEN.search(text)


@pytest.mark.parametrize(
    ("title", "programme", "said"),
    [
        ("Recital de guitarra", "Recitales", "Recital de guitarra"),
        ("Recital del penal", "Recitales", "Recitales"),
        ("Recital de internos", "Recitales", "Recitales"),
        ("Coro de HUÁRAZ", "Coros", "Coros"),
        ("Coro de Huarazinos", "Coros", "Coro de Huarazinos"),
        ("Coro del penal", "INPE Orquestando", None),
        ("Coro del penal", "Coros de Huaraz", None),
    ],
)
def test_a_title_that_tells_gives_way_to_the_programmes(title, programme, said):
    places = ["E.P. de Huaraz"]
    if said is None:
        with pytest.raises(DomainError) as refusal:
            certified_title(title, programme, places)
        assert refusal.value.facts == {"field": "title", "reason": "TELLS"}
    else:
        assert certified_title(title, programme, places) == said


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Taller de música, E.P. Trujillo", "E.P. de Mujeres de Trujillo"),
        ("Taller de música del E. P.", "E.P. de Tacna"),
        ("Coro de Chorrillos", "E.P. Anexo de Mujeres de Chorrillos"),
        ("Elenco de mujeres de  Chorrillos", "E.P. de Mujeres de Chorrillos"),
        ("Coro Castro Castro", "E.P. Miguel Castro Castro"),
        ("Coro de Ancon II", "E.P. Modelo Ancón II - S.M.V.C."),
        ("Coro de Ancón", "E.P. Modelo Ancon II - S.M.V.C."),
        ("Coro de Ica", "E.P. de Ica"),
    ],
)
def test_any_word_that_says_which_place_tells(title, place):
    assert certified_title(title, "Coros", ["E.P. de Puno", place]) == "Coros"


@pytest.mark.parametrize("title", ["Coro de mujeres", "Mujeres de San Pedro", "Arte y poesía"])
def test_words_of_any_place_tell_nothing(title):
    places = ["E.P. de Mujeres de Chorrillos", "E.P. de San Ignacio"]
    assert certified_title(title, "Coros", places) == title


async def test_a_place_the_event_also_concerns_is_on_no_paper(db, owner):
    also = await registry.establishment(owner, "tarma")
    event = await programmes.released(owner, also_at=(also,), title="Coros de Tarma")
    await owner.execute("update programme set title = 'Huaraz y Tarma'")
    inmate_id = (await registry.inmate(owner)).id
    await programmes.named(owner, event.event_id, inmate_id)
    await doors.parts(event.occurrence_id, part(inmate_id, 60))

    assert await refused(event, inmate_id) == "BAD_INPUT"
    assert await kept(owner) == []


async def test_a_paper_of_other_days_is_another(played, owner):
    event, inmate_id = played
    await issued(event, inmate_id)
    await doors.parts(event.occurrence_ids[1], part(inmate_id, 90, marked_at=TWICE), now=TWICE)
    await doors.parts(event.occurrence_id, part(inmate_id, 0, marked_at=AFTER + MINUTE), now=TWICE)

    assert [row["certificate"] for row in await hours(event, now=TWICE)] == [None]
    await issued(event, inmate_id, now=TWICE)
    days = [(row["first_on"], row["last_on"]) for row in await kept(owner)]
    assert days == [(each, each) for each in (SATURDAY, SATURDAY + WEEK)]


async def test_nothing_is_certified_of_a_date_that_is_not_over(played, owner):
    event, inmate_id = played
    ends_at = await owner.fetchval(
        "select ends_at from occurrence where id = $1", event.occurrence_id
    )

    assert await refused(event, inmate_id, now=ends_at - MINUTE) == "NOT_FOUND"
    assert await hours(event, now=ends_at - MINUTE) == []
    await issued(event, inmate_id, now=ends_at)


async def test_the_page_no_longer_confirms_hours_that_were_corrected_downwards(played, owner):
    event, inmate_id = played
    await issued(event, inmate_id)
    [row] = await kept(owner)
    app = Starlette(routes=CheckPage(lambda: TWICE, production=True).routes())
    await doors.parts(event.occurrence_id, part(inmate_id, 89, marked_at=AFTER + MINUTE))

    async with in_process(app) as served:
        status, text, _ = await seen(f"{served}/check", row["number"])
        assert status == 410 and say("check.replaced", "es") in text
        assert "Recital" not in text and "1 h 30 min" not in text
        later = part(inmate_id, 90, marked_at=AFTER + 2 * MINUTE)
        await doors.parts(event.occurrence_id, later)
        assert (await seen(f"{served}/check", row["number"]))[0] == 200


async def test_a_title_that_tells_is_on_no_paper(db, owner):
    programme_id = await programmes.programme(owner)
    event = await programmes.released(owner, programme_id=programme_id, title="Música en el penal")
    held = await registry.inmate(owner)
    await programmes.named(owner, event.event_id, held.id)
    await doors.parts(event.occurrence_id, part(held.id, 60))

    await owner.execute("update programme set title = 'Coro del INPE'")
    assert await refused(event, held.id) == "BAD_INPUT"
    assert await kept(owner) == []
    await owner.execute("update programme set title = 'Coro'")
    text = paper.text_of((await issued(event, held.id))["pdf"])
    assert "Coro" in text and "penal" not in text


async def test_without_hours_there_is_no_paper(played, owner):
    event, inmate_id = played
    other = (await registry.inmate(owner)).id
    await programmes.named(owner, event.event_id, other)

    assert await refused(event, other) == "NOT_FOUND"
    await doors.parts(
        event.occurrence_id, part(other, 0), part(inmate_id, 0, marked_at=AFTER + MINUTE)
    )
    assert await refused(event, other) == await refused(event, inmate_id) == "NOT_FOUND"
    assert await kept(owner) == [] and await hours(event) == []


async def test_hours_of_a_date_that_is_off_are_certified_to_nobody(played, owner):
    event, inmate_id = played
    await owner.execute("update occurrence set state = 'cancelled', why = 'Se malogró'")

    assert await refused(event, inmate_id) == "NOT_FOUND"


async def test_only_offices_of_the_place_that_plan_certify_and_read_hours(played, owner):
    event, inmate_id = played
    elsewhere = await registry.establishment(owner, "ica")

    assert await refused(event, inmate_id, by=doors.officer()) == "NOT_ALLOWED"
    assert await refused(event, inmate_id, by=programmes.coordinator(elsewhere)) == "NOT_FOUND"
    code, _ = await phone_work.refusal(
        programmes.director(elsewhere), "eventHours", eventId=event.event_id, now=AFTER
    )
    assert code == "NOT_FOUND"
    assert await kept(owner) == []


async def test_somebody_held_elsewhere_by_now_is_not_found(played, owner):
    event, inmate_id = played
    await registry.establishment(owner, "ica")
    await owner.execute("update inmate set establishment_id = 'ica' where id = $1", inmate_id)

    assert await refused(event, inmate_id) == "NOT_FOUND"
    assert await hours(event) == []


async def test_a_language_nobody_speaks_here_and_a_service_without_an_address_are_refused(
    played, owner, monkeypatch
):
    event, inmate_id = played

    assert await refused(event, inmate_id, language="fr") == "BAD_INPUT"
    monkeypatch.setitem(Context.__init__.__kwdefaults__, "address", "")
    assert await refused(event, inmate_id) == "CERTIFICATES_CLOSED"
    assert await kept(owner) == []


async def test_issuing_and_reading_are_written_down_and_a_paper_is_never_changed(played, owner):
    event, inmate_id = played
    paper_id = (await issued(event, inmate_id))["id"]
    await hours(event)

    said = {
        row["action"]: row["facts"]
        for row in await owner.fetch("select action, facts from audit_entry")
    }
    assert paper_id in said["programmes.hours.certified"]
    assert str(inmate_id) in said["programmes.hours.read"]
    with pytest.raises(asyncpg.CheckViolationError, match="only added"):
        await owner.execute("update hours_certificate set minutes = 1000")


def test_hours_are_said_as_hours_and_minutes():
    said = {minutes: certificates.hours(minutes) for minutes in (1, 60, 61, 1440)}
    assert said == {1: "1 min", 60: "1 h", 61: "1 h 1 min", 1440: "24 h"}
