"""No list costs a statement an item: a long list takes exactly as many statements as a short one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time, timedelta

import pytest
from tortoise.connection import get_connections

from backend.database import connected, connectionless
from tests import make, matrix
from tests.earnings import matrix_earnings as earnings
from tests.earnings import matrix_money as money
from tests.earnings import matrix_orders as orders
from tests.programmes import matrix_attending as attending
from tests.programmes import matrix_culture as culture
from tests.programmes import matrix_family as events
from tests.programmes import matrix_means as means
from tests.programmes import matrix_planning as planning
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.work import matrix_work as work

pytestmark = pytest.mark.anyio
LISTS = {
    "myPeople": "family",
    "myTies": "family",
    "myVisits": "family",
    "nextVisits": "family",
    "myNotices": "family",
    "inbox": "family",
    "helpers": "family",
    "availability": "family",
    "whatsOn": "family",
    "establishments": "family",
    "tieQueue": f"visits_registrar at {matrix.HERE}",
    "dayBookings": f"visits_registrar at {matrix.HERE}",
    "restrictions": f"visits_registrar at {matrix.HERE}",
    "inmates": f"visits_registrar at {matrix.HERE}",
    "custodyEvents": f"visits_registrar at {matrix.HERE}",
    "pavilions": f"visits_registrar at {matrix.HERE}",
    "inmateTies": f"visits_registrar at {matrix.HERE}",
    "timetable": f"visits_registrar at {matrix.HERE}",
    "earningStatements": "family",
    "myStatementQuestions": "family",
    "closedAccounts": "family",
    "myRemittances": "family",
    "remittances": f"work_chief at {matrix.HERE}",
    "remittanceSteps": f"director at {matrix.HERE}",
    "bankFiles": f"director at {matrix.HERE}",
    "bankMismatches": f"work_chief at {matrix.HERE}",
    "statementConsents": f"visits_registrar at {matrix.HERE}",
    "statementReadings": f"visits_registrar at {matrix.HERE}",
    "tiedReaders": f"work_chief at {matrix.HERE}",
    "statementQuestions": f"work_chief at {matrix.HERE}",
    "waitingExits": f"work_chief at {matrix.HERE}",
    "monthStatements": f"work_chief at {matrix.HERE}",
    "personPay": f"work_chief at {matrix.HERE}",
    "waitingCorrections": f"work_chief at {matrix.HERE}",
    "workshops": f"work_chief at {matrix.HERE}",
    "workshopPrices": f"work_chief at {matrix.HERE}",
    "workshopAgreements": f"work_chief at {matrix.HERE}",
    "workDay": f"work_supervisor at {matrix.HERE}",
    "sheetDifferences": f"work_supervisor at {matrix.HERE}",
    "workRecords": f"work_chief at {matrix.HERE}",
    "workConflicts": f"work_supervisor at {matrix.HERE}",
    "workMonth": f"work_chief at {matrix.HERE}",
    "workMonths": f"work_chief at {matrix.HERE}",
    "programmes": f"programme_coordinator at {matrix.HERE}",
    "calendarDays": f"programme_coordinator at {matrix.HERE}",
    "officeEvents": f"programme_coordinator at {matrix.HERE}",
    "eventPeople": f"programme_coordinator at {matrix.HERE}",
    "releasePreview": f"programme_coordinator at {matrix.HERE}",
    **dict.fromkeys(attending.LISTS, f"programme_coordinator at {matrix.HERE}"),
    **dict.fromkeys(means.LISTS, f"programme_coordinator at {matrix.HERE}"),
    **dict.fromkeys(culture.LISTS, f"programme_coordinator at {matrix.HERE}"),
}


@asynccontextmanager
async def watched(url: str) -> AsyncIterator[list[str]]:
    """A pool of one connection that writes down what it is asked."""
    sent: list[str] = []
    async with connected(url, pool_size=1):
        await connectionless("select 1")
        pool = get_connections().get("default")._pool
        async with pool.acquire() as connection:
            connection.add_query_logger(lambda record: sent.append(record.query))
        yield sent


async def add_more(owner, world) -> None:
    """Five more of everything the lists show."""
    head = visits.Relative(
        world.family, world.ids["visitor"], world.ids["inmate"], number="00700777"
    )
    await work.more(owner, world.ids, head.inmate_id)
    for nth in range(5):
        person = await registry.visitor(owner, world.family)
        held = registry.Held(head.inmate_id, "", matrix.HERE)
        await registry.tie(owner, world.family, person, held)
        asking = await registry.visitor(owner, world.family)
        await registry.tie(owner, world.family, asking, None, state="received", at=matrix.HERE)
        slot_id = await visits.slot(owner, starts=time(16 + nth), ends=time(16 + nth, 30))
        await head.book(slot_id, now=visits.NOW + timedelta(minutes=nth))
        await matrix.helps(owner, await make.family(owner), world.family)
    for nth in range(5):
        await registry.restriction(owner, inmate_id=head.inmate_id)
        await registry.inmate(owner, surnames="Zqinterno")
        await registry.pavilion(owner, f"{nth} B")
        await registry.custody_event(owner, head.inmate_id, kind="outing", nth=nth)
    await money.more(world.ids, visits.NOW)
    await earnings.more(owner, world.ids, world.family, visits.NOW)
    await orders.more(owner, world.ids, visits.NOW)
    await events.more(owner)
    await planning.more(owner, world.ids, visits.NOW)
    await attending.more(owner, world.ids, visits.NOW)
    await means.more(owner, world.ids, visits.NOW)


@pytest.mark.parametrize("name", sorted(LISTS))
async def test_a_longer_list_takes_no_more_statements(database, owner, name):
    async with connected(database.url):
        world = await matrix.world(owner)
    actor = world.actors[LISTS[name]]
    async with watched(database.url) as sent:
        await matrix.ask(name, actor, world.ids)
        sent.clear()
        few = await matrix.ask(name, actor, world.ids)
        short = list(sent)
    async with connected(database.url):
        await add_more(owner, world)
    async with watched(database.url) as sent:
        await matrix.ask(name, actor, world.ids)
        sent.clear()
        many = await matrix.ask(name, actor, world.ids)
        long = list(sent)

    assert short
    assert len(many) > len(few) or name == "establishments"
    assert len(long) == len(short), (short, long)
