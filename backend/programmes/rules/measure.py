"""What an office words of its yearly report: the fields of one measure as UNESCO's 2005 Convention asks for them.

The form's fields are those of a copy of Peru's report and of a second page of the same platform (work-and-events facts,
9.4, sources U1 and U3). Codes and fields marked [R] there are recalled and were not checked against the form in force:
they are data, to be replaced when its text is at hand.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any
from urllib.parse import urlsplit

from backend.programmes.rules.checking import LINE, check_text, fine

GOALS = ("governance", "flow", "development", "rights")
"""Goals of the Convention: sustainable governance; balanced flow and mobility; culture in sustainable development
(U5, a weak source); human rights and fundamental freedoms [R]."""

DOMAINS = ("audiovisual", "design", "media_arts", "music", "performing", "publishing", "visual")
"""Cultural domains [R]."""

LEVELS = ("local", "regional", "national", "international")
"""From local to international [R]; what lies between is ours."""

VALUE_CHAIN = ("creation", "production", "distribution", "access")
"""Stages of the value chain [R]."""

CHOICES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "goals": ("goals", GOALS),
    "domains": ("domains", DOMAINS),
    "level": ("level", LEVELS),
    "valueChain": ("value_chain", VALUE_CHAIN),
}
"""By the field that holds them, as the phone calls it: how their words begin, and the codes."""

LONGEST = 8_000
"""Characters of a long answer: an example ceiling, about three pages."""

FIRST_START = 1900
_RATE = re.compile(r"\d{1,4}(\.\d{1,4})?", re.ASCII)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class CultureMeasure:
    """Empty text, () and None are not filled. `rate`: soles for one US dollar, as 3.7512, with its day and source."""

    title: str = ""
    features: str = ""
    results: str = ""
    evaluated: bool | None = None
    conclusions: str = ""
    goals: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    level: str = ""
    start_year: int | None = None
    website: str = ""
    youth: bool | None = None
    value_chain: tuple[str, ...] = ()
    rate: str | None = None
    rate_on: date | None = None
    rate_source: str = ""


UNFILLED = CultureMeasure()


def to_json(measure: CultureMeasure) -> dict[str, Any]:
    """As it is kept: the day as ISO text."""
    on = measure.rate_on
    return {**asdict(measure), "rate_on": on.isoformat() if on else None}


def from_json(kept: Mapping[str, Any]) -> CultureMeasure:
    """What `to_json` made."""
    on = kept["rate_on"]
    lists = {name: tuple(kept[name]) for name in ("goals", "domains", "value_chain")}
    return CultureMeasure(**{**kept, **lists, "rate_on": date.fromisoformat(on) if on else None})


def check_measure(measure: CultureMeasure, year: int, today: date) -> None:
    """Raise BAD_INPUT with the path of the first field that cannot be so, such as `measure.rateOn`.

    Nothing needs to be filled, but a rate comes with its day, which is not still to come, and its source.
    """
    check_text("measure.title", measure.title, LINE)
    for name in ("features", "results", "conclusions"):
        check_text(f"measure.{name}", getattr(measure, name), LONGEST)
    _check_codes("goals", measure.goals)
    _check_codes("domains", measure.domains)
    _check_codes("level", (measure.level,) if measure.level else ())
    start = measure.start_year
    fine("measure.startYear", start is None or FIRST_START <= start <= year)
    check_text("measure.website", measure.website, LINE)
    fine("measure.website", not measure.website or _is_address(measure.website))
    _check_codes("valueChain", measure.value_chain)
    _check_rate(measure, today)


def missing(measure: CultureMeasure) -> tuple[str, ...]:
    """Fields that the form asks for and nobody filled, by their paths on the phone, in the form's order.

    Conclusions are asked for where there was an evaluation.
    """
    asked = {
        "title": measure.title.strip(),
        "features": measure.features.strip(),
        "results": measure.results.strip(),
        "rate": measure.rate,
        "evaluated": measure.evaluated is not None,
        "conclusions": measure.conclusions.strip() or not measure.evaluated,
        "goals": measure.goals,
        "domains": measure.domains,
        "level": measure.level,
        "startYear": measure.start_year is not None,
        "website": measure.website,
        "youth": measure.youth is not None,
        "valueChain": measure.value_chain,
    }
    return tuple(name for name, filled in asked.items() if not filled)


def carried_on(last: CultureMeasure) -> CultureMeasure:
    """What a new year's report begins with: what the last one says of the measure itself, and nothing of its year."""
    return CultureMeasure(
        title=last.title,
        features=last.features,
        goals=last.goals,
        domains=last.domains,
        level=last.level,
        start_year=last.start_year,
        website=last.website,
        youth=last.youth,
        value_chain=last.value_chain,
    )


def dollars(centimos: int, rate: str | None) -> str | None:
    """US dollars with two decimals, half a cent up, of so many céntimos of the sol; None without a rate."""
    if rate is None:
        return None
    with localcontext(
        prec=50
    ):  # no quotient of such numbers comes so near to half a cent and is not it
        found = Decimal(centimos) / 100 / Decimal(rate)
        return str(found.quantize(_CENT, rounding=ROUND_HALF_UP))


def _check_codes(field: str, codes: Iterable[str]) -> None:
    chosen = tuple(codes)
    _, known = CHOICES[field]
    fine(f"measure.{field}", set(chosen) <= set(known) and len(set(chosen)) == len(chosen))


def _check_rate(measure: CultureMeasure, today: date) -> None:
    rate, on = measure.rate, measure.rate_on
    fine("measure.rate", rate is None or (bool(_RATE.fullmatch(rate)) and Decimal(rate) > 0))
    fine("measure.rateOn", (on is None) == (rate is None))
    fine("measure.rateOn", on is None or date(FIRST_START, 1, 1) <= on <= today)
    source = measure.rate_source
    check_text("measure.rateSource", source, LINE, needed=rate is not None)
    fine("measure.rateSource", rate is not None or not source)


def _is_address(website: str) -> bool:
    if not website.isascii() or any(sign.isspace() for sign in website):
        return False
    try:
        address = urlsplit(website)
        return address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        return False
