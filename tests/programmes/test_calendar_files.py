"""The bytes of calendars: kept to RFC 5545, and read alike by icalendar and by ical.js, in Lima and from Madrid."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest

from backend.core.clock import LIMA
from backend.core.text import LANGUAGES
from backend.programmes.rules.calendars import Entry, Standing, calendar_bytes, shape
from backend.programmes.rules.content import ExceptionDay, ExtraDay
from backend.programmes.rules.vocabulary import ExceptionKind
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import FOR_ALL, NODE, Web, read_by_ical_js, served
from tests.programmes.make_programmes import HERE, NOW
from tests.programmes.rfc5545 import faults

pytestmark = pytest.mark.anyio
MADRID = ZoneInfo("Europe/Madrid")
LONG = (
    "Ñandú, «música»; coro \\ orquesta\ncon la señora Quispe Mamani y los niños del taller de los sábados — "
    * 4
)


@pytest.fixture
async def web(db) -> AsyncIterator[Web]:
    async with served() as found:
        yield found


def entry(**changes: object) -> Entry:
    facts: dict = {
        "id": UUID(int=7), "starts_at": NOW, "ends_at": NOW + timedelta(hours=2), "sequence": 3, "changed_at": NOW,
        "standing": Standing.CONFIRMED, "title": LONG, "words": LONG, "place": LONG, "address": "https://x.example/y",
    }  # fmt: skip
    return Entry(**(facts | changes))


def valid() -> bytes:
    other = entry(id=UUID(int=8), standing=Standing.CANCELLED, private=True)
    return calendar_bytes("Encuentro; señal, prueba", "es", (entry(), other))


def test_long_words_of_every_sort_keep_to_the_standard_and_come_back_whole():
    body = valid()

    assert faults(body) == []
    event = icalendar.Calendar.from_ical(body).walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (LONG, LONG)


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\u2028", "\ufeff", "\r"])
def test_signs_that_no_calendar_may_hold_are_left_out(sign):
    body = calendar_bytes(
        f"a{sign}b", "es", (entry(title=f"a{sign}b", words=f"{sign}", place=sign),)
    )

    assert faults(body) == []
    assert sign == "\r" or sign.encode() not in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_by_which_calendars_are_tagged_is_one_itself(language):
    assert faults(shape(language)) == []
    assert len({shape(each) for each in LANGUAGES}) == len(LANGUAGES)


BROKEN = {
    "a line that is too long": (b"STATUS:CONFIRMED", b"COMMENT:" + b"x" * 68),
    "bare line feeds": (b"\r\n", b"\n"),
    "one bare line feed": (b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\n"),
    "a lone carriage return": (b"CONFIRMED\r\n", b"CONFIRMED\r"),
    "a control character": (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nCOMMENT:\x07"),
    "an empty line": (b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\r\n\r\n"),
    "no version": (b"VERSION:2.0\r\n", b""),
    "another version": (b"VERSION:2.0", b"VERSION:1.0"),
    "no product": (b"PRODID:", b"X-PRODID:"),
    "no UID": (b"UID:", b"X-UID:"),
    "one UID twice": (str(UUID(int=8)).encode(), str(UUID(int=7)).encode()),
    "no DTSTAMP": (b"DTSTAMP:", b"X-STAMP:"),
    "a stamp in local time": (b"DTSTAMP:20260302T150000Z", b"DTSTAMP:20260302T150000"),
    "no beginning": (b"DTSTART;TZID", b"X-START;TZID"),
    "an end before the beginning": (
        b"DTEND;TZID=America/Lima:2026",
        b"DTEND;TZID=America/Lima:2025",
    ),
    "hours without a zone": (b"DTSTART;TZID=America/Lima:", b"DTSTART:"),
    "a zone that is not there": (b"TZID:America/Lima", b"TZID:America/Bogota"),
    "a zone without its rule": (b"STANDARD", b"X-STANDARD"),
    "a zone without its offset": (b"TZOFFSETTO:-0500\r\n", b""),
    "a status of its own": (b"STATUS:CONFIRMED", b"STATUS:MAYBE"),
    "no sequence": (b"SEQUENCE:3\r\n", b""),
    "two titles": (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nSUMMARY:x"),
    "a comma that is not escaped": (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nLOCATION:a, b"),
    "a backslash at large": (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nLOCATION:a\\x"),
    "what is no line": (b"STATUS:CONFIRMED", b"STATUS CONFIRMED"),
    "an event that never ends": (b"END:VEVENT\r\n", b""),
    "something after the end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nX-A:b\r\n"),
    "no end of the last line": (b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
    "a sign cut in two": ("ñ".encode(), b"\xc3\r\n \xb1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_check_finds_what_is_broken(name):
    right, wrong = BROKEN[name]
    body = valid()
    assert right in body

    assert faults(
        body.replace(right, wrong, 1) if name != "bare line feeds" else body.replace(right, wrong)
    )


def test_lima_turns_no_clock_as_the_calendar_says():
    """When the world's tables say otherwise, the calendar's own zone has to."""
    begins = datetime(2000, 1, 1, tzinfo=LIMA)
    offsets = {(begins + timedelta(days=nth)).utcoffset() for nth in range(365 * 60)}

    assert offsets == {timedelta(hours=-5)}


async def two_years(owner) -> programmes.Released:
    """Every Saturday for two years, with days that are moved, cancelled and postponed, and two that are besides."""
    first = programmes.SATURDAY
    saturdays = [first + timedelta(weeks=nth) for nth in range(100)]
    why = {"why": "Lluvia"}
    exceptions = (
        ExceptionDay(key=str(saturdays[4]), kind=ExceptionKind.CANCELLED, **why),
        ExceptionDay(key=str(saturdays[5]), kind=ExceptionKind.POSTPONED, **why),
        # The Sundays on which Madrid turns its clocks, at hours on both sides of it.
        ExceptionDay(
            key="2026-03-28",
            kind=ExceptionKind.MOVED,
            on=date(2026, 3, 28),
            at=time(19, 59),
            minutes=62,
            **why,
        ),
        ExceptionDay(
            key="2026-10-24",
            kind=ExceptionKind.MOVED,
            on=date(2026, 10, 24),
            at=time(20),
            minutes=30,
            **why,
        ),
        ExceptionDay(
            key="2027-03-27",
            kind=ExceptionKind.MOVED,
            on=date(2027, 3, 28),
            at=time(0, 5),
            minutes=90,
            **why,
        ),
    )
    extra = (
        ExtraDay(on=date(2026, 12, 24), at=time(23, 30), minutes=120),
        ExtraDay(on=first, at=time(19), minutes=45),
    )
    return await programmes.released(
        owner, rule="FREQ=WEEKLY;COUNT=100", exceptions=exceptions, extra=extra, **FOR_ALL
    )


async def expected(owner) -> dict[str, tuple[datetime, datetime, str]]:
    status = {"planned": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "CANCELLED"}
    rows = await owner.fetch("select id, starts_at, ends_at, state from occurrence")
    return {
        f"{row['id']}@encuentro": (row["starts_at"], row["ends_at"], status[row["state"]])
        for row in rows
    }


@pytest.mark.skipif(NODE is None, reason="ical.js needs Node, not found here")
async def test_two_years_with_exceptions_are_read_alike_in_lima_and_from_madrid(owner, web):
    await two_years(owner)
    wanted = await expected(owner)
    assert len(wanted) == 102
    assert sorted(each[2] for each in wanted.values()).count("CANCELLED") == 2

    body = (await web.get(f"/calendar/public/{HERE}.ics")).body

    assert faults(body) == []
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    by_python = {
        str(each["UID"]): (
            each.start.astimezone(UTC),
            each.end.astimezone(UTC),
            str(each["STATUS"]),
        )
        for each in events
    }
    assert by_python == wanted
    for name, zone in (("America/Lima", LIMA), ("Europe/Madrid", MADRID)):
        read = await read_by_ical_js(body, name)
        assert {
            each["uid"]: (
                datetime.fromisoformat(each["starts"]),
                datetime.fromisoformat(each["ends"]),
                each["status"],
            )
            for each in read
        } == wanted
        for each in read:
            starts, _, _ = wanted[each["uid"]]
            assert each["clock"] == f"{starts.astimezone(zone):%Y-%m-%d %H:%M}"
    clocks = {in_madrid(starts) for starts, _, _ in wanted.values()}
    assert {"2026-03-29 01:59", "2026-10-25 02:00", "2027-03-28 07:05"} <= clocks


def in_madrid(starts: datetime) -> str:
    return f"{starts.astimezone(MADRID):%Y-%m-%d %H:%M}"
