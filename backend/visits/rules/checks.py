"""What can stand against a visit. Each check yields the reasons it finds, none when all is well."""

from collections.abc import Callable, Iterator

from backend.core.custody import Status
from backend.visits.rules.effects import (
    BookingWindow,
    DocumentsAccepted,
    KinshipAllowed,
    MinorDays,
    MinorsPerAdult,
    PlaceAllowed,
    VisitorsPerVisit,
    WeekdayBySex,
)
from backend.visits.rules.question import PartyMember, Sanction, VisitQuestion
from backend.visits.rules.quota import quota
from backend.visits.rules.reasons import Reason, ReasonCode
from backend.visits.rules.rulebook import Binding
from backend.visits.rules.vocabulary import Kind

Check = Callable[[VisitQuestion, Binding], Iterator[Reason]]


def booking_time(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """Past, closed, not yet open. A visit type that no rule opens cannot be booked at all."""
    slot, now = question.slot, question.now
    if now >= slot.starts_at:
        yield Reason.of(ReasonCode.SLOT_PAST)
    windows = binding.effects(Kind.BOOKING_WINDOW, BookingWindow)
    if not windows:
        yield Reason.of(ReasonCode.NO_RULE)
    for rule, window in windows:
        opens_at, closes_at = window.opens_at(slot.on), window.closes_at(slot.starts_at)
        if now < opens_at:
            yield Reason.of(ReasonCode.TOO_EARLY_TO_BOOK, rule, opens_at=opens_at)
        if closes_at <= now < slot.starts_at:
            yield Reason.of(ReasonCode.BOOKING_CLOSED, rule, closed_at=closes_at)


def closed_day(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """The day is closed, or visits are suspended."""
    if question.slot.closed:
        yield Reason.of(ReasonCode.DAY_CLOSED)
    for rule in binding.of(Kind.SUSPENSION):
        yield Reason.of(ReasonCode.DAY_CLOSED, rule)


def custody(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """The inmate is there to be visited, in that place, with a stage known where it matters."""
    inmate, slot = question.inmate, question.slot
    if inmate.status is not Status.HELD:
        yield Reason.of(ReasonCode.INMATE_NOT_HELD)
    here = inmate.establishment == slot.site.establishment
    if not here or slot.pavilion not in (None, inmate.pavilion):
        yield Reason.of(ReasonCode.INMATE_ELSEWHERE)
    if binding.stage_is_missing:
        yield Reason.of(ReasonCode.STAGE_UNKNOWN)
    for rule, effect in binding.effects(Kind.PLACE, PlaceAllowed):
        if slot.place not in effect.allowed:
            yield Reason.of(ReasonCode.PLACE_NOT_ALLOWED, rule)


def sanctions(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """Bars on the inmate or on a member of the party."""
    if _stopped(question.inmate.sanctions, question):
        yield _cited(ReasonCode.INMATE_SANCTION, binding, Kind.INMATE_SANCTION)
    for member in question.party:
        if _stopped(member.sanctions, question):
            found = _cited(ReasonCode.VISITOR_SANCTION, binding, Kind.VISITOR_SANCTION)
            yield Reason(found.code, found.rule_id, found.rule_version, {"person": member.person})


def ties(question: VisitQuestion, _: Binding) -> Iterator[Reason]:
    """Everybody's tie to the inmate must have been approved."""
    for member in question.party:
        if not member.tie_approved:
            yield Reason.of(ReasonCode.TIE_NOT_APPROVED, person=member.person)


def party_size(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """At least one; at most as many as the strictest rule says."""
    if not question.party:
        yield Reason.of(ReasonCode.PARTY_EMPTY)
    broken = [
        (effect.at_most, rule)
        for rule, effect in binding.effects(Kind.VISITORS_PER_VISIT, VisitorsPerVisit)
        if _counted(question, effect.counts_from_age) > effect.at_most
    ]
    if broken:
        at_most, rule = min(broken, key=lambda pair: pair[0])
        yield Reason.of(ReasonCode.PARTY_TOO_LARGE, rule, at_most=at_most)


def minors(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """Every minor with an adult of the party, and not more than each adult may bring."""
    adults = {member.person for member in question.adults}
    for minor in question.minors:
        if not adults or minor.with_adult not in (None, *adults):
            yield Reason.of(ReasonCode.NO_ADULT, person=minor.person)
    for rule, effect in binding.effects(Kind.MINORS_PER_ADULT, MinorsPerAdult):
        if effect.at_most == 0 and question.minors:
            yield Reason.of(ReasonCode.MINORS_NOT_ADMITTED, rule)
        elif adults and _most_minors(question) > effect.at_most:
            yield Reason.of(ReasonCode.TOO_MANY_MINORS, rule, at_most=effect.at_most)


def minor_days(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """Minors come on their own weekdays, the youngest on any."""
    on = question.slot.on
    for rule, effect in binding.effects(Kind.MINOR_DAYS, MinorDays):
        for minor in question.minors:
            free = minor.age_on(on) < effect.any_day_under
            if not free and on.isoweekday() not in effect.weekdays:
                yield Reason.of(
                    ReasonCode.MINORS_NOT_THAT_DAY,
                    rule,
                    person=minor.person,
                    weekdays=sorted(effect.weekdays),
                )


def kinship(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """Everybody is close enough for every binding rule."""
    for member in question.party:
        for rule, effect in binding.effects(Kind.KINSHIP, KinshipAllowed):
            if not effect.admits(member.kinship):
                yield Reason.of(ReasonCode.KINSHIP_NOT_ALLOWED, rule, person=member.person)
                break


def weekday(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """The session and the weekday are for the sex of every adult."""
    slot = question.slot
    for member in question.adults:
        if slot.visitor_sex not in (None, member.sex):
            yield Reason.of(ReasonCode.WEEKDAY_NOT_FOR_SEX, person=member.person)
    for rule, effect in binding.effects(Kind.WEEKDAY_BY_SEX, WeekdayBySex):
        for member in question.party:
            bound = member.age_on(slot.on) >= effect.from_age
            if bound and not effect.admits(member.sex, slot.on.isoweekday()):
                yield Reason.of(ReasonCode.WEEKDAY_NOT_FOR_SEX, rule, person=member.person)


def documents(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """Everybody shows an accepted document that is valid on the day."""
    for rule, effect in binding.effects(Kind.DOCUMENTS, DocumentsAccepted):
        for member in question.party:
            if member.document_kind not in effect.accepted:
                yield Reason.of(ReasonCode.DOCUMENT_NOT_ACCEPTED, rule, person=member.person)
            elif _expired(member, question):
                yield Reason.of(
                    ReasonCode.DOCUMENT_EXPIRED,
                    rule,
                    person=member.person,
                    valid_until=member.document_valid_until,
                )


def places(question: VisitQuestion, _: Binding) -> Iterator[Reason]:
    """Places are left."""
    if question.slot.full:
        yield Reason.of(ReasonCode.SLOT_FULL)


CHECKS: tuple[Check, ...] = (
    booking_time,
    closed_day,
    party_size,
    minors,
    minor_days,
    kinship,
    weekday,
    documents,
    quota,
    custody,
    sanctions,
    ties,
    places,
)


def _stopped(bars: tuple[Sanction, ...], question: VisitQuestion) -> bool:
    slot = question.slot
    return any(bar.stops(slot.visit_type, slot.site.establishment, slot.on) for bar in bars)


def _cited(code: ReasonCode, binding: Binding, kind: Kind) -> Reason:
    """A sanction's reason with its legal basis, where a rule gives one."""
    return Reason.of(code, next(iter(binding.of(kind)), None))


def _counted(question: VisitQuestion, from_age: int) -> int:
    return sum(member.age_on(question.slot.on) >= from_age for member in question.party)


def _most_minors(question: VisitQuestion) -> int:
    """The most minors that any adult of the party has to look after, spread as well as possible."""
    named = [minor.with_adult for minor in question.minors if minor.with_adult is not None]
    spread = -(-len(question.minors) // len(question.adults))
    return max([spread, *(named.count(person) for person in named)])


def _expired(member: PartyMember, question: VisitQuestion) -> bool:
    until = member.document_valid_until
    return until is not None and until < question.slot.on
