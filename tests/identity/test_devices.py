"""A number is a hint: on a device the account does not know, the right code opens nothing but a waiting room."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Family, Role
from backend.core.errors import Code, DomainError
from backend.database import reading, transaction
from backend.gql.access import FAMILY, FAMILY_EVEN_PROVISIONAL, check
from backend.identity import commands, queries
from backend.identity.limits import LIMITS
from backend.identity.tokens import device_code, recovery_code
from tests.identity.make_identity import (
    NOW,
    actor,
    asked,
    code_sent_to,
    confirmed,
    family,
    phone,
    signed_in,
    staff,
)
from tests.identity.refusing import refused

pytestmark = pytest.mark.anyio

LATER = NOW + timedelta(minutes=2)


async def old_and_new(number: str) -> tuple[Family, Family]:
    """The account's own device, and one that it does not know."""
    old = await family(number, "old")
    return old, await family(number, "new", now=LATER)


async def printed_code(owner, account_id: UUID) -> str:
    generation = await owner.fetchval("select recovery_generation from account")
    return recovery_code(account_id, generation)


async def test_an_unknown_device_gets_a_provisional_session_and_the_old_ones_are_told(db, owner):
    old, new = await old_and_new(phone())

    assert (old.provisional, new.provisional) == (False, True)
    assert new.account_id == old.account_id
    notice = await owner.fetchrow("select * from notice where account_id is not null")
    assert (notice["kind"], notice["account_id"]) == ("sign_in_new_device", old.account_id)
    assert notice["facts"] == f'{{"session_id": "{new.session_id}"}}'
    check(FAMILY_EVEN_PROVISIONAL, new, LATER)
    with pytest.raises(DomainError) as refusal:
        check(FAMILY, new, LATER)
    assert refusal.value.code is Code.DEVICE_NOT_TRUSTED


async def test_a_provisional_device_reads_nothing_of_the_account_even_past_every_check(db, owner):
    number = phone()
    old = await family(number, "old")
    await commands.set_language(old, uuid4(), language="ay", now=LATER)
    new = await family(number, "new", now=LATER)
    tables = await owner.fetch("select tablename from pg_tables where schemaname = 'public'")

    read: dict[str, list[str]] = {}
    for name in [table["tablename"] for table in tables]:
        try:
            async with reading(new) as tx:
                read[name] = [
                    row["line"] for row in await tx.fetch(f"select t::text as line from {name} t")
                ]
        except asyncpg.InsufficientPrivilegeError:
            continue

    assert {name for name, rows in read.items() if rows} <= {"session", "rate_bucket"}
    assert [line[1:37] for line in read["session"]] == [str(new.session_id)]
    assert not [line for line in read["rate_bucket"] if str(new.account_id) in line]
    assert (await actor(await again(new), LATER)).language == "es"


async def again(device: Family) -> dict[str, object]:
    """The answer of a session's sign-in, as far as its first token needs it."""
    return {"session_id": str(device.session_id), "generation": 0}


async def test_a_provisional_device_cannot_trust_itself_in_the_database(db, owner):
    _, new = await old_and_new(phone())

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(new) as tx:
            await tx.execute("update session set provisional = false")


async def test_a_provisional_device_learns_its_code_and_no_more(db, owner):
    _, new = await old_and_new(phone())

    async with reading(new) as tx:
        me = await queries.who_am_i(tx, new)

    assert me == queries.Whoami("es", True, device_code(new.session_id), None, [], None)


async def test_the_old_device_lets_the_new_one_in(db, owner):
    old, new = await old_and_new(phone())
    async with reading(old) as tx:
        listed = await queries.my_sessions(tx, old, queries.SESSIONS.page(), LATER)

    await commands.approve_device(old, uuid4(), session_id=new.session_id, now=LATER)

    assert [row.device_code for row in listed] == [device_code(new.session_id), None]
    assert (await actor(await again(new), LATER)).provisional is False
    kinds = {
        row["kind"]
        for row in await owner.fetch("select kind from notice where account_id is not null")
    }
    assert kinds == {"sign_in_new_device", "device_trusted"}
    audited = await owner.fetchval(
        "select count(*) from audit_entry where action = $1", "identity.device.trusted"
    )
    assert audited == 1


