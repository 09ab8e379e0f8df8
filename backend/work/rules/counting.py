"""What of a shift counts for redemption, and what is worth a look: saved, flagged, explained, never refused."""

from datetime import time, timedelta

from backend.core.clock import lima_instant, months_after
from backend.work.rules.books import Books, Enrolled
from backend.work.rules.records import NewRecord
from backend.work.rules.vocabulary import Flag, Incident, NotCounted, WorkPlace

COUNTED_A_DAY = 480
"""At most eight hours of a day count (D.S. 015-2003-JUS art. 175).

What counts is decided when a record is written and kept with it for ever, so the database holds these values itself:
here, in the column it generates, and in its checks. The dated rules of earnings say the same with their legal basis and
their examples; a row of theirs that said otherwise is not loaded, and a test compares both over every case.
"""

TRAINING_MONTHS = 12
"""How long a training contract may run (D.S. 025-2017-JUS art. 35)."""

SUNDAY = 7
NIGHT = (time(0), time(5))
"""Whoever works through these hours of Lima worked all night. The law names no hours: this is an example value."""

UNCOUNTED_PLACES = {WorkPlace.CELL, WorkPlace.CORRIDOR}


def not_counted(record: NewRecord, enrolled: Enrolled, books: Books) -> NotCounted | None:
    """Why nothing of the record counts (None: it does), by arts. 177, 180, 181 and D.Leg. 1343 art. 20."""
    authorised = books.authorisation(record.worked_on, enrolled.workshop_id) is not None
    applies = {
        NotCounted.ABSENT: record.minutes == 0,
        NotCounted.SHIFT_LOST: record.incident is Incident.RULE_BROKEN,
        NotCounted.ISOLATION: record.isolation,
        NotCounted.PLACE: record.place in UNCOUNTED_PLACES,
        NotCounted.SUNDAY: _is_sunday(record) and not authorised,
        NotCounted.HOLIDAY: record.worked_on in books.holidays and not authorised,
    }
    return next((code for code in NotCounted if applies[code]), None)


def countable(minutes: int, code: NotCounted | None) -> int:
    """Minutes of one record that count."""
    return min(minutes, COUNTED_A_DAY) if code is None else 0


def flags(record: NewRecord, enrolled: Enrolled, books: Books) -> list[Flag]:
    """All that is worth a look, in the order of `Flag`."""
    if record.minutes == 0:
        return []
    day, person = record.worked_on, enrolled.inmate_id
    applies = {
        Flag.OVER_8H: books.minutes_on(person, day) + record.minutes > COUNTED_A_DAY,
        Flag.SUNDAY: _is_sunday(record),
        Flag.HOLIDAY: day in books.holidays,
        Flag.PLACE: record.place in UNCOUNTED_PLACES,
        Flag.ISOLATION: record.isolation,
        Flag.SHIFT_LOST: record.incident is Incident.RULE_BROKEN,
        Flag.SEVENTH_DAY: books.worked_six_days_before(person, day),
        Flag.ALL_NIGHT: _is_all_night(record),
        Flag.TRAINING_OVER: enrolled.training
        and day >= months_after(enrolled.started_on, TRAINING_MONTHS),
    }
    return [flag for flag in Flag if applies[flag]]


def _is_sunday(record: NewRecord) -> bool:
    return record.worked_on.isoweekday() == SUNDAY


def _is_all_night(record: NewRecord) -> bool:
    if record.begins_at is None or record.ends_at is None:
        return False
    nights = (record.worked_on, record.worked_on + timedelta(days=1))
    return any(
        record.begins_at <= lima_instant(night, NIGHT[0])
        and lima_instant(night, NIGHT[1]) <= record.ends_at
        for night in nights
    )
