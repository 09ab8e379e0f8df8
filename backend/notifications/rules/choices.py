"""What a family chose for a kind of notice, and what it need not choose because it cannot be switched off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.core.errors import Code, DomainError
from backend.notifications.kinds import KINDS, Kind, Sms

Chosen = Mapping[tuple[str, str], str]
"""By kind and channel, what differs from `kinds.py`."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How one kind reaches one account."""

    kind: str
    push: bool
    sms: Sms


def choices_of(kind: str, chosen: Chosen) -> Choices | None:
    """How a kind reaches somebody who chose so; None for a kind that nobody can switch off."""
    known = KINDS[kind]
    if known.fixed:
        return None
    push = chosen.get((kind, "push"))
    return Choices(
        kind,
        known.push if push is None else push == "on",
        Sms(chosen.get((kind, "sms"), known.sms)),
    )


def all_choices(chosen: Chosen) -> Sequence[Choices]:
    """Of every kind that can be switched off, in the order of `kinds.py`."""
    return [choices for kind in KINDS if (choices := choices_of(kind, chosen)) is not None]


def check_choosable(kind: str) -> Kind:
    """The kind, if it is a family's to choose. Raises BAD_INPUT or NOTICE_FIXED."""
    if kind not in KINDS:
        raise DomainError(Code.BAD_INPUT, field="kind")
    if KINDS[kind].fixed:
        raise DomainError(Code.NOTICE_FIXED)
    return KINDS[kind]


def differing(kind: Kind, push: bool, sms: Sms) -> Mapping[str, str]:
    """By channel, what has to be kept: what is as the kind says is not."""
    kept: dict[str, str] = {}
    if push != kind.push:
        kept["push"] = "on" if push else "off"
    if sms != kind.sms:
        kept["sms"] = sms.value
    return kept
