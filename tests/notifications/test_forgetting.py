"""What ended long ago is forgotten with its deliveries and attempts; what may still matter is not."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.notifications import jobs
from backend.notifications.sending.dispatcher import Dispatcher
from tests import make
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


async def test_a_notice_is_forgotten_a_year_after_its_end_with_all_that_hangs_on_it(db, owner):
    families = [await make.family(owner) for _ in range(3)]
    for family in families:
        await notices.phone(owner, family)
    await notices.told(families, NOW)
    await Dispatcher("push", notices.FakeCarrier()).drain(NOW)
    end = NOW + timedelta(days=1)
    counted = "select (select count(*) from notice) + (select count(*) from delivery) + (select count(*) from attempt)"

    await jobs.forget_old_notices(end + jobs.KEPT)
    assert await owner.fetchval(counted) == 3 * 4
    await jobs.forget_old_notices(end + jobs.KEPT + timedelta(seconds=1))
    await jobs.forget_old_notices(end + jobs.KEPT + timedelta(seconds=1))

    assert await owner.fetchval(counted) == 0


async def test_that_there_was_a_code_is_forgotten_after_two_days(db, owner):
    soon = NOW + timedelta(minutes=5)
    await owner.execute("select code_owe(gen_random_uuid(), '', '', $1, $2)", NOW, soon)

    await jobs.forget_old_notices(NOW + jobs.CODES_KEPT)
    assert await owner.fetchval("select count(*) from notice") == 1
    await jobs.forget_old_notices(NOW + jobs.CODES_KEPT + timedelta(minutes=6))

    assert await owner.fetchval("select count(*) from notice") == 0
