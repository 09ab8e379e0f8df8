"""What a carrier is given, and what every carrier can do."""

from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from backend.notifications.rules.verdicts import Address, Answer


class To(NamedTuple):
    """Where to: a phone's push address of some kind, or a number (`kind` "phone", no device)."""

    value: str
    kind: str
    device_id: UUID | None = None
    stale: bool = False
    address: Address | None = None

    def __repr__(self) -> str:
        return f"To({self.kind})"


class Letter(NamedTuple):
    """A claimed delivery with everything a carrier may know: neutral words and opaque ids.

    `tag`: what replaces what on one screen (opaque, equal for one subject). `body`: words of their own instead
    of the kind's neutral sentence, as a code.
    """

    delivery_id: UUID
    notice_id: UUID
    attempt_no: int
    charged: int
    channel: str
    kind: str
    urgency: str
    language: str
    discreet: bool
    withdrawal: bool
    tag: str
    expires_at: datetime
    lease_until: datetime
    to: tuple[To, ...]
    body: str | None = None

    def __repr__(self) -> str:
        return f"Letter({self.delivery_id}, {self.kind}, {self.channel})"


class Call(NamedTuple):
    """One call to a carrier that did not take the letter, before another was asked."""

    carrier: str
    answer: Answer
    started_at: datetime
    ended_at: datetime


class Sent(NamedTuple):
    """One call to a carrier, with its answer. `before`: others that were asked first and did not take it."""

    carrier: str
    answer: Answer
    before: tuple[Call, ...] = ()


class Carrier(Protocol):
    """Somebody who takes letters of one channel to where they go. Never raises for what the other side does."""

    async def send(self, letter: Letter, to: To, now: datetime) -> Sent:
        """One call, with a time limit of its own; never begun after the letter's end or its lease."""
