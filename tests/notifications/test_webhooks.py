"""What gateways report and families write back: signed, recent, heeded once, and the same for whoever asks."""

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from starlette.applications import Starlette

from backend.core.actor import Family
from backend.database import Connection
from backend.notifications.kinds import KINDS
from backend.notifications.rules.replies import Reply, meant_by
from backend.notifications.webhooks import LONGEST, Webhooks
from backend.sealed import unseal
from tests import make
from tests.notifications import fake_gateway as fake

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
AT = int(NOW.timestamp())


class Post:
    """A web process that hears two gateways, of which the second does not report."""

    def __init__(self) -> None:
        self.coming: list[UUID] = []
        routes = Webhooks((fake.ONE, fake.TWO), self.answer, lambda: NOW).routes()
        self._app = Starlette(routes=routes)

    async def answer(self, tx: Connection, account_id: UUID, now: datetime) -> bool:
        assert now == NOW
        self.coming.append(account_id)
        return True

    async def raw(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and body of the answer."""
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        return sent[0]["status"], b"".join(each.get("body", b"") for each in sent)

    async def told(self, what: str, told: object, at: int = AT) -> tuple[int, bytes]:
        """A report signed as it must be."""
        body = json.dumps(told).encode()
        return await self.raw(f"/sms/ejemplo-uno/{what}", body, fake.signed(body, at))

    async def wrote(self, number: str, text: str, key: str = "in-1") -> tuple[int, bytes]:
        """Somebody wrote back."""
        return await self.told("incoming", {"id": key, "from": number, "text": text})


async def number_of(owner: asyncpg.Connection, family: Family) -> str:
    sealed = await owner.fetchval(
        "select phone_cipher from account where id = $1", family.account_id
    )
    return unseal("account.phone", family.account_id, sealed)


async def answers(owner: asyncpg.Connection) -> dict[str, int]:
    rows = await owner.fetch(
        "select outcome, answers from carrier_answer where carrier = 'ejemplo-uno'"
    )
    return {row["outcome"]: row["answers"] for row in rows}


TAKEN = (200, b'{"status":"taken"}')
REFUSED = (401, b'{"status":"not signed"}')
RECEIPT = {"message": {"id": "m-1", "status": "DELIVRD"}}


async def test_receipts_are_counted_once_each(db, owner):
    post = Post()
    said = [
        await post.told("receipts", {"message": {"id": key, "status": status}})
        for key, status in (
            ("m-1", "DELIVRD"),
            ("m-1", "DELIVRD"),
            ("m-2", "EXPIRED"),
            ("m-3", "UNKNOWN_SUBSCRIBER"),
            ("m-4", "ON_ITS_WAY"),
        )
    ]

    assert said == [TAKEN] * 5
    assert await answers(owner) == {
        "receipt_delivered": 1,
        "receipt_failed": 1,
        "receipt_bad_number": 1,
    }
    assert await owner.fetchval("select count(*) from delivery") == 0


@pytest.mark.parametrize(
    "change",
    [
        {"X-Signature": "0" * 64},
        {"X-Signature": ""},
        {"X-Timestamp": str(AT + 1)},
        {"X-Timestamp": "soon"},
        {"X-Timestamp": "²"},
        {"X-Timestamp": ""},
        fake.signed(json.dumps(RECEIPT).encode(), AT, "another secret"),
        fake.signed(b"another body", AT),
        fake.signed(json.dumps(RECEIPT).encode(), AT - 301),
        fake.signed(json.dumps(RECEIPT).encode(), AT + 301),
    ],
)
async def test_what_is_not_signed_just_now_by_the_gateway_is_refused(db, owner, change):
    body = json.dumps(RECEIPT).encode()
    headers = {k: v.encode().decode("latin-1") for k, v in (fake.signed(body, AT) | change).items()}

    assert await Post().raw("/sms/ejemplo-uno/receipts", body, headers) == REFUSED
    assert await answers(owner) == {}


async def test_up_to_five_minutes_are_allowed(db, owner):
    assert await Post().told("receipts", RECEIPT, AT - 300) == TAKEN
    assert await Post().told("receipts", RECEIPT, AT + 300) == TAKEN


async def test_a_gateway_nobody_knows_and_one_that_does_not_report_are_refused_alike(db):
    body = json.dumps(RECEIPT).encode()
    for name in ("ejemplo-dos", "nobody"):
        assert await Post().raw(f"/sms/{name}/receipts", body, fake.signed(body, AT)) == REFUSED


async def test_what_is_too_long_or_not_understood_changes_nothing(db, owner):
    post = Post()
    long = b" " * (LONGEST + 1)

    assert await post.raw("/sms/ejemplo-uno/incoming", long, fake.signed(long, AT)) == REFUSED
    assert (await post.raw("/sms/ejemplo-uno/incoming", b"{", fake.signed(b"{", AT)))[0] == 400
    for told in ([], {}, {"id": "1", "from": "+51900000001"}, {"id": "1", "from": "x", "text": 7}):
        assert (await post.told("incoming", told))[0] == 400
    assert (await post.told("receipts", {"message": {"id": "1"}}))[0] == 400
    assert await owner.fetchval("select count(*) from gateway_report") == 0


@pytest.mark.parametrize("word", ["STOP", "alto", " Basta! ", "ÁLTO"])
async def test_stop_ends_all_text_messages_of_that_number_and_says_so_in_the_inbox(db, owner, word):
    family, other = await make.family(owner), await make.family(owner)
    await owner.execute(
        "insert into notice_choice (account_id, kind, channel, choice) values ($1, 'visit_go', 'sms', 'always'),"
        " ($1, 'visit_go', 'push', 'off')",
        family.account_id,
    )

    assert await Post().wrote(await number_of(owner, family), word) == TAKEN

    rows = await owner.fetch("select * from notice_choice where channel = 'sms'")
    assert {row["kind"] for row in rows} == {kind.name for kind in KINDS.values() if not kind.fixed}
    assert {(row["account_id"], row["choice"]) for row in rows} == {(family.account_id, "never")}
    assert await owner.fetchval("select choice from notice_choice where channel = 'push'") == "off"
    told = await owner.fetch("select account_id, kind, facts from notice")
    assert [tuple(row) for row in told] == [(family.account_id, "texts_ended", "{}")]
    ways = await owner.fetch("select channel from delivery")
    assert [row["channel"] for row in ways] == ["inbox"]
    assert other.account_id not in {row["account_id"] for row in rows}


@pytest.mark.parametrize("word", ["S", "s", "Sí.", "si", "Ari", "JISA"])
async def test_one_letter_says_that_the_family_comes(db, owner, word):
    family = await make.family(owner)
    post = Post()
    number = await number_of(owner, family)

    assert await post.wrote(number, word) == TAKEN

    assert post.coming == [family.account_id]
    assert await owner.fetchval("select count(*) from notice") == 0


async def test_no_answers_nothing_and_says_in_the_inbox_how_to_cancel(db, owner):
    family = await make.family(owner)
    post = Post()

    assert await post.wrote(await number_of(owner, family), "N") == TAKEN

    assert post.coming == []
    assert await owner.fetchval("select kind from notice") == "how_to_cancel"
    assert await owner.fetchval("select count(*) from notice_choice") == 0


async def test_the_same_message_again_does_nothing(db, owner):
    family = await make.family(owner)
    number = await number_of(owner, family)
    post = Post()

    said = [await post.wrote(number, "S") for _ in range(3)]
    later = [await post.wrote(number, "S", "in-2")]

    assert said + later == [TAKEN] * 4
    assert post.coming == [family.account_id] * 2


async def test_what_a_gateway_reported_is_forgotten_after_a_day(db, owner):
    old = NOW - timedelta(days=1, seconds=1)
    await owner.execute("insert into gateway_report values (gen_random_uuid(), $1)", old)

    await Post().told("receipts", RECEIPT)

    assert await owner.fetchval("select array_agg(received_at) from gateway_report") == [NOW]


async def test_a_number_nobody_has_gets_the_same_answer(db, owner):
    family = await make.family(owner)
    post = Post()
    known = await post.wrote(await number_of(owner, family), "S", "in-1")

    assert known == TAKEN
    for number, key in (
        ("+51900099998", "in-2"),
        ("not a number", "in-3"),
        ("+15551234567", "in-4"),
    ):
        for text in ("S", "STOP", "N", "something else"):
            assert await post.wrote(number, text, key + text) == known
    assert post.coming == [family.account_id]
    assert await owner.fetchval("select count(*) from notice") == 0


async def test_a_number_is_known_without_its_plus_and_without_its_country(db, owner):
    family = await make.family(owner)
    number = await number_of(owner, family)
    post = Post()
    for nth, written in enumerate((number, number[1:], number[3:])):
        await post.wrote(written, "S", f"in-{nth}")

    assert post.coming == [family.account_id] * 3


async def test_neither_number_nor_words_are_kept_or_logged(db, owner, caplog):
    caplog.set_level(logging.DEBUG)
    family = await make.family(owner)
    number = await number_of(owner, family)
    post = Post()
    await post.wrote(number, "unas palabras privadas")
    await post.wrote(number, "STOP", "in-2")
    await post.raw("/sms/ejemplo-uno/incoming", f"{number} palabras".encode(), {})

    logged = "\n".join(record.getMessage() for record in caplog.records)
    kept = ""
    tables = await owner.fetch("select tablename from pg_tables where schemaname = 'public'")
    for table in tables:
        rows = await owner.fetch(f'select t::text as line from "{table["tablename"]}" t')
        kept += "\n".join(row["line"] for row in rows)
    assert "was not signed" in logged
    for secret in (number, number[3:], "palabras", "privadas"):
        assert secret not in logged
        assert secret not in kept


@pytest.mark.parametrize("text", ["", "si no puedo ir", "S" * 200, "stop ahora", "🙂", "sin"])
def test_more_than_a_word_is_something_else(text):
    assert meant_by(text) is Reply.OTHER
