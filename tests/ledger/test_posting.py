"""Journals through the commands: earned, kept apart, settled, reversed, closed; and what a retry answers."""

import asyncio
import itertools
from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.core.actor import Role, System
from backend.database import transaction
from backend.ledger import commands
from backend.ledger.queries import verify
from backend.ledger.rules import AccountKind, Balance, Kind, Line, Outcome, Phase
from tests.ledger import make_ledger as ledger
from tests.ledger.make_ledger import CHIEF, NOW, WHY, said
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio


async def test_what_is_earned_is_the_workers_and_what_is_paid_is_not(db, owner):
    books = await ledger.books(owner)

    await books.earn(84_005)
    await books.pay(4_005)

    assert await books.balance() == Balance(4_005, 84_005, 0, 0)
    assert (await books.balance(AccountKind.WORKSHOP_WAGES)).credit == -84_005
    assert (await books.balance(AccountKind.REMITTED_OUT)).credit == 4_005


async def test_the_order_of_lines_does_not_matter(db, owner):
    """The share is credited and parted in one journal: a floor is met where the journal ends."""
    for order in itertools.permutations(range(3)):
        books = await ledger.books(owner)
        lines = [
            books.earning(84_005),
            Line(books.worker_personal, books.inpe_contribution, 8_400),
            Line(books.worker_personal, books.civil_reparation, 75_605),
        ]

        await books.post(*(lines[nth] for nth in order))

        assert (await books.balance()).credit == 0


async def test_what_is_kept_apart_is_not_available_and_comes_back_when_it_is_not_sent(db, owner):
    books = await ledger.books(owner)
    await books.earn(700)

    held = await books.hold(600)
    apart = await books.balance()
    refused = await said(books.pay(101))
    await books.settle(held, Outcome.VOID)

    assert (apart.credit, apart.available, refused) == (700, 100, "BALANCE_TOO_LOW")
    assert await books.balance() == Balance(0, 700, 0, 0)


async def test_what_is_kept_apart_and_sent_is_booked_once(db, owner):
    books = await ledger.books(owner)
    await books.earn(700)
    held = await books.hold(600)

    ended = [await books.settle(held) for _ in range(2)]

    assert ended == [True, False]
    assert await said(books.settle(held, Outcome.VOID)) == "ALREADY_DECIDED"
    assert await books.balance() == Balance(600, 700, 0, 0)


async def test_a_reversal_gives_back_every_difference_and_only_once(db, owner):
    books = await ledger.books(owner)
    journal = await books.earn(700)

    await books.reverse(journal)

    assert await said(books.reverse(journal)) == "ALREADY_DECIDED"
    assert {(await books.balance(kind)).credit for kind in AccountKind} == {0}


async def test_what_was_spent_cannot_be_taken_back(db, owner):
    books = await ledger.books(owner)
    journal = await books.earn(700)
    await books.pay(1)

    assert await said(books.reverse(journal)) == "BALANCE_TOO_LOW"

    assert (await books.balance()).credit == 699


async def test_the_same_key_makes_one_journal_and_another_body_is_refused(db, owner):
    books = await ledger.books(owner)

    sent = [await books.earn(700, key="once") for _ in range(3)]

    assert len(set(sent)) == 1
    assert await said(books.earn(701, key="once")) == "REQUEST_ID_REUSED"
    assert await said(books.earn(700, key="once", approved_by=uuid4())) == "REQUEST_ID_REUSED"
    assert (await books.balance()).credit == 700


async def test_fifty_sends_at_once_make_one_journal(db, owner):
    books = await ledger.books(owner)

    sent = await asyncio.gather(*(books.earn(700, key="once") for _ in range(50)))

    assert len(set(sent)) == 1
    assert await ledger.journals(owner) == 1
    assert (await books.balance()).credit == 700


async def test_a_retry_after_the_month_was_closed_is_answered_with_what_it_made(db, owner):
    books = await ledger.books(owner)
    journal = await books.earn(700, key="once")
    await books.close()

    assert await books.earn(700, key="once") == journal
    assert await said(books.earn(700)) == "PERIOD_CLOSED"


