"""Which of several gateways takes a text message: shares move by steps away from trouble, and drift back.

The idea is GOV.UK Notify's. Shares are slow and shared by all workers; a failed call is heeded at once, by the worker
that made it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LOOK_BACK = timedelta(minutes=10)
"""Only calls so recent say how a gateway does."""

LAST_CALLS = 50
SLOW = timedelta(seconds=5)
"""A call that takes longer than this is slow."""

FEWEST_CALLS = 5
TROUBLE = 0.15
"""The share of slow or failed calls from which on a gateway is in trouble."""

STEP, STEP_BACK = 10, 5
"""Points of a hundred by which a share goes, and comes back."""

BETWEEN_STEPS = timedelta(minutes=1)
BETWEEN_STEPS_BACK = timedelta(minutes=5)

REST, LONGEST_REST = timedelta(seconds=15), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Record:
    """How a gateway has done. `wanted`: its share of a hundred when all is well; `troubled`: of its last `calls`."""

    name: str
    share: int
    wanted: int
    calls: int = 0
    troubled: int = 0
    moved_at: datetime | None = None

    @property
    def trouble(self) -> float:
        """From 0 to 1; too few calls say nothing."""
        return self.troubled / self.calls if self.calls >= FEWEST_CALLS else 0.0


def moved(gateways: Sequence[Record], now: datetime) -> Mapping[str, int]:
    """The shares that change now, none most of the time. What one loses another gains."""
    if _moved_since(gateways, now - BETWEEN_STEPS):
        return {}
    worst = max(gateways, key=lambda each: (each.trouble, each.share))
    if worst.trouble >= TROUBLE:
        sound = [each for each in gateways if each.trouble < TROUBLE]
        if not sound or worst.share == 0:
            return {}
        return _given(worst, min(sound, key=lambda each: each.trouble), STEP)
    if _moved_since(gateways, now - BETWEEN_STEPS_BACK):
        return {}
    over = max(gateways, key=lambda each: each.share - each.wanted)
    under = min(gateways, key=lambda each: each.share - each.wanted)
    back = min(STEP_BACK, over.share - over.wanted, under.wanted - under.share)
    return _given(over, under, back) if back > 0 else {}


def _moved_since(gateways: Sequence[Record], when: datetime) -> bool:
    return any(each.moved_at is not None and each.moved_at > when for each in gateways)


def _given(giver: Record, taker: Record, points: int) -> Mapping[str, int]:
    points = min(points, giver.share)
    return {giver.name: giver.share - points, taker.name: taker.share + points}


@dataclass(frozen=True, slots=True)
class Health:
    """What one worker's own calls say of a gateway. It rests after a failure, longer after each further one."""

    failures: int = 0
    rests_until: datetime | None = None

    def rests(self, now: datetime) -> bool:
        """Whether others are asked first."""
        return self.rests_until is not None and now < self.rests_until

    def failed(self, now: datetime, at_least: timedelta = REST) -> "Health":
        """After a call that failed. Those that were under way together count as one."""
        if self.rests(now):
            return self
        rest = min(LONGEST_REST, REST * 2**self.failures)
        return Health(min(self.failures + 1, 10), now + max(rest, at_least))

    def held_until(self, until: datetime) -> "Health":
        """Resting at least until then, as another worker found out."""
        if self.rests_until is not None and self.rests_until >= until:
            return self
        return replace(self, rests_until=until)


SOUND = Health()


def order(
    shares: Mapping[str, int], health: Mapping[str, Health], now: datetime, chance: float
) -> list[str]:
    """Whom to ask first, and whom next. `chance`, from 0 to 1, falls into somebody's share.

    Whoever rests is asked last, whose rest ends soonest first.
    """
    awake = [name for name in shares if not health.get(name, SOUND).rests(now)]
    resting = [name for name in shares if name not in awake]
    resting.sort(key=lambda name: health[name].rests_until or now)
    return _drawn({name: shares[name] for name in awake}, chance) + resting


def _drawn(shares: Mapping[str, int], chance: float) -> list[str]:
    whole = sum(shares.values())
    if not whole:
        return list(shares)
    point, first = chance * whole, ""
    for name, share in shares.items():
        if share and point >= 0:
            first = name
        point -= share
    return [first, *sorted((name for name in shares if name != first), key=lambda n: -shares[n])]
