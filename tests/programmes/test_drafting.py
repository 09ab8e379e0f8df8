"""Drafts through the commands: who may write, versions that never write over one another, and the second person."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Role
from backend.core.custody import Regime, Stage
from backend.core.errors import DomainError
from backend.programmes.commands import drafting, planning
from backend.programmes.rules.content import (
    Dates,
    ExceptionDay,
    ExtraDay,
    Places,
    TakesPart,
    Venue,
    Words,
    Work,
)
from backend.programmes.rules.vocabulary import Audience, ExceptionKind, VisitEffect, Where
from tests import matrix
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import HALF_PAST_THREE, HERE, NOW, SATURDAY
from tests.registry import make_registry as registry
from tests.visits.make_visits import refused

pytestmark = pytest.mark.anyio
KEY = SATURDAY.isoformat()


async def field_of(act) -> str:
    """The path that a refusal names."""
    with pytest.raises(DomainError) as refusal:
        await act
    assert refusal.value.code.value == "BAD_INPUT"
    return str(refusal.value.facts["field"])


def dated(**changes) -> dict[str, Dates]:
    return {"dates": make.dates(**changes)}


def odd(**changes) -> dict[str, tuple[ExceptionDay, ...]]:
    said = {"key": KEY, "kind": ExceptionKind.CANCELLED, "why": "Se malogró"}
    return dated(exceptions=(ExceptionDay(**(said | changes)),))


def hall(**changes) -> dict[str, Venue]:
    return {"venue": Venue(**({"where": Where.INSIDE, "room": "Auditorio"} | changes))}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 121}),
        ("title", {"title": "Recital\0"}),
        ("summary", {"summary": "x" * 2001}),
        ("venue.room", hall(room="")),
        ("venue.name", hall(where=Where.OUTSIDE, address="Plaza de Armas")),
        ("venue.address", hall(where=Where.OUTSIDE, name="Teatro")),
        ("audience", {"audience": Audience.ONLINE}),
        ("audience", hall(where=Where.ONLINE, link="https://example.org")),
        ("venue.link", hall(where=Where.ONLINE, link="http://example.org") | {"audience": Audience.ONLINE}),
        ("venue.link", hall(link="javascript:alert(1)")),
        ("dates.minutes", dated(minutes=4)),
        ("dates.minutes", dated(minutes=24 * 60 + 1)),
        ("dates.doorsMinutes", dated(doors_minutes=-1)),
        ("dates.rule", dated(rule="FREQ=WEEKLY")),
        ("dates.rule", dated(rule="FREQ=WEEKLY;BYDAY=SU;COUNT=3")),
        ("dates.rule", dated(rule="FREQ=DAILY;COUNT=401")),
        ("dates.rule", dated(rule="FREQ=WEEKLY;UNTIL=20290101")),
        ("dates.exceptions.key", odd(key="el sábado")),
        ("dates.exceptions.why", odd(why=" ")),
        ("dates.exceptions.on", odd(kind=ExceptionKind.MOVED)),
        ("dates.exceptions.on", odd(on=SATURDAY)),
        ("dates.exceptions.minutes", odd(kind=ExceptionKind.MOVED, minutes=3)),
        ("dates.extra.on", dated(extra=(ExtraDay(on=NOW.date(), at=HALF_PAST_THREE, minutes=60),))),
        ("dates.extra", dated(extra=(ExtraDay(on=SATURDAY, at=HALF_PAST_THREE, minutes=60),))),
        ("dates.exceptions.key", odd(key="2026-03-15")),
        ("dates.exceptions.on", dated(rule=make.MONTH, exceptions=(
            ExceptionDay(key="2026-03-21", kind=ExceptionKind.MOVED, on=SATURDAY),))),
        ("dates.rule", dated(rule="FREQ=WEEKLY;UNTIL=20260328FOO")),
        ("dates.firstOn", dated(first_on=make.day("2026-03-01"))),
        ("words.language", {"words": (Words(language="fr", title="Récital"),)}),
        ("words.language", {"words": (Words(language="es", title="Recital"),)}),
        ("words.title", {"words": (Words(language="quz", title=""),)}),
        ("works.title", {"works": (Work(title=""),)}),
        ("alsoAt", {"also_at": (HERE,)}),
        ("alsoAt", {"also_at": ("nowhere",)}),
        ("effect", hall(where=Where.OUTSIDE, name="Teatro", address="Plaza") | {"effect": VisitEffect.REPLACES}),
        ("effect", {"effect": VisitEffect.EXTENDS, "minutes": 600}),
        ("takesPart.stages", {"takes_part": TakesPart(stages=(Stage.A,), regimes=(Regime.OPEN,))}),
        ("places.people", {"places": Places(people=0)}),
        ("places.partyAdults", {"places": Places(party_adults=0)}),
        ("answers.closeHours", {"close_hours": -1}),
        ("answers.offerHours", {"offer_hours": 0}),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_written(
    db, owner, field, changes
):
    office = await offices.office(owner)
    before = await offices.written(owner)

    assert await field_of(office.draft(make.content(**changes))) == field
    assert await offices.written(owner) == before


async def test_a_draft_is_kept_as_it_was_written_and_no_family_is_told(db, owner):
    office = await offices.office(owner)
    said = make.content(
        rule=make.MONTH,
        words=(Words(language="quz", title="Takiy"),),
        works=(Work(title="Adiós pueblo"),),
    )

    event_id = await office.draft(said)

    row = await owner.fetchrow("select * from event_draft where event_id = $1", event_id)
    assert (row["version"], row["state"], row["edited_by"]) == (1, "open", office.writer.staff_id)
    assert await owner.fetchval("select state from event where id = $1", event_id) == "draft"
    assert await owner.fetchval("select count(*) from occurrence") == 0
    assert await owner.fetchval("select count(*) from notice") == 0
    done = await owner.fetchval("select action from audit_entry order by seq desc limit 1")
    assert done == "programmes.event.drafted"


async def test_another_place_and_another_role_write_nothing(db, owner):
    office = await offices.office(owner)
    event_id = await office.draft()
    elsewhere, supervisor = (
        make.coordinator("chiclayo"),
        registry.officer(HERE, role=Role.WORK_SUPERVISOR),
    )
    before = await offices.written(owner)
    new = {
        "establishment_id": HERE,
        "programme_id": office.programme_id,
        "content": make.content(),
        "now": NOW,
    }

    for stranger in (elsewhere, supervisor):
        assert await refused(drafting.draft_event(stranger, uuid4(), **new)) == "NOT_ALLOWED"
        assert await refused(office.edit(event_id, 1, by=stranger, title="Otro")) == "NOT_FOUND"
        assert (
            await refused(
                drafting.submit_event(stranger, uuid4(), event_id=event_id, version=1, now=NOW)
            )
            == "NOT_FOUND"
        )
    assert await offices.written(owner) == before


async def test_who_wrote_meanwhile_is_named_and_their_words_stay(db, owner):
    office = await offices.office(owner)
    other = await matrix.employed(owner, HERE, Role.PROGRAMME_COORDINATOR)
    event_id = await office.draft()
    assert await office.edit(event_id, 1, by=other, title="Recital de quenas") == 2
    before = await offices.written(owner)

    with pytest.raises(DomainError) as refusal:
        await office.edit(event_id, 1, title="Recital de violines")

    assert refusal.value.code.value == "DRAFT_CHANGED"
    assert refusal.value.facts == {"who": "Empleada"}
    assert await offices.written(owner) == before


async def _race(office: offices.Office, event_id: UUID) -> list[str]:
    acts = [office.edit(event_id, 1, title=f"Recital {nth}") for nth in range(6)]
    said = await asyncio.gather(*acts, return_exceptions=True)
    return sorted(each.code.value if isinstance(each, DomainError) else str(each) for each in said)


async def test_of_six_who_write_at_once_one_does(db, owner):
    office = await offices.office(owner)
    event_id = await office.draft()

    said = await _race(office, event_id)

    assert said == ["2", *["DRAFT_CHANGED"] * 5]
    assert await owner.fetchval("select version from event_draft") == 2


async def test_control_without_the_version_everybody_writes_over_everybody(db, owner, monkeypatch):
    office = await offices.office(owner)
    event_id = await office.draft()
    unguarded = drafting._EDIT.replace("and version = $2", "and $2 > 0")
    assert unguarded != drafting._EDIT
    monkeypatch.setattr(drafting, "_EDIT", unguarded)

    said = await _race(office, event_id)

    assert "DRAFT_CHANGED" not in said
    assert await owner.fetchval("select version from event_draft") == 7


async def test_two_who_begin_a_draft_of_one_released_event_do_not_both(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()

    said = await asyncio.gather(
        *(office.edit(event_id, 0, title=f"Recital {nth}") for nth in range(4)),
        return_exceptions=True,
    )

    assert [each for each in said if not isinstance(each, DomainError)] == [1]
    assert {each.code.value for each in said if isinstance(each, DomainError)} == {"DRAFT_CHANGED"}


async def test_what_was_submitted_is_not_edited_until_it_is_taken_back(db, owner):
    office = await offices.office(owner)
    event_id = await office.draft()
    assert await office.submit(event_id, 1) == 2
    before = await offices.written(owner)

    assert await refused(office.edit(event_id, 2, title="Otro")) == "DRAFT_SUBMITTED"
    assert await refused(office.submit(event_id, 2)) == "DRAFT_SUBMITTED"
    assert await refused(_discard(office, event_id, 2)) == "DRAFT_SUBMITTED"
    assert await offices.written(owner) == before

    back = await drafting.take_back_event(
        office.writer, uuid4(), event_id=event_id, version=2, now=NOW
    )
    assert back["version"] == 3
    assert await office.edit(event_id, 3, title="Otro") == 4


async def _discard(office: offices.Office, event_id: UUID, version: int):
    return await drafting.discard_draft(
        office.writer, uuid4(), event_id=event_id, version=version, now=NOW
    )


async def test_only_a_director_returns_and_says_why(db, owner):
    office = await offices.office(owner)
    event_id = await office.draft()
    await office.submit(event_id, 1)
    said = {"event_id": event_id, "version": 2, "now": NOW}
    before = await offices.written(owner)

    assert (
        await refused(drafting.return_event(office.writer, uuid4(), why="No", **said))
        == "NOT_FOUND"
    )
    assert (
        await refused(drafting.return_event(office.director, uuid4(), why=" ", **said))
        == "BAD_INPUT"
    )
    assert await offices.written(owner) == before

    await drafting.return_event(office.director, uuid4(), why="Falta la sala", **said)
    row = await owner.fetchrow("select state, version, returned_why, submitted_by from event_draft")
    assert tuple(row) == ("open", 3, "Falta la sala", None)
    assert await office.submit(event_id, 3) == 4
    assert await owner.fetchval("select returned_why from event_draft") is None


async def test_nobody_releases_what_was_not_submitted_or_is_another_version(db, owner):
    office = await offices.office(owner)
    event_id = await office.draft()
    before = await offices.written(owner)

    assert await refused(office.release(event_id, 1)) == "DRAFT_NOT_SUBMITTED"
    await office.submit(event_id, 1)
    assert await refused(office.release(event_id, 1)) == "DRAFT_CHANGED"
    assert await refused(office.release(event_id, 2, by=office.writer)) == "NOT_FOUND"
    assert await refused(office.release(event_id, 2, by=make.director("chiclayo"))) == "NOT_FOUND"
    after = await offices.written(owner)
    assert {name: after[name] for name in ("event", "occurrence", "notice", "event_release")} == {
        name: before[name] for name in ("event", "occurrence", "notice", "event_release")
    }


@pytest.mark.parametrize("act", ["submitted", "wrote"])
async def test_whoever_wrote_or_submitted_it_does_not_release_it(db, owner, act):
    office = await offices.office(owner)
    boss = make.director()
    event_id = await office.draft()
    if act == "wrote":
        version = await office.submit(
            event_id, await office.edit(event_id, 1, by=boss, title="Mío")
        )
    else:
        office.writer = boss
        version = await office.submit(event_id, 1)
    before = await offices.written(owner)

    assert await refused(office.release(event_id, version, by=boss)) == "SECOND_PERSON_NEEDED"
    assert await offices.written(owner) == before
    assert await office.release(event_id, version) == 0


async def test_whoever_wrote_any_of_it_since_the_last_release_does_not_release_it(db, owner):
    office = await offices.office(owner)
    boss = make.director()
    event_id = await office.draft()
    version = await office.edit(event_id, 1, by=boss, title="Mío")
    version = await office.submit(event_id, await office.edit(event_id, version, title="Mío,"))
    before = await offices.written(owner)

    assert await refused(office.release(event_id, version, by=boss)) == "SECOND_PERSON_NEEDED"
    assert await offices.written(owner) == before

    await office.release(event_id, version)
    version = await office.submit(event_id, await office.edit(event_id, 0, title="Otro"))
    assert await office.release(event_id, version, by=boss) == 0


async def test_a_first_release_of_days_that_passed_meanwhile_is_refused(db, owner):
    office = await offices.office(owner)
    event_id = await office.draft()
    version = await office.submit(event_id, 1)
    late = make.lima("2026-03-14 15:31")
    before = await offices.written(owner)

    assert await refused(office.release(event_id, version, now=late)) == "BAD_INPUT"
    assert await offices.written(owner) == before


async def test_a_draft_that_is_thrown_away_leaves_what_was_released(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    version = await office.edit(event_id, 0, title="Otro", now=NOW + timedelta(hours=1))

    await _discard(office, event_id, version)

    assert await owner.fetchval("select count(*) from event_draft") == 0
    assert await office.said(event_id) == make.content()
    assert await refused(office.edit(event_id, version, title="Otro")) == "DRAFT_CHANGED"


async def test_a_programme_and_its_seasons_are_of_their_place(db, owner):
    office = await offices.office(owner)
    said = {"establishment_id": HERE, "title": "Recitales", "summary": "De guitarra", "now": NOW}
    answer = await planning.add_programme(office.writer, uuid4(), **said)
    programme_id = UUID(answer["id"])
    season = {
        "establishment_id": HERE, "programme_id": programme_id, "title": "Otoño", "first_on": SATURDAY,
        "last_on": SATURDAY + timedelta(days=90), "now": NOW,
    }  # fmt: skip
    kept = await planning.add_season(office.writer, uuid4(), **season)
    event = {
        "establishment_id": HERE,
        "programme_id": programme_id,
        "content": make.content(),
        "now": NOW,
    }
    answer = await drafting.draft_event(office.writer, uuid4(), season_id=UUID(kept["id"]), **event)
    assert answer["version"] == 1

    before = await offices.written(owner)
    other = await make.programme(owner, at="chiclayo")
    before["programme"] = (await offices.written(owner))["programme"]
    refusals = [
        ("NOT_ALLOWED", planning.add_programme(make.coordinator("chiclayo"), uuid4(), **said)),
        ("BAD_INPUT", planning.add_programme(office.writer, uuid4(), **{**said, "title": ""})),
        ("ALREADY_DECIDED", planning.add_season(office.writer, uuid4(), **season)),
        (
            "NOT_FOUND",
            planning.add_season(office.writer, uuid4(), **{**season, "programme_id": other}),
        ),
        (
            "BAD_INPUT",
            planning.add_season(office.writer, uuid4(), **{**season, "last_on": NOW.date()}),
        ),
        ("NOT_FOUND", drafting.draft_event(office.writer, uuid4(), season_id=uuid4(), **event)),
        (
            "NOT_FOUND",
            drafting.draft_event(office.writer, uuid4(), **{**event, "programme_id": other}),
        ),
    ]
    for code, act in refusals:
        assert await refused(act) == code
    assert await offices.written(owner) == before


async def test_the_same_request_twice_drafts_once(db, owner):
    office = await offices.office(owner)
    request = uuid4()
    said = {"establishment_id": HERE, "programme_id": office.programme_id, "now": NOW}

    first = await drafting.draft_event(office.writer, request, content=make.content(), **said)
    again = await drafting.draft_event(office.writer, request, content=make.content(), **said)

    assert first == again
    other = replace(make.content(), title="Otro")
    assert (
        await refused(drafting.draft_event(office.writer, request, content=other, **said))
        == "REQUEST_ID_REUSED"
    )
    assert await owner.fetchval("select count(*) from event") == 1
