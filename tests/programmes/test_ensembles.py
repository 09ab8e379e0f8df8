"""Ensembles: who writes of them, who belongs to one and until when, and its members named for an event."""

from datetime import timedelta
from uuid import uuid4

import orjson
import pytest

from backend.core.actor import Role
from backend.core.custody import EventKind
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.database import reading
from backend.programmes.commands import ensembles, planning
from backend.programmes.queries import ensembles as queries
from backend.programmes.rules.content import TakesPart
from backend.programmes.rules.means import Instrument
from tests.programmes import make_means as means
from tests.programmes import make_programmes as make
from tests.programmes.make_leaving import happens
from tests.programmes.make_means import BEGUN, TODAY, actions, held, membership, quartet, refused
from tests.programmes.make_programmes import HERE, NOW
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


async def listed(office: means.Office, *, now=NOW) -> dict:
    """The ensembles by name."""
    async with reading(office.writer) as tx:
        rows = await queries.ensembles(tx, office.writer, office.at, now=now)
    return {row["name"]: row for row in rows}


async def members(office: means.Office, ensemble_id, *, now=NOW) -> int:
    rows = await listed(office, now=now)
    return next(row["members"] for row in rows.values() if row["id"] == ensemble_id)


async def test_an_ensemble_is_listed_as_its_office_wrote_it_and_those_that_ended_come_last(
    db, owner
):
    office = await means.office(owner)
    first = await office.ensemble(name="Banda", instruments=(Instrument(" bombo ", 2),))
    await office.ensemble(name="Cuarteto")
    await office.act(
        ensembles.add_ensemble_work, ensemble_id=first, title="Adiós", author="Anónimo"
    )
    await office.act(ensembles.end_ensemble, ensemble_id=first, ended_on=YESTERDAY)

    rows = await listed(office)

    assert list(rows) == ["Cuarteto", "Banda"]
    assert rows["Banda"]["instruments"] == [{"name": "bombo", "count": 2}]
    assert [each["title"] for each in rows["Banda"]["works"]] == ["Adiós"]
    assert (rows["Banda"]["ended_on"], rows["Cuarteto"]["ended_on"]) == (YESTERDAY, None)
    assert [row["action"] for row in await actions(owner, "programmes.ensemble%")] == [
        "programmes.ensemble.added", "programmes.ensemble.added", "programmes.ensemble_work.added",
        "programmes.ensemble.ended",
    ]  # fmt: skip


async def test_what_cannot_be_so_is_refused_and_nothing_is_written(db, owner):
    office = await means.office(owner)
    two = (Instrument("Violín", 1), Instrument("violín ", 2))
    for field, change in (
        ("name", {"name": " "}), ("name", {"name": "a" * 121}), ("teacher", {"teacher": "a\x00"}),
        ("begunOn", {"begun_on": TOMORROW}), ("instruments", {"instruments": two}),
        ("instruments.name", {"instruments": (Instrument("", 1),)}),
        ("instruments.count", {"instruments": (Instrument("arpa", 0),)}),
    ):  # fmt: skip
        assert await refused(owner, office.ensemble(**change)) == ("BAD_INPUT", field)


async def test_only_writers_of_the_place_write_of_its_ensembles(db, owner):
    office = await means.office(owner)
    ensemble_id, person = await office.ensemble(), await held(owner)
    member_id = await office.member(ensemble_id, await held(owner))
    work_id = await office.act(
        ensembles.add_ensemble_work, ensemble_id=ensemble_id, title="Vals", author=""
    )
    await registry.establishment(owner, "ica")
    for stranger in (make.coordinator("ica"), registry.officer(HERE, role=Role.WORK_CHIEF)):
        who = {"by": stranger}
        assert await refused(owner, office.ensemble(**who)) == ("NOT_ALLOWED", None)
        for act in (
            office.member(ensemble_id, person, **who),
            office.act(ensembles.edit_ensemble, ensemble_id=ensemble_id, ensemble=quartet(), **who),
            office.act(ensembles.end_ensemble, ensemble_id=ensemble_id, ended_on=TODAY, **who),
            office.act(ensembles.end_ensemble_member, member_id=member_id, until_on=TODAY, **who),
            office.act(
                ensembles.add_ensemble_work, ensemble_id=ensemble_id, title="x", author="", **who
            ),
            office.act(ensembles.remove_ensemble_work, work_id=work_id, **who),
            office.member(new_id(), person),
        ):
            assert await refused(owner, act) == ("NOT_FOUND", None)
        with pytest.raises(NotFound):
            async with reading(stranger) as tx:
                await queries.ensemble_members(tx, stranger, ensemble_id, now=NOW)
    assert await actions(owner, "programmes.ensemble_members.read") == []


