"""Staff sign in with document, password and second factor, and step up for what is sensitive."""

import asyncio
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Role, System
from backend.core.documents import DocumentKind
from backend.core.errors import Code
from backend.database import transaction
from backend.gql.access import check, posted_as
from backend.identity import commands, passwords
from backend.identity.commands import staff as staff_commands
from backend.identity.limits import LIMITS
from backend.identity.rules import OFTEN_CHOSEN, check_password
from backend.identity.totp import code_at
from tests.identity.make_identity import (
    NOW,
    PASSWORD,
    SECRET,
    actor,
    device,
    employed,
    establishment,
    staff,
    staff_answer,
)
from tests.identity.refusing import outcome, refused

pytestmark = pytest.mark.anyio


async def sessions(owner) -> int:
    return await owner.fetchval("select count(*) from session")


async def test_staff_sign_in_and_hold_their_roles(db, owner):
    staff_id, number, _ = await employed(owner, Role.VISITS_REGISTRAR, Role.GATE_OFFICER)

    answer = await staff_answer(number)

    officer = await actor(answer)
    assert officer.staff_id == staff_id
    assert officer.roles == {("huaraz", Role.VISITS_REGISTRAR), ("huaraz", Role.GATE_OFFICER)}
    assert officer.stepped_up_until is None


async def test_one_session_at_a_time(db, owner):
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    first = await staff_answer(number)
    later = NOW + timedelta(minutes=1)

    second = await staff_answer(number, now=later, device=device("another desk"))

    assert await actor(first, later) is None
    assert await actor(second, later) is not None


async def test_every_failure_has_one_answer_and_one_trace(db, owner):
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    disabled_id, disabled, _ = await employed(owner, Role.GATE_OFFICER)
    await owner.execute("update staff set disabled_at = $1 where id = $2", NOW, disabled_id)

    codes = [
        await refused(staff_answer(number, password="otra clave cualquiera")),
        await refused(staff_answer(number, password="")),
        await refused(staff_answer(number, totp="000000")),
        await refused(staff_answer(number, totp="")),
        await refused(staff_answer("00999999")),
        await refused(staff_answer(disabled, device=device("other"))),
    ]

    assert codes == [Code.CREDENTIALS_WRONG] * 6
    assert await sessions(owner) == 0
    actions = [row["action"] for row in await owner.fetch("select action from audit_entry")]
    assert actions.count("identity.staff_sign_in.failed") == 6
    assert actions.count("request.refused") == 6


def test_those_who_do_not_exist_are_checked_against_a_hash_that_costs_as_much():
    assert not passwords.HASHER.check_needs_rehash(passwords.NOBODYS_HASH)


async def test_the_password_of_the_first_day_must_be_changed(db, owner):
    _, number, added = await employed(owner, Role.GATE_OFFICER, password=None)

    first = await refused(staff_answer(number, password=added.password))
    weak = await refused(staff_answer(number, password=added.password, new_password="corta"))
    same = await refused(staff_answer(number, password=added.password, new_password=added.password))
    assert (first, weak, same) == (
        Code.PASSWORD_CHANGE_NEEDED,
        Code.PASSWORD_TOO_WEAK,
        Code.PASSWORD_TOO_WEAK,
    )
    assert await sessions(owner) == 0

    assert await staff_answer(number, password=added.password, new_password=PASSWORD)

    later = NOW + timedelta(minutes=2)
    old = staff_answer(number, password=added.password, now=later)
    assert await refused(old) is Code.CREDENTIALS_WRONG
    assert await staff_answer(number, now=later)


async def test_a_lost_answer_is_given_again_and_opens_no_second_session(db, owner):
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    request = uuid4()

    answers = [await staff_answer(number, request=request) for _ in range(2)]

    assert answers[0] == answers[1]
    assert await sessions(owner) == 1


async def test_a_code_of_the_authenticator_opens_once(db, owner):
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    await staff_answer(number)

    assert await refused(staff_answer(number)) is Code.CREDENTIALS_WRONG
    before = code_at(SECRET, NOW - timedelta(seconds=30))
    assert await refused(staff_answer(number, totp=before)) is Code.CREDENTIALS_WRONG
    assert await sessions(owner) == 1


@pytest.mark.parametrize(("seconds", "opens"), [(-60, False), (-30, True), (30, True), (60, False)])
async def test_the_authenticator_may_be_one_step_off(db, owner, seconds, opens):
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    code = code_at(SECRET, NOW + timedelta(seconds=seconds))

    answer = await outcome(staff_answer(number, totp=code))

    assert isinstance(answer, dict) is opens


async def opened_at_once(owner) -> int:
    """Sessions that four stations open with one code at the same moment."""
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    await asyncio.gather(
        *(outcome(staff_answer(number, device=device(f"desk {n}"))) for n in range(4))
    )
    return await sessions(owner)


async def test_one_code_at_four_stations_at_once_opens_one_session(db, owner):
    assert await opened_at_once(owner) == 1


async def test_control_without_the_guard_one_code_opens_several(db, owner, monkeypatch):
    unguarded = "update staff set totp_last_step = $2 where id = $1 returning id"
    monkeypatch.setattr(staff_commands, "_SPEND_STEP", unguarded)

    assert await opened_at_once(owner) > 1


