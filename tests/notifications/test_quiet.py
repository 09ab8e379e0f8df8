"""Quiet hours: nothing is sent in them, nothing is lost by them, and what cannot wait does not."""

from datetime import UTC, datetime, time, timedelta

import pytest

from backend.core.actor import Family
from backend.core.clock import LIMA
from backend.core.ids import new_id
from backend.identity import commands as identity
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from backend.notifications.sending.settling import sweep
from tests import make
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
FAST = Limits(first=100_000, most=100_000)
SECOND = timedelta(seconds=1)


def at(hour: int, minute: int = 0, *, day: int = 2) -> datetime:
    """An hour of Lima's clocks in March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=LIMA).astimezone(UTC)


async def with_phone(owner, start: time | None = time(21), end: time | None = time(7)) -> Family:
    family = await make.family(owner)
    await notices.phone(owner, family)
    await owner.execute("update account set quiet_from = $1, quiet_to = $2", start, end)
    return family


async def quiet(family: Family, start: time | None, end: time | None, now: datetime) -> None:
    await identity.set_preferences(
        family, new_id(), discreet=False, quiet_from=start, quiet_to=end, now=now
    )


class Phone:
    """A family's phone, looked at now and then."""

    def __init__(self) -> None:
        self.carrier = notices.FakeCarrier()

    async def got(self, now: datetime) -> int:
        """How many pushes it has got until now, by a worker that looks now."""
        await sweep(now)
        await Dispatcher("push", self.carrier, FAST).drain(now)
        return len(self.carrier.letters)


async def test_families_have_quiet_hours_from_nine_to_seven_unless_they_say_otherwise(db, owner):
    await make.family(owner)

    row = await owner.fetchrow("select quiet_from, quiet_to from account")

    assert tuple(row) == (time(21), time(7))


@pytest.mark.parametrize(
    ("start", "end", "told_at", "goes_at"),
    [
        (time(21), time(7), at(21), at(7, day=3)),
        (time(21), time(7), at(23, 59), at(7, day=3)),
        (time(21), time(7), at(0), at(7)),
        (time(21), time(7), at(6, 59), at(7)),
        (time(21), time(7), at(7), at(7)),
        (time(21), time(7), at(20, 59), at(20, 59)),
        (time(13), time(15), at(13), at(15)),
        (time(13), time(15), at(14, 59), at(15)),
        (time(13), time(15), at(15), at(15)),
        (time(13), time(15), at(12, 59), at(12, 59)),
        (time(0), time(6), at(0), at(6)),
        (time(22), time(0), at(23), at(0, day=3)),
        (None, None, at(3), at(3)),
    ],
)
async def test_what_falls_into_quiet_hours_goes_when_they_end(
    db, owner, start, end, told_at, goes_at
):
    family, phone = await with_phone(owner, start, end), Phone()
    await notices.told([family], told_at, kind="visit_booked", act_by=None)

    assert await phone.got(told_at) == int(goes_at == told_at)
    assert await phone.got(goes_at - SECOND) == int(goes_at == told_at)
    assert await phone.got(goes_at) == 1
    assert await phone.got(goes_at + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("kind", "act_by", "passes"),
    [
        ("visit_called_off", at(6, 59, day=3), True),
        ("visit_called_off", at(7, day=3), True),
        ("visit_called_off", at(7, 1, day=3), False),
        ("visit_called_off", None, False),
        ("visit_booked", at(3, day=3), False),
        ("day_closed", at(3, day=3), False),
    ],
)
async def test_only_what_is_urgent_and_due_before_they_end_passes(db, owner, kind, act_by, passes):
    family, phone = await with_phone(owner), Phone()
    await notices.told([family], at(22), kind=kind, act_by=act_by)

    assert await phone.got(at(22)) == int(passes)


async def test_a_clock_that_jumps_back_or_ahead_sends_it_once(db, owner):
    family, phone = await with_phone(owner), Phone()
    await notices.told([family], at(22), kind="visit_booked", lasts=timedelta(days=5))

    assert await phone.got(at(22)) == 0
    assert await phone.got(at(10)) == 0
    assert await phone.got(at(22, day=4)) == 0
    assert await phone.got(at(23)) == 0
    assert await phone.got(at(7, day=5)) == 1
    assert await phone.got(at(23)) == 1
    assert await phone.got(at(7, day=6)) == 1


async def test_what_ends_in_the_quiet_hours_is_not_sent_after_them(db, owner):
    family, phone = await with_phone(owner), Phone()
    await notices.told([family], at(22), kind="visit_booked", lasts=timedelta(hours=3))

    assert await phone.got(at(22)) == 0
    assert await phone.got(at(7, day=3)) == 0
    assert await notices.states(owner) == {"expired": 1}


@pytest.mark.parametrize(
    ("start", "end", "goes_at"),
    [
        (time(21), time(5), at(5, day=3)),
        (time(21), time(9), at(9, day=3)),
        (None, None, at(23)),
        (time(1), time(2), at(23)),
    ],
    ids=["shorter", "longer", "none any more", "elsewhere"],
)
async def test_other_quiet_hours_count_for_what_waits_already(db, owner, start, end, goes_at):
    family, phone = await with_phone(owner), Phone()
    stranger = await make.family(owner)
    await notices.phone(owner, stranger)
    await notices.told([family, stranger], at(22), kind="visit_booked")
    assert await phone.got(at(22)) == 0

    await quiet(family, start, end, at(23))

    if goes_at > at(23):
        assert await phone.got(at(23)) == 0
        assert await phone.got(goes_at - SECOND) == int(goes_at > at(7, day=3))
    assert await phone.got(goes_at) == 1 + int(goes_at > at(7, day=3))
    assert await phone.got(at(9, day=3)) == 2
