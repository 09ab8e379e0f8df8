"""`make run`: up again after anything, with its data, and nothing to clean up."""

import json
import signal
import subprocess
import sys
import time
from urllib.request import Request, urlopen

import pytest

from tests.servers import ROOT, Demo, free_port, passable_folder

CODE = (
    '{"query": "mutation { requestSignInCode(phone: \\"900099002\\",'
    ' device: \\"8d5c7a9e-6a0b-4a51-9a3f-0c4f2f6f2b90\\",'
    ' requestId: \\"5f0c3b57-44a5-4a4e-9f4e-0d0f5a1f3c11\\") { __typename } }"}'
)


def outbox(demo: Demo) -> bytes:
    page = Request(
        f"http://127.0.0.1:{demo.port}/dev/outbox", headers={"accept": "application/json"}
    )
    with urlopen(page) as answer:
        return answer.read()


def ask_for_a_code(demo: Demo) -> bytes:
    sent = Request(
        f"http://127.0.0.1:{demo.port}/graphql",
        data=CODE.encode(),
        headers={"content-type": "application/json"},
    )
    with urlopen(sent) as answer:
        return answer.read()


def assert_printed(demo: Demo, words: str) -> None:
    """The terminal says it within a moment."""
    for _ in range(100):
        if f"SMS to +51900099002: {words}" in demo.log.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(demo.log.read_text())


def test_killed_at_once_and_started_again_it_serves_and_keeps_its_data():
    with passable_folder() as folder:
        with Demo(folder) as first:
            assert b"SignInChallenge" in ask_for_a_code(first)
            kept = outbox(first)
            assert_printed(first, json.loads(kept)[0]["body"])
            first.end(signal.SIGKILL)

        with Demo(folder) as second:
            assert outbox(second) == kept
            assert "invented people" not in second.log.read_text()

        with Demo(folder) as third:
            assert outbox(third) == kept


def test_asked_to_stop_it_leaves_no_database_running():
    with passable_folder() as folder:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with Demo(folder) as demo:
                assert list(folder.rglob("postmaster.pid"))
                demo.end(number)
            assert not list(folder.rglob("postmaster.pid")), number


BUSY = """
import asyncio, os, signal, socket, sys
import uvicorn
from backend.serving import _AnnouncingServer, _leave

class Reading(asyncio.Protocol):
    def data_received(self, data):
        os.kill(os.getpid(), int(sys.argv[2]))

async def app(scope, receive, send):
    await receive()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.create_connection(Reading, sock=ours)
    loop.call_later(0.2, theirs.send, b"read")
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})

for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, _leave)
_AnnouncingServer(uvicorn.Config(app, port=int(sys.argv[1]), loop="uvloop"), "").run()
"""
"""A signal to stop that comes while the loop reads from a connection, as it often does under load."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_comes_while_it_reads_is_heard(number):
    ended = subprocess.run(
        [sys.executable, "-c", BUSY, str(free_port()), str(int(number))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (ended.returncode, "Fatal error" in ended.stderr) == (128 + number, False)


def test_it_says_what_to_open_and_whom_to_sign_in_as():
    with passable_folder() as folder, Demo(folder) as demo:
        said = demo.log.read_text()
        with urlopen(f"http://127.0.0.1:{demo.port}/dev/demo") as answer:
            kept, shown = answer.headers["cache-control"], json.load(answer)

    assert f"Open http://127.0.0.1:{demo.port}/\n" in said
    assert kept == "no-store"
    assert shown["families"][0] == {
        "phone": "+51900099001",
        "words": "María, mother of Juan Carlos and aunt of Rosa, with a grown-up daughter and a small grandson",
    }
    assert {
        "documentNumber": "00099201",
        "name": "Carmen Rojas Inventada",
        "role": "visits_registrar",
        "password": "demo-encuentro-2026",
    } in shown["staff"]
    assert set(shown) == {"families", "staff", "authenticator", "messages"}
    assert f"http://127.0.0.1:{demo.port}/graphql" in said
    assert f"http://127.0.0.1:{demo.port}/dev/outbox" in said
    assert "+51900099001" in said
    assert "DNI 00099201" in said


def test_a_taken_port_is_named_before_anything_is_started():
    with passable_folder() as folder, Demo(folder) as demo:
        rival = Demo(folder / "rival")
        (folder / "rival").mkdir()
        rival._environment["ENCUENTRO_PORT"] = str(demo.port)
        try:
            rival.__enter__()
        except AssertionError as error:
            said = str(error)
        else:
            said = rival.log.read_text()

    assert "is taken" in said
    assert not (folder / "rival" / "data").exists()