async def test_five_sign_ins_then_a_pause_that_spares_the_persons_own_device(db, owner):
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    await staff_answer(number)
    later = NOW + timedelta(minutes=1)

    codes = [
        await refused(
            staff_answer(number, password="una y otra vez", device=device(f"e{n}"), now=later)
        )
        for n in range(5)
    ]

    assert codes == [Code.CREDENTIALS_WRONG] * 4 + [Code.SIGN_IN_PAUSED]
    elsewhere = staff_answer(number, device=device("new"), now=later)
    assert await refused(elsewhere) is Code.SIGN_IN_PAUSED
    assert await staff_answer(number, now=later)


async def test_a_device_may_not_try_one_document_after_another(db, owner):
    codes = [
        await refused(staff_answer(f"{900_000 + n:08d}", device=device("tries all")))
        for n in range(LIMITS.staff_tries_by_device.burst + 1)
    ]

    assert codes[-2:] == [Code.CREDENTIALS_WRONG, Code.SIGN_IN_PAUSED]


async def test_while_a_password_is_hashed_others_are_served():
    turns = 0

    async def serve_others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    others = asyncio.create_task(serve_others())
    assert await passwords.matches(passwords.NOBODYS_HASH, "any") is False
    others.cancel()

    assert turns > 20


async def test_only_so_many_passwords_wait_and_the_rest_come_back_later():
    gate = threading.Event()
    waiting = [
        asyncio.create_task(outcome(passwords._in_thread(gate.wait)))
        for _ in range(LIMITS.password_queue)
    ]
    await asyncio.sleep(0)

    turned_away = await refused(passwords.matches(passwords.NOBODYS_HASH, "any"))
    gate.set()

    assert turned_away is Code.TRY_AGAIN
    assert await asyncio.gather(*waiting) == [True] * LIMITS.password_queue


async def test_stepping_up_opens_sensitive_acts_for_five_minutes(db, owner):
    officer = await staff(owner, Role.DIRECTOR)
    rule = posted_as(Role.DIRECTOR, step_up=True)
    later = NOW + timedelta(minutes=1)
    answer = {"session_id": str(officer.session_id), "generation": 0}
    before = await refused(allowed(rule, answer, later))

    await commands.step_up(officer, uuid4(), totp=code_at(SECRET, later), now=later)

    assert before is Code.STEP_UP_NEEDED
    await allowed(rule, answer, later + timedelta(minutes=4, seconds=59))
    over = await refused(allowed(rule, answer, later + timedelta(minutes=5)))
    assert over is Code.STEP_UP_NEEDED


async def allowed(rule, answer, now) -> None:
    check(rule, await actor(answer, now), now)


async def test_stepping_up_takes_a_fresh_code_and_counts_wrong_ones(db, owner):
    officer = await staff(owner, Role.DIRECTOR)
    spent = code_at(SECRET, NOW)

    codes = [
        await refused(commands.step_up(officer, uuid4(), totp=totp, now=NOW))
        for totp in (spent, "000000", "", "1" * 500, "٠٠٠٠٠٠", "000000")
    ]

    assert codes == [Code.CODE_WRONG] * 5 + [Code.SIGN_IN_PAUSED]
    assert await owner.fetchval("select stepped_up_until from session") is None


async def test_the_second_factor_of_one_is_not_that_of_another(db, owner):
    officer = await staff(owner, Role.DIRECTOR)
    other = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"

    act = commands.step_up(officer, uuid4(), totp=code_at(other, NOW), now=NOW)

    assert await refused(act) is Code.CODE_WRONG


def test_passwords_that_are_short_common_or_the_document_are_refused():
    weak = ["", "once signos", "contraseña123", "Contraseña1234", "aaaaaaaaaaaabb"]
    weak += ["mi dni 00000123 ", "x" * 201, "bienvenido123"]

    for password in weak:
        with pytest.raises(Exception, match="PASSWORD_TOO_WEAK"):
            check_password(password, "00000123")
    check_password(PASSWORD, "00000123")
    assert all(len(often) >= LIMITS.password_signs for often in OFTEN_CHOSEN)


async def test_the_same_person_is_not_added_twice(db, owner):
    _, number, _ = await employed(owner, Role.GATE_OFFICER)

    assert await refused(added(number, "huaraz")) is Code.STAFF_ALREADY_ADDED


async def test_nobody_is_added_to_an_establishment_that_is_not_there(db, owner):
    await establishment(owner)

    assert await refused(added("00000777", "nowhere")) is Code.NOT_FOUND
    assert await owner.fetchval("select count(*) from staff") == 0


async def added(number: str, place: str) -> None:
    async with transaction(System()) as tx:
        await commands.add_staff(
            tx,
            System(),
            document_kind=DocumentKind.DNI,
            document_number=number,
            name="Alguien",
            roles=[(place, Role.ADMINISTRATOR)],
            now=NOW,
        )


async def test_what_is_shown_once_opens_once(db, owner):
    staff_id, number, shown = await employed(owner, Role.ADMINISTRATOR, password=None)

    assert shown.staff_id == staff_id
    assert shown.totp_uri.startswith("otpauth://totp/Encuentro:Rosa%20Quispe")
    assert f"secret={SECRET}" in shown.totp_uri
    assert len(shown.password) == 23
    entry = await owner.fetchrow("select * from audit_entry")
    assert (entry["establishment_id"], entry["action"], entry["actor_kind"]) == (
        "huaraz",
        "identity.role.granted",
        "system",
    )
    assert UUID(entry["subject"].removeprefix("staff:")) == staff_id
    assert number not in str(dict(entry))