async def test_an_ensemble_is_of_a_programme_that_this_place_may_use_and_that_goes_on(db, owner):
    office = await means.office(owner)
    theirs = await make.programme(owner, at="ica")
    everybodys = await make.programme(owner, at=None)
    ended = await make.programme(owner)
    await office.end_programme(ended)

    for programme_id in (theirs, ended):
        said = office.ensemble(programme_id=programme_id)
        assert await refused(owner, said) == ("NOT_FOUND", None)
    await office.ensemble(programme_id=everybodys)


async def test_only_who_is_held_there_becomes_a_member(db, owner):
    office = await means.office(owner)
    ensemble_id = await office.ensemble()
    await registry.establishment(owner, "ica")

    for person in (
        await held(owner, "ica"),
        await held(owner, status="released"),
        await held(owner, status="evaded"),
        new_id(),
    ):
        said = office.member(ensemble_id, person, by=make.coordinator(HERE, "ica"))
        assert await refused(owner, said) == ("NOT_FOUND", None)
    await office.member(ensemble_id, await held(owner, status="outside"))
    assert await members(office, ensemble_id) == 1


async def test_nobody_is_twice_a_member_on_one_day_and_may_come_back_on_the_next(db, owner):
    office = await means.office(owner)
    ensemble_id, person = await office.ensemble(), await held(owner)
    one = await office.member(ensemble_id, person, from_on=BEGUN)

    assert await refused(owner, office.member(ensemble_id, person)) == ("ALREADY_DECIDED", None)
    ends = {"member_id": one, "until_on": YESTERDAY}
    await office.act(ensembles.end_ensemble_member, **ends)
    again = office.act(ensembles.end_ensemble_member, **ends)
    assert await refused(owner, again) == ("ALREADY_DECIDED", None)
    await office.member(ensemble_id, person)

    assert await members(office, ensemble_id) == 1
    async with reading(office.writer) as tx:
        rows = await queries.ensemble_members(tx, office.writer, ensemble_id, now=NOW)
    assert [(row["from_on"], row["until_on"]) for row in rows] == [
        (TODAY, None),
        (BEGUN, YESTERDAY),
    ]


async def test_days_of_a_membership_are_those_of_its_ensemble(db, owner):
    office = await means.office(owner)
    ensemble_id, person = await office.ensemble(), await held(owner)
    early = BEGUN - timedelta(days=1)

    for day in (early, TOMORROW):
        said = office.member(ensemble_id, person, from_on=day)
        assert await refused(owner, said) == ("BAD_INPUT", "fromOn")
    member_id = await office.member(ensemble_id, person, from_on=YESTERDAY)
    for day in (YESTERDAY - timedelta(days=1), TOMORROW):
        said = office.act(ensembles.end_ensemble_member, member_id=member_id, until_on=day)
        assert await refused(owner, said) == ("BAD_INPUT", "untilOn")
    for day in (YESTERDAY - timedelta(days=1), TOMORROW):
        said = office.act(ensembles.end_ensemble, ensemble_id=ensemble_id, ended_on=day)
        assert await refused(owner, said) == ("BAD_INPUT", "endedOn")
    later = quartet(begun_on=TODAY)
    said = office.act(ensembles.edit_ensemble, ensemble_id=ensemble_id, ensemble=later)
    assert await refused(owner, said) == ("BAD_INPUT", "begunOn")
    await office.act(
        ensembles.edit_ensemble, ensemble_id=ensemble_id, ensemble=quartet(begun_on=YESTERDAY)
    )


async def test_with_the_ensemble_its_memberships_end_and_nothing_is_added(db, owner):
    office = await means.office(owner)
    ensemble_id, person = await office.ensemble(), await held(owner)
    member_id = await office.member(ensemble_id, person, from_on=BEGUN)
    ends = {"ensemble_id": ensemble_id, "ended_on": YESTERDAY}

    await office.act(ensembles.end_ensemble, **ends)

    assert await membership(owner, member_id) == (BEGUN, YESTERDAY)
    assert await members(office, ensemble_id) == 0
    for act in (
        office.act(ensembles.end_ensemble, **ends),
        office.act(ensembles.edit_ensemble, ensemble_id=ensemble_id, ensemble=quartet()),
        office.member(ensemble_id, person),
        office.act(ensembles.add_ensemble_work, ensemble_id=ensemble_id, title="x", author=""),
    ):
        assert await refused(owner, act) == ("ALREADY_DECIDED", None)


