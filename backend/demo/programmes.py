"""The demo's programme at one place: events of the coming weeks, drafted and released by two people as always.

A family day with ceilings, a concert for everybody, and a weekly reading of which one day was called off after María
had answered it; besides, what is over, of a choir (`culture.py`). Everything is invented, and made once: what is asked
for under the same request id again is not done again, and days count from when the programme was added, whenever a
start that was cut short is completed.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Family, Role, Staff, System
from backend.core.clock import lima_day
from backend.core.ids import new_id
from backend.database import transaction
from backend.demo.cast import PLACE, Cast, acting, fixed, held
from backend.demo.culture import Story, make_culture
from backend.programmes.commands import answering, drafting, planning, releasing
from backend.programmes.rules.content import (
    Access,
    Content,
    Dates,
    Entry,
    ExceptionDay,
    Places,
    Venue,
    Words,
    Work,
)
from backend.programmes.rules.vocabulary import Audience, EventKind, ExceptionKind, Where
from backend.registry.rules.naming import canonical_register

READINGS = 20
"""Weeks of the reading: long enough for something to be on whenever the demo is looked at again."""

CALLED_OFF = 2
"""Which of them was called off, counted from none."""

_DONE = "demo.programmes.made"
_MADE = "select exists (select from audit_entry where establishment_id = $1 and action = $2)"
_BEGUN = "select recorded_at from programme where id = $1"
_DATES = "select id, key from occurrence where event_id = $1 order by starts_at"
_OWN = """
select t.visitor_id, t.inmate_id from tie t join visitor v on v.id = t.visitor_id
where t.account_id = $1 and t.inmate_id = $2 and t.state = 'approved' and v.capacity = 'own' and v.ended_at is null
"""


@dataclass(frozen=True, slots=True)
class Culture:
    """Who drafts, who releases, and when everything is said."""

    coordinator: Staff
    director: Staff
    now: datetime


async def has_programmes() -> bool:
    """Whether all of it was made before."""
    async with transaction(System()) as tx:
        return bool(await tx.fetchval(_MADE, audit.NOWHERE, _DONE))


async def make_programmes(cast: Cast, now: datetime) -> None:
    """A programme of the place, its events, and what one family answered."""
    async with transaction(System()) as tx:
        coordinator = await acting(tx, cast, Role.PROGRAMME_COORDINATOR)
        director = await acting(tx, cast, Role.DIRECTOR)
    added = await planning.add_programme(
        coordinator,
        _request("add"),
        establishment_id=PLACE,
        title="Actividades en familia",
        summary="Encuentros, música y lectura para las familias. Todo es inventado.",
        now=now,
    )
    programme_id = UUID(str(added["id"]))
    async with transaction(System()) as tx:
        begun = await tx.fetchval(_BEGUN, programme_id)
    office, saturday = Culture(coordinator, director, begun), _saturday(lima_day(begun))
    await _release(office, programme_id, family_day(saturday + timedelta(weeks=1)))
    concert = await _release(office, programme_id, concert_for_all(saturday + timedelta(days=1)))
    reading = await _release(office, programme_id, weekly_reading(saturday))
    await _answer(office, cast, concert, 0, through=False)
    await _answer(office, cast, reading, 0, through=True)
    await _answer(office, cast, reading, CALLED_OFF, through=True)
    await _call_off(office, reading)
    await make_culture(Story(coordinator, director, programme_id, begun))
    async with transaction(System()) as tx:
        await audit.record(tx, System(), _DONE, "demo", now=now)


def family_day(on: date) -> Content:
    """For relatives of everybody there; so many adults and so many children."""
    return Content(
        kind=EventKind.FAMILY_DAY,
        audience=Audience.ENROLLED_RELATIVES,
        title="Día de la familia",
        summary="Juegos, almuerzo compartido y una foto para llevar a casa.",
        venue=Venue(where=Where.INSIDE, room="Patio de honor"),
        dates=Dates(first_on=on, at=time(10), minutes=240, doors_minutes=60),
        words=(
            Words(language="en", title="Family day", summary="Games, a shared lunch and a photo."),
        ),
        places=Places(adults=80, children=60, party_adults=2, party_children=3),
        entry=Entry(
            arrive_minutes=60,
            documents="DNI de cada persona, también de los niños.",
            bring="Agua y bloqueador.",
            forbidden="Celulares y objetos de vidrio.",
        ),
        access=Access(step_free=True, seats=True, toilets=True),
    )


def concert_for_all(on: date) -> Content:
    """For everybody, at a theatre that does not exist."""
    return Content(
        kind=EventKind.CONCERT,
        audience=Audience.PUBLIC,
        title="Concierto para todos",
        summary="Una orquesta de cuarenta músicos. Entrada libre.",
        venue=Venue(
            where=Where.OUTSIDE, name="Teatro del Ejemplo", address="Jr. Inventado 100, Lima"
        ),
        dates=Dates(first_on=on, at=time(18), minutes=90),
        words=(
            Words(language="en", title="Concert for all", summary="Forty musicians. Free entry."),
            Words(language="quz", title="Takiy", summary="Tawa chunka takiqkuna."),
        ),
        works=(Work(title="Sinfonía inventada", author="Autora Inventada"), Work(title="Vals")),
        places=Places(people=300),
        entry=Entry(least_age=6),
        access=Access(step_free=True, seats=True, sign_language=True),
    )


def weekly_reading(first_on: date) -> Content:
    """Every Saturday, inside, for relatives of everybody held there."""
    return Content(
        kind=EventKind.WORKSHOP,
        audience=Audience.ENROLLED_RELATIVES,
        title="Lectura en familia",
        summary="Se leen cuentos en voz alta, en castellano y en quechua.",
        venue=Venue(where=Where.INSIDE, room="Biblioteca"),
        dates=Dates(
            first_on=first_on, at=time(15), minutes=90, rule=f"FREQ=WEEKLY;COUNT={READINGS}"
        ),
        places=Places(people=24, party_adults=1, party_children=2),
        entry=Entry(documents="DNI.", dress="Ropa sencilla."),
        access=Access(seats=True, spoken=("es", "quz")),
    )


def _saturday(today: date) -> date:
    """One at least eight days ahead: there is time to answer."""
    soonest = today + timedelta(days=8)
    return soonest + timedelta(days=(6 - soonest.isoweekday()) % 7)


def _request(name: str) -> UUID:
    return fixed(f"programmes {name}")


async def _release(office: Culture, programme_id: UUID, content: Content) -> UUID:
    """An event, drafted and authorised."""
    name = content.title
    drafted = await drafting.draft_event(
        office.coordinator,
        _request(f"draft {name}"),
        establishment_id=PLACE,
        programme_id=programme_id,
        content=content,
        now=office.now,
    )
    event_id = UUID(str(drafted["id"]))
    await _authorise(office, event_id, drafted["version"], name)
    return event_id


async def _authorise(office: Culture, event_id: UUID, version: int, name: str) -> None:
    """Submitted by one, released by another."""
    said: dict[str, Any] = {"event_id": event_id, "now": office.now}
    submitted = await drafting.submit_event(
        office.coordinator, _request(f"submit {name}"), version=version, **said
    )
    await releasing.release_event(
        office.director, _request(f"release {name}"), version=submitted["version"], **said
    )


async def _call_off(office: Culture, event_id: UUID) -> None:
    """One day of the reading, by another release."""
    async with transaction(System()) as tx:
        keys = [row["key"] for row in await tx.fetch(_DATES, event_id)]
    content = weekly_reading(date.fromisoformat(keys[0]))
    off = ExceptionDay(
        key=keys[CALLED_OFF], kind=ExceptionKind.CANCELLED, why="La biblioteca está en arreglos."
    )
    edited = await drafting.edit_event(
        office.coordinator,
        _request("edit"),
        event_id=event_id,
        version=0,
        content=replace(content, dates=replace(content.dates, exceptions=(off,))),
        now=office.now,
    )
    await _authorise(office, event_id, edited["version"], "a day is off")


async def _answer(office: Culture, cast: Cast, event_id: UUID, nth: int, *, through: bool) -> None:
    """María comes; where her account or her tie is gone, nobody does."""
    family = cast["family"][0]
    actor = Family(account_id=fixed(family["phone"]), session_id=new_id())
    register = canonical_register(family["tie"][0]["register"]) or ""
    async with transaction(System()) as tx:
        inmate = await held(tx, register)
        own = await tx.fetchrow(_OWN, actor.account_id, inmate["id"])
        dates = await tx.fetch(_DATES, event_id)
    if own is not None:
        await answering.answer_event(
            actor,
            _request(f"answer {event_id} {nth}"),
            occurrence_id=dates[nth]["id"],
            inmate_id=own["inmate_id"] if through else None,
            visitor_ids=[own["visitor_id"]],
            now=office.now,
        )