async def test_a_new_device_cannot_let_itself_in(db, owner):
    _, new = await old_and_new(phone())

    act = commands.approve_device(new, uuid4(), session_id=new.session_id, now=LATER)

    assert await refused(act) is Code.DEVICE_NOT_TRUSTED
    assert (await actor(await again(new), LATER)).provisional is True


async def test_a_strangers_device_is_not_found(db, owner):
    _, new = await old_and_new(phone())
    stranger = await family(phone(), "stranger")

    act = commands.approve_device(stranger, uuid4(), session_id=new.session_id, now=LATER)

    assert await refused(act) is Code.NOT_FOUND
    assert (await actor(await again(new), LATER)).provisional is True


async def test_the_same_device_is_trusted_at_once_and_replaces_its_session(db, owner):
    number = phone()
    first = await signed_in(number)

    second = await signed_in(number, now=LATER)

    assert second["provisional"] is False
    assert await actor(first, LATER) is None
    assert (await owner.fetchval("select count(*) from session where ended_at is null")) == 1


async def test_a_device_unused_for_half_a_year_is_unknown_again(db, owner):
    number = phone()
    await signed_in(number)

    kept = await signed_in(number, now=NOW + LIMITS.trust_life - timedelta(seconds=1))
    long_after = NOW + 3 * LIMITS.trust_life
    lost = await signed_in(number, now=long_after)

    assert (kept["provisional"], lost["provisional"]) == (False, True)


async def test_the_first_device_of_an_account_that_never_signed_in_is_trusted(db, owner):
    number = phone()
    await signed_in(number)
    await owner.execute("delete from token; delete from session")

    first = await signed_in(number, "any", now=LATER)

    assert first["provisional"] is False
    assert first["recovery_generation"] == 2


async def test_two_new_devices_at_once_on_a_new_number_one_is_trusted_the_other_waits(db, owner):
    number = phone()
    first, code = await asked(number, "one"), await code_sent_to(number)
    second, other_code = await asked(number, "two", now=LATER), await code_sent_to(number)

    answers = await asyncio.gather(
        confirmed(first, code, "one", now=LATER), confirmed(second, other_code, "two", now=LATER)
    )

    assert sorted(answer["provisional"] for answer in answers) == [False, True]
    assert await owner.fetchval("select count(*) from account") == 1


async def test_the_printed_code_makes_a_new_device_trusted_once(db, owner):
    number = phone()
    _, new = await old_and_new(number)
    code = await printed_code(owner, new.account_id)

    answer = await commands.use_recovery_code(new, uuid4(), code=code.lower(), now=LATER)

    assert (await actor(await again(new), LATER)).provisional is False
    following = recovery_code(new.account_id, answer["recovery_generation"])
    assert following == await printed_code(owner, new.account_id) != code
    third = await family(number, "third", now=LATER + timedelta(minutes=2))
    later = LATER + timedelta(minutes=2)
    spent = commands.use_recovery_code(third, uuid4(), code=code, now=later)
    assert await refused(spent) is Code.CODE_WRONG
    await commands.use_recovery_code(third, uuid4(), code=following, now=later)
    assert (await actor(await again(third), later)).provisional is False


async def test_a_lost_answer_shows_the_recovery_code_again(db, owner):
    _, new = await old_and_new(phone())
    code, request = await printed_code(owner, new.account_id), uuid4()

    first = await commands.use_recovery_code(new, request, code=code, now=LATER)
    trusted_now = await actor(await again(new), LATER)
    second = await commands.use_recovery_code(trusted_now, request, code=code, now=LATER)

    assert first == second


