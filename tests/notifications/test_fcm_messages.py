"""What leaves for FCM: neutral words, opaque ids, the right hurry, and an end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest

from backend.core.text import LANGUAGES
from backend.notifications.kinds import KINDS
from backend.notifications.rules.neutral import push_words
from backend.notifications.rules.verdicts import verdict
from backend.notifications.sending import fcm_messages
from backend.notifications.sending.carrier import Letter, To
from backend.notifications.sending.console import ConsoleCarrier, Nobody

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
NOTICE = UUID("5c0f3b1e-90d1-4f0c-8a8e-1f7d6f2a9b11")
TAG = "0123456789abcdef01234567"
TOKEN = "dQw4w9WgXcQ:APA91bH-not-a-real-registration-token"
PUSHED = sorted(kind.name for kind in KINDS.values() if kind.push)


def letter(**changes: object) -> Letter:
    """An urgent notice of a visit, good for an hour."""
    usual: dict[str, object] = {
        "delivery_id": UUID(int=1),
        "notice_id": NOTICE,
        "attempt_no": 1,
        "charged": 0,
        "channel": "push",
        "kind": "visit_called_off",
        "urgency": "urgent",
        "language": "es",
        "discreet": False,
        "withdrawal": False,
        "tag": TAG,
        "expires_at": NOW + timedelta(hours=1),
        "lease_until": NOW + timedelta(minutes=2),
        "to": (),
    }
    return Letter(**(usual | changes))


def to(**changes: object) -> To:
    return To(**({"value": TOKEN, "kind": "fcm_token"} | changes))


def message(*what: object) -> dict[str, Any]:
    """What a phone's carrier reads in the bytes."""
    return orjson.loads(fcm_messages.message(*what))


def test_an_urgent_notice_whole():
    title, body = push_words("visit_called_off", "es", discreet=False)

    assert message(letter(), to(), NOW) == {
        "message": {
            "token": TOKEN,
            "notification": {"title": title, "body": body},
            "data": {"notice": str(NOTICE), "kind_group": "visits", "tag": TAG},
            "android": {
                "priority": "HIGH",
                "ttl": "3600s",
                "collapse_key": "visits",
                "notification": {"tag": TAG, "visibility": "PRIVATE"},
            },
            "apns": {
                "headers": {
                    "apns-priority": "10",
                    "apns-push-type": "alert",
                    "apns-expiration": str(int(NOW.timestamp()) + 3600),
                    "apns-collapse-id": TAG,
                },
                "payload": {"aps": {"thread-id": "visits", "sound": "default"}},
            },
            "webpush": {
                "headers": {"TTL": "3600", "Urgency": "high", "Topic": TAG},
                "notification": {"tag": TAG},
            },
        }
    }


def test_a_withdrawal_is_data_alone_and_wakes_nobody():
    made = message(letter(withdrawal=True), to(), NOW)["message"]

    assert made["data"] == {"notice": str(NOTICE), "tag": TAG, "withdrawn": "1"}
    assert "notification" not in orjson.dumps(made).decode()
    assert made["android"] == {"priority": "NORMAL", "ttl": "3600s"}
    assert made["apns"]["headers"]["apns-priority"] == "5"
    assert made["apns"]["payload"] == {"aps": {"content-available": 1}}


def test_an_address_may_hold_any_sign():
    odd = 'a"b\\c%(tag)b<tag>%é'

    made = message(letter(), to(value=odd), NOW)["message"]

    assert (made["token"], made["data"]["tag"]) == (odd, TAG)


def test_an_installation_is_named_by_its_id():
    made = message(letter(), to(kind="fcm_installation", value="fid-1"), NOW)["message"]

    assert (made["fid"], "token" in made) == ("fid-1", False)


@pytest.mark.parametrize(
    ("changes", "stale", "hurry"),
    [
        ({}, False, ("HIGH", "10", "high")),
        ({}, True, ("NORMAL", "5", "normal")),
        ({"urgency": "normal"}, False, ("NORMAL", "5", "normal")),
        ({"urgency": "mild"}, False, ("NORMAL", "5", "low")),
    ],
)
def test_only_what_is_urgent_hurries_and_only_to_a_phone_that_is_heard_of(changes, stale, hurry):
    made = message(letter(**changes), to(stale=stale), NOW)["message"]

    assert (
        made["android"]["priority"],
        made["apns"]["headers"]["apns-priority"],
        made["webpush"]["headers"]["Urgency"],
    ) == hurry


def test_nothing_is_kept_longer_than_the_carrier_can_or_after_its_end():
    long = message(letter(expires_at=NOW + timedelta(days=90)), to(), NOW)["message"]
    past = message(letter(expires_at=NOW - timedelta(seconds=1)), to(), NOW)["message"]

    assert long["android"]["ttl"] == "2419200s"
    assert (past["android"]["ttl"], past["apns"]["headers"]["apns-expiration"]) == ("0s", "0")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PUSHED)
def test_every_push_fits_with_the_longest_address(kind, language):
    for discreet in (False, True):
        made = message(
            letter(kind=kind, language=language, discreet=discreet), to(value="x" * 1024), NOW
        )
        assert len(orjson.dumps(made)) <= 4096


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_discreet_phone_shows_the_same_for_every_kind_and_makes_no_sound(language):
    shown = [
        message(letter(kind=kind, language=language, discreet=True), to(), NOW)["message"]
        for kind in PUSHED
    ]

    assert len({orjson.dumps(each["notification"]) for each in shown}) == 1
    assert not [each for each in shown if "sound" in each["apns"]["payload"]["aps"]]


@pytest.mark.anyio
async def test_without_a_carrier_a_line_shows_the_words_and_the_end_of_the_address():
    lines: list[str] = []
    title, body = push_words("visit_called_off", "es", discreet=False)

    sent = await ConsoleCarrier(lines.append).send(letter(), to(), NOW)
    await ConsoleCarrier(lines.append).send(letter(), to(value="short"), NOW)

    assert sent.answer.outcome == "accepted"
    assert lines == [
        f"  push to …ken [es]: {title}: {body}",
        f"  push to … [es]: {title}: {body}",
    ]


@pytest.mark.anyio
async def test_a_channel_that_is_not_there_hands_nothing_over():
    sent = await Nobody().send(letter(), to(), NOW)

    assert verdict([sent.answer], 0, NOW, NOW + timedelta(days=1), 0.5).reason == "no_device"
