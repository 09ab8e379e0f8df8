"""Gateways for text messages, as a file describes them: what they are asked, and what their answers mean.

`seeds/sms-gateways.example.toml` explains every key of the file.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from backend.notifications.rules.verdicts import Answer, Outcome
from backend.settings import SettingsError

MEANINGS: Mapping[str, Outcome] = {
    "taken": Outcome.ACCEPTED,
    "bad_number": Outcome.BAD_ADDRESS,
    "bad_payload": Outcome.BAD_PAYLOAD,
    "unauthorised": Outcome.UNAUTHORISED,
    "quota": Outcome.QUOTA,
    "unavailable": Outcome.UNAVAILABLE,
}
_UNTOLD: Mapping[int, Outcome] = {429: Outcome.QUOTA, 503: Outcome.UNAVAILABLE}
"""What a status means that the file says nothing of; any other: nobody knows whether it was taken."""

RESERVED = frozenset({"sms", "push", "inbox", "fcm", "console"})
_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_SECRET = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
_PLACE = re.compile(r"\{(to|text|id|delivery)\}")
_AT_HOME = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer means that has one of these statuses and, if `at` is given, one of `values` there."""

    outcome: Outcome
    statuses: frozenset[int]
    at: str = ""
    values: frozenset[str] = frozenset()

    def fits(self, status: int, told: object) -> bool:
        """Whether it is about this answer."""
        return status in self.statuses and (
            not self.at or str(inside(told, self.at)) in self.values
        )


@dataclass(frozen=True, slots=True)
class Reports:
    """How a gateway reports: signed how, and where in its bodies what is. `secret` is never shown."""

    secret: bytes = field(repr=False)
    signature: str
    timestamp: str
    signed: str
    receipt_id: str
    receipt_status: str
    receipts: Mapping[str, str]
    """From the gateway's word for what came of a message to ours: delivered, failed or bad_number."""
    incoming_id: str
    incoming_from: str
    incoming_text: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """One gateway. `share`: of a hundred messages, when all is well; `price`: céntimos a part."""

    name: str
    url: str
    share: int
    price: int
    plus: bool
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)
    id_at: str
    meanings: tuple[Meaning, ...]
    reports: Reports | None = None

    def request(self, to: str, text: str, key: str, delivery: str) -> tuple[dict[str, str], Any]:
        """Headers and body of one message. `key`: of this attempt; `delivery`: the same for all its attempts."""
        told = {"to": to if self.plus else to.lstrip("+"), "text": text}
        told |= {"id": key, "delivery": delivery}
        headers = {name: str(_filled(value, told)) for name, value in self.headers.items()}
        return headers, _filled(self.body, told)

    def answer(self, status: int, told: object, wait: int | None) -> Answer:
        """What an answer means. Taken without the id that was promised is not known to be taken."""
        outcome = next(
            (each.outcome for each in self.meanings if each.fits(status, told)),
            _UNTOLD.get(status, Outcome.UNKNOWN),
        )
        if outcome is not Outcome.ACCEPTED:
            return Answer(outcome, wait=wait)
        name = inside(told, self.id_at)
        return Answer(Outcome.UNKNOWN) if name is None else Answer(outcome, str(name))


def inside(told: object, path: str) -> object:
    """What stands at `message.0.id` of something read from JSON; None where there is no such place."""
    for step in path.split("."):
        if isinstance(told, dict):
            told = told.get(step)
        elif isinstance(told, list) and step.isdigit() and int(step) < len(told):
            told = told[int(step)]
        else:
            return None
    return told


def _filled(value: Any, told: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _PLACE.sub(lambda place: told[place[1]], value)
    if isinstance(value, dict):
        return {name: _filled(each, told) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, told) for each in value]
    return value


def read_gateways(path: str, secrets: Mapping[str, str]) -> tuple[Gateway, ...]:
    """The gateways of a file; `secrets`: values of the variables it names as `${VARIABLE}`.

    Raises SettingsError with a sentence on what to change.
    """
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        found = tuple(_gateway(each, secrets) for each in told["gateway"])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    except KeyError as error:
        raise SettingsError(f"{path} does not say {error.args[0]!r} of a gateway.") from error
    if len({each.name for each in found}) < len(found) or sum(each.share for each in found) != 100:
        raise SettingsError(f"{path}: names must differ, and shares must make 100 together.")
    signed = [each.reports.secret for each in found if each.reports]
    if len(set(signed)) < len(signed):  # one could repeat to us what the other reported
        raise SettingsError(f"{path}: each gateway signs its reports with a secret of its own.")
    return found


def _gateway(told: dict[str, Any], secrets: Mapping[str, str]) -> Gateway:
    name, url = told["name"], urlsplit(told["url"])
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise SettingsError(
            f"A gateway cannot be called {name!r}: small letters, digits and dashes."
        )
    if url.scheme != "https" and url.hostname not in _AT_HOME:
        raise SettingsError(f"The gateway {name} must be reached by https.")
    if told["price"] < 0:
        raise SettingsError(f"A part of a message by {name} costs 0 céntimos or more.")
    return Gateway(
        name=name,
        url=told["url"],
        share=int(told["share"]),
        price=int(told["price"]),
        plus=told.get("plus", True),
        headers=dict(_revealed(told.get("headers", {}), secrets)),
        body=told["body"],
        id_at=told["id"],
        meanings=tuple(_meanings(name, told["answers"])),
        reports=_reports(name, told["reports"], secrets) if "reports" in told else None,
    )


def _revealed(values: Mapping[str, str], secrets: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        yield name, _SECRET.sub(lambda found: secrets[found[1]], value)


def _meanings(name: str, told: list[dict[str, Any]]) -> Iterator[Meaning]:
    for each in told:
        if each["means"] not in MEANINGS:
            raise SettingsError(f"An answer of {name} cannot mean {each['means']!r}.")
        yield Meaning(
            MEANINGS[each["means"]],
            frozenset(each["status"]),
            each.get("at", ""),
            frozenset(str(value) for value in each.get("is", ())),
        )


def _reports(name: str, told: dict[str, Any], secrets: Mapping[str, str]) -> Reports:
    if not _SECRET.fullmatch(told["secret"]):
        raise SettingsError(
            f"The secret of {name}'s reports is not kept in a file: name a variable as ${{VARIABLE}}."
        )
    receipt, incoming = told["receipt"], told["incoming"]
    ours = ("delivered", "failed", "bad_number")
    return Reports(
        secret=_SECRET.sub(lambda found: secrets[found[1]], told["secret"]).encode(),
        signature=told["signature"],
        timestamp=told["timestamp"],
        signed=told.get("signed", "{timestamp}.{body}"),
        receipt_id=receipt["id"],
        receipt_status=receipt["status"],
        receipts={str(word): our for our in ours for word in receipt.get(our, ())},
        incoming_id=incoming["id"],
        incoming_from=incoming["from"],
        incoming_text=incoming["text"],
    )
