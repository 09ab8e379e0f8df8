"""Settings: read once, refused with a sentence that says what to change."""

from pathlib import Path

import pytest

from backend.settings import DEVELOPMENT_SECRET, VARIABLES, SettingsError, read_settings

GOOD = {
    "ENCUENTRO_PRODUCTION": "1",
    "DATABASE_URL": "postgres://encuentro_app@db/encuentro",
    "ENCUENTRO_SECRET": "x" * 32,
}


def test_nothing_set_is_a_development_installation():
    settings = read_settings({})

    assert (settings.production, settings.port, settings.secret) == (
        False,
        8000,
        DEVELOPMENT_SECRET,
    )


def test_production_with_everything_it_needs_starts():
    assert read_settings(GOOD).production


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"ENCUENTRO_SECRET": ""}, "ENCUENTRO_SECRET"),
        ({"ENCUENTRO_SECRET": DEVELOPMENT_SECRET}, "ENCUENTRO_SECRET"),
        ({"ENCUENTRO_SECRET": "short"}, "ENCUENTRO_SECRET"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"ENCUENTRO_METRICS_TOKEN": "short"}, "ENCUENTRO_METRICS_TOKEN"),
        ({"ENCUENTRO_PORT": "eight"}, "ENCUENTRO_PORT"),
        ({"ENCUENTRO_ADDRESS": "http://example.org"}, "ENCUENTRO_ADDRESS"),
        ({"ENCUENTRO_ADDRESS": "https://example.org/check"}, "ENCUENTRO_ADDRESS"),
        ({"ENCUENTRO_ADDRESS": "example.org"}, "ENCUENTRO_ADDRESS"),
        ({"ENCUENTRO_PRODUCTION": "yes please"}, "ENCUENTRO_PRODUCTION"),
    ],
)
def test_what_cannot_work_is_refused_by_name(change: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        read_settings(GOOD | change)


def test_certificates_lead_to_the_address_that_was_said_and_in_production_to_no_other():
    said = {"ENCUENTRO_ADDRESS": "https://example.org/"}

    assert read_settings(GOOD | said).public_address == "https://example.org"
    assert read_settings(GOOD).public_address == ""
    assert read_settings({"ENCUENTRO_PORT": "9000"}).public_address == "http://127.0.0.1:9000"


def test_a_printed_setting_shows_no_secret():
    assert "xxxx" not in repr(read_settings(GOOD))


GATEWAYS = str(Path(__file__).parent.parent / "seeds" / "sms-gateways.example.toml")


def test_secrets_of_gateways_are_those_that_their_file_names_and_no_others():
    named = {"SMS_UNO_KEY": "one", "SMS_UNO_REPORTS": "two", "SMS_DOS_KEY": "three"}
    settings = read_settings({"ENCUENTRO_SMS_PROVIDERS": GATEWAYS, "OTHER": "never read", **named})

    assert settings.sms_secrets == named
    assert (settings.sms_budget, settings.sms_reserve) == (5000, 2000)


def test_a_file_of_gateways_whose_secrets_are_missing_is_refused_by_their_names(tmp_path):
    with pytest.raises(SettingsError, match="SMS_DOS_KEY, SMS_UNO_REPORTS"):
        read_settings({"ENCUENTRO_SMS_PROVIDERS": GATEWAYS, "SMS_UNO_KEY": "x"})
    with pytest.raises(SettingsError, match="ENCUENTRO_SMS_PROVIDERS"):
        read_settings({"ENCUENTRO_SMS_PROVIDERS": str(tmp_path / "none.toml")})


BANK = str(Path(__file__).parent.parent / "seeds" / "bank-layout.example.toml")


def test_secrets_of_a_bank_are_those_that_its_file_names():
    settings = read_settings({"ENCUENTRO_BANK_LAYOUT": BANK, "BANK_KEY": "one", "SMS_UNO_KEY": "x"})

    assert (settings.bank_secrets, settings.sms_secrets) == ({"BANK_KEY": "one"}, {})
    with pytest.raises(SettingsError, match="BANK_KEY"):
        read_settings({"ENCUENTRO_BANK_LAYOUT": BANK})
    with pytest.raises(SettingsError, match="ENCUENTRO_BANK_LAYOUT"):
        read_settings({"ENCUENTRO_BANK_LAYOUT": "nowhere.toml"})


def test_every_setting_is_in_the_readme():
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")

    assert [variable for variable in VARIABLES.values() if f"`{variable}`" not in readme] == []
