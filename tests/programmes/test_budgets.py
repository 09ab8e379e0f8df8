"""Money of programmes: what partners give, what is planned, what is spent; sums that hold whoever writes at once."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.core.actor import Role
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import reading, transaction
from backend.programmes.commands import budgets, ensembles
from backend.programmes.queries import means as queries
from backend.programmes.rules.means import MOST_MONEY, BudgetSource, ContributionKind, PartnerKind
from tests.programmes import make_means as means
from tests.programmes import make_programmes as make
from tests.programmes.make_means import TODAY, actions, refused
from tests.programmes.make_programmes import HERE, NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
TOMORROW = TODAY + timedelta(days=1)
IN_KIND = ContributionKind.IN_KIND


async def budget(office: means.Office, year: int = TODAY.year) -> queries.Budget:
    async with reading(office.writer) as tx:
        return await queries.budget(tx, office.writer, office.at, year)


async def given(office: means.Office, year: int = TODAY.year) -> list[asyncpg.Record]:
    async with reading(office.writer) as tx:
        return list(await queries.contributions(tx, office.writer, office.at, year))


async def test_a_year_is_the_sum_of_its_lines_by_source(db, owner):
    office = await means.office(owner)
    partner_id = await office.partner()
    treasury = await office.line()
    theirs = {"source": BudgetSource.PARTNER, "partner_id": partner_id, "planned": 300_00}
    await office.line(**theirs)
    await office.line(year=TODAY.year - 1, planned=7)
    await office.spend(treasury, 250_50)
    await office.spend(treasury, 49_50, document="F001-78")

    found = await budget(office)

    assert (found.planned, found.spent) == (1_300_00, 300_00)
    assert [(each.source, each.planned, each.spent) for each in found.sources] == [
        (BudgetSource.TREASURY, 1_000_00, 300_00),
        (BudgetSource.PARTNER, 300_00, 0),
    ]
    lines = {line["source"]: line for line in found.lines}
    assert sorted(each["amount"] for each in lines["treasury"]["spendings"]) == [49_50, 250_50]
    assert lines["partner"]["partner"] == "Universidad Inventada"
    assert (await budget(office, TODAY.year - 1)).planned == 7


async def test_a_line_that_ended_is_planned_no_more_and_what_was_spent_of_it_stays(db, owner):
    office = await means.office(owner)
    line_id, other = await office.line(), await office.line(planned=5)
    await office.spend(line_id, 400_00)

    await office.act(budgets.end_budget_line, line_id=line_id)

    found = await budget(office)
    assert (found.planned, found.spent) == (5, 400_00)
    assert [(each["id"], each["ended"]) for each in found.lines] == [
        (other, False),
        (line_id, True),
    ]
    again = office.act(budgets.end_budget_line, line_id=line_id)
    assert await refused(owner, again) == ("ALREADY_DECIDED", None)
    assert await refused(owner, office.spend(line_id, 1)) == ("ALREADY_DECIDED", None)
    await office.spend(line_id, -400_00)
    assert (await budget(office)).spent == 0


async def test_what_was_spent_of_a_line_never_falls_below_nought(db, owner):
    office = await means.office(owner)
    line_id, other = await office.line(), await office.line()
    await office.spend(other, 900_00)
    await office.spend(line_id, 100_00)

    assert await refused(owner, office.spend(line_id, -100_01)) == ("BAD_INPUT", "amount")
    await office.spend(line_id, -100_00)
    assert await refused(owner, office.spend(line_id, -1)) == ("BAD_INPUT", "amount")


async def test_amounts_days_and_words_of_spending_are_what_somebody_can_have_paid(db, owner):
    office = await means.office(owner)
    line_id = await office.line()
    for field, change in (
        ("amount", {"amount": 0}), ("amount", {"amount": MOST_MONEY + 1}),
        ("amount", {"amount": -MOST_MONEY - 1}), ("spentOn", {"spent_on": TOMORROW}),
        ("spentOn", {"spent_on": date(TODAY.year - 1, 12, 31)}), ("document", {"document": " "}),
    ):  # fmt: skip
        said = office.spend(line_id, **({"amount": 1} | change))
        assert await refused(owner, said) == ("BAD_INPUT", field)


async def test_a_line_is_of_its_places_programme_season_event_and_partner(db, owner):
    office = await means.office(owner)
    other = await make.programme(owner)
    theirs = await means.office(owner, "ica")
    season = await owner.fetchval(
        "insert into season (id, programme_id, title, first_on, last_on, recorded_at)"
        " values ($1, $2, 'Verano', '2026-01-01', '2026-03-31', $3) returning id",
        new_id(),
        other,
        NOW,
    )
    event = await make.released(owner, programme_id=other)
    far = await make.released(owner, at="ica", programme_id=theirs.programme_id)
    partner_id = await office.partner(programme_id=other)
    paid = {"source": BudgetSource.PARTNER, "partner_id": partner_id}
    for change, said in (
        ({"programme_id": theirs.programme_id}, ("NOT_FOUND", None)),
        ({"season_id": season}, ("NOT_FOUND", None)),
        ({"event_id": event.event_id}, ("BAD_INPUT", "eventId")),
        ({"event_id": far.event_id}, ("NOT_FOUND", None)),
        (paid, ("NOT_FOUND", None)),
        ({"source": BudgetSource.PARTNER}, ("BAD_INPUT", "partnerId")),
        ({"partner_id": partner_id}, ("BAD_INPUT", "partnerId")),
        ({"year": TODAY.year + 11}, ("BAD_INPUT", "year")),
        ({"item": ""}, ("BAD_INPUT", "item")),
        ({"planned": -1}, ("BAD_INPUT", "planned")),
        ({"planned": MOST_MONEY + 1}, ("BAD_INPUT", "planned")),
    ):
        assert await refused(owner, office.line(**change)) == said, change
    shared = await make.released(owner, at="ica", programme_id=await make.programme(owner, at=None))
    of_both = {"by": make.coordinator(HERE, "ica"), "programme_id": shared.programme_id}
    said = office.line(event_id=shared.event_id, **of_both)
    assert await refused(owner, said) == ("NOT_FOUND", None), (
        "where the event is, not where the line is"
    )
    whole = {"programme_id": other, "season_id": season, "event_id": event.event_id}
    await office.line(**whole, **paid)


async def test_a_year_of_a_place_is_a_sum_that_the_api_can_say(db, owner):
    office, theirs = await means.office(owner), await means.office(owner, "ica")
    line_id = await office.line(planned=MOST_MONEY)
    partner_id = await office.partner()
    await office.spend(line_id, MOST_MONEY)
    await office.gift(partner_id, worth=MOST_MONEY)

    assert await refused(owner, office.line(planned=1)) == ("BAD_INPUT", "planned")
    assert await refused(owner, office.spend(line_id, 1)) == ("BAD_INPUT", "amount")
    assert await refused(owner, office.gift(partner_id, worth=1)) == ("BAD_INPUT", "worth")
    await office.line(planned=MOST_MONEY, year=TODAY.year + 1)
    await theirs.line(planned=MOST_MONEY)
    last_year = date(TODAY.year - 1, 12, 31)
    first = await office.gift(partner_id, worth=MOST_MONEY, given_on=last_year)
    await office.gift(partner_id, worth=1, given_on=last_year, corrects=first)
    await office.act(budgets.end_budget_line, line_id=line_id)
    await office.line(planned=1)


async def test_only_writers_of_the_place_write_of_its_money(db, owner):
    office, theirs = await means.office(owner), await means.office(owner, "ica")
    line_id, partner_id = await office.line(), await office.partner()
    gift = await office.gift(partner_id)
    for stranger in (theirs.writer, registry.officer(HERE, role=Role.WORK_CHIEF)):
        who = {"by": stranger}
        for act in (office.line(**who), office.partner(**who), office.gift(partner_id, **who)):
            assert await refused(owner, act) == ("NOT_ALLOWED", None)
        for act in (
            office.spend(line_id, 1, **who),
            office.act(budgets.end_budget_line, line_id=line_id, **who),
        ):
            assert await refused(owner, act) == ("NOT_FOUND", None)
    for act in (
        theirs.gift(partner_id),
        theirs.gift(await theirs.partner(), corrects=gift),
        office.spend(new_id(), 1),
    ):
        assert await refused(owner, act) == ("NOT_FOUND", None)
    for look in (queries.budget, queries.contributions):
        with pytest.raises(DomainError):
            async with reading(theirs.writer) as tx:
                await look(tx, theirs.writer, HERE, TODAY.year)


async def test_a_partner_of_everybodys_programme_is_any_offices_and_of_another_places_not(
    db, owner
):
    office, theirs = await means.office(owner), await means.office(owner, "ica")
    everybodys = {"programme_id": await make.programme(owner, at=None)}
    shared = await office.partner(name="Museo", kind=PartnerKind.MUSEUM, **everybodys)

    again = theirs.partner(name=" Museo ", **everybodys)
    assert await refused(owner, again) == ("ALREADY_DECIDED", None)
    into_theirs = office.partner(programme_id=theirs.programme_id)
    assert await refused(owner, into_theirs) == ("NOT_FOUND", None)
    await theirs.gift(shared)
    own = await office.partner()

    async def known(one: means.Office) -> set[UUID]:
        async with reading(one.writer) as tx:
            rows = await queries.partners(tx, one.writer, one.at)
        return {row["id"] for row in rows}

    assert await known(office) == {shared, own}
    assert await known(theirs) == {shared}
    assert await given(office) == []
    await office.end_programme(office.programme_id)
    assert await known(office) == {shared}


async def test_a_gift_is_corrected_by_another_line_and_once(db, owner):
    office = await means.office(owner)
    partner_id = await office.partner()
    wrong = await office.gift(partner_id, worth=1_000_00)

    right = await office.gift(partner_id, worth=100_00, corrects=wrong)

    second = office.gift(partner_id, corrects=wrong)
    assert await refused(owner, second) == ("ALREADY_DECIDED", None)
    assert {row["id"]: row["corrected"] for row in await given(office)} == {
        wrong: True,
        right: False,
    }
    kept = await owner.fetchval("select worth from contribution where id = $1", wrong)
    assert kept == 1_000_00, "never changed"
    assert len(await actions(owner, "programmes.contribution.added")) == 2


async def test_what_is_given_in_cash_has_its_amount_and_what_in_kind_may_have_none(db, owner):
    office = await means.office(owner)
    partner_id, event = await office.partner(), await make.released(owner)
    for field, change in (
        ("worth", {"worth": None}), ("worth", {"worth": -1}), ("worth", {"worth": MOST_MONEY + 1}),
        ("what", {"what": ""}), ("givenOn", {"given_on": TOMORROW}),
        ("eventId", {"event_id": event.event_id}),
    ):  # fmt: skip
        said = office.gift(partner_id, **change)
        assert await refused(owner, said) == ("BAD_INPUT", field)

    await office.gift(partner_id, kind=IN_KIND, worth=None, what="10 violines")

    (row,) = await given(office)
    assert (row["worth"], row["partner"]) == (None, "Universidad Inventada")
    assert await given(office, TODAY.year - 1) == []


LOCK = "perform pg_advisory_xact_lock(hashtextextended('means ' || new.establishment_id, 0));"


async def _slowed(owner: asyncpg.Connection, *, guarded: bool) -> means.Office:
    """An office whose sums are looked at a while before they are committed; the control: nobody waits for anybody."""
    text = await owner.fetchval("select pg_get_functiondef('means_check_sums'::regproc)")
    assert text.count(LOCK) == 1 and text.count("return null") == 1
    text = text.replace("return null", "perform pg_sleep(0.1); return null")
    await owner.execute(text if guarded else text.replace(LOCK, ""))
    return await means.office(owner)


async def _persist(act: Callable[[], Coroutine[Any, Any, UUID]]) -> str:
    """As a phone does: again while the answer is "come back"."""
    while True:
        try:
            await act()
            return "done"
        except DomainError as refusal:
            if refusal.code is not Code.TRY_AGAIN:
                return refusal.code.value


async def _rush_back(office: means.Office) -> list[str]:
    """Four take the same hundred soles back, at once."""
    line_id = await office.line()
    await office.spend(line_id, 100_00)
    return sorted(
        await asyncio.gather(*(_persist(lambda: office.spend(line_id, -100_00)) for _ in range(4)))
    )


async def _rush_gifts(office: means.Office) -> list[str]:
    """Four give three quarters of all that a year may hold, at once."""
    partner_id = await office.partner()
    worth = MOST_MONEY // 4 * 3
    return sorted(
        await asyncio.gather(
            *(_persist(lambda: office.gift(partner_id, worth=worth)) for _ in range(4))
        )
    )


async def test_a_line_that_ends_while_somebody_spends_of_it_is_spent_of_before_or_not_at_all(
    db, owner
):
    office = await means.office(owner)
    line_id = await office.line()
    async with owner.transaction():
        await owner.execute("update budget_line set ended_at = $2 where id = $1", line_id, NOW)
        spending = asyncio.create_task(_persist(lambda: office.spend(line_id, 1)))
        await asyncio.wait({spending}, timeout=0.3)

    assert await spending == "ALREADY_DECIDED"
    assert await owner.fetchval("select count(*) from spending") == 0


async def test_of_four_who_take_the_same_sum_back_one_does(db, owner):
    office = await _slowed(owner, guarded=True)

    assert await _rush_back(office) == ["BAD_INPUT"] * 3 + ["done"]
    assert await owner.fetchval("select sum(amount) from spending") == 0


async def test_control_without_waiting_less_than_nothing_is_spent(db, owner, monkeypatch):
    unlocked = budgets._LINE.replace(" for no key update", "")
    monkeypatch.setattr(budgets, "_LINE", unlocked)
    office = await _slowed(owner, guarded=False)

    assert (await _rush_back(office)).count("done") > 1
    assert await owner.fetchval("select sum(amount) from spending") < 0


async def test_of_four_who_give_three_quarters_of_a_years_most_one_does(db, owner):
    assert await _rush_gifts(await _slowed(owner, guarded=True)) == ["BAD_INPUT"] * 3 + ["done"]


async def test_control_without_waiting_more_is_given_than_a_year_may_hold(db, owner):
    assert (await _rush_gifts(await _slowed(owner, guarded=False))).count("done") > 1


async def test_the_tables_refuse_by_themselves(db, owner):
    office = await means.office(owner)
    line_id, partner_id = await office.line(), await office.partner()
    await registry.establishment(owner, "ica")
    gift = await office.gift(partner_id)
    spend = "insert into spending values ($1, $2, $3, $4, $5, 'x', $6, $1)"
    give = (
        "insert into contribution (id, partner_id, establishment_id, kind, worth, what, given_on, corrects,"
        " recorded_at, recorded_by) values ($1, $2, $3, 'cash', $4, 'x', $5, $6, $7, $1)"
    )
    for sql, values in (
        (spend, (line_id, HERE, -1, TODAY, NOW)),
        (spend, (line_id, "ica", 1, TODAY, NOW)),
        (spend, (line_id, HERE, 0, TODAY, NOW)),
        (give, (partner_id, "ica", 1, TODAY, gift, NOW)),
        (give, (partner_id, HERE, None, TODAY, None, NOW)),
        (give, (partner_id, HERE, MOST_MONEY + 1, TODAY, None, NOW)),
    ):
        with pytest.raises(asyncpg.PostgresError):
            await owner.execute(sql, new_id(), *values)


OF_MEANS = (
    "ensemble",
    "ensemble_member",
    "ensemble_work",
    "contribution",
    "budget_line",
    "spending",
)


async def test_the_second_wall_shows_another_place_nothing_and_families_not_even_a_table(db, owner):
    office, theirs = await means.office(owner), await means.office(owner, "ica")
    family = await visits.relative(owner)
    ensemble_id = await office.ensemble()
    await office.member(ensemble_id, family.inmate_id)
    partner_id, line_id = await office.partner(), await office.line()
    await office.gift(partner_id)
    await office.spend(line_id, 1)
    await office.act(ensembles.add_ensemble_work, ensemble_id=ensemble_id, title="x", author="")

    for table in OF_MEANS:
        async with transaction(office.writer) as tx:
            assert await tx.fetchval(f"select count(*) from {table}") == 1, table
        async with transaction(theirs.writer) as tx:
            assert await tx.fetchval(f"select count(*) from {table}") == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(family.family) as tx:
                await tx.fetchval(f"select count(*) from {table}")
    async with transaction(theirs.writer) as tx:
        for sql in (
            "update programme set title = 'x' where ended_on is null",
            "update ensemble set name = 'x'",
        ):
            changed = await tx.execute(sql)
            assert changed == f"UPDATE {int('programme' in sql)}", "their own alone"
    for sql in (
        "insert into partner (id, programme_id, name, kind, contribution, note, source, recorded_at, recorded_by)"
        " values ($1, $2, 'x', 'public', 'none', '', '', now(), app_actor())",
        "insert into budget_line (id, programme_id, establishment_id, year, source, item, planned, recorded_at,"
        " recorded_by) values ($1, $2, 'huaraz', 2026, 'other', 'x', 1, now(), app_actor())",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(theirs.writer) as tx:
                await tx.execute(sql, new_id(), office.programme_id)
