"""What FCM is given: neutral words and opaque ids, at most 4096 bytes, gone when the notice is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

import orjson

from backend.notifications.kinds import KINDS, Urgency
from backend.notifications.rules.neutral import push_words
from backend.notifications.sending.carrier import Letter, To

LONGEST = timedelta(days=28)
"""FCM keeps nothing for longer."""

# A phone is named by an installation id (`fid`) or by a registration token (`token`), never both. Firebase has called
# tokens deprecated since 2026, but apps whose library does not register by installation still have nothing else.
# https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages
_TARGET = {"fcm_token": "token", "fcm_installation": "fid"}

_WEB_URGENCY = {Urgency.URGENT: "high", Urgency.NORMAL: "normal", Urgency.MILD: "low"}


# What differs between two messages of one form, as it stands in their JSON.
_PLACES = ("to", "notice", "tag", "seconds", "ends")


def message(letter: Letter, to: To, now: datetime) -> bytes:
    """The body of one call. A withdrawal is data alone, so that nothing is shown for it."""
    seconds = int(min(LONGEST, max(timedelta(0), letter.expires_at - now)).total_seconds())
    # no time to live: once, now or never
    ends = int(letter.expires_at.timestamp()) if seconds else 0
    form = _withdrawal if letter.withdrawal else _notice
    return form(
        to.kind, to.stale, letter.kind, letter.urgency, letter.language, letter.discreet
    ) % {
        b"to": orjson.dumps(to.value)[1:-1],
        b"notice": str(letter.notice_id).encode(),
        b"tag": letter.tag.encode(),
        b"seconds": b"%d" % seconds,
        b"ends": b"%d" % ends,
    }


def _form(to_kind: str, made: Mapping[str, object]) -> bytes:
    """For `%`: a place is written <so>."""
    form = orjson.dumps({"message": {_TARGET[to_kind]: "<to>", **made}}).replace(b"%", b"%%")
    for place in _PLACES:
        form = form.replace(b"<%s>" % place.encode(), b"%%(%s)b" % place.encode())
    return form


@cache
def _notice(
    to_kind: str, stale: bool, kind: str, urgency: str, language: str, discreet: bool
) -> bytes:
    topic = KINDS[kind].topic.value
    title, body = push_words(kind, language, discreet=discreet)
    # A phone not heard of for a month is not woken: it gets the message when it wakes by itself.
    urgent = urgency == Urgency.URGENT and not stale
    aps: dict[str, object] = {"thread-id": topic}
    if urgent and not discreet:
        aps["sound"] = "default"
    made = {
        "notification": {"title": title, "body": body},
        "data": {"notice": "<notice>", "kind_group": topic, "tag": "<tag>"},
        "android": {
            "priority": "HIGH" if urgent else "NORMAL",
            "ttl": "<seconds>s",
            "collapse_key": topic,
            "notification": {"tag": "<tag>", "visibility": "PRIVATE"},
        },
        "apns": {
            "headers": _apple("10" if urgent else "5", "alert"),
            "payload": {"aps": aps},
        },
        "webpush": {
            "headers": _web("normal" if stale else _WEB_URGENCY[Urgency(urgency)]),
            "notification": {"tag": "<tag>"},
        },
    }
    return _form(to_kind, made)


@cache
def _withdrawal(to_kind: str, *_: object) -> bytes:
    """No collapse key on Android: it would take the place of another notice that waits for a phone without signal."""
    made = {
        "data": {"notice": "<notice>", "tag": "<tag>", "withdrawn": "1"},
        "android": {"priority": "NORMAL", "ttl": "<seconds>s"},
        "apns": {
            "headers": _apple("5", "background"),
            "payload": {"aps": {"content-available": 1}},
        },
        "webpush": {"headers": _web("low")},
    }
    return _form(to_kind, made)


def _apple(priority: str, kind: str) -> Mapping[str, str]:
    return {
        "apns-priority": priority,
        "apns-push-type": kind,
        "apns-expiration": "<ends>",
        "apns-collapse-id": "<tag>",
    }


def _web(urgency: str) -> Mapping[str, str]:
    return {"TTL": "<seconds>", "Urgency": urgency, "Topic": "<tag>"}
