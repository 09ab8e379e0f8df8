"""The days on which an inmate was held where: always what the custody events say, however they came."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.custody import EventKind
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio

SPANS = "select kind, establishment_id, lower(during), upper(during) - 1 from custody_span order by kind, 3"


async def spans(owner) -> list[tuple]:
    return [tuple(row) for row in await owner.fetch(SPANS)]


async def test_a_life_inside_is_told_in_spans(owner):
    person = (await registry.inmate(owner)).id
    events = [
        ("admission", "huaraz", date(2025, 1, 2), {}),
        ("conviction", "huaraz", date(2025, 2, 1), {}),
        ("outing", "huaraz", date(2025, 3, 1), {"until": "2025-03-02"}),
        ("return", "huaraz", date(2025, 3, 4), {}),
        ("transfer", "huaraz", date(2025, 5, 1), {"to": "puno"}),
        ("release", "puno", date(2025, 6, 1), {}),
        ("admission", "huaraz", date(2025, 9, 1), {}),
        ("outing", "huaraz", date(2025, 10, 1), {}),
    ]
    for kind, at, on, facts in reversed(events):
        await registry.custody_event(owner, person, kind=kind, at=at, on=on, **facts)

    assert await spans(owner) == [
        ("held", "huaraz", date(2025, 1, 2), date(2025, 5, 1)),
        ("held", "puno", date(2025, 5, 1), date(2025, 6, 1)),
        ("held", "huaraz", date(2025, 9, 1), None),
        ("out", "huaraz", date(2025, 3, 1), date(2025, 3, 4)),
        ("out", "huaraz", date(2025, 10, 1), None),
    ]


async def test_spans_follow_an_event_that_is_changed_moved_or_removed(owner):
    one, other = (await registry.inmate(owner)).id, (await registry.inmate(owner)).id
    await registry.custody_event(owner, one, on=date(2025, 1, 2))

    await owner.execute("update custody_event set effective_on = '2025-01-05'")
    assert await spans(owner) == [("held", "huaraz", date(2025, 1, 5), None)]
    await owner.execute("update custody_event set inmate_id = $1", other)
    assert await owner.fetchval("select inmate_id from custody_span") == other
    await owner.execute("delete from custody_event")
    assert await spans(owner) == []


KINDS = st.sampled_from([kind.value for kind in EventKind])


@st.composite
def lives(draw):
    days = sorted(draw(st.lists(st.integers(0, 40), min_size=1, max_size=8)))
    places = st.sampled_from(["huaraz", "puno"])
    return [("admission", draw(places), days[0], None)] + [
        (draw(KINDS), draw(places), day, draw(places)) for day in days[1:]
    ]


ENDS = {
    "monitoring_installed", "semi_liberty", "conditional_release", "release", "transfer_abroad", "evasion", "death",
}  # fmt: skip
SILENT = {"conviction", "monitoring_ordered", "monitoring_breach"}
BESIDE = {"stage_change", "regime_change", "pavilion_change"}


def day_by_day(events) -> tuple[set, set]:
    """A plain walk: (place, day) of being held, and days of being out, from the first event on."""
    held, out = set(), set()
    place, away = None, False
    told = [event for event in events if event[0] not in SILENT]
    for nth, (kind, at, day, to) in enumerate(told):
        if place is not None:
            held.add((place, day))
        if away and kind not in BESIDE:
            out.add(day)
        place = None if kind in ENDS else to if kind == "transfer" else at
        if kind not in BESIDE:
            away = kind == "outing"
        until = told[nth + 1][2] if nth + 1 < len(told) else 60
        held |= {(place, each) for each in range(day, until + 1) if place is not None}
        out |= {each for each in range(day, until + 1) if away}
    return held, out


async def test_spans_are_what_a_plain_walk_over_the_events_says(owner):
    person = (await registry.inmate(owner)).id
    await registry.establishment(owner, "puno")
    first = date(2025, 1, 1)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(lives())
    def collect(events):
        collected.append(events)

    collected: list = []
    collect()
    for events in collected:
        await owner.execute("delete from custody_event")
        for nth, (kind, at, day, to) in enumerate(events):
            facts = {"to": to} if kind == "transfer" else {}
            on = date.fromordinal(first.toordinal() + day)
            await registry.custody_event(owner, person, kind=kind, at=at, on=on, nth=nth, **facts)
        held, out = set(), set()
        for kind, place, lower, upper in await spans(owner):
            start = lower.toordinal() - first.toordinal()
            end = 60 if upper is None else upper.toordinal() - first.toordinal()
            days = range(start, end + 1)
            held |= {(place, day) for day in days if kind == "held"}
            out |= {day for day in days if kind == "out"}
        assert (held, out) == day_by_day(events), events
