"""What FCM is given: neutral words and opaque ids, at most 4096 bytes, gone when the notice is."""

from collections.abc import Mapping
from datetime import datetime, timedelta

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


def message(letter: Letter, to: To, now: datetime) -> dict[str, object]:
    """The body of one call. A withdrawal is data alone, so that nothing is shown for it."""
    seconds = int(min(LONGEST, max(timedelta(0), letter.expires_at - now)).total_seconds())
    made = _withdrawal(letter, seconds) if letter.withdrawal else _notice(letter, to, seconds)
    return {"message": {_TARGET[to.kind]: to.value, **made}}


def _notice(letter: Letter, to: To, seconds: int) -> Mapping[str, object]:
    topic = KINDS[letter.kind].topic.value
    title, body = push_words(letter.kind, letter.language, discreet=letter.discreet)
    # A phone not heard of for a month is not woken: it gets the message when it wakes by itself.
    urgent = letter.urgency == Urgency.URGENT and not to.stale
    aps: dict[str, object] = {"thread-id": topic}
    if urgent and not letter.discreet:
        aps["sound"] = "default"
    return {
        "notification": {"title": title, "body": body},
        "data": {"notice": str(letter.notice_id), "kind_group": topic, "tag": letter.tag},
        "android": {
            "priority": "HIGH" if urgent else "NORMAL",
            "ttl": f"{seconds}s",
            "collapse_key": topic,
            "notification": {"tag": letter.tag, "visibility": "PRIVATE"},
        },
        "apns": {
            "headers": _apple(letter, seconds, "10" if urgent else "5", "alert"),
            "payload": {"aps": aps},
        },
        "webpush": {
            "headers": _web(letter, seconds, "normal" if to.stale else None),
            "notification": {"tag": letter.tag},
        },
    }


def _withdrawal(letter: Letter, seconds: int) -> Mapping[str, object]:
    """No collapse key on Android: it would take the place of another notice that waits for a phone without signal."""
    return {
        "data": {"notice": str(letter.notice_id), "tag": letter.tag, "withdrawn": "1"},
        "android": {"priority": "NORMAL", "ttl": f"{seconds}s"},
        "apns": {
            "headers": _apple(letter, seconds, "5", "background"),
            "payload": {"aps": {"content-available": 1}},
        },
        "webpush": {"headers": _web(letter, seconds, "low")},
    }


def _apple(letter: Letter, seconds: int, priority: str, kind: str) -> Mapping[str, str]:
    # no time to live: once, now or never
    ends = int(letter.expires_at.timestamp()) if seconds else 0
    return {
        "apns-priority": priority,
        "apns-push-type": kind,
        "apns-expiration": str(ends),
        "apns-collapse-id": letter.tag,
    }


def _web(letter: Letter, seconds: int, urgency: str | None) -> Mapping[str, str]:
    return {
        "TTL": str(seconds),
        "Urgency": urgency or _WEB_URGENCY[Urgency(letter.urgency)],
        "Topic": letter.tag,
    }
