"""Nothing that names a person, a place or a matter reaches a carrier, a log, the worker's terminal or the monitors."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from backend.core.actor import System
from backend.core.ids import new_id
from backend.database import transaction
from backend.notifications import commands
from backend.notifications.kinds import KINDS
from backend.notifications.sending.budget import Limit
from backend.notifications.sending.carrier import Letter, To
from backend.notifications.sending.console import ConsoleCarrier
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.fcm import fcm_carrier
from backend.notifications.sending.pace import Limits
from backend.notifications.sending.sms import SmsCarrier
from backend.sealed import seal, unseal
from tests import make
from tests.conftest import SECRET, Database
from tests.notifications import fake_gateway as gateways
from tests.notifications import make_notices as notices
from tests.notifications.fake_fcm import fake_fcm
from tests.notifications.wiretap import tapped
from tests.registry import make_registry as registry
from tests.servers import ROOT
from tests.test_metrics import OPEN, asked

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAST = Limits(first=100_000, most=100_000)
LANGUAGES = ("es", "quz", "ay", "en")
MARK = "Zanahoria"
"""Part of every canary: no sentence of the product has it."""

_TEXTS = """
select table_name, column_name from information_schema.columns c join information_schema.tables t
  using (table_schema, table_name)
where table_schema = 'public' and table_type = 'BASE TABLE' and data_type in ('text', 'character varying')
  and table_name not in ('delivery', 'attempt', 'notice', 'notice_kind', 'delivery_move', 'delivery_count',
    'push_device', 'carrier', 'tortoise_migrations', 'account', 'session')
order by 1, 2
"""
SENSITIVE = {
    ("establishment", "name"),
    ("inmate", "given_names"),
    ("inmate", "surnames"),
    ("pavilion", "name"),
    ("staff", "name"),
    ("visitor", "given_names"),
    ("visitor", "surnames"),
}
"""Columns that must have had one, whatever else had."""


async def world(owner: asyncpg.Connection) -> list[str]:
    """A place, somebody held there, a visitor and their tie, a bar, somebody of the staff; numbers that are sealed."""
    await registry.establishment(owner)
    family = await make.family(owner)
    await registry.pavilion(owner)
    held = await registry.inmate(owner)
    visitor = await registry.visitor(owner, family, "00700941")
    await registry.tie(owner, family, visitor, held, kinship="grandparent")
    await registry.restriction(
        owner, inmate_id=held.id, number="00700942", at=held.establishment_id
    )
    await owner.execute(
        "insert into staff (id, document_kind, document_index, document_cipher, name, password_hash, totp_cipher,"
        " language, created_at) values (gen_random_uuid(), 'dni', 'x', 'x', 'x', 'x', 'x', 'es', now())"
    )
    return [held.register, "00700941", "00700942"]


async def hide(owner: asyncpg.Connection) -> set[tuple[str, str]]:
    """A canary in every column of text that takes one; which they are."""
    hidden = set()
    await owner.execute("set session_replication_role = replica")
    for table, column in await owner.fetch(_TEXTS):
        canary = f"{MARK}-{table}-{column}"
        try:
            done = await owner.execute(f'update "{table}" set "{column}" = $1', canary)
        except asyncpg.PostgresError:
            continue  # a list of words, a key or a length forbids it
        if done != "UPDATE 0":
            hidden.add((table, column))
    await owner.execute("set session_replication_role = origin")
    return hidden


async def tell_everything(owner: asyncpg.Connection, now: datetime) -> list[str]:
    """Every kind to families of every language, discreet or not, on push and by text; their numbers."""
    families = [await make.family(owner, language=each) for each in LANGUAGES for _ in range(2)]
    for nth, family in enumerate(families):
        await notices.phone(owner, family)
        await owner.execute(
            "update account set discreet = $2 where id = $1", family.account_id, bool(nth % 2)
        )
    for kind in KINDS:
        if kind == "sign_in_code":
            continue
        owed = [
            commands.Owed(
                account_id=family.account_id,
                facts={
                    "booking_id": str(new_id()),
                    "visit_on": "2026-03-07",
                    "who": f"{MARK}-fact",
                },
                dedupe_key=f"{MARK} {kind} {family.account_id}",
                subject=f"{MARK}:{kind}",
                expires_at=now + timedelta(days=1),
                act_by=now,
            )
            for family in families
        ]
        async with transaction(System()) as tx:
            await commands.tell_all(tx, kind, owed, now=now, cause=f"{MARK}-cause", urgent=True)
    await owner.execute(
        "insert into delivery (notice_id, account_id, channel, rank, state, not_before, expires_at)"
        " select id, account_id, way, 0, 'queued', created_at, expires_at"
        " from notice, unnest(array['push', 'sms']) as way on conflict do nothing"
    )
    rows = await owner.fetch("select id, phone_cipher from account")
    return [unseal("account.phone", row["id"], row["phone_cipher"]) for row in rows]


async def code(words: str, now: datetime) -> None:
    """A sign-in code to a number of nobody's."""
    message = new_id()
    sealed = seal("text_message.phone", message, "+51900099888")
    body = seal("text_message.body", message, words)
    async with transaction(System()) as tx:
        until = now + timedelta(minutes=5)
        await tx.execute("select code_owe($1, $2, $3, $4, $5)", message, sealed, body, now, until)


