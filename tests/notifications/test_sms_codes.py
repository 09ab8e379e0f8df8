"""Sign-in codes leave as text messages; and how an installation says by whom."""

from datetime import timedelta

import pytest

from backend.core.actor import Family
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.gateways import read_gateways
from backend.notifications.sending.outgoing import outgoing
from backend.notifications.sending.sms import SmsCarrier
from backend.settings import Settings, SettingsError
from tests.identity import make_identity as signing
from tests.identity.make_identity import NOW
from tests.notifications import fake_gateway as fake
from tests.notifications import make_notices as notices
from tests.notifications.test_sms import texting

pytestmark = pytest.mark.anyio


async def test_a_family_signs_in_with_the_code_that_a_gateway_took(db, owner):
    number = signing.phone()
    challenge = await signing.asked(number)
    async with texting() as gateways:
        await gateways.worker.drain(NOW)

    [sent] = gateways.one.taken
    code = "".join(sign for sign in sent["text"] if sign.isdigit())
    answer = await signing.confirmed(challenge, code)
    assert sent["to"] == number
    assert isinstance(await signing.actor(answer), Family)
    assert await owner.fetchval("select id from delivery") == challenge


async def test_a_code_that_no_gateway_took_in_its_time_is_never_sent_late(db, owner):
    await signing.asked(signing.phone())
    async with texting((503, {}), (503, {})) as gateways:
        for minute in (0, 1, 2, 3, 5, 8):
            await gateways.worker.drain(NOW + timedelta(minutes=minute))
        asked = len(gateways.one.asked)
        gateways.one.how = gateways.two.how = "taken"
        await gateways.worker.drain(NOW + timedelta(minutes=10))
        await gateways.worker.drain(NOW + timedelta(minutes=20))

        assert (gateways.one.taken, gateways.two.taken) == ([], [])
    assert asked >= 3
    assert await notices.states(owner, "sms") == {"expired": 1}


async def test_in_development_codes_are_said_on_the_terminal(db):
    number, said = signing.phone(), []
    await signing.asked(number)
    async with outgoing(Settings(), said.append) as dispatchers:
        for dispatcher in dispatchers:
            await dispatcher.drain(NOW)

    code = await signing.code_sent_to(number)
    assert said == [f"  SMS to {number}: Tu codigo es {code}. No lo compartas."]


async def test_production_without_gateways_says_so_and_hands_nothing_over(db, owner, caplog):
    await signing.asked(signing.phone())
    async with outgoing(Settings(production=True), print) as dispatchers:
        for dispatcher in dispatchers:
            await dispatcher.drain(NOW)

    assert "ENCUENTRO_SMS_PROVIDERS is not set" in caplog.text
    assert await notices.states(owner, "sms") == {"queued": 1}


async def test_with_a_file_the_gateways_are_asked():
    settings = Settings(sms_providers=str(fake.EXAMPLE), sms_secrets=fake.SECRETS)
    async with outgoing(settings) as dispatchers:
        _, texts = dispatchers
        assert isinstance(texts, Dispatcher)
        assert isinstance(texts._carrier, SmsCarrier)
        web = texts._carrier._web
    assert web.closed


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("https://sms.ejemplo-uno", "http://sms.ejemplo-uno", "https"),
        ("share = 60", "share = 70", "100"),
        ('name = "ejemplo-dos"', 'name = "ejemplo-uno"', "differ"),
        ('name = "ejemplo-dos"', 'name = "sms"', "'sms'"),
        ('name = "ejemplo-dos"', 'name = "No Good"', "'No Good'"),
        ('means = "quota"', 'means = "perhaps"', "'perhaps'"),
        ('secret = "${SMS_UNO_REPORTS}"', 'secret = "written here"', "variable"),
        ("price = 11", "price = -1", "0 céntimos"),
        ("price = 11", "", "'price'"),
        ("[[gateway]]", "[[gate", "cannot be read"),
    ],
)
def test_a_file_that_cannot_work_is_refused_with_what_is_wrong(tmp_path, old, new, said):
    path = tmp_path / "gateways.toml"
    text = fake.EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(SettingsError, match=said):
        read_gateways(str(path), fake.SECRETS)


def test_two_gateways_that_sign_with_one_secret_are_refused(tmp_path):
    path = tmp_path / "gateways.toml"
    text = fake.EXAMPLE.read_text(encoding="utf-8")
    reports = text[text.index("[gateway.reports]") : text.rindex("[[gateway]]")]
    path.write_text(f"{text}\n{reports}", encoding="utf-8")

    with pytest.raises(SettingsError, match="a secret of its own"):
        read_gateways(str(path), fake.SECRETS)


def test_a_printed_gateway_shows_no_secret():
    assert not [secret for secret in fake.SECRETS.values() if secret in repr((fake.ONE, fake.TWO))]


def test_words_in_a_text_are_not_taken_for_places_of_the_request():
    _, body = fake.ONE.request("+51900000001", "{id} {to}", "key", "delivery")

    assert body == {"to": "+51900000001", "text": "{id} {to}", "reference": "key"}