async def test_a_piece_is_there_once_and_goes_again(db, owner):
    office = await means.office(owner)
    piece = {"ensemble_id": await office.ensemble(), "title": " Vals ", "author": "Anónimo"}
    work_id = await office.act(ensembles.add_ensemble_work, **piece)

    again = office.act(ensembles.add_ensemble_work, **piece)
    assert await refused(owner, again) == ("ALREADY_DECIDED", None)
    assert await owner.fetchval("select title from ensemble_work") == "Vals"
    await office.act(ensembles.remove_ensemble_work, work_id=work_id)
    gone = office.act(ensembles.remove_ensemble_work, work_id=work_id)
    assert await refused(owner, gone) == ("NOT_FOUND", None)
    await office.act(ensembles.add_ensemble_work, **piece)


async def test_an_ensemble_plays_no_more_pieces_than_a_list_shows(db, owner, monkeypatch):
    monkeypatch.setattr(ensembles, "MOST_PLAYED", 1)
    office = await means.office(owner)
    piece = {"ensemble_id": await office.ensemble(), "author": ""}
    await office.act(ensembles.add_ensemble_work, title="Vals", **piece)

    said = office.act(ensembles.add_ensemble_work, title="Polka", **piece)

    assert await refused(owner, said) == ("ALREADY_DECIDED", None)


async def test_every_look_at_members_is_kept(db, owner):
    office = await means.office(owner)
    ensemble_id, person = await office.ensemble(), await held(owner)
    await office.member(ensemble_id, person)

    async with reading(office.writer) as tx:
        rows = await queries.ensemble_members(tx, office.writer, ensemble_id, now=NOW)

    assert [row["inmate_id"] for row in rows] == [person]
    (look,) = await actions(owner, "programmes.ensemble_members.read")
    assert (look["subject"], look["establishment_id"]) == (str(ensemble_id), HERE)
    assert orjson.loads(look["facts"]) == {"inmates": [str(person)]}


@pytest.mark.parametrize("secret", [None, TODAY + timedelta(days=5)], ids=["told", "secret"])
async def test_whoever_is_moved_is_a_member_no_more_from_that_day(db, owner, secret):
    office = await means.office(owner)
    await registry.establishment(owner, "ica")
    ensemble_id, person = await office.ensemble(), await held(owner)
    member_id = await office.member(ensemble_id, person, from_on=BEGUN)
    stays = await office.member(ensemble_id, await held(owner))
    over = await office.member(await office.ensemble(name="Coro"), person, from_on=BEGUN)
    await office.act(ensembles.end_ensemble_member, member_id=over, until_on=BEGUN)

    await happens(person, EventKind.TRANSFER, to_establishment_id="ica", secret_until=secret)

    assert await membership(owner, member_id) == (BEGUN, TODAY)
    assert await membership(owner, over) == (BEGUN, BEGUN)
    assert (await membership(owner, stays))[1] is None
    assert await members(office, ensemble_id) == 1
    async with reading(office.writer) as tx:
        rows = await queries.ensemble_members(tx, office.writer, ensemble_id, now=NOW)
    assert [row["id"] for row in rows] == [stays]
    assert await refused(owner, office.member(ensemble_id, person)) == ("NOT_FOUND", None)


@pytest.mark.parametrize("kind", [EventKind.RELEASE, EventKind.DEATH, EventKind.EVASION])
async def test_whoever_leaves_is_a_member_no_more_and_nothing_says_why(db, owner, kind):
    office = await means.office(owner)
    ensemble_id, person = await office.ensemble(), await held(owner)
    member_id = await office.member(ensemble_id, person, from_on=BEGUN)
    before = await owner.fetchrow("select * from ensemble_member where id = $1", member_id)

    await happens(person, kind)

    after = await owner.fetchrow("select * from ensemble_member where id = $1", member_id)
    assert dict(after) == {**before, "until_on": TODAY}
    assert await members(office, ensemble_id) == 0


async def test_a_change_of_the_day_of_joining_ends_it_on_that_day(db, owner):
    office = await means.office(owner)
    await registry.establishment(owner, "ica")
    ensemble_id, person = await office.ensemble(), await held(owner)
    member_id = await office.member(ensemble_id, person)

    # a move without an act of an office, as a roster writes it
    await owner.execute(f"select set_config('app.at', '{NOW - timedelta(days=9)}', false)")
    await owner.execute("update inmate set establishment_id = 'ica' where id = $1", person)

    assert await membership(owner, member_id) == (TODAY, TODAY)


async def test_whoever_goes_out_for_a_day_stays_a_member(db, owner):
    office = await means.office(owner)
    ensemble_id, person = await office.ensemble(), await held(owner)
    member_id = await office.member(ensemble_id, person)

    await owner.execute("update inmate set status = 'outside' where id = $1", person)

    assert (await membership(owner, member_id))[1] is None
    assert await members(office, ensemble_id) == 1


