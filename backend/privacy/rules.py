"""From what is held about an account to words and values that a person can read and keep."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from backend.core.clock import LIMA
from backend.core.ids import printed_number
from backend.core.money import soles
from backend.privacy.words import Words

Row = Mapping[str, Any]
File = dict[str, Any]

AT_MOST: Mapping[str, int] = {
    "people": 200,
    "ties": 500,
    "visits": 1000,
    "answers": 500,
    "notices": 500,
    "choices": 100,
    "pushes": 100,
    "helpers": 100,
    "allowed": 100,
    "readings": 500,
    "questions": 200,
    "remittances": 200,
    "certificates": 200,
    "devices": 100,
}
"""The newest of each list are in the file: less than 2 MB, whoever asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held: rows of each list, one more than `AT_MOST` where there are more."""

    account: Row
    people: Sequence[Row]
    ties: Sequence[Row]
    visits: Sequence[Row]
    answers: Sequence[Row]
    notices: Sequence[tuple[datetime, str]]
    choices: Sequence[Row]
    pushes: Sequence[Row]
    helpers: Sequence[Row]
    allowed: Sequence[Row]
    readings: Sequence[Row]
    questions: Sequence[Row]
    remittances: Sequence[Row]
    certificates: Sequence[Row]
    devices: Sequence[Row]
    inmates: Mapping[UUID, Row]
    places: Mapping[str, Row]


def file_of(held: Held, language: str, now: datetime) -> File:
    """The whole file, in the language of whoever asks; days and hours as clocks in Lima show them."""
    words = Words(language)
    names = {person["id"]: _name(person) for person in held.people}
    ties = [_tie(words, tie, names, held) for tie in _shown(held.ties, "ties")]
    lists = {
        "people": [_person(words, each, names) for each in _shown(held.people, "people")],
        "waiting": [tie for state, tie in ties if state == "received"],
        "ties": [tie for state, tie in ties if state != "received"],
        "visits": [_visit(words, each) for each in _shown(held.visits, "visits")],
        "answers": [_answer(words, each) for each in _shown(held.answers, "answers")],
        "notices": [_notice(words, *each) for each in _shown(held.notices, "notices")],
        "choices": [_choice(words, each) for each in _shown(held.choices, "choices")],
        "pushes": [_push(words, each) for each in _shown(held.pushes, "pushes")],
        "helpers": [_helper(words, each) for each in _shown(held.helpers, "helpers")],
        "allowed": [_allowed(words, each) for each in _shown(held.allowed, "allowed")],
        "readings": [_reading(words, each) for each in _shown(held.readings, "readings")],
        "questions": [_question(words, each) for each in _shown(held.questions, "questions")],
        "remittances": [
            _remittance(words, each) for each in _shown(held.remittances, "remittances")
        ],
        "certificates": [
            _certificate(words, each) for each in _shown(held.certificates, "certificates")
        ],
        "devices": [_device(words, each) for each in _shown(held.devices, "devices")],
    }
    return {
        words["as_of"]: _moment(now),
        words["account"]: _account(words, held.account),
        **{words[name]: rows for name, rows in lists.items()},
        words["left_out"]: list(_left_out(words, held)),
    }


def _shown(rows: Sequence[Any], name: str) -> Sequence[Any]:
    return rows[: AT_MOST[name]]


def _left_out(words: Words, held: Held) -> Iterable[str]:
    for name, count in AT_MOST.items():
        if len(getattr(held, name)) > count:
            yield words["only_newest"].format(list=words[name], count=count)


def _account(words: Words, account: Row) -> File:
    start, end = account["quiet_from"], account["quiet_to"]
    hours = words["from_to"].format(start=_hour(start), end=_hour(end)) if start else None
    return _labelled(
        words,
        phone=account["phone"],
        language=words.of("languages", account["language"]),
        since=account["created_at"],
        discreet=account["discreet"],
        quiet=hours or words["none"],
    )


def _person(words: Words, person: Row, names: Mapping[UUID, str]) -> File:
    consent = person["consent"]
    return _labelled(
        words,
        given_names=person["given_names"],
        surnames=person["surnames"],
        sex=words.of("sexes", person["sex"]),
        born_on=person["born_on"],
        nationality=person["nationality"],
        document_kind=words.of("documents", person["document_kind"]),
        document_number=person["document_number"],
        document_valid_until=person["document_valid_until"],
        capacity=words.of("capacities", person["capacity"]),
        guardian=names.get(person["guardian_id"]),
        added_at=person["created_at"],
        ended_at=person["ended_at"],
        consent=consent and _consent(words, consent, names),
    )


def _consent(words: Words, consent: Row, names: Mapping[UUID, str]) -> File:
    return _labelled(
        words,
        consent_words=consent["words"],
        consent_by=names.get(UUID(consent["obtained_by"])),
        consent_how=words.of("hows", consent["how"]),
        consent_at=datetime.fromisoformat(consent["at"]),
    )


def _tie(words: Words, tie: Row, names: Mapping[UUID, str], held: Held) -> tuple[str, File]:
    """Its state, and what the screens show of it: no reason, no officer, and of the other person only a name."""
    asked, inmate = tie["asked"], held.inmates.get(tie["inmate_id"])
    place = held.places.get(asked.get("establishment_id"))
    wrote = f"{asked['given_names']} {asked['surnames']}" if "surnames" in asked else None
    state = "not_confirmed" if tie["state"] == "refused" else tie["state"]
    return state, _labelled(
        words,
        visitor=names.get(tie["visitor_id"]),
        person_visited=inmate and _name(inmate),
        asked_names=wrote,
        asked_year=asked.get("born_year"),
        place=place and place["name"],
        kinship=words.of("kinships", tie["kinship"]),
        state=words.of("states", state),
        asked_at=tie["asked_at"],
        decided_at=tie["decided_at"],
    )


def _visit(words: Words, visit: Row) -> File:
    reason = visit["cancel_reason"]
    known = reason if reason in ("family", "closed_day", "event", "rule_change") else "other"
    starts, ends = _clock(visit["starts_at"]), _clock(visit["ends_at"])
    return _labelled(
        words,
        reference=visit["reference"],
        visit_on=visit["visit_on"],
        hours=words["from_to"].format(start=_hour(starts), end=_hour(ends)),
        place=visit["establishment"]["name"],
        person_visited=visit["inmate"] and _name(visit["inmate"]),
        party=[_name(person) for person in visit["party"] or ()],
        state=words.of("states", visit["state"]),
        called_off=reason and words.of("reasons", known),
        booked_at=visit["booked_at"],
    )


def _answer(words: Words, answer: Row) -> File:
    """What the household said and how it stands; of an end that was not theirs no reason, as on the screens."""
    starts = answer["starts_at"].astimezone(LIMA)
    return _labelled(
        words,
        activity=answer["title"],
        visit_on=starts.date(),
        hours=_hour(starts.time()),
        place=answer["place"],
        party=[_name(person) for person in answer["party"] or ()],
        state=words.of("answer_states", answer["state"]),
        called_off=words.of("reasons", "family") if answer["why"] == "own_wish" else None,
        asked_at=answer["asked_at"],
    )


def _notice(words: Words, told_at: datetime, message: str) -> File:
    return _labelled(words, told_at=told_at, message=message)


def _choice(words: Words, choice: Row) -> File:
    return _labelled(
        words, chosen=choice["name"], push=choice["push"], sms=words.of("texts", choice["sms"])
    )


def _push(words: Words, device: Row) -> File:
    return _labelled(
        words,
        address=words.of("addresses", device["kind"]),
        registered_at=device["registered_at"],
        used_at=device["last_seen_at"],
        closed_at=device["revoked_at"],
    )


def _helper(words: Words, helper: Row) -> File:
    return _labelled(
        words,
        help=words.of("sides", "helping" if helper["helping"] else "helped"),
        other=helper["label"],
        invited_at=helper["invited_at"],
        since=helper["accepted_at"],
        ended_at=helper["ended_at"],
    )


def _allowed(words: Words, consent: Row) -> File:
    return _labelled(
        words,
        may_read=words.of("categories", consent["category"]),
        since=consent["given_on"],
        ended_at=consent["revoked_at"],
    )


def _reading(words: Words, reading: Row) -> File:
    read = "one_statement" if reading["whole"] else reading["about"]
    return _labelled(words, read=words.of("looks", read), read_at=reading["read_at"])


def _remittance(words: Words, remittance: Row) -> File:
    return _labelled(
        words,
        remittance_number=remittance["reference"],
        amount=soles(remittance["amount"]),
        state=words.of("remittance_states", remittance["state"]),
        asked_at=remittance["asked_at"],
        moved_at=remittance["moved_at"],
    )


def _question(words: Words, question: Row) -> File:
    return _labelled(
        words,
        question=question["words"],
        asked_at=question["asked_at"],
        due_on=question["due_on"],
        answer=question["answer"],
        decided_at=question["answered_at"],
    )


def _certificate(words: Words, certificate: Row) -> File:
    return _labelled(
        words,
        number=printed_number(certificate["number"]),
        month=f"{certificate['month']:%m/%Y}",
        total=soles(certificate["total"]),
        asked_at=certificate["issued_at"],
    )


def _device(words: Words, session: Row) -> File:
    return _labelled(
        words,
        device=session["device_label"],
        began_at=session["created_at"],
        used_at=session["refreshed_at"],
        closed_at=session["ended_at"],
        trusted=not session["provisional"],
    )


def _labelled(words: Words, **values: Any) -> File:
    """Words and values; what there is not is left out."""
    return {
        words[name]: _plain(words, value) for name, value in values.items() if value is not None
    }


def _plain(words: Words, value: Any) -> Any:
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if isinstance(value, datetime):
        return _moment(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def _name(person: Row) -> str:
    return f"{person['given_names']} {person['surnames']}"


def _clock(instant: datetime) -> time:
    return instant.astimezone(LIMA).time()


def _hour(hour: time) -> str:
    return f"{hour:%H:%M}"


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(LIMA):%d/%m/%Y %H:%M}"
