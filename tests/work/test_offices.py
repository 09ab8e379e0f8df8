"""Workshops, prices, enrolments, days, sheets: what the office does and reads, by whom, and what is refused."""

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Role
from backend.core.errors import Code, DomainError, NotFound
from backend.database import transaction
from backend.work import commands, queries
from backend.work.commands import Absence, Basis, EndReason, Modality, Piece, SheetLine
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, HERE, NOW, SUNDAY

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


@pytest.fixture
async def shop(db, owner):
    return await work.workshop(owner)


async def refusal(act) -> object:
    with pytest.raises(DomainError) as refused:
        await act
    facts = refused.value.facts
    return facts.get("reason") or facts.get("field") or refused.value.code


async def asked(command, by=None, **said):
    return await command(by or work.chief(), uuid4(), **said, now=NOW)


async def test_a_workshop_with_agreement_and_price_is_added_by_a_chief(db, owner):
    await registry.establishment(owner)
    shop = {
        "establishment_id": HERE, "name": "Confecciones 2", "trade": "confecciones",
        "modality": Modality.PRIVATE_WORKSHOP, "place": "Pabellón 2", "opened_on": FRIDAY,
    }  # fmt: skip
    for by in (work.supervisor(), work.chief("puno")):
        assert await refusal(asked(commands.add_workshop, by, **shop)) is Code.NOT_ALLOWED
    assert await refusal(asked(commands.add_workshop, **shop | {"name": " "})) == "name"
    shop_id = UUID((await asked(commands.add_workshop, **shop))["id"])
    agreement = {
        "workshop_id": shop_id, "number": "014-2026", "partner": "Una empresa", "signed_on": SUNDAY,
        "valid_from": FRIDAY, "places": 16, "pay_due_day": 10, "terms": {"penalty": "10 %"},
    }  # fmt: skip
    await asked(commands.add_agreement, **agreement)
    assert await refusal(asked(commands.add_agreement, **agreement)) is Code.ALREADY_DECIDED
    assert await refusal(asked(commands.add_agreement, **agreement | {"places": 0})) == "places"

    counts = await registry.rows(owner, "workshop", "agreement")
    assert counts == {"workshop": 1, "agreement": 1}


async def test_an_agreement_is_ended_before_its_time_once_by_a_chief_of_the_place(db, owner, shop):
    agreement_id = await work.agreement(owner, shop, valid_to=FRIDAY + DAY * 90)
    end = {"agreement_id": agreement_id, "ended_on": FRIDAY}
    for by in (work.supervisor(), work.chief("puno")):
        with pytest.raises(NotFound):
            await asked(commands.end_agreement, by, **end)
    for wrong in (work.SINCE - DAY, FRIDAY + DAY * 90):
        assert (
            await refusal(asked(commands.end_agreement, **end | {"ended_on": wrong})) == "ended_on"
        )
    assert await owner.fetchval("select ended_on from agreement") is None

    await asked(commands.end_agreement, **end)

    assert await refusal(asked(commands.end_agreement, **end)) is Code.ALREADY_DECIDED
    assert await owner.fetchval("select ended_on from agreement") == FRIDAY
    done = "select count(*) from audit_entry where action = 'work.agreement.ended'"
    assert await owner.fetchval(done) == 1


async def test_a_price_takes_the_place_of_another_from_its_day_and_edits_nothing(db, owner, shop):
    said = {"workshop_id": shop, "product": "polo", "operation": "armado", "basis": Basis.PIECE}
    first = await asked(commands.add_price, **said, rate="1.35", valid_from=date(2026, 1, 1))
    second = await commands.add_price(
        work.chief(), uuid4(), **said, rate="1.5025", valid_from=FRIDAY, now=NOW + DAY
    )

    assert (first["supersedes"], second["supersedes"]) == (None, first["id"])
    live = "select price_live($1, 'polo', 'armado', null, $2)"
    assert await owner.fetchval(live, shop, FRIDAY - DAY) == UUID(first["id"])
    assert await owner.fetchval(live, shop, FRIDAY) == UUID(second["id"])
    assert (
        str(await owner.fetchval("select rate from price where valid_from = $1", FRIDAY))
        == "1.5025"
    )
    for wrong in ("1.00001", "-1", "one", "", "1e3", "٣", "123456789"):
        assert (
            await refusal(asked(commands.add_price, **said, rate=wrong, valid_from=FRIDAY))
            == "rate"
        )
    share = said | {"basis": Basis.SALE_SHARE}
    assert (
        await refusal(asked(commands.add_price, **share, rate="1.1", valid_from=FRIDAY)) == "rate"
    )
    with pytest.raises(NotFound):
        await asked(commands.add_price, work.supervisor(), **said, rate="1", valid_from=FRIDAY)
    assert await owner.fetchval("select count(*) from price") == 2


