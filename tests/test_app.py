"""The web process: ready or not, and what production refuses."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from backend.app import is_fair
from backend.database import connected, current_skew
from tests.conftest import SECRET
from tests.servers import ROOT, WebServer, free_port


def asked(server: WebServer, path: str, body: dict | None = None) -> tuple[int, str]:
    """Status and text of the answer."""
    request = Request(
        server.address + path,
        data=json.dumps(body).encode() if body else None,
        headers={"content-type": "application/json", "accept": "application/json"},
    )
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_a_process_that_lost_its_database_says_that_it_is_not_ready(server, database):
    with WebServer(database.url) as web:
        ready = asked(web, "/health")
        server.run(f"alter database {database.name} with allow_connections false")
        server.run(
            f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database.name}'"
        )
        away = asked(web, "/health"), asked(web, "/graphql", {"query": "{ __typename }"})
        server.run(f"alter database {database.name} with allow_connections true")
        again = asked(web, "/health")

    assert ready == again == (200, '{"status":"ready"}')
    assert away[0] == (503, '{"status":"no database"}')


@pytest.mark.anyio
@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_differs_from_the_databases_is_noticed(database, hours):
    async with connected(database.url):
        skew = await current_skew(datetime.now(UTC) + timedelta(hours=hours))

    assert abs(skew + hours * 3600) < 60
    assert not is_fair(skew)
    assert is_fair(0.2)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A folder with an exported page."""
    (tmp_path / "index.html").write_text('<!doctype html><html lang="es"><title>Encuentro</title>')
    return tmp_path


def test_production_has_neither_explorer_nor_development_pages_nor_free_documents(database, page):
    with WebServer(database.url, ENCUENTRO_PRODUCTION="1", ENCUENTRO_PAGE=str(page)) as web:
        paths = ("/", "/visits", "/dev", "/dev/demo", "/dev/outbox", "/graphql", "/health")
        statuses = {path: asked(web, path)[0] for path in paths}
        front = asked(web, "/")[1]
        checked = asked(web, "/check/x")
        free = asked(web, "/graphql", {"query": "{ __typename }"})
        by_get = asked(web, "/graphql?query=%7B__typename%7D")

    assert statuses == {
        "/": 200,
        "/visits": 200,
        "/dev": 404,
        "/dev/demo": 404,
        "/dev/outbox": 404,
        "/graphql": 400,
        "/health": 200,
    }
    assert "data-demo" not in front
    assert checked[0] == 404 and "No hay ninguna constancia con ese número" in checked[1]
    for refused in (free, by_get):
        assert refused[0] == 400
        assert "DOCUMENT_NOT_TRUSTED" in refused[1]


def test_production_refuses_a_database_role_that_no_wall_stops(database):
    ended = subprocess.run(
        [sys.executable, "-m", "backend.cli", "web"],
        env={
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database.owner_url,
            "ENCUENTRO_SECRET": SECRET,
            "ENCUENTRO_PRODUCTION": "1",
            "ENCUENTRO_PORT": str(free_port()),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode != 0
    assert "Use encuentro_app" in ended.stderr


def test_development_says_where_to_look_and_shows_the_outbox(database, page):
    with WebServer(database.url, ENCUENTRO_PAGE=str(page)) as web:
        assert 'data-demo="/dev/demo"' in asked(web, "/")[1]
        assert "/dev/outbox" in asked(web, "/dev")[1]
        assert asked(web, "/dev/outbox") == (200, "[]")


def test_where_no_demo_was_made_nobody_is_named_to_sign_in_as(database, page):
    with WebServer(database.url, ENCUENTRO_PAGE=str(page)) as web:
        status, said = asked(web, "/dev/demo")

    shown = json.loads(said)
    assert re.fullmatch(r"\d{6}", shown.pop("authenticator"))
    assert (status, shown) == (200, {"families": [], "staff": [], "messages": []})


def test_a_folder_without_a_page_stops_the_start_with_a_sentence(database, tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "backend.cli", "web"],
        env={
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database.url,
            "ENCUENTRO_PAGE": str(tmp_path),
            "ENCUENTRO_PORT": str(free_port()),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode != 0
    assert "ENCUENTRO_PAGE: there is no index.html" in ended.stderr
