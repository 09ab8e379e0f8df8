"""The calendar of one's own, over HTTP: neutral, only by its secret, and fresh when something changed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import aiohttp
import icalendar
import pytest

from backend.core.actor import Anonymous
from backend.core.errors import Code, DomainError
from backend.core.text import LANGUAGES, say
from backend.database import transaction
from backend.programmes.commands import calendars
from backend.programmes.commands.calendars import RENEWALS
from backend.programmes.queries.feeds import ASKING, POLLS
from backend.programmes.tokens import calendar_digest
from backend.wording.rules import TELLING, UNSPOKEN
from tests import make
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import FOR_ALL, Web, answered, served, subscribed, uid
from tests.programmes.make_programmes import HERE, NOW
from tests.programmes.rfc5545 import faults
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio
UNKNOWN = "/calendar/" + "A" * 43 + ".ics"


@pytest.fixture
async def web(db) -> AsyncIterator[Web]:
    async with served() as found:
        yield found


def read(body: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(body).walk("VEVENT")


def shown(body: bytes) -> dict[str, tuple[str, str]]:
    """Status and title by UID."""
    return {str(each["UID"]): (str(each["STATUS"]), str(each["SUMMARY"])) for each in read(body)}


async def test_a_family_finds_the_dates_it_answered_and_no_others(owner, web):
    family, other = await make.family(owner), await make.family(owner)
    event = await programmes.released(owner, rule=programmes.MONTH)
    going, waiting, offered, left = event.occurrence_ids
    await answered(owner, family, going)
    await answered(owner, family, waiting, "waiting")
    await answered(owner, family, offered, "offered")
    await answered(owner, family, left, "withdrawn", ended_why="own_wish")
    await answered(owner, other, left)

    got = await web.get(await subscribed(family))

    assert got.status == 200 and got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert faults(got.body) == []
    unsure = "Encuentro: cita (por confirmar)"
    assert shown(got.body) == {
        await uid(owner, family, going): ("CONFIRMED", "Encuentro: cita"),
        await uid(owner, family, waiting): ("TENTATIVE", unsure),
        await uid(owner, family, offered): ("TENTATIVE", unsure),
    }
    first = read(got.body)[0]
    assert first.start.isoformat() == "2026-03-14T15:30:00-05:00"
    assert first.end.isoformat() == "2026-03-14T17:30:00-05:00"
    assert first["DTSTART"].params["TZID"] == "America/Lima"


async def test_somebody_without_dates_has_an_empty_calendar(owner, web):
    got = await web.get(await subscribed(await make.family(owner)))

    assert got.status == 200 and read(got.body) == [] and faults(got.body) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_gives_away_neither_place_nor_person_nor_what_it_is(owner, web, language):
    family = await make.family(owner, language=language)
    held = await registry.inmate(owner)
    event = await programmes.released(owner, rule=programmes.MONTH)
    for occurrence_id, state in zip(
        event.occurrence_ids, ("going", "waiting", "offered"), strict=False
    ):
        await answered(owner, family, occurrence_id, state)
    last = event.occurrence_ids[3]
    await answered(owner, family, last, "withdrawn", ended_why="cancelled")
    await owner.execute(
        "update occurrence set state = 'cancelled', why = 'Motín en el penal' where id = $1", last
    )
    await owner.execute("update answer set inmate_id = $1", held.id)
    path = await subscribed(family)

    got = await web.get(path)

    text = got.text.replace("\r\n ", "")
    name = await owner.fetchval("select name from establishment where id = $1", HERE)
    hidden = (
        *(
            "Julián",
            "Huamán",
            "Rosa",
            "Quispe",
            HERE,
            name,
            "Recital",
            "guitarra",
            "Auditorio",
            "Motín",
        ),
        *map(str, (held.id, family.account_id, event.event_id, event.programme_id)),
    )
    assert [each for each in hidden if each.lower() in text.lower()] == []
    assert not UNSPOKEN.search(text)
    words = [str(each[name]) for each in read(got.body) for name in ("SUMMARY", "DESCRIPTION")]
    assert [each for each in words if TELLING.search(each)] == []
    assert str(read(got.body)[3]["SUMMARY"]) == say(
        "calendar.cancelled", language, {"title": say("calendar.own", language)}
    )
    assert {"LOCATION", "URL", "ORGANIZER", "ATTENDEE"}.isdisjoint(read(got.body)[0])
    assert got.headers["cache-control"] == "private, no-cache"
    assert "noindex" in got.headers["x-robots-tag"]
    assert HERE not in path and not UNSPOKEN.search(path)


@pytest.mark.parametrize(
    ("state", "title"),
    [("cancelled", "Cancelado: Encuentro: cita"), ("postponed", "Postergado: Encuentro: cita")],
)
async def test_what_does_not_take_place_stays_and_says_so(owner, web, state, title):
    family = await make.family(owner)
    event = await programmes.released(owner)
    await answered(owner, family, event.occurrence_id)
    path = await subscribed(family)
    before = read((await web.get(path)).body)[0]

    later = NOW + timedelta(hours=1)
    await owner.execute(
        "update occurrence set state = $1, why = 'x', sequence = sequence + 1, changed_at = $2",
        state,
        later,
    )
    after = read((await web.get(path)).body)[0]

    assert (str(after["STATUS"]), str(after["SUMMARY"])) == ("CANCELLED", title)
    assert after["UID"] == before["UID"] and after.start == before.start
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert before["LAST-MODIFIED"].dt == before["DTSTAMP"].dt == NOW
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == later


async def test_an_answer_that_a_cancellation_ended_stays_as_cancelled(owner, web):
    family = await make.family(owner)
    event = await programmes.released(owner)
    await answered(owner, family, event.occurrence_id, "withdrawn", ended_why="cancelled")
    await owner.execute("update occurrence set state = 'cancelled', why = 'x'")

    found = shown((await web.get(await subscribed(family))).body)

    name = await uid(owner, family, event.occurrence_id)
    assert found == {name: ("CANCELLED", "Cancelado: Encuentro: cita")}


@pytest.mark.parametrize(
    "why", ["tie_ended", "moved", "barred", "offer_expired", "audience", "closed"]
)
async def test_an_answer_that_ended_otherwise_is_gone(owner, web, why):
    family = await make.family(owner)
    event = await programmes.released(owner)
    await answered(owner, family, event.occurrence_id, "withdrawn", ended_why=why)
    await owner.execute("update occurrence set state = 'cancelled', why = 'x'")

    assert shown((await web.get(await subscribed(family))).body) == {}


async def test_only_ninety_days_back_and_two_years_ahead(owner, web):
    family = await make.family(owner)
    ids = {}
    for days in (-91, -89, 730, 732):
        begins = NOW + timedelta(days=days)
        event = await programmes.released(owner)
        await owner.execute(
            "update occurrence set starts_at = $2, doors_at = $2, answers_until = $2, ends_at = $3 where id = $1",
            event.occurrence_id,
            begins,
            begins + timedelta(hours=1),
        )
        await answered(owner, family, event.occurrence_id)
        ids[days] = event.occurrence_id

    found = shown((await web.get(await subscribed(family))).body)

    assert set(found) == {await uid(owner, family, ids[days]) for days in (-89, 730)}


async def test_what_has_not_changed_is_not_sent_again_whatever_the_hour(owner, web):
    family = await make.family(owner)
    event = await programmes.released(owner, rule=programmes.MONTH)
    answer = await answered(owner, family, event.occurrence_id, "waiting")
    path = await subscribed(family)
    tags = [(await web.get(path)).headers["etag"]]

    async def asked() -> int:
        got = await web.get(path, if_none_match=tags[-1])
        if got.status == 200:
            assert got.headers["etag"] not in tags
            tags.append(got.headers["etag"])
        else:
            assert got.body == b"" and got.headers["etag"] == tags[-1]
        return got.status

    web.clock.now += timedelta(hours=5)
    assert await asked() == 304
    assert (await web.get(path)).headers["etag"] == tags[-1]
    for change in (
        "update answer set state = 'going', claim_id = '{claim}'",
        "update occurrence set sequence = 1, changed_at = now() where id = '{one}'",
        "update occurrence set ends_at = ends_at + interval '5 minutes' where id = '{one}'",
        "update occurrence set state = 'cancelled', why = 'x' where id = '{one}'",
        f"update account set language = 'quz' where id = '{family.account_id}'",
        "delete from answer",
    ):
        claim = uuid4()
        await owner.execute(
            "insert into claim (id, establishment_id, pool_id, state, amounts, claimed_at)"
            " values ($1, $2, $3, 'kept', '{}', now())",
            claim,
            HERE,
            event.occurrence_id,
        )
        await owner.execute(change.format(claim=claim, one=event.occurrence_id))
        assert await asked() == 200, change
        assert await asked() == 304, change
    # What the calendar does not show changes nothing.
    await programmes.rewritten(owner, ["title"], '"Otro"')
    await owner.execute("update occurrence set doors_at = doors_at - interval '1 minute'")
    assert await asked() == 304
    assert answer


async def test_the_same_bytes_at_every_hour(owner, web):
    family = await make.family(owner)
    event = await programmes.released(owner)
    await answered(owner, family, event.occurrence_id)
    path = await subscribed(family)

    first = await web.get(path)
    web.clock.now += timedelta(days=3)

    assert (await web.get(path)).body == first.body


async def test_head_is_answered_as_get_without_a_body(owner, web):
    path = await subscribed(await make.family(owner))

    got, head = await web.get(path), await web.get(path, method="HEAD")

    assert (head.status, head.body) == (200, b"")
    for name in ("etag", "content-type", "content-length", "cache-control"):
        assert head.headers[name] == got.headers[name]


async def test_nothing_is_written_by_a_calendar(web):
    async with aiohttp.ClientSession() as http:
        for method in ("POST", "PUT", "DELETE", "PROPFIND"):
            async with http.request(method, web.address + UNKNOWN) as answer:
                assert answer.status == 405


async def test_unknown_renewed_ended_and_erased_addresses_answer_the_same_bytes(owner, web):
    renewed, ended, erased = [await make.family(owner) for _ in range(3)]
    paths = [UNKNOWN, "/calendar/x.ics", "/calendar/%00.ics", f"/calendar/{'x' * 3000}.ics"]
    for family in (renewed, ended, erased):
        paths.append(await subscribed(family))
    fresh = await subscribed(renewed, now=NOW + timedelta(minutes=1))
    await calendars.end_calendar(ended, uuid4(), now=NOW)
    await owner.execute("delete from account where id = $1", erased.account_id)

    answers = [await web.get(path) for path in paths]

    assert {(each.status, each.body) for each in answers} == {(404, b"Not found")}
    heads = {
        tuple(sorted((name, value) for name, value in each.headers.items() if name != "date"))
        for each in answers
    }
    assert len(heads) == 1
    assert (await web.get(fresh)).status == 200


async def test_of_the_secret_only_a_digest_is_kept(owner, web):
    family = await make.family(owner)
    path = await subscribed(family)
    token = path.removeprefix("/calendar/").removesuffix(".ics")

    assert len(token) == 43
    row = await owner.fetchrow("select digest, account_id from calendar_token")
    assert bytes(row["digest"]) == calendar_digest(token) and row["account_id"] == family.account_id
    for table in ("calendar_token", "request_key", "audit_entry", "rate_bucket"):
        text = await owner.fetchval(f"select string_agg(t::text, ' ') from {table} t")
        assert token not in text


async def test_one_address_an_account_and_a_request_that_is_repeated_gives_the_same(owner, db):
    family, other, request = await make.family(owner), await make.family(owner), uuid4()

    first = await calendars.renew_calendar(family, request, now=NOW)
    again = await calendars.renew_calendar(family, request, now=NOW)
    await calendars.renew_calendar(family, uuid4(), now=NOW)
    await calendars.renew_calendar(other, uuid4(), now=NOW)

    assert first == again
    live = "select account_id from calendar_token where ended_at is null"
    assert {row[0] for row in await owner.fetch(live)} == {family.account_id, other.account_id}
    assert await owner.fetchval("select count(*) from calendar_token") == 3


async def test_to_end_what_is_not_there_is_no_fault_and_ends_nobody_elses(owner, web):
    family, other = await make.family(owner), await make.family(owner)
    path = await subscribed(other)

    assert await calendars.end_calendar(family, uuid4(), now=NOW) == {"ended": False}

    assert (await web.get(path)).status == 200


async def test_addresses_are_renewed_only_so_often(owner, db):
    family = await make.family(owner)
    for _ in range(RENEWALS.burst):
        await calendars.renew_calendar(family, uuid4(), now=NOW)
    before = await registry.rows(owner, "calendar_token")

    with pytest.raises(DomainError) as refused:
        await calendars.renew_calendar(family, uuid4(), now=NOW)

    assert refused.value.code is Code.TRIES_PAUSED
    assert await registry.rows(owner, "calendar_token") == before


async def test_who_asks_too_often_is_sent_away_for_a_while(owner, web):
    path = await subscribed(await make.family(owner))
    for _ in range(POLLS.burst):
        assert (await web.get(path)).status == 200

    got = await web.get(path)

    assert got.status == 429 and int(got.headers["retry-after"]) > 0
    other = await subscribed(await make.family(owner))
    assert (await web.get(other)).status == 200
    web.clock.now += timedelta(seconds=int(got.headers["retry-after"]))
    assert (await web.get(path)).status == 200


async def test_who_tries_secrets_is_sent_away_and_disturbs_no_calendar(owner, web):
    path = await subscribed(await make.family(owner))
    await web.get(UNKNOWN)
    await owner.execute("update rate_bucket set remaining = 0.5 where key like 'programmes asked%'")

    assert (await web.get(UNKNOWN)).status == 429
    assert (await web.get(f"/calendar/public/{HERE}.ics")).status == 429
    assert (await web.get(path)).status == 200
    assert ASKING.burst > POLLS.burst
    keys = await owner.fetch("select key from rate_bucket")
    assert not [row["key"] for row in keys if "127.0.0.1" in row["key"]]


async def test_nobody_signed_in_reads_a_calendar_by_its_function(owner, db):
    event = await programmes.released(owner, **FOR_ALL)
    family = await make.family(owner)
    for actor in (family, programmes.coordinator()):
        for sql in (
            "select * from feed_private('', now())",
            "select feed_public('huaraz', null, now(), 9)",
        ):
            with pytest.raises(Exception, match="permission denied"):
                async with transaction(actor) as tx:
                    await tx.fetch(sql)
    for sql in (
        "select * from occurrence",
        "select * from calendar_token",
        "select calendar_end(now())",
    ):
        with pytest.raises(Exception, match="permission denied"):
            async with transaction(Anonymous()) as tx:
                await tx.fetch(sql)
    assert event
