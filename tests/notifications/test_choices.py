"""What a family chose is what happens; what keeps its account safe is not a choice."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.core.actor import Family
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import reading
from backend.notifications import commands, queries
from backend.notifications.kinds import KINDS, Sms
from backend.notifications.rules.choices import all_choices
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from tests import make
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAST = Limits(first=100_000, most=100_000)


async def choose(family: Family, kind: str, *, push: bool, sms: Sms) -> None:
    await commands.set_notice_choice(family, new_id(), kind=kind, push=push, sms=sms, now=NOW)


async def chosen(family: Family) -> dict[tuple[str, str], str]:
    async with reading(family) as tx:
        return dict(await queries.chosen(tx, family))


async def sent(*channels: str) -> list[str]:
    """What the carriers of these channels were handed, by channel and kind."""
    carrier = notices.FakeCarrier()
    for seconds, channel in enumerate(channels or ("push", "sms")):
        await Dispatcher(channel, carrier, FAST).drain(NOW + timedelta(seconds=seconds))
    return [f"{letter.channel} {letter.kind}" for letter, _, _ in carrier.letters]


async def test_only_what_differs_is_kept(db, owner):
    family = await make.family(owner)

    await choose(family, "visit_booked", push=True, sms=Sms.INSTEAD)
    assert await chosen(family) == {}

    await choose(family, "visit_booked", push=False, sms=Sms.NEVER)
    await choose(family, "visit_go", push=True, sms=Sms.ALWAYS)
    assert await chosen(family) == {
        ("visit_booked", "push"): "off",
        ("visit_booked", "sms"): "never",
        ("visit_go", "sms"): "always",
    }

    await choose(family, "visit_booked", push=True, sms=Sms.NEVER)
    await choose(family, "visit_go", push=True, sms=Sms.INSTEAD)
    assert await chosen(family) == {("visit_booked", "sms"): "never"}


async def test_choices_are_told_for_every_kind_that_has_them(db, owner):
    family = await make.family(owner)
    await choose(family, "visit_booked", push=False, sms=Sms.ALWAYS)

    told = {each.kind: (each.push, each.sms) for each in all_choices(await chosen(family))}

    assert told["visit_booked"] == (False, Sms.ALWAYS)
    assert told["visit_called_off"] == (True, Sms.INSTEAD)
    assert set(told) == {kind for kind in KINDS if not KINDS[kind].fixed}


@pytest.mark.parametrize("kind", sorted(kind for kind in KINDS if KINDS[kind].fixed))
async def test_what_keeps_an_account_safe_cannot_be_switched_off(db, owner, kind):
    family = await make.family(owner)

    with pytest.raises(DomainError) as refused:
        await choose(family, kind, push=False, sms=Sms.NEVER)

    assert refused.value.code is Code.NOTICE_FIXED
    assert await chosen(family) == {}


async def test_a_kind_that_there_is_not_cannot_be_chosen(db, owner):
    family = await make.family(owner)

    with pytest.raises(DomainError) as refused:
        await choose(family, "weather", push=False, sms=Sms.NEVER)

    assert refused.value.code is Code.BAD_INPUT


@pytest.mark.parametrize(
    ("push", "sms", "handed"),
    [
        (True, Sms.NEVER, ["push visit_called_off"]),
        (True, Sms.INSTEAD, ["push visit_called_off"]),
        (True, Sms.ALWAYS, ["push visit_called_off", "sms visit_called_off"]),
        (False, Sms.NEVER, []),
        (False, Sms.INSTEAD, ["sms visit_called_off"]),
        (False, Sms.ALWAYS, ["sms visit_called_off"]),
    ],
)
async def test_a_notice_goes_as_it_was_chosen(db, owner, push, sms, handed):
    family = await make.family(owner)
    await notices.phone(owner, family)
    await choose(family, "visit_called_off", push=push, sms=sms)

    await notices.told([family], NOW)

    assert await sent() == handed
    reason = await owner.fetchval("select reason from delivery where channel = 'push'")
    assert reason == (None if push else "choice")
    assert await notices.states(owner, "inbox") == {"accepted": 1}


async def test_a_choice_made_after_a_notice_was_owed_counts(db, owner):
    family = await make.family(owner)
    await notices.phone(owner, family)
    await notices.told([family], NOW)

    await choose(family, "visit_called_off", push=False, sms=Sms.NEVER)

    assert await sent() == []


async def test_a_choice_kept_for_a_fixed_kind_changes_nothing(db, owner):
    """Nobody can make one; were there one, it would not be heeded."""
    family = await make.family(owner)
    await notices.phone(owner, family)
    await owner.execute(
        "insert into notice_choice (account_id, kind, channel, choice)"
        " values ($1, 'sign_in_new_device', 'push', 'off')",
        family.account_id,
    )

    await notices.told([family], NOW, kind="sign_in_new_device")

    assert await sent() == ["push sign_in_new_device"]


async def test_one_familys_choice_is_no_others(db, owner):
    family, other = await make.family(owner), await make.family(owner)
    for each in (family, other):
        await notices.phone(owner, each)
    await choose(family, "visit_called_off", push=False, sms=Sms.NEVER)

    await notices.told([family, other], NOW)

    assert await sent() == ["push visit_called_off"]
    assert await chosen(other) == {}


async def test_a_discreet_phone_gets_pushes_that_say_nothing_and_no_text_message(db, owner):
    family = await make.family(owner)
    await notices.phone(owner, family)
    await owner.execute("update account set discreet = true")
    await choose(family, "visit_called_off", push=True, sms=Sms.ALWAYS)
    carrier = notices.FakeCarrier()

    await notices.told([family], NOW)
    for channel in ("push", "sms"):
        await Dispatcher(channel, carrier, FAST).drain(NOW)

    assert [(letter.channel, letter.discreet) for letter, _, _ in carrier.letters] == [
        ("push", True)
    ]
    assert await owner.fetchval("select reason from delivery where channel = 'sms'") == "discreet"


async def test_everybody_is_written_to_in_their_own_language(db, owner):
    families = [await make.family(owner, language=language) for language in ("quz", "ay", "es")]
    for family in families:
        await notices.phone(owner, family)
    carrier = notices.FakeCarrier()

    await notices.told(families, NOW)
    await Dispatcher("push", carrier, FAST).drain(NOW)

    assert sorted(letter.language for letter, _, _ in carrier.letters) == ["ay", "es", "quz"]
