"""GraphQL of what work counts beside the money: days, and what goes on. Never a day of leaving."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

import strawberry

_SINCE_EVER = date.min.isoformat()


@strawberry.type(description="Days that were counted in one way.")
class LabourPart:
    since: date
    minutes: int
    days: int


@strawberry.type(description="A day of a month told before, counted now; below nothing: off.")
class LateDay:
    on: date
    minutes: int
    days: int = strawberry.field(description="0: the hours go to those that make a day together.")

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(on=date.fromisoformat(row["on"]), minutes=row["minutes"], days=row["days"])


@strawberry.type(description="What was counted of a statement's days.")
class LabourCount:
    minutes: int
    days: int
    late: list[LateDay] = strawberry.field(description="Of them, those of months told before.")
    carried_minutes: int = strawberry.field(
        description="Too few for a day yet; they go on to the next statement."
    )
    segments: list[LabourPart] = strawberry.field(
        description="More than one where the way of counting changed between."
    )

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        parts = [
            LabourPart(
                since=date.fromisoformat(each["since"]), minutes=each["minutes"], days=each["days"]
            )
            for each in row["segments"]
        ]
        return cls(
            minutes=row["minutes"],
            days=row["days"],
            late=[LateDay.of(each) for each in row["late"]],
            carried_minutes=row["carried_minutes"],
            segments=parts,
        )


@strawberry.type(description="Days counted at one rate.")
class OfficeLabourPart:
    since: date | None = strawberry.field(description="From when the rate holds; null: no other.")
    rate: int | None = strawberry.field(
        description="So many counted days for one; null: nothing is counted off."
    )
    minutes: int
    days: int
    left_minutes: int
    days_off: int | None
    left_days: int


@strawberry.type(description="What was counted of a statement's days, with the rates of each.")
class OfficeLabour:
    minutes: int
    days: int
    late: list[LateDay] = strawberry.field(description="Of them, those of months told before.")
    carried_minutes: int = strawberry.field(description="With them the next statement begins,")
    carried_days: int = strawberry.field(description="and with these, if its rate is the same.")
    segments: list[OfficeLabourPart]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        carried = stored.get("carried") or {"minutes": 0, "days": 0}
        return cls(
            minutes=stored["minutes"],
            days=stored["days"],
            late=[LateDay.of(each) for each in stored.get("late", ())],
            carried_minutes=carried["minutes"],
            carried_days=carried["days"],
            segments=[_part(each) for each in stored.get("segments", ())],
        )


def _part(stored: Mapping[str, Any]) -> OfficeLabourPart:
    since = stored["rate_from"]
    same = ("rate", "minutes", "days", "left_minutes", "days_off", "left_days")
    return OfficeLabourPart(
        since=None if since == _SINCE_EVER else date.fromisoformat(since),
        **{name: stored[name] for name in same},
    )
