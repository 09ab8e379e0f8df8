"""The only reader of the environment. Read once at start; the README's table of settings is tested against it."""

import json
import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

_NAMED = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
DEVELOPMENT_SECRET = "development-secret-never-for-real-people"


class SettingsError(ValueError):
    """A setting is missing or unusable; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between two installations."""

    production: bool = False
    """`ENCUENTRO_PRODUCTION`: trusted documents only, no GraphiQL, no /dev pages, real secrets demanded."""
    database_url: str = ""
    """`DATABASE_URL`: PostgreSQL 15 to 18, as the role the application runs as; empty: the embedded server."""
    database_owner_url: str = ""
    """`DATABASE_OWNER_URL`: the role that owns the tables, for `encuentro migrate`; empty: DATABASE_URL."""
    secret: str = DEVELOPMENT_SECRET
    """`ENCUENTRO_SECRET`: at least 32 signs; tokens, ciphers and blind indexes derive from it."""
    host: str = "127.0.0.1"
    """`ENCUENTRO_HOST`: address to listen on."""
    port: int = 8000
    """`ENCUENTRO_PORT`: port to listen on."""
    address: str = ""
    """`ENCUENTRO_ADDRESS`: where people reach the service, as `https://…`; printed on certificates and in
    addresses of calendars."""
    data_folder: str = ""
    """`ENCUENTRO_DATA`: folder of the embedded server; empty: one chosen for this checkout."""
    postgres_bin: str = ""
    """`ENCUENTRO_POSTGRES_BIN`: folder with `postgres` and `initdb`; empty: the wheel's, then the machine's."""
    page: str = ""
    """`ENCUENTRO_PAGE`: folder of the exported page; empty: this checkout's, when it has been built."""
    pool_size: int = 10
    """`ENCUENTRO_POOL`: database connections of one web process."""
    forwarded_allow_ips: str = "127.0.0.1"
    """`ENCUENTRO_PROXIES`: addresses of proxies whose X-Forwarded-For is believed."""
    metrics_token: str = ""
    """`ENCUENTRO_METRICS_TOKEN`: who shows it may read `/metrics`; empty: nobody in production, else everybody."""
    fcm_credentials: str = ""
    """`ENCUENTRO_FCM_CREDENTIALS`: JSON file of a service account that may push; empty: pushes are printed."""
    fcm_url: str = "https://fcm.googleapis.com"
    """`ENCUENTRO_FCM_URL`: where Firebase Cloud Messaging answers."""
    sms_providers: str = ""
    """`ENCUENTRO_SMS_PROVIDERS`: TOML file that describes the gateways for text messages; empty: they are printed."""
    sms_budget: int = 5000
    """`ENCUENTRO_SMS_BUDGET`: céntimos that text messages may cost on one day. An example: choose your own."""
    sms_reserve: int = 2000
    """`ENCUENTRO_SMS_RESERVE`: of these, the last ones are for sign-in codes and urgent notices. An example too."""
    bank_layout: str = ""
    """`ENCUENTRO_BANK_LAYOUT`: TOML file that describes a bank's files and answers; empty: no payment leaves."""
    bank_url: str = ""
    """`ENCUENTRO_BANK_URL`: where that bank takes payments by https; empty: files are handed over by people."""
    bank_secrets: Mapping[str, str] = field(default_factory=dict)
    """Not of a variable of its own: the values of those that the file of the bank names."""
    sms_secrets: Mapping[str, str] = field(default_factory=dict)
    """Not of a variable of its own: the values of those that the file of gateways names."""

    @property
    def public_address(self) -> str:
        """Without a slash at its end; empty in production where nobody has said it."""
        here = "" if self.production else f"http://{self.host}:{self.port}"
        return self.address.rstrip("/") or here

    def __repr__(self) -> str:
        return f"Settings(production={self.production}, host={self.host}, port={self.port})"


