"""/metrics: what sending is like, read from small tables, for whoever shows the token."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import asyncpg
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.routing import Route

from backend.app import create_app
from backend.metrics import metrics_page
from backend.notifications.queries import operations
from backend.settings import Settings
from tests import make
from tests.conftest import SECRET
from tests.notifications import make_notices as notices
from tests.servers import in_process

pytestmark = pytest.mark.anyio
TOKEN = "a-token-of-a-monitor"
PRODUCTION = Settings(production=True, database_url="postgres://", secret=SECRET)
OPEN = replace(PRODUCTION, production=False)


def app(settings: Settings) -> Starlette:
    """The page alone."""
    return Starlette(routes=[Route("/metrics", metrics_page(settings))])


async def asked(settings: Settings, **headers: str) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of the page."""
    async with (
        in_process(app(settings)) as address,
        aiohttp.ClientSession() as http,
        http.get(f"{address}/metrics", headers=headers) as answer,
    ):
        headers_told = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status, await answer.text(), headers_told


def figures(page: str) -> dict[tuple[str, ...], float]:
    """Every figure by its name and labels, as Prometheus' own parser reads them."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def test_the_service_has_the_page():
    paths = [getattr(route, "path", "") for route in create_app(OPEN).routes]

    assert "/metrics" in paths[: paths.index("/{path:path}") if "/{path:path}" in paths else None]


async def test_without_a_token_it_does_not_exist_in_production_and_is_open_in_development(db):
    assert (await asked(PRODUCTION))[0] == 404
    assert (await asked(PRODUCTION, authorization="Bearer "))[0] == 404
    assert (await asked(OPEN))[0] == 200


@pytest.mark.parametrize("settings", [PRODUCTION, OPEN], ids=["production", "development"])
async def test_whoever_shows_the_token_and_nobody_else_reads_it(db, settings):
    settings = replace(settings, metrics_token=TOKEN)

    for shown in ("", TOKEN, "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer ñ"):
        status, page, _ = await asked(settings, authorization=shown)
        assert (status, "encuentro" in page) == (401, False), shown

    status, _, headers = await asked(settings, authorization=f"Bearer {TOKEN}")
    assert status == 200
    assert headers["content-type"].startswith("text/plain; version=0.0.4")
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


async def test_it_tells_ages_states_answers_pauses_and_money(db, owner):
    now = datetime.now(UTC)
    families = [await make.family(owner) for _ in range(3)]
    await notices.told(families[:2], now - timedelta(seconds=500))
    await notices.told(families[2:], now - timedelta(seconds=100), kind="visit_booked")
    await owner.execute(
        "insert into carrier (name, paused_until, slow_until) values ('push', now() + interval '1 hour', null),"
        " ('fcm', now() - interval '1 hour', now() + interval '1 hour')"
    )
    await owner.execute(
        "insert into carrier_answer (carrier, outcome, answers) values ('fcm', 'quota', 7)"
    )
    await owner.execute(
        "insert into sms_day values ((now() at time zone 'America/Lima')::date, 311)"
    )
    await owner.execute("update notice_kind set stopped_at = now() where kind = 'visit_go'")

    found = figures((await asked(replace(OPEN, sms_budget=900)))[1])

    assert 500 <= found.pop(("encuentro_queue_age_seconds", "push")) < 560
    assert found == {
        ("encuentro_queue_age_seconds", "sms"): 0,
        ("encuentro_deliveries", "inbox", "accepted"): 3,
        ("encuentro_deliveries", "push", "queued"): 3,
        ("encuentro_carrier_answers_total", "fcm", "quota"): 7,
        ("encuentro_carrier_paused", "push"): 1,
        ("encuentro_carrier_slowed", "push"): 0,
        ("encuentro_carrier_paused", "fcm"): 0,
        ("encuentro_carrier_slowed", "fcm"): 1,
        ("encuentro_kind_stopped", "visit_go"): 1,
        ("encuentro_sms_spent_centimos",): 311,
        ("encuentro_sms_budget_centimos",): 900,
    }


async def test_a_look_reads_no_table_that_grows(db, owner, database):
    await owner.execute("set enable_seqscan = off")
    for sql, arguments in (
        (operations._OLDEST, [datetime.now(UTC)]),
        (operations._STANDING, []),
        (operations._CARRIERS, [datetime.now(UTC)]),
        (operations._ANSWERS, []),
    ):
        plan = "\n".join(row[0] for row in await explained(owner, sql, arguments))
        assert "Seq Scan on delivery " not in plan and "Seq Scan on notice " not in plan, plan
        assert "delivery " not in plan or "delivery_due" in plan, plan


async def explained(
    owner: asyncpg.Connection, sql: str, arguments: list[object]
) -> list[asyncpg.Record]:
    return await owner.fetch(f"explain {sql}", *arguments)


async def test_a_database_that_does_not_answer_is_said_so(db, server):
    async with in_process(app(OPEN)) as address, aiohttp.ClientSession() as http:
        async with http.get(f"{address}/metrics") as answer:
            assert answer.status == 200
        owner = await asyncpg.connect(server.address)
        await owner.execute(f'drop database "{db.name}" with (force)')
        await owner.execute(f'create database "{db.name}"')  # for the fixture that drops it
        await owner.close()
        async with http.get(f"{address}/metrics") as answer:
            assert (answer.status, await answer.text()) == (503, "no database")
