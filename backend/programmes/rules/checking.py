"""Whether what somebody wrote of an event can be so: each refusal is BAD_INPUT with the path of the field."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from unicodedata import category
from urllib.parse import urlsplit

from backend.core.clock import lima_day
from backend.core.custody import STAGES
from backend.core.errors import Code, DomainError
from backend.core.text import DEFAULT_LANGUAGE, LANGUAGES
from backend.programmes.rules.content import (
    Access,
    Content,
    Dates,
    Entry,
    Places,
    TakesPart,
    Venue,
    Words,
)
from backend.programmes.rules.series import (
    LONGEST,
    MOST_DATES,
    NoSeries,
    key_day,
    series_days,
    wanted_dates,
)
from backend.programmes.rules.telling import check_for_everybody
from backend.programmes.rules.vocabulary import Audience, ExceptionKind, VisitEffect, Where

TITLE, LINE, TEXT, ACT = 120, 200, 2000, 80
"""Longest texts, in characters; of an act its number."""

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 24 * 60
MOST_GUESTS = 100_000
MOST_WORKS, MOST_PLACES, MOST_SPOKEN = 60, 100, 12
_UNTYPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_TYPED = frozenset("\u200d")  # joins signs of one emoji
_LINES = frozenset("\n\t")


def fine(field: str, so: bool) -> None:
    """Raise BAD_INPUT naming the field unless it is so."""
    if not so:
        raise DomainError(Code.BAD_INPUT, field=field)


def check_text(field: str, words: str, longest: int, *, needed: bool = False) -> None:
    """Raise BAD_INPUT for what is too long, holds signs that nobody types, or is missing though `needed`.

    Only long texts have lines.
    """
    typed = all(
        category(sign) not in _UNTYPED or sign in _TYPED or (sign in _LINES and longest >= TEXT)
        for sign in words
    )
    fine(field, typed and len(words) <= longest and (not needed or bool(words.strip())))


def check_content(content: Content) -> None:
    """Raise BAD_INPUT with the path of the first field that cannot be so, such as `dates.rule`."""
    check_text("title", content.title, TITLE, needed=True)
    check_text("summary", content.summary, TEXT)
    _check_venue(content.venue, content.audience)
    _check_dates(content)
    _check_words(content.words)
    fine("works", len(content.works) <= MOST_WORKS)
    for work in content.works:
        check_text("works.title", work.title, LINE, needed=True)
        check_text("works.author", work.author, LINE)
    also = content.also_at
    fine("alsoAt", len(also) <= MOST_PLACES and len(set(also)) == len(also))
    _check_effect(content)
    _check_places(content.places)
    fine("answers.closeHours", 0 <= content.answers.close_hours <= 24 * 60)
    fine("answers.offerHours", 1 <= content.answers.offer_hours <= 14 * 24)
    _check_entry(content.entry)
    _check_access(content.access)
    _check_takes_part(content.takes_part)
    check_for_everybody(content)


def check_to_come(content: Content, now: datetime) -> None:
    """Raise BAD_INPUT unless the first day of an event that families never saw is still to come."""
    fine("dates.firstOn", content.dates.first_on >= lima_day(now))
    fine("dates", all(each.starts_at > now for each in wanted_dates(content)))


def _check_effect(content: Content) -> None:
    """Visits are of an establishment: what happens elsewhere does nothing to them, and none lasts over midnight."""
    if content.effect is VisitEffect.NONE:
        return
    fine("effect", content.venue.where is Where.INSIDE)
    if content.effect is VisitEffect.EXTENDS:
        dates = wanted_dates(content)
        fine("effect", all(lima_day(each.doors_at) == lima_day(each.ends_at) for each in dates))


def _check_venue(venue: Venue, audience: Audience) -> None:
    check_text("venue.room", venue.room, TITLE, needed=venue.where is Where.INSIDE)
    outside = venue.where is Where.OUTSIDE
    check_text("venue.name", venue.name, TITLE, needed=outside)
    check_text("venue.address", venue.address, LINE, needed=outside)
    check_text("venue.link", venue.link, LINE)
    fine("audience", (audience is Audience.ONLINE) == (venue.where is Where.ONLINE))
    if venue.link or venue.where is Where.ONLINE:
        fine("venue.link", _is_link(venue.link))


def _is_link(link: str) -> bool:
    if not link.isascii() or any(sign.isspace() for sign in link):
        return False
    try:
        address = urlsplit(link)
        return address.scheme == "https" and bool(address.hostname) and not address.username
    except ValueError:
        return False


def _check_dates(content: Content) -> None:
    dates = content.dates
    fine("dates.minutes", SHORTEST_MINUTES <= dates.minutes <= LONGEST_MINUTES)
    fine("dates.doorsMinutes", 0 <= dates.doors_minutes <= 12 * 60)
    check_text("dates.rule", dates.rule, LINE)
    try:
        days = series_days(dates)
    except NoSeries as error:
        raise DomainError(Code.BAD_INPUT, field="dates.rule") from error
    fine("dates.rule", days[0] == dates.first_on)
    _check_exceptions(dates)
    for extra in dates.extra:
        fine("dates.extra.on", dates.first_on <= extra.on <= dates.first_on + LONGEST)
        fine("dates.extra.minutes", SHORTEST_MINUTES <= extra.minutes <= LONGEST_MINUTES)
    fine("dates.extra", len(days) + len(dates.extra) <= MOST_DATES)
    planned = sorted((each.on, each.at) for each in dates.extra)
    planned += [(day, dates.at) for day in days]
    fine("dates.extra", len(set(planned)) == len(planned))
    try:
        wanted_dates(content)
    except NoSeries as error:
        raise DomainError(Code.BAD_INPUT, field="dates.extra") from error


def _check_exceptions(dates: Dates) -> None:
    keys = [each.key for each in dates.exceptions]
    fine("dates.exceptions", len(keys) <= MOST_DATES and len(set(keys)) == len(keys))
    for each in dates.exceptions:
        try:
            key_day(each.key)
        except ValueError as error:
            raise DomainError(Code.BAD_INPUT, field="dates.exceptions.key") from error
        moved = each.kind is ExceptionKind.MOVED
        check_text("dates.exceptions.why", each.why, LINE, needed=not moved)
        new = (each.on, each.at, each.minutes)
        # A date without new hours is not moved; one that is called off, or waits for a day, has none.
        fine("dates.exceptions.on", moved == any(part is not None for part in new))
        fine(
            "dates.exceptions.on",
            each.on is None or abs(each.on - dates.first_on) <= 2 * LONGEST,
        )
        fine(
            "dates.exceptions.minutes",
            each.minutes is None or SHORTEST_MINUTES <= each.minutes <= LONGEST_MINUTES,
        )


def _check_words(words: Iterable[Words]) -> None:
    languages = sorted(each.language for each in words)
    known = set(LANGUAGES) - {DEFAULT_LANGUAGE}
    fine(
        "words.language",
        known.issuperset(languages) and all(a != b for a, b in pairwise(languages)),
    )
    for each in words:
        check_text("words.title", each.title, TITLE, needed=True)
        check_text("words.summary", each.summary, TEXT)


def _check_places(places: Places) -> None:
    for name in ("people", "adults", "children"):
        most: int | None = getattr(places, name)
        fine(f"places.{name}", most is None or 1 <= most <= MOST_GUESTS)
    fine("places.partyAdults", 1 <= places.party_adults <= 10)
    fine("places.partyChildren", 0 <= places.party_children <= 10)


def _check_entry(entry: Entry) -> None:
    fine("entry.arriveMinutes", 0 <= entry.arrive_minutes <= 12 * 60)
    for name in ("documents", "dress", "bring", "forbidden"):
        check_text(f"entry.{name}", getattr(entry, name), TEXT)
    fine("entry.leastAge", entry.least_age is None or 0 <= entry.least_age <= 120)


def _check_access(access: Access) -> None:
    fine("access.spoken", len(access.spoken) <= MOST_SPOKEN)
    for language in access.spoken:
        check_text("access.spoken", language, 40, needed=True)
    check_text("access.note", access.note, TEXT)


def _check_takes_part(asked: TakesPart) -> None:
    for name in ("sexes", "stages", "regimes"):
        said = getattr(asked, name)
        fine(f"takesPart.{name}", len(set(said)) == len(said))
    of_them = {stage for regime in asked.regimes or STAGES for stage in STAGES[regime]}
    fine("takesPart.stages", of_them.issuperset(asked.stages))
    check_text("takesPart.approval", asked.approval, ACT)


SHORTEST_WHY, LONGEST_WHY = 3, LINE


def check_why(why: str) -> None:
    """Raise BAD_INPUT unless a reason says something."""
    check_text("why", why, LONGEST_WHY)
    fine("why", len(why.strip()) >= SHORTEST_WHY)
