"""Every kind of notice: how urgent it is, on which channels it goes by default, and what it shares a screen with.

The database holds the same table (`notice_kind`), because notices begin there; a test compares the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """Urgent passes the quiet hours when its deadline falls inside; mild waits for the evening's digest."""

    URGENT = "urgent"
    NORMAL = "normal"
    MILD = "mild"


class Sms(StrEnum):
    """When a text message goes: never, instead of a push that reaches no phone, or always."""

    NEVER = "never"
    INSTEAD = "instead"
    ALWAYS = "always"


class Topic(StrEnum):
    """What replaces what on a phone that was off: carriers keep at most four such keys a device."""

    VISITS = "visits"
    OFFERS = "offers"
    EVENTS = "events"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice. `helped`: whoever helps the family is told too. `fixed`: cannot be switched off."""

    name: str
    topic: Topic
    urgency: Urgency
    sms: Sms = Sms.NEVER
    push: bool = True
    helped: bool = False
    fixed: bool = False


_VISITS, _OFFERS, _EVENTS, _ACCOUNT = Topic.VISITS, Topic.OFFERS, Topic.EVENTS, Topic.ACCOUNT
_URGENT, _NORMAL, _MILD = Urgency.URGENT, Urgency.NORMAL, Urgency.MILD

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("sign_in_code", _ACCOUNT, _URGENT, Sms.ALWAYS, push=False, fixed=True),
        Kind("sign_in_new_device", _ACCOUNT, _URGENT, fixed=True),
        Kind("sign_in_reused", _ACCOUNT, _URGENT, fixed=True),
        Kind("device_trusted", _ACCOUNT, _URGENT, fixed=True),
        Kind("helper_joined", _ACCOUNT, _NORMAL, fixed=True),
        Kind("tie_decided", _ACCOUNT, _NORMAL, Sms.INSTEAD),
        Kind("visit_booked", _VISITS, _NORMAL, Sms.INSTEAD, helped=True),
        Kind("visit_changed", _VISITS, _URGENT, Sms.INSTEAD, helped=True),
        Kind("visit_cancelled", _VISITS, _NORMAL, helped=True),
        Kind("visit_called_off", _VISITS, _URGENT, Sms.INSTEAD, helped=True),
        Kind("visit_go", _VISITS, _NORMAL, Sms.INSTEAD, helped=True),
        Kind("visit_check", _VISITS, _URGENT, Sms.INSTEAD, helped=True),
        Kind("visit_stay", _VISITS, _URGENT, Sms.INSTEAD, helped=True),
        Kind("visit_reminder", _VISITS, _NORMAL, helped=True),
        Kind("rule_changed", _VISITS, _NORMAL, helped=True),
        Kind("day_closed", _VISITS, _MILD, helped=True),
        Kind("offer_made", _OFFERS, _URGENT, Sms.INSTEAD, helped=True),
        Kind("statement_ready", _ACCOUNT, _NORMAL),
        Kind("question_answered", _ACCOUNT, _NORMAL),
        Kind("remittance_moved", _ACCOUNT, _NORMAL),
        Kind("event_published", _EVENTS, _MILD, helped=True),
        Kind("event_changed", _EVENTS, _NORMAL, Sms.INSTEAD, helped=True),
        Kind("event_cancelled", _EVENTS, _NORMAL, Sms.INSTEAD, helped=True),
        Kind("event_reminder", _EVENTS, _NORMAL, helped=True),
        Kind("answer_ended", _EVENTS, _NORMAL, Sms.INSTEAD, helped=True),
        Kind("digest", _ACCOUNT, _NORMAL, fixed=True),
        Kind("texts_ended", _ACCOUNT, _NORMAL, push=False, fixed=True),
        Kind("how_to_cancel", _VISITS, _NORMAL, push=False, fixed=True),
    )
}