async def test_wrong_recovery_codes_are_counted(db, owner):
    _, new = await old_and_new(phone())
    right = await printed_code(owner, new.account_id)
    codes = [
        await refused(commands.use_recovery_code(new, uuid4(), code=f"wrong {n}", now=LATER))
        for n in range(6)
    ]
    after = await refused(commands.use_recovery_code(new, uuid4(), code=right, now=LATER))

    assert codes == [Code.CODE_WRONG] * 5 + [Code.SIGN_IN_PAUSED]
    assert after is Code.SIGN_IN_PAUSED
    assert (await actor(await again(new), LATER)).provisional is True


async def test_the_code_of_one_account_opens_no_other(db, owner):
    _, new = await old_and_new(phone())
    other = await family(phone(), "other")
    code = recovery_code(other.account_id, 1)

    act = commands.use_recovery_code(new, uuid4(), code=code, now=LATER)

    assert await refused(act) is Code.CODE_WRONG


async def test_a_trusted_device_has_no_use_for_the_recovery_code(db, owner):
    old = await family()

    act = commands.use_recovery_code(old, uuid4(), code="ANY", now=NOW)

    assert await refused(act) is Code.NOT_ALLOWED


async def vouched(registrar, number: str, new: Family, **changed: object) -> Code | None:
    facts = {
        "establishment_id": "huaraz",
        "phone": number,
        "code": device_code(new.session_id),
        "now": LATER,
    } | changed
    try:
        await commands.vouch_for_device(registrar, uuid4(), **facts)
    except DomainError as refusal:
        return refusal.code
    return None


async def test_a_registrar_at_the_desk_vouches_for_the_phone_that_shows_the_code(db, owner):
    number = phone()
    _, new = await old_and_new(number)
    registrar = await staff(owner, Role.VISITS_REGISTRAR, stepped_up=True)

    assert await vouched(registrar, number, new) is None

    assert (await actor(await again(new), LATER)).provisional is False
    entry = await owner.fetchrow(
        "select * from audit_entry where action = 'identity.device.trusted'"
    )
    assert entry["establishment_id"] == "huaraz"
    assert entry["actor_id"] == str(registrar.staff_id)
    assert await owner.fetchval("select count(*) from notice where kind = 'device_trusted'") == 1


async def test_nobody_vouches_without_post_second_factor_number_and_code(db, owner):
    number = phone()
    _, new = await old_and_new(number)
    registrar = await staff(owner, Role.VISITS_REGISTRAR, stepped_up=True)
    not_stepped_up = await staff(owner, Role.VISITS_REGISTRAR)
    gate = await staff(owner, Role.GATE_OFFICER, Role.DIRECTOR, stepped_up=True)

    assert await vouched(not_stepped_up, number, new) is Code.STEP_UP_NEEDED
    assert await vouched(gate, number, new) is Code.NOT_ALLOWED
    assert await vouched(registrar, number, new, establishment_id="lima") is Code.NOT_ALLOWED
    assert await vouched(registrar, number, new, code="222222") is Code.NOT_FOUND
    assert await vouched(registrar, phone(), new) is Code.NOT_FOUND
    assert await vouched(registrar, number, new, phone="123") is Code.PHONE_NOT_ACCEPTED
    expired = LATER + LIMITS.provisional_life
    stepped = registrar.__class__(
        staff_id=registrar.staff_id,
        session_id=registrar.session_id,
        roles=registrar.roles,
        stepped_up_until=expired + timedelta(minutes=1),
    )
    assert await vouched(stepped, number, new, now=expired) is Code.NOT_FOUND
    assert await owner.fetchval("select provisional from session where id = $1", new.session_id)


async def test_the_functions_of_the_desk_answer_nobody_without_the_post(db, owner):
    number = phone()
    old, new = await old_and_new(number)
    gate = await staff(owner, Role.GATE_OFFICER)
    index = await owner.fetchval("select phone_index from account where id = $1", old.account_id)

    for asker in (gate, old):
        async with transaction(asker) as tx:
            waiting = await tx.fetch(
                "select * from waiting_devices('huaraz', $1, $2)", index, LATER
            )
            done = await tx.fetchval(
                "select vouch_for_device('huaraz', $1, $2, $2, 5, $2)", new.session_id, LATER
            )
        assert (waiting, done) == ([], False)
