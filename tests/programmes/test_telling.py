"""What everybody may read says of nobody where they are."""

import pytest

from backend.core.errors import DomainError
from backend.core.text import LANGUAGES, explain
from backend.programmes.rules.content import (
    Dates,
    ExceptionDay,
    Venue,
    Words,
    Work,
)
from backend.programmes.rules.vocabulary import Audience, ExceptionKind, Where
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import SATURDAY

pytestmark = pytest.mark.anyio
KEY = SATURDAY.isoformat()


async def field_of(act) -> str:
    """The path that a refusal names."""
    with pytest.raises(DomainError) as refusal:
        await act
    assert refusal.value.code.value == "BAD_INPUT"
    return str(refusal.value.facts["field"])


def odd(**changes) -> dict[str, Dates]:
    said = {"key": KEY, "kind": ExceptionKind.CANCELLED, "why": "Se malogró"}
    return {"dates": make.dates(exceptions=(ExceptionDay(**(said | changes)),))}


def hall(**changes) -> dict[str, Venue]:
    return {"venue": Venue(**({"where": Where.INSIDE, "room": "Auditorio"} | changes))}


FOR_ALL = {"audience": Audience.PUBLIC}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "Música en el penal"}),
        ("summary", {"summary": "Tocan los INTERNOS del taller."}),
        ("words.title", {"words": (Words(language="quz", title="Wisq’ay wasipi takiy"),)}),
        ("words.summary", {"words": (Words(language="en", title="Songs", summary="By inmates"),)}),
        ("works.title", {"works": (Work(title="Desde la cárcel"),)}),
        ("works.author", {"works": (Work(title="Vals", author="Un preso"),)}),
        ("venue.room", hall(room="Auditorio del Penal")),
        ("venue.name", hall(where=Where.OUTSIDE, name="Museo de la Prisión", address="Jr. Lima 1")),
        ("venue.address", hall(where=Where.OUTSIDE, name="Teatro", address="Frente al INPE")),
        ("dates.exceptions.why", odd(why="Motín de reos")),
    ],
)
async def test_what_everybody_may_read_does_not_say_where_people_are(db, owner, field, changes):
    office = await offices.office(owner)
    before = await offices.written(owner)

    assert await field_of(office.draft(make.content(**(FOR_ALL | changes)))) == field
    assert await offices.written(owner) == before
    await office.draft(make.content(**changes))  # what its own families read


@pytest.mark.parametrize(
    "title", ["Feria internacional", "InternArte", "Su presupuesto", "Penalti"]
)
async def test_words_that_only_sound_like_it_are_said(db, owner, title):
    office = await offices.office(owner)
    await office.draft(title=title, **FOR_ALL)


async def test_a_refused_word_is_explained(db, owner):
    office = await offices.office(owner)
    with pytest.raises(DomainError) as refusal:
        await office.draft(title="El penal canta", **FOR_ALL)

    said = {each: explain("BAD_INPUT", each, refusal.value.facts) for each in LANGUAGES}
    assert len(set(said.values())) == len(LANGUAGES)
    assert "dónde está alguien" in said["es"]