async def enrol(inmate_id, shop, by=None, **changes):
    said = {"inmate_id": inmate_id, "workshop_id": shop, "started_on": FRIDAY, "consent_on": FRIDAY}
    return await asked(commands.enrol, by, **said | changes)


async def test_an_inmate_held_here_is_enrolled_by_a_consent_and_once(db, owner, shop):
    held, far = await registry.inmate(owner), await registry.inmate(owner, at="puno")
    enrolment = await enrol(held.id, shop)

    assert await refusal(enrol(held.id, shop, started_on=FRIDAY + DAY)) == "enrolled_already"
    assert await refusal(enrol(held.id, shop, consent_on=FRIDAY + DAY)) == "consent_on"
    for inmate_id, by in (
        (far.id, None),
        (held.id, work.supervisor()),
        (held.id, work.chief("puno")),
    ):
        with pytest.raises(NotFound):
            await enrol(inmate_id, shop, by)
    assert await owner.fetchval("select id from enrolment") == UUID(enrolment["id"])


async def test_no_more_are_enrolled_than_the_agreements_are_for(db, owner, shop):
    first = await work.agreement(owner, shop, places=1)
    await work.agreement(owner, shop, places=9, valid_from=FRIDAY + DAY)
    await work.agreement(owner, shop, places=9, valid_to=FRIDAY - DAY)
    one, other = await registry.inmate(owner), await registry.inmate(owner)
    enrolment = await enrol(one.id, shop)

    assert await refusal(enrol(other.id, shop)) == "workshop_full"
    by = work.chief()
    async with transaction(by) as tx:
        (told,) = await queries.workshops(tx, by, HERE, FRIDAY, queries.WORKSHOPS.page(9, None))
    assert (told["people"], told["places"]) == (1, 1)
    end = {"enrolment_id": UUID(enrolment["id"]), "ended_on": FRIDAY, "reason": EndReason.CLOSED}
    await asked(commands.end_enrolment, **end)
    assert await refusal(enrol(other.id, shop)) == "workshop_full"
    assert await owner.fetchval("select count(*) from enrolment") == 1
    await enrol(other.id, shop, started_on=FRIDAY + DAY)
    await asked(commands.end_agreement, agreement_id=first, ended_on=FRIDAY - DAY * 2)
    third = await registry.inmate(owner)
    await enrol(third.id, shop)  # no agreement of that day says how many


async def test_two_rivals_for_the_last_place_of_an_agreement(db, owner, shop):
    await work.agreement(owner, shop, places=1)
    rivals = [(await registry.inmate(owner)).id for _ in range(6)]

    answers = await asyncio.gather(*(enrol(each, shop) for each in rivals), return_exceptions=True)

    refused = [each for each in answers if isinstance(each, DomainError)]
    assert {each.facts["reason"] for each in refused} == {"workshop_full"}
    assert (len(refused), await owner.fetchval("select count(*) from enrolment")) == (5, 1)


async def test_a_consent_and_its_withdrawal_name_their_sheets(db, owner, shop):
    held, old = await registry.inmate(owner), await work.worker(owner, shop)
    for wrong in (" ", "x" * 121):
        assert await refusal(enrol(held.id, shop, consent_act=wrong)) == "consent_act"
    enrolment_id = UUID((await enrol(held.id, shop, consent_act=" 12-2026 "))["id"])
    withdraw = {"enrolment_id": enrolment_id, "withdrawn_on": FRIDAY}
    assert await refusal(asked(commands.withdraw_work_consent, **withdraw, act="")) == "act"

    await asked(commands.withdraw_work_consent, **withdraw, act="13-2026")

    papers = "select consent_act, withdrawn_act from enrolment where id = $1"
    assert tuple(await owner.fetchrow(papers, enrolment_id)) == ("12-2026", "13-2026")
    assert tuple(await owner.fetchrow(papers, old.enrolment_id)) == (None, None)
    for change in ("consent_act = '14'", "withdrawn_act = '14'"):
        with pytest.raises(asyncpg.CheckViolationError):
            await owner.execute(f"update enrolment set {change} where id = $1", enrolment_id)
    with pytest.raises(asyncpg.CheckViolationError):
        await owner.execute(
            "update enrolment set withdrawn_act = '14' where id = $1", old.enrolment_id
        )