async def test_naming_an_ensemble_names_its_members_of_today(db, owner):
    office = await means.office(owner)
    event = await make.released(owner, programme_id=office.programme_id)
    ensemble_id = await office.ensemble()
    stays, gone, known = await held(owner), await held(owner), await held(owner)
    await make.named(owner, event.event_id, known)
    for person in (stays, known):
        await office.member(ensemble_id, person)
    left = await office.member(ensemble_id, gone, from_on=BEGUN)
    await office.act(ensembles.end_ensemble_member, member_id=left, until_on=YESTERDAY)

    answer = await ensembles.name_ensemble_for_event(
        office.writer, uuid4(), event_id=event.event_id, ensemble_id=ensemble_id, now=NOW
    )

    assert answer == {"named": 1}
    rows = await owner.fetch("select inmate_id, part from event_person where ended_at is null")
    assert {tuple(row) for row in rows} == {(stays, "participant"), (known, "participant")}
    (said,) = await actions(owner, "programmes.people.named")
    assert orjson.loads(said["facts"])["inmates"] == [str(stays)]


async def test_members_are_named_where_the_event_is_or_not_at_all(db, owner):
    office = await means.office(owner)
    theirs = await make.released(owner, at="ica")
    with_us = await make.released(owner, at="ica", also_at=(HERE,))
    ensemble_id, person = await office.ensemble(), await held(owner)
    both = make.coordinator(HERE, "ica")

    def naming(event_id, by=both):
        said = {"event_id": event_id, "ensemble_id": ensemble_id, "now": NOW}
        return ensembles.name_ensemble_for_event(by, uuid4(), **said)

    assert await refused(owner, naming(with_us.event_id)) == ("BAD_INPUT", "ensembleId")
    await office.member(ensemble_id, person)
    assert await refused(owner, naming(theirs.event_id)) == ("NOT_FOUND", None)
    assert await refused(owner, naming(with_us.event_id, office.writer)) == ("NOT_FOUND", None)
    assert await naming(with_us.event_id) == {"named": 1}


async def test_a_programme_of_ones_own_is_named_anew_and_ends(db, owner):
    office = await means.office(owner)
    mine, everybodys = office.programme_id, await make.programme(owner, at=None)
    theirs = await make.programme(owner, at="ica")
    words = {"title": " Otro nombre ", "summary": "Otra cosa"}

    for programme_id in (everybodys, theirs, new_id()):
        said = office.act(planning.edit_programme, programme_id=programme_id, **words)
        assert await refused(owner, said) == ("NOT_FOUND", None)
        assert await refused(owner, office.end_programme(programme_id)) == ("NOT_FOUND", None)
    assert await refused(owner, office.end_programme(mine, TOMORROW)) == ("BAD_INPUT", "endedOn")
    chief = registry.officer(HERE, role=Role.WORK_CHIEF)
    said = office.act(planning.edit_programme, by=chief, programme_id=mine, **words)
    assert await refused(owner, said) == ("NOT_FOUND", None)
    said = office.act(planning.edit_programme, programme_id=mine, title="", summary="")
    assert await refused(owner, said) == ("BAD_INPUT", "title")
    await office.act(planning.edit_programme, programme_id=mine, **words)
    await office.end_programme(mine)

    row = await owner.fetchrow("select title, summary, ended_on from programme where id = $1", mine)
    assert tuple(row) == ("Otro nombre", "Otra cosa", TODAY)
    assert await refused(owner, office.end_programme(mine)) == ("ALREADY_DECIDED", None)
    said = office.act(planning.edit_programme, programme_id=mine, **words)
    assert await refused(owner, said) == ("ALREADY_DECIDED", None)
    assert len(await actions(owner, "programmes.programme.%")) == 2


async def test_an_ensemble_is_asked_for_its_consents_like_anybody(db, owner):
    office = await means.office(owner)
    asked = TakesPart(consent=True)
    event = await make.released(owner, programme_id=office.programme_id, takes_part=asked)
    ensemble_id = await office.ensemble()
    await office.member(ensemble_id, await held(owner))

    def naming(**paper):
        said = {"event_id": event.event_id, "ensemble_id": ensemble_id, "now": NOW}
        return ensembles.name_ensemble_for_event(office.writer, uuid4(), **said, **paper)

    assert await refused(owner, naming()) == ("CONSENT_ACT_NEEDED", None)
    assert await naming(consent_act="ACTA-7") == {"named": 1}
    assert await owner.fetchval("select consent_act from event_person") == "ACTA-7"
