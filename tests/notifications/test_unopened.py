"""An urgent push that nobody opens is followed by a text message, once, and only where one is wanted."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.notifications import jobs
from backend.notifications.sending.dispatcher import Dispatcher
from tests import make
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=29), NOW + timedelta(minutes=31)


async def pushed(owner, kind: str = "visit_called_off", **changes: object):
    """A family whose phone took a push at NOW."""
    family = await make.family(owner)
    await notices.phone(owner, family)
    await notices.told([family], NOW, kind=kind, **changes)
    await Dispatcher("push", notices.FakeCarrier()).drain(NOW)
    return family


async def test_a_text_follows_after_half_an_hour_and_once(db, owner):
    await pushed(owner)

    await jobs.follow_unopened(SOON)
    assert await notices.states(owner, "sms") == {}
    for _ in range(2):
        await jobs.follow_unopened(LATER)

    assert await notices.states(owner, "sms") == {"queued": 1}


async def test_no_text_follows_what_was_opened(db, owner):
    await pushed(owner)
    await owner.execute(
        "update delivery set state = 'seen', seen_at = $1 where channel = 'inbox'", NOW
    )

    await jobs.follow_unopened(LATER)

    assert await notices.states(owner, "sms") == {}


async def test_no_text_follows_what_is_not_urgent_or_is_withdrawn_or_over(db, owner):
    await pushed(owner, kind="visit_booked")
    await pushed(owner, lasts=timedelta(minutes=30))
    await pushed(owner)
    await owner.execute(
        "select notice_withdraw(array(select subject from notice), 'replaced', $1)", NOW
    )
    await pushed(owner, kind="sign_in_new_device")

    await jobs.follow_unopened(LATER)

    assert await notices.states(owner, "sms") == {}


async def test_no_text_follows_for_a_family_that_wants_none(db, owner):
    family = await pushed(owner)
    await owner.execute(
        "insert into notice_choice (account_id, kind, channel, choice) values ($1, 'visit_called_off', 'sms', 'never')",
        family.account_id,
    )

    await jobs.follow_unopened(LATER)

    assert await notices.states(owner, "sms") == {}
