"""Erasing against lost answers, two phones, and whatever else the account does in the same moment."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Anonymous
from backend.core.errors import Code
from backend.core.kinship import Kinship
from backend.privacy import commands
from backend.registry import commands as registry
from backend.registry.rules.people import Capacity
from backend.registry.rules.ties import Decision, Recollection, TieReason
from tests.identity import make_identity as signing
from tests.identity.asking import ask, sent
from tests.identity.refusing import outcome, refused
from tests.privacy.make_household import (
    LATER,
    code_for,
    household,
    past_and_future,
    second_device,
)
from tests.registry import make_registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
OWN_NOTICES = "notice where account_id is not null"
"""That a number asked for a code is known for two days; of whom is not."""
ROUNDS = 6


async def test_the_phone_whose_answer_was_lost_is_answered_again_byte_for_byte(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)
    token = signing.access(home.signed)
    challenge = await ask("requestErasureCode", token=token, now=LATER)
    facts = {
        "challengeId": challenge["challengeId"],
        "code": await signing.code_sent_to(home.phone),
        "requestId": str(uuid4()),
        "now": LATER + timedelta(minutes=1),
    }

    first = await sent("eraseMyData", actor=home.family, **facts)
    gone = await signing.actor(home.signed, LATER)
    again = await sent("eraseMyData", actor=gone, **facts)

    assert gone is None
    assert b'"calledOff":1' in first
    assert first == again
    assert (
        await owner.fetchval("select count(*) from audit_entry where action like 'privacy.%'") == 1
    )


async def test_nobody_else_is_told_and_the_answer_is_forgotten_with_all_requests(db, owner):
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)
    request = uuid4()
    facts = {"challenge_id": challenge, "code": code, "now": LATER}
    await commands.erase_my_data(home.family, request, **facts)

    for changed in ({"code": "000000"}, {"challenge_id": uuid4()}):
        act = commands.erase_my_data(Anonymous(), request, **(facts | changed))
        assert await refused(act) is Code.SIGN_IN_NEEDED
    other = commands.erase_my_data(Anonymous(), uuid4(), **facts)
    assert await refused(other) is Code.SIGN_IN_NEEDED
    assert await commands.erase_my_data(Anonymous(), request, **facts) == {"called_off": 0}
    await owner.execute("delete from request_key")
    late = commands.erase_my_data(Anonymous(), request, **facts)
    assert await refused(late) is Code.SIGN_IN_NEEDED


async def test_a_refusal_is_not_told_to_whoever_is_signed_in_no_more(db, owner):
    home = await household(owner)
    challenge, _ = await code_for(home.family, home.phone)
    request = uuid4()
    facts = {"challenge_id": challenge, "code": "no code", "now": LATER}
    assert await refused(commands.erase_my_data(home.family, request, **facts)) is Code.CODE_WRONG

    act = commands.erase_my_data(Anonymous(), request, **facts)

    assert await refused(act) is Code.SIGN_IN_NEEDED


async def test_an_old_request_does_not_erase_the_account_that_began_anew(db, owner):
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)
    facts = {"challenge_id": challenge, "code": code}
    request = uuid4()
    await commands.erase_my_data(home.family, request, **facts, now=LATER)
    later = LATER + timedelta(minutes=2)
    anew = await signing.family(home.phone, now=later)

    act = commands.erase_my_data(anew, request, **facts, now=later)

    assert await refused(act) is Code.CODE_WRONG
    assert await owner.fetchval("select id from account") == anew.account_id


async def test_twenty_sends_of_one_request_erase_once_and_are_answered_alike(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)
    challenge, code = await code_for(home.family, home.phone)
    request = uuid4()

    answers = await asyncio.gather(
        *(
            commands.erase_my_data(
                home.family, request, challenge_id=challenge, code=code, now=LATER
            )
            for _ in range(20)
        )
    )

    assert answers == [{"called_off": 1}] * 20
    assert (
        await owner.fetchval("select count(*) from audit_entry where action like 'privacy.%'") == 1
    )


async def test_of_two_phones_that_erase_at_once_one_does_and_the_other_is_signed_out(db, owner):
    for _ in range(ROUNDS):
        home = await household(owner)
        await past_and_future(owner, home)
        other = await second_device(home)
        codes = [
            await code_for(family, home.phone, now=LATER + timedelta(minutes=nth))
            for nth, family in ((2, home.family), (3, other))
        ]
        now = LATER + timedelta(minutes=4)

        said = await asyncio.gather(
            *(
                outcome(
                    commands.erase_my_data(
                        family, uuid4(), challenge_id=challenge, code=code, now=now
                    )
                )
                for family, (challenge, code) in zip((home.family, other), codes, strict=True)
            )
        )

        assert {"called_off": 1} in said
        assert Code.SESSION_ENDED in said
        await owner.execute("delete from rate_bucket")
    assert await owner.fetchval("select count(*) from account") == 0


async def test_nothing_is_left_of_what_another_phone_adds_meanwhile(db, owner):
    for _ in range(ROUNDS):
        home = await household(owner)
        other = await second_device(home)
        slot = await visits.slot(owner)
        booking = visits.Relative(other, home.holder, home.inmate, "")
        challenge, code = await code_for(home.family, home.phone, now=LATER + timedelta(minutes=2))
        now = LATER + timedelta(minutes=3)
        asking = {"visitor_id": home.holder, "establishment_id": visits.HERE, "now": now}

        said = await asyncio.gather(
            commands.erase_my_data(
                home.family, uuid4(), challenge_id=challenge, code=code, now=now
            ),
            outcome(
                registry.add_visitor(
                    other,
                    uuid4(),
                    person=make_registry.person(given_names="Zqtarde"),
                    capacity=Capacity.SHARED_PHONE,
                    now=now,
                )
            ),
            outcome(
                registry.request_tie(
                    other,
                    uuid4(),
                    kinship=Kinship.SIBLING,
                    recollection=Recollection("Zqtarde", "Zqtarde"),
                    **asking,
                )
            ),
            outcome(booking.book(slot, now=now)),
            outcome(booking.hold(slot, now=now)),
        )

        refusals = {each for each in said if isinstance(each, Code)}
        allowed = {Code.SESSION_ENDED, Code.NOT_FOUND, Code.TRY_AGAIN, Code.ALREADY_BOOKED}
        assert refusals <= allowed, said
        assert await owner.fetchval("select count(*) from account") == 0
        for table in ("visitor", "tie", OWN_NOTICES, "session"):
            assert await owner.fetchval(f"select count(*) from {table}") == 0, (table, said)
        assert await visits.taken(owner, slot) == {"people": 0}
        assert await owner.fetchval("select count(*) from booking where state = 'active'") == 0
        await owner.execute("delete from rate_bucket")


async def test_an_act_that_waited_for_the_erasing_is_told_that_the_session_ended(
    db, database, owner
):
    home = await household(owner)
    keeper = await asyncpg.connect(database.owner_url)
    async with keeper.transaction():
        await keeper.execute("select from account where id = $1 for update", home.family.account_id)
        adding = asyncio.create_task(
            outcome(
                registry.add_visitor(
                    home.family,
                    uuid4(),
                    person=make_registry.person(),
                    capacity=Capacity.SHARED_PHONE,
                    now=LATER,
                )
            )
        )
        await asyncio.sleep(0.3)
        for table in ("tie", "visitor", "notice", "token", "session", "account"):
            if table == "visitor":
                await keeper.execute("delete from visitor where guardian_id is not null")
            await keeper.execute(f"delete from {table}")
    await keeper.close()

    assert await adding is Code.SESSION_ENDED
    assert await owner.fetchval("select count(*) from visitor") == 0


async def test_whoever_tells_the_account_of_its_tie_is_waited_for_and_not_held_up(
    db, database, owner
):
    """An office locks the tie first and the account last: the other way round both would wait."""
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)
    office = await asyncpg.connect(database.owner_url)
    async with office.transaction():
        await office.execute("set local lock_timeout = '300ms'")
        await office.execute("select from tie where state = 'received' for update")
        erasing = asyncio.create_task(
            commands.erase_my_data(
                home.family, uuid4(), challenge_id=challenge, code=code, now=LATER
            )
        )
        await asyncio.sleep(0.3)
        await office.execute(
            "insert into notice (id, kind, facts, dedupe_key, created_at, tell_from, expires_at, account_id)"
            " values (gen_random_uuid(), 'tie_decided', '{}', 'x', $1, $1, $1::timestamptz + interval '1 day', $2)",
            LATER,
            home.family.account_id,
        )
    await office.close()

    assert await erasing == {"called_off": 0}
    assert await owner.fetchval(f"select count(*) from {OWN_NOTICES}") == 0


async def test_an_office_that_decides_meanwhile_leaves_no_tie_and_no_notice(db, owner):
    for _ in range(ROUNDS):
        home = await household(owner)
        tie = await owner.fetchval("select id from tie where state = 'received'")
        challenge, code = await code_for(home.family, home.phone)
        facts = {"challenge_id": challenge, "code": code, "now": LATER}

        await asyncio.gather(
            commands.erase_my_data(home.family, uuid4(), **facts),
            outcome(
                registry.decide_tie(
                    make_registry.officer(),
                    uuid4(),
                    tie_id=tie,
                    version=0,
                    decision=Decision.REFUSE,
                    inmate_id=None,
                    reason=TieReason.NO_MATCH,
                    now=LATER,
                )
            ),
        )

        assert await owner.fetchval("select count(*) from tie") == 0
        assert await owner.fetchval(f"select count(*) from {OWN_NOTICES}") == 0
        await owner.execute("delete from rate_bucket")
