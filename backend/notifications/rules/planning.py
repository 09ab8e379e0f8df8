"""Whether a delivery goes out now, waits, or not at all: asked again each time, just before it is sent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from backend.core.clock import LIMA
from backend.notifications.kinds import KINDS, Sms, Urgency

DIGEST_AT = time(18, 7)
"""Lima. Away from the full, half and quarter hours, when carriers are crowded."""

DIGEST_SPREAD = timedelta(minutes=4)
"""Digests leave up to this much earlier or later."""


class Why(StrEnum):
    """Why a delivery waits or never goes; part of the row and of the counts."""

    CHOICE = "choice"
    NO_DEVICE = "no_device"
    NO_CONSENT = "no_consent"
    QUIET = "quiet"
    DIGEST = "digest"
    STOPPED = "stopped"
    DISCREET = "discreet"
    BUDGET = "budget"
    ERASED = "erased"
    UNREADABLE = "unreadable"


class Reader(NamedTuple):
    """Whoever gets the delivery, as they stand now. `choice`: for this kind and channel, None as the kind says.

    `phones`: how many live addresses a push has. `consented`: a helper who still helps, or the account itself.
    """

    quiet_from: time | None = None
    quiet_to: time | None = None
    discreet: bool = False
    choice: str | None = None
    phones: int = 1
    consented: bool = True


class Parcel(NamedTuple):
    """What is to be sent: a notice's kind and urgency, on one channel."""

    kind: str
    urgency: str
    channel: str
    act_by: datetime | None = None
    withdrawal: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """Now."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Not before `until`."""

    why: Why
    until: datetime


@dataclass(frozen=True, slots=True)
class Suppress:
    """Never."""

    why: Why


Plan = Send | Hold | Suppress


def plan(parcel: Parcel, reader: Reader, now: datetime, spread: timedelta = timedelta(0)) -> Plan:
    """What to do with a delivery that is due. `spread`: by how much this reader's digest leaves another time."""
    against = _against(parcel, reader)
    if against is not None:
        return Suppress(against)
    if parcel.kind == "sign_in_code" or parcel.withdrawal:
        return Send()
    quiet = quiet_until(reader, now)
    if quiet is not None and not _cannot_wait(parcel, quiet):
        return Hold(Why.QUIET, quiet)
    if parcel.urgency == Urgency.MILD and parcel.channel == "push":
        leaves = _digest_after(now, spread)
        if parcel.act_by is None or parcel.act_by > leaves:  # else the digest would come too late
            return Hold(Why.DIGEST, leaves)
    return Send()


def digest_spread(account_id: UUID) -> timedelta:
    """By how much the digests of an account leave another time: always the same."""
    widest = int(DIGEST_SPREAD.total_seconds())
    return timedelta(seconds=account_id.int % (2 * widest + 1) - widest)


def quiet_until(reader: Reader, now: datetime) -> datetime | None:
    """When the reader's quiet hours, which it is now, are over; None outside them."""
    if reader.quiet_from is None or reader.quiet_to is None:
        return None
    here = now.astimezone(LIMA)
    begins, ends = reader.quiet_from, reader.quiet_to
    over_midnight = begins > ends
    clock = here.time()
    if not (clock >= begins or clock < ends if over_midnight else begins <= clock < ends):
        return None
    day = here.date() + timedelta(days=int(over_midnight and clock >= begins))
    return datetime.combine(day, ends, LIMA)


def _against(parcel: Parcel, reader: Reader) -> Why | None:
    if parcel.stopped and parcel.channel == "push" and not parcel.withdrawal:
        return Why.STOPPED
    if parcel.kind == "sign_in_code":
        return None
    # What is on a screen is taken off it, also after the kind was switched off or the help ended.
    if not reader.consented and not parcel.withdrawal:
        return Why.NO_CONSENT
    if (
        not KINDS[parcel.kind].fixed
        and not parcel.withdrawal
        and reader.choice in ("off", Sms.NEVER)
    ):
        return Why.CHOICE
    if parcel.channel == "sms" and reader.discreet:
        return Why.DISCREET
    if parcel.channel == "push" and not reader.phones:
        return Why.NO_DEVICE
    return None


def _cannot_wait(parcel: Parcel, quiet: datetime) -> bool:
    """Urgent, and to be acted on before the quiet hours are over."""
    return parcel.urgency == Urgency.URGENT and parcel.act_by is not None and parcel.act_by <= quiet


def _digest_after(now: datetime, spread: timedelta) -> datetime:
    here = now.astimezone(LIMA)
    leaves = datetime.combine(here.date(), DIGEST_AT, LIMA) + spread
    return leaves if leaves > now else leaves + timedelta(days=1)
