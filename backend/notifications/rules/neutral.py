"""What a locked screen and a text message may show: one of a few fixed sentences that give nothing away."""

from collections.abc import Mapping

from backend.core.text import say

PHRASE: Mapping[str, str] = {
    "sign_in_code": "safety",
    "sign_in_new_device": "safety",
    "sign_in_reused": "safety",
    "device_trusted": "safety",
    "helper_joined": "safety",
    "tie_decided": "answer",
    "visit_booked": "booked",
    "visit_changed": "change",
    "visit_cancelled": "change",
    "visit_called_off": "stay",
    "visit_go": "still_on",
    "visit_check": "check",
    "visit_stay": "stay",
    "visit_reminder": "reminder",
    "rule_changed": "change",
    "day_closed": "change",
    "offer_made": "offer",
    "statement_ready": "account",
    "question_answered": "answer",
    "remittance_moved": "account",
    "event_published": "news",
    "event_changed": "change",
    "event_cancelled": "stay",
    "event_reminder": "reminder",
    "answer_ended": "change",
    "digest": "news",
    "texts_ended": "account",
    "how_to_cancel": "account",
}
"""By kind, which sentence of [neutral] and [sms] is shown: by what to do, not by what it is about."""


def push_words(kind: str, language: str, *, discreet: bool) -> tuple[str, str]:
    """Title and body of a push. `discreet`: the same for every kind, without the service's name."""
    if discreet:
        return say("neutral.discreet_title", language), say("neutral.discreet", language)
    return say("neutral.title", language), say(f"neutral.{PHRASE[kind]}", language)


def sms_words(kind: str, language: str) -> str:
    """The text message of a kind: one segment of GSM 7-bit signs. Codes have words of their own."""
    return say(f"sms.{PHRASE[kind]}", language)
