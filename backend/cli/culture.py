"""Command of the yearly report of culture: of one establishment, or of the whole country."""

import tomllib
from contextlib import ExitStack
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from backend.cli.running import Add, Arguments, new_file, on_database, refused, said
from backend.core.actor import System
from backend.core.clock import lima_day
from backend.core.errors import DomainError
from backend.core.text import explain
from backend.database import transaction
from backend.programmes.commands.culture import gather
from backend.programmes.culture_paper import culture_paper
from backend.programmes.printing_culture import CultureFormat, culture_file
from backend.programmes.rules.figures import check_year
from backend.programmes.rules.measure import UNFILLED, CultureMeasure, check_measure
from backend.settings import Settings

_PATIENT = "set local statement_timeout = '5min'"
"""Nobody waits at a screen, and a country has many dates."""

_LISTS = ("goals", "domains", "value_chain")


class MeasureError(ValueError):
    """A file of a measure that cannot be used, in words for whoever wrote it."""


def add_culture(add: Add) -> None:
    """Its words."""
    report = add("culture-report", _culture_report, "a year's activities as a file to send in")
    report.add_argument("--year", type=int, required=True)
    report.add_argument("--establishment", help="one place's code; without it, the whole country")
    for kind in CultureFormat:
        report.add_argument(f"--{kind}", type=Path, metavar="FILE", help=f"a new {kind.name} file")
    report.add_argument(
        "--measure", type=Path, metavar="TOML", help="the form's words: title, features, results…"
    )
    report.add_argument("--language", choices=("es", "en"), default="es")
    report.add_argument(
        "--small-counts",
        action="store_true",
        help="say counts of 1 to 4 people too: not to publish",
    )


def _culture_report(arguments: Arguments, settings: Settings) -> int:
    files = {kind: file for kind in CultureFormat if (file := getattr(arguments, kind.value))}
    if not files:
        return refused("say at least one file: --pdf, --docx or --csv")

    async def run(now: datetime) -> int:
        try:
            return said(*await _write(arguments, files, now))
        except OSError as error:
            return refused(f"{error.filename}: {error.strerror}")
        except MeasureError as error:
            return refused(str(error))

    return on_database(settings, run)


async def _write(
    arguments: Arguments, files: dict[CultureFormat, Path], now: datetime
) -> list[str]:
    """All the files, or none."""
    check_year(arguments.year)
    measure = None
    if arguments.measure is not None:
        measure = measure_of(arguments.measure, arguments.year, lima_day(now))
    with ExitStack() as stack:
        out = {kind: stack.enter_context(new_file(file)) for kind, file in files.items()}
        async with transaction(System(), isolation="repeatable read") as tx:
            await tx.execute(_PATIENT)
            about = await gather(
                tx,
                System(),
                establishment_id=arguments.establishment,
                year=arguments.year,
                public=not arguments.small_counts,
                now=now,
                measure=measure,
            )
        paper = culture_paper(about, arguments.language)
        for kind, file in out.items():
            file.write(culture_file(paper, now, kind))
    return [str(file) for file in files.values()]


def measure_of(file: Path, year: int, today: date) -> CultureMeasure:
    """What a file says by the names of `CultureMeasure`; a rate is written in quotes. Raises MeasureError."""
    try:
        told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        measure = _told(told)
        check_measure(measure, year, today)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
        raise MeasureError(f"{file}: {error}") from error
    except DomainError as error:
        words = explain(error.code.value, "es", error.facts)
        raise MeasureError(f"{file}: {error.facts.get('field')}: {words}") from error
    return measure


def _told(told: dict[str, Any]) -> CultureMeasure:
    """Raises TypeError for a name that is none, or a value of another kind."""
    known = {each.name for each in fields(CultureMeasure)}
    if unknown := sorted(told.keys() - known):
        raise TypeError(f"not of a measure: {', '.join(unknown)}")
    for name, value in told.items():
        if not _is_kind(name, value):
            raise TypeError(f"{name} cannot be {value!r}")
    lists = {name: tuple(told[name]) for name in _LISTS if name in told}
    return replace(UNFILLED, **{**told, **lists})


def _is_kind(name: str, value: object) -> bool:
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if name in ("evaluated", "youth"):
        return isinstance(value, bool)
    if name == "start_year":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "rate_on":
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, str)
