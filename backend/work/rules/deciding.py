"""What becomes of each row of a batch: recorded, known, in conflict with what stands, or refused with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from backend.core.clock import lima_day
from backend.work.rules.books import Books, Enrolled, Standing
from backend.work.rules.counting import countable, flags, not_counted
from backend.work.rules.records import MINUTES_A_DAY, NewRecord, check_can_be, digest
from backend.work.rules.vocabulary import Basis, Flag, NotCounted, Outcome, Reason, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """On one row. `stands` is the record known already, or the rival; `facts` explain a refusal."""

    record: NewRecord
    outcome: Outcome
    enrolled: Enrolled | None = None
    reason: Reason | None = None
    facts: dict[str, object] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    not_counted: NotCounted | None = None
    authorisation_id: UUID | None = None
    stands: UUID | None = None

    @property
    def countable_minutes(self) -> int:
        return countable(self.record.minutes, self.not_counted)


def decide(
    records: Iterable[NewRecord], books: Books, author: UUID, now: datetime
) -> list[Verdict]:
    """A verdict on each row, in order; `books` hold the recorded ones afterwards."""
    return [_verdict(record, books, author, now) for record in records]


def refused(record: NewRecord, reason: Reason, **facts: object) -> Verdict:
    """A row that is not taken."""
    return Verdict(record=record, outcome=Outcome.REFUSED, reason=reason, facts=facts)


def _verdict(record: NewRecord, books: Books, author: UUID, now: datetime) -> Verdict:
    try:
        check_can_be(record, now)
        enrolled = _enrolled(record, books)
        if (before := _said_before(record, enrolled, books)) is not None:
            return before
        _check_person(record, enrolled, books)
        _check_hours_free(record, enrolled, books)
        _check_prices(record, enrolled, books)
    except Refused as no:
        return refused(record, no.reason, **no.facts)
    code = not_counted(record, enrolled, books)
    verdict = Verdict(
        record=record,
        outcome=Outcome.RECORDED,
        enrolled=enrolled,
        flags=flags(record, enrolled, books),
        not_counted=code,
        authorisation_id=books.authorisation(record.worked_on, enrolled.workshop_id),
    )
    books.enter([_standing(record, enrolled, author, now)])
    return verdict


def _enrolled(record: NewRecord, books: Books) -> Enrolled:
    enrolled = books.enrolments.get(record.enrolment_id)
    if enrolled is None:
        raise Refused(Reason.ENROLMENT_UNKNOWN)
    return enrolled


def _said_before(record: NewRecord, enrolled: Enrolled, books: Books) -> Verdict | None:
    """The same words again are known, under whatever id; other words for the same id or shift are a conflict."""
    said = digest(record)
    kept = books.settled.get((record.id, said))
    if kept is not None:
        return Verdict(record=record, outcome=Outcome.KNOWN, enrolled=enrolled, stands=kept)
    stands = books.by_id.get(record.id) or books.rival(_key(record, enrolled))
    if stands is None:
        return None
    outcome = Outcome.KNOWN if stands.digest == said else Outcome.CONFLICT
    return Verdict(record=record, outcome=outcome, enrolled=enrolled, stands=stands.id)


def _key(record: NewRecord, enrolled: Enrolled) -> tuple[UUID, date, int, UUID]:
    return (enrolled.inmate_id, record.worked_on, record.shift, enrolled.workshop_id)


def _check_person(record: NewRecord, enrolled: Enrolled, books: Books) -> None:
    """To have worked must have been possible; not to have worked always is."""
    day = record.worked_on
    if (enrolled.workshop_id, day.replace(day=1)) in books.closed_months:
        raise Refused(Reason.MONTH_CLOSED, month=day.replace(day=1))
    if record.ends_at is None:
        return
    if day < enrolled.started_on or (enrolled.ended_on is not None and day > enrolled.ended_on):
        raise Refused(
            Reason.NOT_ENROLLED, started_on=enrolled.started_on, ended_on=enrolled.ended_on
        )
    withdrawn = enrolled.withdrawn_on is not None and day > enrolled.withdrawn_on
    if day < enrolled.consent_on or withdrawn:
        raise Refused(Reason.NO_CONSENT, withdrawn_on=enrolled.withdrawn_on)
    if not all(books.is_inside(enrolled.inmate_id, on) for on in (day, lima_day(record.ends_at))):
        raise Refused(Reason.NOT_INSIDE, worked_on=day)


def _check_hours_free(record: NewRecord, enrolled: Enrolled, books: Books) -> None:
    if record.begins_at is None or record.ends_at is None:
        return
    for other in books.live_of(enrolled.inmate_id):
        if other.overlaps(record.begins_at, record.ends_at):
            hours = {"begins_at": other.begins_at, "ends_at": other.ends_at}
            raise Refused(Reason.OVERLAP, record_id=other.id, **hours)
    if books.minutes_on(enrolled.inmate_id, record.worked_on) + record.minutes > MINUTES_A_DAY:
        raise Refused(Reason.OVER_24H, worked_on=record.worked_on)


def _check_prices(record: NewRecord, enrolled: Enrolled, books: Books) -> None:
    for piece in record.pieces:
        price = books.prices.get((piece.price_id, record.worked_on))
        if price is None or price.workshop_id != enrolled.workshop_id:
            raise Refused(Reason.PRICE_UNKNOWN, price_id=piece.price_id)
        if price.grade not in (None, enrolled.grade):
            raise Refused(Reason.PRICE_OF_GRADE, price_id=piece.price_id)
        if not price.live:
            raise Refused(Reason.PRICE_NOT_LIVE, price_id=piece.price_id)
        most = {Basis.HOUR: record.minutes, Basis.DAY: 1, Basis.SUBSIDY: 1}.get(Basis(price.basis))
        if (most is not None and piece.made > most) or (
            price.basis != Basis.PIECE and piece.rejected
        ):
            raise Refused(Reason.PIECES_NOT_VALID, price_id=piece.price_id)


def _standing(record: NewRecord, enrolled: Enrolled, author: UUID, now: datetime) -> Standing:
    return Standing(
        id=record.id,
        inmate_id=enrolled.inmate_id,
        workshop_id=enrolled.workshop_id,
        worked_on=record.worked_on,
        shift=record.shift,
        begins_at=record.begins_at,
        ends_at=record.ends_at,
        minutes=record.minutes,
        live=True,
        digest=digest(record),
        recorded_at=now,
        recorded_by=author,
    )
