"""The figures of a year counted again from plain rows, one after the other, as somebody with a pencil would."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import orjson

from tests.programmes.make_culture import World

LIMA = timezone(timedelta(hours=-5))
Row = Mapping[str, Any]


def recount(world: World, places: set[str], year: int, now: datetime) -> dict[str, Any]:
    """By the names of `Figures`."""
    dates = [
        row
        for row in world.of("occurrence")
        if row["establishment_id"] in places and row["starts_at"].astimezone(LIMA).year == year
    ]
    held = [row for row in dates if row["state"] == "planned" and row["ends_at"] <= now]
    cancelled = [row for row in dates if row["state"] == "cancelled"]
    kinds = {row["id"]: orjson.loads(row["content"])["kind"] for row in world.of("event")}
    present = {row["id"]: _present(world, row) for row in held}
    taken = {row["id"]: _parts(world, row) for row in held}
    first: dict[Any, date] = {}
    for row in sorted(held, key=lambda one: one["starts_at"]):
        for person in taken[row["id"]]:
            first.setdefault(person, row["starts_at"].astimezone(LIMA).date())
    return {
        "events": len({row["event_id"] for row in held}),
        "held": len(held),
        "called_off": len(cancelled),
        "to_come": len(dates) - len(held) - len(cancelled),
        "months": [
            _month(
                month,
                [row for row in held if row["starts_at"].astimezone(LIMA).month == month],
                present,
                taken,
            )
            for month in range(1, 13)
        ],
        "kinds": {
            kind: (
                len(these := [row for row in held if kinds[row["event_id"]] == kind]),
                sum(_people(present[row["id"]]) for row in these),
            )
            for kind in {kinds[row["event_id"]] for row in held}
        },
        "classes": _classes(present.values()),
        "bands": _bands(world, first),
        "parts": sum(len(each) for each in taken.values()),
        "minutes": sum(sum(each.values()) for each in taken.values()),
        "no_shows": sum(_no_shows(world, row) for row in held),
        **_means(world, places, year, now),
    }


def _month(
    month: int, held: list[Row], present: Mapping[Any, Any], taken: Mapping[Any, Any]
) -> tuple[int, ...]:
    return (
        month,
        len(held),
        sum(_people(present[row["id"]]) for row in held),
        sum(len(taken[row["id"]]) for row in held),
        sum(sum(taken[row["id"]].values()) for row in held),
    )


def _standing(world: World, on_date: Row) -> list[Row]:
    marks = [row for row in world.of("door_mark") if row["occurrence_id"] == on_date["id"]]
    undone = {row["undoes"] for row in marks}
    return [row for row in marks if row["undoes"] is None and row["id"] not in undone]


def _present(world: World, on_date: Row) -> dict[str, tuple[int, int]]:
    """Adults and children by class."""
    guests: dict[Any, Row] = {}
    for row in sorted(_standing(world, on_date), key=lambda one: (one["marked_at"], one["id"])):
        guests[row["guest_key"] or row["id"]] = row
    marked: dict[str, tuple[int, int]] = {}
    for row in guests.values():
        adults, children = marked.get(row["guest_class"], (0, 0))
        marked[row["guest_class"]] = (adults + row["adults"], children + row["children"])
    counted: dict[str, Row] = {}
    for row in sorted(world.of("door_count"), key=lambda one: (one["counted_at"], one["id"])):
        if row["occurrence_id"] == on_date["id"]:
            counted[row["guest_class"]] = row
    for name, row in counted.items():
        if row["adults"] + row["children"] > sum(marked.get(name, (0, 0))):
            marked[name] = (row["adults"], row["children"])
    return marked


def _people(present: Mapping[str, tuple[int, int]]) -> int:
    return sum(sum(each) for each in present.values())


def _parts(world: World, on_date: Row) -> dict[Any, int]:
    """Minutes by person, of those who were there."""
    latest: dict[Any, int] = {}
    for row in sorted(world.of("part_mark"), key=lambda one: (one["marked_at"], one["id"])):
        if row["occurrence_id"] == on_date["id"]:
            latest[row["inmate_id"]] = row["minutes"]
    return {person: minutes for person, minutes in latest.items() if minutes > 0}


def _classes(present: Iterable[Mapping[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for each in present:
        for name, (adults, children) in each.items():
            former = found.get(name, (0, 0))
            found[name] = (former[0] + adults, former[1] + children)
    return found


def _bands(world: World, first: Mapping[Any, date]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in world.of("inmate"):
        if row["id"] in first:
            found[row["sex"], _band(row["born_on"], first[row["id"]])] += 1
    return found


def _band(born: date | None, on: date) -> str:
    if born is None:
        return "unknown"
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    age = on.year - born.year - (0 if had_birthday else 1)
    return (
        "-17"
        if age < 18
        else "18-29"
        if age < 30
        else "30-44"
        if age < 45
        else "45-59"
        if age < 60
        else "60-"
    )


def _no_shows(world: World, on_date: Row) -> int:
    keys = {row["guest_key"] for row in _standing(world, on_date)} - {None}
    if not keys:
        return 0
    guests = world.of("answer_guest")
    return sum(
        1
        for row in world.of("answer")
        if row["occurrence_id"] == on_date["id"]
        and row["state"] == "going"
        and not keys & {guest["key"] for guest in guests if guest["answer_id"] == row["id"]}
    )


def _means(world: World, places: set[str], year: int, now: datetime) -> dict[str, Any]:
    here = {
        table: [row for row in world.of(table) if row["establishment_id"] in places]
        for table in ("ensemble", "hours_certificate", "budget_line", "contribution")
    }
    last = min(date(year, 12, 31), now.astimezone(LIMA).date())
    sources: dict[str, list[int]] = {}
    for row in here["budget_line"]:
        if row["year"] == year:
            sums = sources.setdefault(row["source"], [0, 0])
            sums[0] += 0 if row["ended_at"] else row["planned"]
            sums[1] += sum(
                each["amount"]
                for each in world.of("spending")
                if each["budget_line_id"] == row["id"]
            )
    corrected = {row["corrects"] for row in world.of("contribution")}
    gifts = [
        row
        for row in here["contribution"]
        if row["given_on"].year == year and row["id"] not in corrected
    ]
    return {
        "ensembles": sum(
            1
            for row in here["ensemble"]
            if row["begun_on"] <= last
            and (row["ended_on"] is None or row["ended_on"] >= date(year, 1, 1))
        ),
        "certificates": sum(
            1 for row in here["hours_certificate"] if row["issued_at"].astimezone(LIMA).year == year
        ),
        "sources": {source: tuple(sums) for source, sums in sources.items()},
        "partners": {
            row["name"]: (
                sum(
                    each["worth"]
                    for each in gifts
                    if each["partner_id"] == row["id"] and each["kind"] == "cash"
                ),
                sum(
                    each["worth"] or 0
                    for each in gifts
                    if each["partner_id"] == row["id"] and each["kind"] == "in_kind"
                ),
                sum(
                    1 for each in gifts if each["partner_id"] == row["id"] and each["worth"] is None
                ),
            )
            for row in world.of("partner")
            if any(each["partner_id"] == row["id"] for each in gifts)
        },
    }