async def test_consent_is_withdrawn_and_an_enrolment_ended_once_after_its_last_work(
    db, owner, shop
):
    one = await work.worker(owner, shop)
    await work.send([work.said(one)])
    withdraw = {"enrolment_id": one.enrolment_id, "withdrawn_on": FRIDAY}
    end = {"enrolment_id": one.enrolment_id, "ended_on": FRIDAY, "reason": EndReason.OWN_WISH}

    assert (
        await refusal(
            asked(commands.withdraw_work_consent, **withdraw | {"withdrawn_on": FRIDAY - DAY})
        )
        == "later_work"
    )
    assert (
        await refusal(asked(commands.end_enrolment, **end | {"ended_on": FRIDAY - DAY}))
        == "later_work"
    )
    await asked(commands.withdraw_work_consent, **withdraw)
    await asked(commands.end_enrolment, **end)

    assert await refusal(asked(commands.withdraw_work_consent, **withdraw)) is Code.ALREADY_DECIDED
    assert await refusal(asked(commands.end_enrolment, **end)) is Code.ALREADY_DECIDED
    (late,) = await work.send([work.said(one, worked_on=FRIDAY + DAY)], now=NOW + DAY * 2)
    assert late["reason"] == "not_enrolled"


async def test_a_workshop_that_is_closed_enrols_nobody(db, owner, shop):
    held = await registry.inmate(owner)
    await asked(commands.end_workshop, workshop_id=shop, closed_on=FRIDAY)

    assert await refusal(enrol(held.id, shop)) == "workshop_closed"
    assert (
        await refusal(asked(commands.end_workshop, workshop_id=shop, closed_on=FRIDAY))
        is Code.ALREADY_DECIDED
    )


async def test_a_sunday_is_authorised_once_for_a_workshop_or_for_the_place(db, owner, shop):
    said = {
        "establishment_id": HERE,
        "on_day": SUNDAY,
        "number": "7-2026",
        "reason": "an order for Monday",
    }
    for scope in ({}, {"workshop_id": shop}):
        await asked(commands.authorise_day, **said | scope)
        assert await refusal(asked(commands.authorise_day, **said | scope)) is Code.ALREADY_DECIDED
    far = await work.workshop(owner, at="puno")
    with pytest.raises(NotFound):
        await asked(commands.authorise_day, **said | {"workshop_id": far})
    assert (
        await refusal(asked(commands.authorise_day, work.supervisor(), **said)) is Code.NOT_ALLOWED
    )
    assert await refusal(asked(commands.authorise_day, **said | {"reason": "why not"})) == "reason"


async def test_the_day_sheet_shows_who_is_enrolled_and_how_it_was_the_last_time(db, owner, shop):
    price_id = await work.price(owner, shop)
    one, other = await work.worker(owner, shop), await work.worker(owner, shop)
    await work.worker(owner, shop, ended_on=FRIDAY - DAY)
    await registry.custody_event(owner, other.inmate_id, kind="outing", on=FRIDAY - DAY)
    await work.send([work.said(one, worked_on=FRIDAY - DAY, pieces=[work.made(price_id, 30, 2)])])
    await work.send([work.absent(other, Absence.HOSPITAL)])
    by = work.supervisor()

    async with transaction(by) as tx:
        sheet = await queries.day_sheet(tx, by, shop, FRIDAY, NOW)

    assert (sheet["before_on"], sheet["sunday"], sheet["holiday"], sheet["month_state"]) == (
        FRIDAY - DAY, False, None, "draft",
    )  # fmt: skip
    people = {row["inmate_id"]: row for row in sheet["people"]}
    assert set(people) == {one.inmate_id, other.inmate_id}
    assert people[one.inmate_id]["records"] == []
    assert people[one.inmate_id]["records_before"][0]["pieces"][0]["made"] == 30
    assert people[other.inmate_id]["records"][0]["absence"] == "hospital"
    assert [row["id"] for row in sheet["prices"]] == [price_id]
    assert (
        await owner.fetchval("select count(*) from audit_entry where action = 'work.day.read'") == 1
    )
    for stranger in (work.supervisor("puno"), registry.officer(role=Role.VISITS_REGISTRAR)):
        async with transaction(stranger) as tx:
            with pytest.raises(NotFound):
                await queries.day_sheet(tx, stranger, shop, FRIDAY, NOW)


