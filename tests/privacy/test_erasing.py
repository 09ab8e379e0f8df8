"""An account is erased: with its own code, whole, at once, and so that nothing tells who it was."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from backend import audit
from backend.core.actor import Role, System
from backend.core.errors import Code
from backend.core.kinship import Kinship
from backend.core.text import LANGUAGES, say
from backend.database import reading
from backend.identity import jobs
from backend.notifications import commands as telling
from backend.notifications.kinds import Sms
from backend.notifications.sending.dispatcher import Dispatcher
from backend.privacy import commands, queries
from backend.registry import commands as registry
from tests import make, matrix
from tests.identity import make_identity as signing
from tests.identity.asking import ask, sent
from tests.identity.refusing import refused
from tests.notifications import make_notices as notices
from tests.privacy.make_household import (
    LATER,
    NAMES,
    code_for,
    erased,
    household,
    past_and_future,
    second_device,
    whole,
)
from tests.registry import make_registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW

pytestmark = pytest.mark.anyio

KEPT_BESIDE = {"sign_in_challenge", "request_key", "rate_bucket"}
"""Keyed digests of a number or a request, for some days: see DECISIONS."""


async def test_the_family_sees_its_visits_called_off_and_itself_signed_out(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)
    token = signing.access(home.signed)

    challenge = await ask("requestErasureCode", token=token, now=LATER)
    code = await signing.code_sent_to(home.phone)
    facts = {"challengeId": challenge["challengeId"], "code": code, "now": LATER}
    answer = await ask("eraseMyData", token=token, **facts)

    assert challenge["__typename"] == "SignInChallenge"
    assert answer == {"__typename": "Erased", "calledOff": 1}
    assert (await ask("me", token=token, now=LATER))["code"] == "SIGN_IN_NEEDED"
    fresh = signing.refreshed(signing.refresh(home.signed), now=LATER)
    assert await refused(fresh) is Code.SESSION_ENDED


async def test_no_column_of_any_table_tells_who_it_was(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)
    await second_device(home)
    number = home.phone.removeprefix("+51")
    clear = (*NAMES, *home.documents, number)
    rows = await whole(owner)
    assert all(any(mark in text for text in rows.values()) for mark in NAMES)
    sealed = [
        "select encode(phone_cipher, 'hex') from account",
        "select encode(document_cipher, 'hex') from visitor where account_id is not null",
        "select asked ->> 'register_sealed' from tie where state = 'received'",
        "select encode(phone_cipher, 'hex') from sign_in_challenge",
        "select encode(phone_cipher, 'hex') from text_message",
        "select encode(body_cipher, 'hex') from text_message",
    ]
    ciphers = {row[0] for sql in sealed for row in await owner.fetch(sql)}
    indexes = {row[0].hex() for row in await owner.fetch("select person_index from visitor")}
    indexes |= {row[0].hex() for row in await owner.fetch("select device_index from session")}
    indexes |= {row[0].hex() for row in await owner.fetch("select phone_index from account")}
    assert len(ciphers) >= 10 and len(indexes) >= 6

    await erased(home, now=LATER + timedelta(minutes=2))

    left = await whole(owner)
    inmates = left.pop("inmate")
    for table, text in left.items():
        for mark in (*clear, *ciphers, "2018-04-09"):
            assert mark not in text, (table, mark)
        for mark in indexes if table not in KEPT_BESIDE else ():
            assert mark not in text, (table, mark)
    assert "Zqinterno" in inmates, "the person held is not this family's to erase"
    assert "Zqmadre" not in inmates
    empty = ("account", "session", "token", "visitor", "tie", "text_message")
    assert [table for table in empty if left[table]] == []
    told = await owner.fetch("select account_id, kind, facts::text as facts from notice")
    assert {tuple(row) for row in told} == {(None, "sign_in_code", "{}")}, (
        "codes, to nobody any more"
    )
    assert (
        await owner.fetchval("select count(*) from sign_in_challenge where phone_cipher <> ''") == 0
    )


async def test_every_table_that_points_to_an_account_or_a_person_was_thought_of(owner):
    """A new one must say in `account_erase` what becomes of it."""
    pointing = await owner.fetch(
        "select distinct conrelid::regclass::text as name from pg_constraint where contype = 'f'"
        " and confrelid in ('account'::regclass, 'visitor'::regclass, 'session'::regclass, 'tie'::regclass)"
    )

    assert {row["name"] for row in pointing} == {
        "answer",
        "answer_guest",
        "booking",
        "booking_visitor",
        "calendar_token",
        "claim",
        "delivery",
        "helper",
        "notice",
        "notice_choice",
        "push_device",
        "remittance",  # keeps what was paid, and forgets to whom
        "session",
        "tie",
        "token",
        "visitor",
    }


async def test_how_notices_came_and_who_helped_is_forgotten_on_both_sides(db, owner):
    home = await household(owner)
    aide, aided = await make.family(owner), await make.family(owner)
    for each in (home.family, aide):
        await notices.phone(owner, each, at=NOW)
    await telling.set_notice_choice(
        home.family, uuid4(), kind="visit_booked", push=False, sms=Sms.NEVER, now=NOW
    )
    await matrix.helps(owner, aide, home.family)
    await matrix.helps(owner, home.family, aided)
    await telling.invite_helper(home.family, uuid4(), now=NOW)
    await notices.told([home.family, aided], NOW)
    carrier = notices.FakeCarrier()
    await Dispatcher("push", carrier).drain(NOW)
    assert len(carrier.letters) == 3
    account = str(home.family.account_id)

    await erased(home)

    left = await whole(owner)
    for table in ("notice", "delivery", "attempt", "notice_choice", "helper", "push_device"):
        assert account not in left[table], table
    kept = "select count(*) from notice where account_id is not null"
    assert await owner.fetchval(kept) == 1
    mine = await owner.fetch(
        "select distinct account_id from delivery where account_id is not null"
    )
    assert [row["account_id"] for row in mine] == [aided.account_id]
    assert await owner.fetchval("select account_id from push_device") == aide.account_id
    assert [left[table] for table in ("notice_choice", "helper")] == ["", ""]
    assert await owner.fetchval("select count(*) from attempt") == 0


async def test_what_stays_counts_and_names_nobody(db, owner):
    home = await household(owner)
    was, will, coming = await past_and_future(owner, home)

    answer = await erased(home)

    assert answer == {"called_off": 1}
    rows = await owner.fetch("select id, state, cancel_reason, account_id from booking")
    assert {row["id"]: tuple(row)[1:] for row in rows} == {
        was: ("active", None, None),
        will: ("cancelled", "family", None),
    }
    party = await owner.fetch("select visitor_id, person_index, adult from booking_visitor")
    assert [tuple(row) for row in party] == [(None, None, True)] * 2
    assert await visits.taken(owner, coming) == {"people": 0}
    assert await owner.fetchval("select sum(taken) from ceiling") == 1
    assert await owner.fetchval("select count(*) from claim where account_id is not null") == 0


async def test_the_places_are_free_for_others_at_once(db, owner):
    home = await household(owner)
    small = await visits.slot(owner, people=1)
    await home.tied().book(small)
    other = await visits.relative(owner)
    assert await visits.refused(other.book(small)) == "NO_PLACE"

    await erased(home)

    assert await other.book(small, now=LATER)


async def test_the_audit_trail_still_verifies_and_holds_ids_alone(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)

    await erased(home)

    async with reading(System()) as tx:
        verdicts = [await audit.verify(tx, chain) for chain in await audit.chains(tx)]
    assert len(verdicts) >= 2
    assert [verdict for verdict in verdicts if verdict.first_bad is not None] == []
    last = await owner.fetchrow(
        "select actor_id, action, subject, facts from audit_entry where establishment_id = '-'"
        " order by seq desc limit 1"
    )
    account = str(home.family.account_id)
    assert tuple(last)[:3] == (account, "privacy.account.erased", f"account:{account}")
    assert json.loads(last["facts"]) == {"called_off": 1}


async def test_the_number_begins_anew_and_finds_nothing(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)
    await erased(home)
    later = LATER + timedelta(minutes=2)

    again = await signing.signed_in(home.phone, now=later)

    family = await signing.actor(again, later)
    assert not family.provisional and family.account_id != home.family.account_id
    file = await queries.my_data(family, later)
    lists = ("Personas", "Vínculos", "Pedidos en espera", "Visitas", "Avisos")
    assert [file[name] for name in lists] == [[]] * 5


async def test_a_person_barred_stays_barred_under_a_new_account(db, owner):
    home = await household(owner)
    bar = await make_registry.restriction(owner, number=home.documents[0], at=visits.HERE)
    await erased(home)
    later = LATER + timedelta(minutes=2)
    family = await signing.family(home.phone, now=later)
    person = await make_registry.visitor(owner, family, home.documents[0])
    held = make_registry.Held(home.inmate, "", visits.HERE)
    await make_registry.tie(owner, family, person, held)
    anew = visits.Relative(family, person, home.inmate, home.documents[0])

    assert await visits.refused(anew.book(await visits.slot(owner), now=later)) == "NOT_AVAILABLE"
    assert await owner.fetchval("select id from restriction") == bar


async def test_other_accounts_with_the_same_people_keep_theirs(db, owner):
    home = await household(owner)
    other = await visits.relative(owner, number=home.documents[0], inmate_id=home.inmate)
    stays = await other.book(await visits.slot(owner))
    before = await owner.fetchrow("select * from visitor where id = $1", other.visitor_id)

    await erased(home)

    assert await owner.fetchrow("select * from visitor where id = $1", other.visitor_id) == before
    assert await visits.states(owner, stays) == ["active"]
    assert await owner.fetchval("select count(*) from tie") == 1
    assert await owner.fetchval("select count(*) from account") == 1


async def test_codes_of_the_office_are_forgotten_once_used_and_stand_while_they_wait(db, owner):
    home = await household(owner)
    officer = make_registry.officer()
    held = await make_registry.inmate(owner)
    codes = []
    for inmate_id in (home.inmate, held.id):
        issued = await registry.issue_claim_code(
            officer,
            uuid4(),
            inmate_id=inmate_id,
            document_kind=make_registry.DocumentKind.DNI,
            document_number=home.documents[0],
            kinship=Kinship.SIBLING,
            now=NOW,
        )
        codes.append(UUID(issued["id"]))
    await registry.redeem_claim_code(
        home.family,
        uuid4(),
        visitor_id=home.holder,
        code=registry.spoken_claim_code(codes[0]),
        now=NOW,
    )

    await erased(home)

    assert [row["id"] for row in await owner.fetch("select id from claim_code")] == [codes[1]]


async def test_a_visit_called_off_in_secret_is_counted_like_any_other(db, owner):
    home = await household(owner)
    _, coming, _ = await past_and_future(owner, home)
    await owner.execute(
        "update booking set state = 'cancelled', cancelled_at = $2, cancel_reason = 'transfer',"
        " told_from = $3 where id = $1",
        coming,
        NOW,
        NOW + timedelta(days=2),
    )

    assert await erased(home) == {"called_off": 1}
    row = await owner.fetchrow("select cancel_reason, told_from from booking where id = $1", coming)
    assert tuple(row) == ("family", LATER)


async def test_while_a_visit_is_going_on_the_account_stays(db, owner):
    home = await household(owner)
    slot = await visits.slot(owner)
    await home.tied().book(slot)
    begins = await owner.fetchval("select starts_at from slot where id = $1", slot)
    challenge, code = await code_for(home.family, home.phone, now=begins)
    before = await whole(owner)
    facts = {"challenge_id": challenge, "code": code, "now": begins}

    during = await refused(commands.erase_my_data(home.family, uuid4(), **facts))

    assert during is Code.VISIT_UNDER_WAY
    after = await whole(owner)
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"request_key", "audit_entry", "audit_head"}
    assert await erased(home, now=begins + timedelta(hours=2)) == {"called_off": 0}


async def test_the_office_sees_a_past_visit_of_nobody(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)
    await erased(home)

    answer = await sent(
        "dayBookings",
        actor=make_registry.officer(role=Role.VISITS_REGISTRAR),
        now=LATER,
        establishmentId=visits.HERE,
        day="2026-02-28",
    )

    [visit] = json.loads(answer)["data"]["dayBookings"]["nodes"]
    assert (visit["party"], visit["inmate"]["surnames"]) == ([], "Zqinterno")


async def test_an_inmates_visits_still_count_for_the_rules(db, owner):
    home = await household(owner)
    weekly = {"at_most": 1, "period": {"kind": "calendar_week"}}
    await visits.rule(owner, "visits_per_period", weekly)
    await home.tied().book(await visits.slot(owner, on=date(2026, 3, 3)))
    wednesday = NOW + timedelta(days=2)

    await erased(home, now=wednesday)

    other = await visits.relative(owner, inmate_id=home.inmate)
    saturday = await visits.slot(owner)
    assert await visits.refused(other.book(saturday, now=wednesday)) == "NO_PLACE"


def test_the_message_says_what_the_code_does():
    for language in LANGUAGES:
        words = {
            say(f"sms.{purpose}_code", language, {"code": "1"}) for purpose in ("sign_in", "erase")
        }
        assert len(words) == 2


async def test_a_device_that_waits_for_trust_is_sent_no_code(db, owner):
    home = await household(owner)
    waiting = signing.access(await signing.signed_in(home.phone, "new", now=LATER))
    before = await owner.fetchval("select count(*) from sign_in_challenge")

    answer = await ask("requestErasureCode", token=waiting, now=LATER + timedelta(minutes=2))

    assert answer["code"] == "DEVICE_NOT_TRUSTED"
    assert await owner.fetchval("select count(*) from sign_in_challenge") == before


async def test_the_worker_forgets_the_rest(db, owner):
    home = await household(owner)
    await erased(home)
    kept = ("sign_in_challenge", "request_key")
    before = await make_registry.rows(owner, *kept)

    await jobs.forget_old_challenges(LATER + timedelta(days=3))
    await jobs.forget_old_requests(LATER + timedelta(days=8))

    assert before["sign_in_challenge"] == 2
    assert await make_registry.rows(owner, *kept) == dict.fromkeys(kept, 0)
