"""What a change tells is committed with it: whoever dies then, the worker delivers; what is undone was never told."""

from datetime import UTC, datetime

import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from backend.visits import commands
from tests.http.crowd import book, callers, slot_soon
from tests.notifications import make_notices as notices
from tests.phone import line
from tests.registry import make_registry as registry
from tests.servers import web_servers
from tests.visits import make_told as making
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio


async def test_what_was_told_by_a_server_that_died_is_delivered_by_the_worker(db, database, owner):
    await visits.place(owner)
    [caller] = await callers(owner, 1)
    await notices.phone(owner, caller.relative.family)
    await owner.execute("update account set quiet_from = null, quiet_to = null")  # by a real clock
    slot = await slot_soon(owner)
    with web_servers(database, 1) as [server]:
        async with line() as http:
            phone = caller.at(http, server.address)
            booked = (await book(phone, caller, slot))["id"]
            await phone.act("cancelVisit", bookingId=booked)
            server.kill()
    carrier = notices.FakeCarrier()

    await Dispatcher("push", carrier, Limits(first=1000, most=1000)).drain(datetime.now(UTC))

    assert [letter.kind for letter, *_ in carrier.letters] == ["visit_cancelled"]
    assert await making.kinds(owner, caller.relative) == [
        ("visit_booked", "replaced"),
        ("visit_cancelled", None),
    ]


async def test_what_is_undone_was_never_told(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))
    before = await registry.rows(owner, "notice", "delivery", "booking")
    cause = commands.Cause(reason="rule_change", key="k")
    await owner.execute("update inmate set status = 'released'")

    with pytest.raises(RuntimeError):
        async with transaction(System()) as tx:
            gone = await commands.reconsider(tx, System(), {one.inmate_id: cause}, now=visits.NOW)
            assert gone == [booked]
            raise RuntimeError

    assert await registry.rows(owner, "notice", "delivery", "booking") == before
    assert await making.kinds(owner, one) == [("visit_booked", None)]