VARIABLES: Mapping[str, str] = {
    "production": "ENCUENTRO_PRODUCTION",
    "database_url": "DATABASE_URL",
    "database_owner_url": "DATABASE_OWNER_URL",
    "secret": "ENCUENTRO_SECRET",
    "host": "ENCUENTRO_HOST",
    "port": "ENCUENTRO_PORT",
    "address": "ENCUENTRO_ADDRESS",
    "data_folder": "ENCUENTRO_DATA",
    "postgres_bin": "ENCUENTRO_POSTGRES_BIN",
    "page": "ENCUENTRO_PAGE",
    "pool_size": "ENCUENTRO_POOL",
    "forwarded_allow_ips": "ENCUENTRO_PROXIES",
    "metrics_token": "ENCUENTRO_METRICS_TOKEN",
    "sms_providers": "ENCUENTRO_SMS_PROVIDERS",
    "sms_budget": "ENCUENTRO_SMS_BUDGET",
    "sms_reserve": "ENCUENTRO_SMS_RESERVE",
    "fcm_credentials": "ENCUENTRO_FCM_CREDENTIALS",
    "fcm_url": "ENCUENTRO_FCM_URL",
    "bank_layout": "ENCUENTRO_BANK_LAYOUT",
    "bank_url": "ENCUENTRO_BANK_URL",
}


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises SettingsError with a sentence on what to change."""
    given: dict[str, str | int | bool | Mapping[str, str]] = {}
    types = {each.name: each.type for each in fields(Settings)}
    for name, variable in VARIABLES.items():
        text = environment.get(variable, "")
        if text:
            given[name] = _parsed(variable, text, types[name])
    for file, values in (("sms_providers", "sms_secrets"), ("bank_layout", "bank_secrets")):
        if file in given:
            given[values] = _named_in(VARIABLES[file], str(given[file]), environment)
    settings = Settings(**given)  # type: ignore[arg-type]  # parsed to each field's type just above
    _check_address(settings)
    if settings.production:
        _check_production(settings)
    return settings


def _parsed(variable: str, text: str, kind: object) -> str | int | bool:
    if kind is bool:
        if text.lower() not in ("0", "1", "true", "false"):
            raise SettingsError(f"{variable} must be 1 or 0, not {text!r}.")
        return text.lower() in ("1", "true")
    if kind is int:
        if not text.isdigit():
            raise SettingsError(f"{variable} must be a whole number, not {text!r}.")
        return int(text)
    return text


def _named_in(variable: str, path: str, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The values of the variables that a TOML file names as `${VARIABLE}`, outside its comments."""
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{variable}: {path} cannot be read: {error}") from error
    names = sorted(set(_NAMED.findall(json.dumps(told, default=str))))
    missing = [name for name in names if not environment.get(name)]
    if missing:
        raise SettingsError(f"{path} needs {', '.join(missing)}: set each to its secret.")
    return {name: environment[name] for name in names}


def _check_address(settings: Settings) -> None:
    wanted = r"https://[^\s/?#]+/?" if settings.production else r"https?://[^\s/?#]+/?"
    if settings.address and not re.fullmatch(wanted, settings.address):
        raise SettingsError(
            "ENCUENTRO_ADDRESS must be a scheme and a name alone, such as https://example.org; https in production."
        )


def _check_production(settings: Settings) -> None:
    if settings.secret == DEVELOPMENT_SECRET or len(settings.secret) < 32:
        raise SettingsError(
            "ENCUENTRO_SECRET must be a random text of at least 32 signs in production; "
            f"for example {secrets.token_urlsafe(32)!r}, kept outside the database."
        )
    if 0 < len(settings.metrics_token) < 16:
        raise SettingsError(
            "ENCUENTRO_METRICS_TOKEN must be a random text of at least 16 signs in production."
        )
    if not settings.database_url:
        raise SettingsError(
            "DATABASE_URL must name a PostgreSQL server in production; "
            "the embedded one is for development and small trials."
        )