async def test_many_journals_go_in_one_call_all_or_none(db, owner):
    books = await ledger.books(owner)
    drafts = {f"worker {nth}": [books.earning(nth), books.earning(nth)] for nth in range(1, 41)}

    first = await books.post_all(drafts)
    second = await books.post_all(drafts | {"one more": [books.earning(5)]})

    assert list(first) == list(drafts) and first.items() < second.items()
    assert (await books.balance()).credit == 2 * sum(range(1, 41)) + 5
    too_much = {"fine": [books.earning(1)], "not fine": [books.payment(9_999)]}
    assert await said(books.post_all(too_much)) == "BALANCE_TOO_LOW"
    assert await ledger.journals(owner) == 41


async def test_only_corrections_are_of_an_earlier_day_and_nothing_of_a_later_one(db, owner):
    books = await ledger.books(owner)
    before, after = date(2026, 2, 28), date(2026, 4, 1)

    assert await said(books.earn(7, effective_on=before)) == "CheckViolationError"
    assert await said(books.earn(7, effective_on=after)) == "CheckViolationError"
    late = {"kind": Kind.ADJUSTMENT, "reason": WHY}
    assert await said(books.earn(7, effective_on=after, **late)) == "CheckViolationError"
    assert await said(books.earn(7, effective_on=before, **late)) == "done"
    assert (await books.balance()).credit == 7


async def test_an_account_that_was_closed_gives_way_to_a_new_one(db, owner):
    books = await ledger.books(owner)
    kind, account = AccountKind.WORKER_SAVINGS, books.worker_savings
    who = await owner.fetchval("select owner_ref from ledger_account where id = $1", account)

    closed = [await books.close_account(kind) for _ in range(2)]
    async with transaction(System()) as tx:
        again = [
            await commands.open_account(
                tx, kind=kind, establishment_id=books.place, owner_ref=who, now=NOW
            )
            for _ in range(2)
        ]

    assert closed == [True, False]
    assert again[0] == again[1] != account


async def test_an_account_with_money_in_it_stays_open(db, owner):
    books = await ledger.books(owner)
    await books.earn(1)

    assert await said(books.close_account(AccountKind.WORKER_PERSONAL)) == "CheckViolationError"


async def test_closing_again_answers_the_same_seal_and_seals_are_chained(db, owner):
    march = await ledger.books(owner)
    await march.earn(700)
    seals = [await march.close() for _ in range(2)]
    april = await ledger.books(owner, month=date(2026, 4, 1))

    await april.earn(9, effective_on=date(2026, 4, 1))
    last = await april.close()

    assert seals[0] == seals[1]
    chain = await owner.fetch(
        "select nth, journals, entries, total, previous, hash from period_seal order by nth"
    )
    assert [tuple(row) for row in chain] == [
        (1, 1, 1, 700, b"", seals[0]),
        (2, 1, 1, 9, seals[0], last),
    ]
    async with transaction(System()) as tx:
        assert (await verify(tx, "huaraz")).is_good


async def test_closing_a_month_leaves_its_seal_in_the_audit_trail(db, owner):
    books = await ledger.books(owner)

    seal = await books.close()

    rows = await owner.fetch("select establishment_id, action, facts::text from audit_entry")
    assert [tuple(row) for row in rows] == [
        ("huaraz", "ledger.period.closed", f'{{"seal": "{seal.hex()}"}}')
    ]


async def test_a_pending_journal_keeps_its_month_open(db, owner):
    books = await ledger.books(owner)
    await books.earn(7)
    held = await books.hold(7)

    assert await said(books.close()) == "PERIOD_NOT_SETTLED"
    await books.settle(held, Outcome.EXPIRE)

    assert await said(books.close()) == "done"
    assert await said(books.pay(7, phase=Phase.POSTED)) == "PERIOD_CLOSED"


