"""The model of answers that histories are checked against: what must be true, in as few words as possible."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from tests.programmes.make_programmes import NOW

HOUSEHOLDS = 200
OFTEN = 40
"""The first of them went to the programme last month."""

PLACES: tuple[dict[str, int], ...] = (
    {"people": 3},
    {"adults": 2, "children": 1},
    {"people": 5},
    {"people": 4},
)
DATES = range(len(PLACES))
FOR_ALL = 3
"""The date to which everybody may come, with an account or without."""

LIVE = ("going", "waiting", "offered")


@dataclass
class Said:
    """An answer of the model."""

    id: UUID
    household: int
    date: int
    adults: int
    children: int
    asked_at: datetime
    state: str = "waiting"
    why: str | None = None
    until: datetime | None = None


@dataclass
class OpenSaid:
    """An answer of the model without an account."""

    id: UUID
    form: UUID
    secret: str
    date: int
    adults: int
    children: int
    state: str = "going"
    why: str | None = None


@dataclass
class Model:
    """What must be true, in as few words as possible."""

    now: datetime = NOW
    said: list[Said] = field(default_factory=list)
    open_said: list[OpenSaid] = field(default_factory=list)
    room: list[dict[str, int]] = field(default_factory=lambda: [dict(each) for each in PLACES])
    hours: list[tuple[datetime, datetime, datetime]] = field(default_factory=list)
    off: set[int] = field(default_factory=set)
    untied: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)

    def live(self, *states: str) -> list[Said]:
        return [each for each in self.said if each.state in (states or LIVE)]

    def open_live(self) -> list[OpenSaid]:
        return [each for each in self.open_said if each.state == "going"]

    def open_refusal(self, date_no: int, adults: int, children: int) -> str | None:
        if date_no != FOR_ALL:
            return "NOT_FOUND"
        if self.closed(date_no):
            return "ANSWERS_CLOSED"
        holds = sum(
            each.adults + each.children for each in self.open_live() if each.date == date_no
        )
        theirs = holds + adults + children <= self.room[date_no]["people"] // 2
        return None if theirs and self.fits(date_no, adults, children) else "NO_PLACE"

    def closed(self, date_no: int) -> bool:
        return date_no in self.off or self.now >= self.hours[date_no][0]

    def begun(self, date_no: int) -> bool:
        return self.now >= self.hours[date_no][1]

    def over(self, date_no: int) -> bool:
        return self.now >= self.hours[date_no][2]

    def went(self, household: int) -> int:
        """How often they went lately: last month, and to what has begun since."""
        going = [each for each in self.live("going") if each.household == household]
        return (household < OFTEN) + sum(self.begun(each.date) for each in going)

    def fits(self, date_no: int, adults: int, children: int) -> bool:
        every = [*self.live("going", "offered"), *self.open_live()]
        holds = [each for each in every if each.date == date_no]
        grown, young = sum(each.adults for each in holds), sum(each.children for each in holds)
        asked = {"people": adults + children, "adults": adults, "children": children}
        taken = {"people": grown + young, "adults": grown, "children": young}
        room = self.room[date_no]
        return all(not asked[unit] or taken[unit] + asked[unit] <= room[unit] for unit in room)

    def refusal(self, household: int, date_no: int) -> str | None:
        is_tied = household not in self.untied and household // 2 not in self.moved
        if self.over(date_no) or (not is_tied and date_no != FOR_ALL):
            return "NOT_FOUND"
        if self.closed(date_no):
            return "ANSWERS_CLOSED"
        if any((each.household, each.date) == (household, date_no) for each in self.live()):
            return "ALREADY_ANSWERED"
        return None

    def end(self, gone: list[Said], why: str) -> None:
        for each in gone:
            each.state, each.why, each.until = "withdrawn", why, None
        for date_no in {each.date for each in gone}:
            self.offer(date_no)

    def open_end(self, gone: list[OpenSaid], why: str) -> None:
        for each in gone:
            each.state, each.why = "withdrawn", why
        for date_no in {each.date for each in gone}:
            self.offer(date_no)

    def offer(self, date_no: int) -> None:
        """To whoever fits: those who went least first, then those who asked first."""
        if self.closed(date_no):
            return
        waiting = [each for each in self.live("waiting") if each.date == date_no]
        for each in sorted(waiting, key=lambda one: (self.went(one.household), one.asked_at)):
            if self.fits(date_no, each.adults, each.children):
                each.state = "offered"
                each.until = min(self.now + timedelta(hours=24), self.hours[date_no][0])
