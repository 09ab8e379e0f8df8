"""Every constraint of the notices' tables, by name, refuses a row that is against it."""

import re
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from backend import migrations
from tests.notifications.make_deliveries import (
    LATER,
    NOW,
    a_delivery,
    a_notice,
    insert,
    unguarded,
    whole,
)

pytestmark = pytest.mark.anyio
SCRIPT = Path(migrations.__file__).parent / "sql" / "notices.sql"
ACCOUNT, OTHER, SESSION = (UUID(int=number) for number in (1, 2, 3))


BAD_DELIVERIES: list[tuple[str, dict[str, object]]] = [
    ("delivery_channel_known", {"channel": "pigeon"}),
    ("delivery_state_known", {"state": "lost"}),
    ("delivery_rank_known", {"rank": 3}),
    ("delivery_attempts", {"attempt_no": 401}),
    ("delivery_attempts", {"attempt_no": -1}),
    ("delivery_attempts", {"charged": 13}),
    ("delivery_leased", {"lease_owner": "w", "lease_until": LATER}),
    ("delivery_leased", {**whole("claimed"), "lease_until": None}),
    ("delivery_leased", {**whole("claimed"), "lease_owner": None}),
    ("delivery_leased", {"state": "claimed"}),
    ("delivery_handed_over", {**whole("accepted"), "accepted_at": None}),
    ("delivery_handed_over", {**whole("accepted"), "provider_id": None}),
    ("delivery_handed_over", {**whole("seen"), "provider_id": None}),
    ("delivery_absorbed", {"state": "absorbed", "rank": 0}),
    ("delivery_absorbed", {"state": "absorbed", "channel": "sms"}),
    ("delivery_seen", {"seen_at": NOW}),
    ("delivery_seen", {**whole("seen"), "seen_at": None}),
    *(
        ("delivery_explained", {"state": state})
        for state in ("suppressed", "cancelled", "held", "failed")
    ),
    ("delivery_to_somebody", {"account_id": None}),
    ("delivery_to_somebody", {"account_id": None, "channel": "sms", "withdrawal": True}),
    ("delivery_withdraws", {"channel": "sms", "withdrawal": True}),
]


_DEVICE = (
    "insert into push_device (id, account_id, session_id, kind, value_cipher, value_index, state, registered_at,"
    " last_seen_at, revoked_at, revoked_reason) values (gen_random_uuid(), '{account}', '{session}', {kind}, '',"
    " {index}, {state}, now(), now(), {gone}, {why})"
)


def device(**changes: str) -> str:
    words = {"kind": "'fcm_token'", "index": "'one'", "state": "'active'", "gone": "null"}
    return _DEVICE.format(account=ACCOUNT, session=SESSION, **{"why": "null", **words, **changes})


def helper(values: str) -> str:
    return (
        "insert into helper (id, account_id, helper_id, code_digest, invited_at, expires_at, accepted_at)"
        f" values (gen_random_uuid(), '{ACCOUNT}', {values})"
    )


def a_notice_with(
    names: str, values: str, *, account: str = f"'{ACCOUNT}'", until: str = "1 day"
) -> str:
    return (
        "insert into notice (id, account_id, kind, facts, dedupe_key, created_at, tell_from, expires_at"
        f"{names}) values (gen_random_uuid(), {account}, 'visit_booked', '{{}}', 'key', now(), now(),"
        f" now() + interval '{until}'{values})"
    )


def choice(values: str) -> str:
    return f"insert into notice_choice (account_id, kind, channel, choice) values ('{ACCOUNT}', {values})"


