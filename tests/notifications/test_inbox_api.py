"""The phone's own documents about notices, answered as the screens expect."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.core.actor import Family, System
from backend.database import transaction
from backend.notifications import commands
from backend.notifications.kinds import KINDS
from backend.schema import MUTATION_RULES, QUERY_RULES
from tests import make
from tests.identity.asking import sent
from tests.notifications import make_notices as notices
from tests.phone import document

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


async def ask(operation: str, family: Family, now: datetime = NOW, **variables: Any) -> Any:
    """The root field's value."""
    if document(operation).startswith("mutation"):
        variables = {"requestId": str(uuid4())} | variables
    body = json.loads(await sent(operation, actor=family, now=now, **variables))
    assert not body.get("errors"), body
    (value,) = body["data"].values()
    return value


async def test_a_notice_says_what_it_is_why_it_came_and_how_to_switch_it_off(db, owner):
    family = await make.family(owner)
    await notices.told([family], NOW)

    answer = await ask("inbox", family)
    (notice,) = answer["notices"]

    assert (answer["whole"], answer["unseen"]) == (True, 1)
    assert notice["message"] == (
        "Se canceló su visita del 07/03/2026. Mire sus visitas antes de salir de casa."
    )
    assert notice["why"] == "Le avisamos porque tenía una visita reservada."
    assert notice["choices"] == {
        "kind": "visit_called_off",
        "name": "Visita que se cancela",
        "push": True,
        "sms": "INSTEAD",
    }
    assert notice["bookingId"] is not None
    assert (notice["seenAt"], notice["withdrawnAt"], notice["forOther"]) == (None, None, False)
    assert (notice["toldAt"], notice["expiresAt"]) == (
        "2026-03-02T15:00:00Z",
        "2026-03-03T15:00:00Z",
    )


async def test_what_was_opened_or_withdrawn_says_so_after_the_cursor(db, owner):
    family = await make.family(owner)
    await notices.told([family], NOW, subject="visit:1")
    first = await ask("inbox", family)
    later = NOW + timedelta(hours=1)

    seen = await ask("seeNotices", family, later, noticeIds=[first["notices"][0]["id"]])
    async with transaction(System()) as tx:
        await commands.withdraw(tx, ["visit:1"], "changed", now=later)
    again = await ask("inbox", family, later, after=first["cursor"])

    assert (seen["unseen"], again["whole"]) == (0, False)
    (notice,) = again["notices"]
    assert (notice["seenAt"], notice["withdrawnAt"]) == ("2026-03-02T16:00:00Z",) * 2
    assert notice["message"].startswith("Este aviso ya no vale.")


async def test_a_notice_of_safety_has_no_switch(db, owner):
    family = await make.family(owner)
    await notices.told([family], NOW, kind="sign_in_new_device")

    (notice,) = (await ask("inbox", family))["notices"]
    refused = await ask(
        "setNoticeChoice", family, kind="sign_in_new_device", push=False, sms="NEVER"
    )

    assert notice["choices"] is None
    assert refused["code"] == "NOTICE_FIXED"
    assert refused["message"] == "Este aviso cuida su cuenta y no se puede apagar."


async def test_a_choice_is_told_again_with_its_name(db, owner):
    family = await make.family(owner, language="en")

    chosen = await ask("setNoticeChoice", family, kind="visit_go", push=False, sms="ALWAYS")
    told = {each["kind"]: each for each in await ask("noticeChoices", family)}

    assert chosen["__typename"] == "NoticeChoices"
    assert told["visit_go"] == {key: chosen[key] for key in ("kind", "name", "push", "sms")}
    assert (told["visit_go"]["push"], told["visit_go"]["sms"]) == (False, "ALWAYS")
    assert set(told) == {kind for kind in KINDS if not KINDS[kind].fixed}
    assert all(each["name"] for each in told.values())


async def test_helping_is_agreed_and_ended_from_two_phones(db, owner):
    family, aide = await make.family(owner), await make.family(owner)

    invitation = await ask("inviteHelper", family)
    accepted = await ask("acceptHelping", aide, code=invitation["helperCode"])
    await notices.told([family], NOW)
    (notice,) = (await ask("inbox", aide))["notices"]
    mine, theirs = await ask("helpers", family), await ask("helpers", aide)
    ended = await ask("endHelping", aide, helperId=accepted["id"])

    assert invitation["expiresAt"] == "2026-03-03T15:00:00Z"
    assert (mine["helping"], theirs["helpedBy"]) == ([], [])
    assert theirs["helping"] == [{key: accepted[key] for key in ("id", "since", "label")}]
    assert mine["helpedBy"][0]["id"] == accepted["id"]
    assert (notice["forOther"], notice["bookingId"]) == (True, None)
    assert notice["why"] == "Le avisamos porque usted ayuda a otra persona con sus visitas."
    assert ended == {"__typename": "Ended", "id": accepted["id"]}
    assert (await ask("inbox", aide))["notices"] == []


async def test_a_code_of_ones_own_is_refused_in_words(db, owner):
    family = await make.family(owner)
    invitation = await ask("inviteHelper", family)

    refused = await ask("acceptHelping", family, code=invitation["helperCode"])

    assert refused["code"] == "HELPER_IS_YOURSELF"
    assert refused["message"] == "Ese código es suyo. Déselo a la persona que le ayudará."


async def test_a_phone_of_an_earlier_version_still_reads_its_pages(db, owner):
    family = await make.family(owner)
    await notices.told([family], NOW)

    page = await ask("myNotices", family)

    assert len(page["nodes"]) == 1 and page["nodes"][0]["message"].startswith("Se canceló")


@pytest.mark.parametrize(
    "name",
    [
        "inbox", "notice_choices", "helpers", "see_notices", "set_notice_choice", "invite_helper",
        "accept_helping", "end_helping",
    ],
)  # fmt: skip
def test_only_a_family_on_a_trusted_device_comes_near(name):
    rule = (QUERY_RULES | MUTATION_RULES)[name]

    assert (rule.family, rule.provisional, rule.anonymous, rule.roles) == (
        True,
        False,
        False,
        frozenset(),
    )