async def test_the_page_lists_where_paper_and_record_differ(db, owner, shop):
    price_id = await work.price(owner, shop)
    people = [await work.worker(owner, shop) for _ in range(5)]
    same, hours, pieces, only_paper, only_record = people
    await work.send(
        [
            work.said(same, pieces=[work.made(price_id, 9)]),
            work.said(hours),
            work.said(pieces, pieces=[work.made(price_id, 9)]),
            work.said(only_record),
            work.said(same, worked_on=FRIDAY - DAY),
        ]
    )
    paper = [
        SheetLine(same.inmate_id, 480, [Piece(price_id, 9)]),
        SheetLine(hours.inmate_id, 470, []),
        SheetLine(pieces.inmate_id, 480, [Piece(price_id, 8)]),
        SheetLine(only_paper.inmate_id, 60, []),
    ]
    sheet = {"workshop_id": shop, "on_day": FRIDAY, "photo_digest": "ab" * 32}
    by = work.supervisor()
    await asked(commands.enter_sheet, by, **sheet, lines=[SheetLine(same.inmate_id, 1, [])])
    await commands.enter_sheet(by, uuid4(), **sheet, lines=paper, now=NOW + DAY)

    async with transaction(by) as tx:
        rows = await queries.differences(tx, by, shop, FRIDAY - DAY, FRIDAY, NOW)

    told = {row["inmate_id"]: (row["paper_minutes"], row["recorded_minutes"]) for row in rows}
    assert told == {
        hours.inmate_id: (470, 480),
        pieces.inmate_id: (480, 480),
        only_paper.inmate_id: (60, None),
        only_record.inmate_id: (None, 480),
    }
    stranger = SheetLine((await registry.inmate(owner)).id, 1, [])
    assert await refusal(asked(commands.enter_sheet, by, **sheet, lines=[stranger])) == "lines"
    assert await refusal(asked(commands.enter_sheet, by, **sheet, lines=paper * 2)) == "lines"
    assert (
        await refusal(asked(commands.enter_sheet, by, **sheet | {"photo_digest": "x"}, lines=paper))
        == "photo_digest"
    )


async def test_statements_and_labour_counts_read_prices_and_days_of_a_place(db, owner, shop):
    price_id = await work.price(owner, shop)
    one = await work.worker(owner, shop)
    evening = {"begins_at": NOW, "ends_at": NOW + timedelta(hours=2), "minutes": 120}
    rows = [
        work.said(one, pieces=[work.made(price_id, 9, 1)]),
        work.said(one, shift=2, **evening, pieces=[work.made(price_id, 4)]),
        work.absent(one, Absence.COURT, worked_on=FRIDAY - DAY),
    ]
    await work.send(rows, now=NOW + DAY)
    by = work.chief()
    async with transaction(by) as tx:
        lines = await queries.priced_lines(tx, HERE, SUNDAY, FRIDAY)
        days = await queries.worked_days(tx, HERE, SUNDAY, FRIDAY)
        records = await queries.inmate_records(tx, by, one.inmate_id, SUNDAY, NOW)
        conflicts = await queries.open_conflicts(tx, by, HERE, NOW)

    assert [(row["price_id"], row["made"], row["rejected"], row["accepted"]) for row in lines] == [
        (price_id, 13, 1, 12)
    ]
    assert [(row["worked_on"], row["minutes"], row["countable_minutes"]) for row in days] == [
        (FRIDAY - DAY, 0, 0),
        (FRIDAY, 600, 480),
    ]
    assert ([row["shift"] for row in records], conflicts) == ([1, 1, 2], [])