async def send_all(tmp_path: Path) -> tuple[bytes, bytes, list[str]]:
    """Everything due through both real carriers, then all taken back; the bytes for each, and the console's lines."""
    lines: list[str] = []
    gateway = gateways.FakeGateway()
    async with (
        fake_fcm() as fcm,
        tapped(fcm.address) as push_wire,
        gateways.running(gateway),
        tapped(gateway.url) as sms_wire,
        gateways.session(10) as web,
    ):
        fcm.address = push_wire.address
        ways = [gateways.at(gateways.ONE, f"{sms_wire.address}/", share=100)]
        sms = SmsCarrier(ways, web, Limit(10**6, 0))
        await Dispatcher("sms", sms, FAST).drain(NOW)
        async with fcm_carrier(fcm.credentials(tmp_path), push_wire.address) as push:
            await Dispatcher("push", push, FAST).drain(NOW)
            async with transaction(System()) as tx:
                subjects = [f"{MARK}:{kind}" for kind in KINDS]
                await commands.withdraw(tx, subjects, f"{MARK}-why", now=NOW)
            later = NOW + timedelta(seconds=30)
            await Dispatcher("push", push, FAST).drain(later)
        assert len(fcm.tray) > 2 * 8 * 20  # shown, and taken off again
    lines += await printed()
    return bytes(push_wire.heard), bytes(sms_wire.heard), lines


async def printed() -> list[str]:
    """What the console would say of all of it; words of their own, as a code, it says aloud on purpose."""
    lines: list[str] = []
    console = ConsoleCarrier(lines.append)
    for kind in KINDS:
        for language in LANGUAGES:
            for channel in ("push", "sms"):
                letter = Letter(
                    *(new_id(), new_id(), 1, 0, channel, kind, "urgent", language, False, False),
                    *("0" * 24, NOW, NOW, ()),
                )
                await console.send(letter, To(f"+51900{MARK}", "phone"), NOW)
    return lines


async def test_no_canary_reaches_a_carrier_a_log_a_terminal_or_a_monitor(
    db, owner, tmp_path, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    sealed = await world(owner)
    hidden = await hide(owner)
    numbers = await tell_everything(owner, NOW)
    await code("123456", NOW)

    pushed, texted, lines = await send_all(tmp_path)
    _, monitors, _ = await asked(OPEN)

    assert hidden >= SENSITIVE
    told = 4 * (len(KINDS) - 1)
    assert await notices.states(owner, "sms") == {"accepted": told + 1, "suppressed": told}
    logged = "\n".join(record.getMessage() for record in caplog.records) + caplog.text
    terminal = "".join(capfd.readouterr())
    everything = {
        "push": pushed.decode(),
        "sms": texted.decode(),
        "console": "\n".join(lines),
        "log": logged,
        "terminal": terminal,
        "metrics": monitors,
    }
    assert [name for name, text in everything.items() if MARK.lower() in text.lower()] == []
    for number in (*sealed, "grandparent"):
        assert [name for name, text in everything.items() if number in text] == []
    for number in numbers:
        found = {name for name, text in everything.items() if number[3:] in text}
        assert found <= {"sms"}, (number, found)
        assert texted.decode().count(number[3:]) == texted.decode().count(f'"to": "{number}"')


async def test_control_a_canary_in_the_words_is_found(db, owner, tmp_path):
    await tell_everything(owner, NOW)
    await code(f"{MARK}-words", NOW)

    pushed, texted, _ = await send_all(tmp_path)

    assert f"{MARK}-words" in texted.decode()
    assert MARK not in pushed.decode()


def work(database: Database, production: bool) -> str:
    """What `encuentro worker`, without carriers, says while it works for some seconds."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "backend.cli", "worker"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database.url,
            "ENCUENTRO_SECRET": SECRET,
            "ENCUENTRO_PRODUCTION": "1" if production else "0",
            "PYTHONASYNCIODEBUG": "1",
        },
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    time.sleep(12)
    worker.send_signal(signal.SIGTERM)
    return worker.communicate(timeout=60)[0]


@pytest.mark.parametrize("production", [False, True], ids=["development", "production"])
async def test_no_canary_is_said_by_the_worker(db, owner, production):
    await world(owner)
    await hide(owner)
    numbers = await tell_everything(owner, datetime.now(UTC))

    said = work(db, production)

    assert "is not set" in said if production else said.count("\n") > 20, said
    assert MARK not in said
    assert [number for number in numbers if number[3:] in said] == []