async def test_staff_write_only_where_they_are_posted_and_only_as_themselves(db, owner):
    books = await ledger.books(owner)
    here, elsewhere = registry.officer(role=Role.WORK_CHIEF), registry.officer("ica")
    denied = "InsufficientPrivilegeError"

    assert await said(books.earn(7, actor=here, approved_by=here.staff_id)) == "done"
    assert await said(books.earn(7, actor=here, recorded_by=here.staff_id)) == denied
    assert await said(books.earn(7, actor=here)) == denied
    strange = books.earn(7, actor=elsewhere, approved_by=elsewhere.staff_id)
    assert await said(strange) == denied
    assert (await books.balance()).credit == 7

    assert await said(books.hold(3, actor=here, recorded_by=here.staff_id)) == "done"
    assert await said(books.hold(3, actor=here, approved_by=here.staff_id)) == denied
    strange = books.hold(3, actor=elsewhere, recorded_by=elsewhere.staff_id)
    assert await said(strange) == denied
    assert (await books.balance()).available == 4


async def test_staff_end_in_their_own_name_alone_and_never_book_what_they_kept_apart(db, owner):
    books = await ledger.books(owner)
    await books.earn(7)
    one, other = registry.officer(), registry.officer()
    mine, freed = [await books.hold(2, actor=one, recorded_by=one.staff_id) for _ in range(2)]

    assert await said(books.settle(mine, by=one.staff_id, actor=one)) == "CheckViolationError"
    assert await said(books.settle(mine, by=one.staff_id)) == "CheckViolationError"
    as_another = books.settle(mine, by=other.staff_id, actor=one)
    assert await said(as_another) == "InsufficientPrivilegeError"
    assert (await books.balance()).available == 3

    assert await books.settle(freed, Outcome.VOID, by=one.staff_id, actor=one)
    assert await books.settle(mine, by=other.staff_id, actor=other)
    assert await books.balance() == Balance(2, 7, 0, 0)


async def test_control_without_its_guard_one_person_books_alone(db, owner):
    await owner.execute("drop trigger resolution_by_another on resolution")
    books, one = await ledger.books(owner), registry.officer()
    await books.earn(7)
    mine = await books.hold(2, actor=one, recorded_by=one.staff_id)

    assert await books.settle(mine, by=one.staff_id, actor=one)


async def test_control_with_either_name_staff_invent_who_approves(db, owner):
    body = await owner.fetchval("select pg_get_functiondef('post_journals'::regproc)")
    names = "array[case in_phase when 'pending' then recorder else approver end]"
    assert names in body
    await owner.execute(body.replace(names, "array[recorder, approver]"))
    books, here = await ledger.books(owner), registry.officer()

    assert await said(books.earn(7, actor=here, recorded_by=here.staff_id)) == "done"


async def test_staff_read_the_books_of_their_own_prison_alone(db, owner):
    books = await ledger.books(owner)
    await books.earn(7)
    await books.settle(await books.hold(7))
    await books.close()

    counts = {}
    for place in ("huaraz", "ica"):
        async with transaction(registry.officer(place)) as tx:
            counts[place] = [
                await tx.fetchval(f"select count(*) > 0 from {table}") for table in ledger.TABLES
            ]

    assert counts == {"huaraz": [True] * 6, "ica": [False] * 6}


async def test_a_reversal_of_a_sealed_month_is_booked_in_the_open_one(db, owner):
    march = await ledger.books(owner)
    journal = await march.earn(700)
    await march.close()
    async with transaction(System()) as tx:
        april = await commands.open_period(tx, establishment_id=march.place, month=date(2026, 4, 1))

    await march.reverse(journal, period_id=april, effective_on=ledger.DAY)

    assert (await march.balance()).credit == 0
    assert await said(march.earn(1)) == "PERIOD_CLOSED"


async def test_a_period_is_its_calendar_month(db, owner):
    await ledger.books(owner, month=date(2028, 2, 1))

    row = await owner.fetchrow("select starts_on, ends_on from pay_period")

    assert tuple(row) == (date(2028, 2, 1), date(2028, 2, 29))
    assert row["ends_on"] + timedelta(days=1) == date(2028, 3, 1)


async def test_who_recorded_never_approves(db, owner):
    books = await ledger.books(owner)

    assert await said(books.earn(7, recorded_by=CHIEF)) == "CheckViolationError"

    assert await ledger.journals(owner) == 0