AGAINST = {
    "notice_kind_urgency_known": ["update notice_kind set urgency = 'soon'"],
    "notice_kind_sms_known": ["update notice_kind set sms = 'perhaps'"],
    "notice_urgency_known": [a_notice_with(", urgency", ", 'soon'")],
    "notice_ends": [a_notice_with("", "", until="0 days")],
    "notice_withdrawn_whole": [a_notice_with(", withdrawn_at", ", now()")],
    "notice_of_somebody": [a_notice_with("", "", account="null")],
    "notice_once": [a_notice_with("", "")] * 2,
    "push_device_kind_known": [device(kind="'pigeon'")],
    "push_device_state_known": [device(state="'asleep'")],
    "push_device_revoked": [device(state="'revoked'", gone="now()")],
    "push_device_one_owner": [device(), device(state="'stale'")],
    "notice_choice_once": [
        choice("'visit_booked', 'push', 'on'"),
        choice("'visit_booked', 'push', 'off'"),
    ],
    "notice_choice_known": [choice("'visit_booked', 'push', 'always'")],
    "notice_choice_of_a_kind": [choice("'gossip', 'push', 'off'")],
    "helper_is_another": [helper(f"'{ACCOUNT}', 'a', now(), now(), now()")],
    "helper_agreed": [helper("null, 'a', now(), now(), now()")],
    "helper_once": [helper(f"'{OTHER}', '{code}', now(), now(), now()") for code in "ab"],
    "helper_code": [helper("null, 'a', now(), now(), null")] * 2,
    "carrier_answer_once": [
        "insert into carrier_answer (carrier, outcome) values ('x', 'accepted')"
    ]
    * 2,
    "sms_day_spent": ["insert into sms_day (day, spent) values ('2026-03-02', -1)"],
    "attempt_in_time": [
        "insert into attempt (delivery_id, attempt_no, carrier, started_at, ended_at, outcome)"
        " select id, 1, 'x', now(), now() - interval '1 second', 'accepted' from delivery"
    ],
    "delivery_once": [
        "insert into delivery (notice_id, account_id, channel, rank, not_before, expires_at)"
        " select notice_id, account_id, channel, rank, not_before, expires_at from delivery"
    ],
}


@pytest.fixture
async def rows(owner: asyncpg.Connection) -> asyncpg.Connection:
    """Two accounts, a session, a notice and its push."""
    for key in (ACCOUNT, OTHER):
        await owner.execute(
            "insert into account (id, phone_cipher, phone_index, language, created_at)"
            " values ($1, '', $2, 'es', now())",
            key,
            str(key).encode(),
        )
    await owner.execute(
        "insert into session (id, account_id, device_index, device_label, language, provisional, generation,"
        " created_at, refreshed_at, expires_at, ends_at)"
        " values ($1, $2, 'x', 'x', 'es', false, 0, now(), now(), now(), now())",
        SESSION,
        ACCOUNT,
    )
    notice_id = await a_notice(owner, account_id=ACCOUNT)
    await unguarded(owner, a_delivery(notice_id, ACCOUNT))
    return owner


async def test_a_row_against_a_constraint_is_refused_by_its_name(rows):
    refused = {}
    for name, (*before, last) in AGAINST.items():
        undone = rows.transaction()
        await undone.start()
        for sql in before:
            await rows.execute(sql)
        try:
            await rows.execute(last)
        except asyncpg.IntegrityConstraintViolationError as error:
            refused[name] = error.constraint_name
        await undone.rollback()

    assert refused == {name: name for name in AGAINST}


async def test_a_delivery_against_a_constraint_is_refused_by_its_name(owner):
    notice_id = await a_notice(owner)
    account_id = await owner.fetchval("select account_id from notice")
    await owner.execute("alter table delivery disable trigger delivery_guard")
    refused = []
    for _, columns in BAD_DELIVERIES:
        row = {**a_delivery(notice_id, account_id), "changed_in": 1, **columns}
        try:
            await insert(owner, "delivery", **row)
        except asyncpg.CheckViolationError as error:
            refused.append((error.constraint_name, columns))

    assert refused == BAD_DELIVERIES


def test_every_constraint_of_the_script_is_tried():
    script = SCRIPT.read_text(encoding="utf-8")
    named = set(re.findall(r"add constraint (\w+)", script))
    named |= set(re.findall(r"create unique index (\w+)", script))

    assert named == set(AGAINST) - {"notice_once"} | {name for name, _ in BAD_DELIVERIES}
