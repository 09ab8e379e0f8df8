"""Commands of a month's earnings: close it, and hand out its statements."""

from datetime import UTC, date, datetime
from pathlib import Path

from backend.cli.running import (
    Add,
    Arguments,
    agreed,
    new_file,
    on_database,
    progress,
    refused,
    said,
)
from backend.core.actor import System
from backend.core.money import soles
from backend.database import transaction
from backend.earnings.commands.closing import close_month
from backend.earnings.exporting import export_statements
from backend.earnings.printing_statements import print_month
from backend.settings import Settings


def add_earnings(add: Add) -> None:
    """Their words."""
    closing = add("close-month", _close_month, "make a month's statements and close it for good")
    export = add("statements", _statements, "a month's statements as a file")
    for command in (closing, export):
        command.add_argument("--establishment", required=True)
        command.add_argument("--month", type=_month, required=True, metavar="YYYY-MM")
    closing.add_argument("--yes", action="store_true", help="without asking")
    closing.add_argument("--batch", type=int, default=500, help="people a transaction (500)")
    kind = export.add_mutually_exclusive_group(required=True)
    kind.add_argument("--csv", type=Path, metavar="FILE", help="a new file for a spreadsheet")
    kind.add_argument(
        "--pdf", type=Path, metavar="FILE", help="a new file to print, a page a person"
    )


def _month(text: str) -> date:
    return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()


def _close_month(arguments: Arguments, settings: Settings) -> int:
    place, month = arguments.establishment, arguments.month
    asked = f"{month:%Y-%m} at {place}: nothing of it can be recorded or corrected afterwards."
    if not arguments.yes and not agreed([asked], "Close it"):
        return refused("nothing was closed")

    async def run(now: datetime) -> int:
        closed = await close_month(
            System(),
            establishment_id=place,
            month=month,
            now=now,
            batch=arguments.batch,
            progress=progress,
        )
        return said(
            f"Closed: {closed.statements} statements.",
            f"Earned {soles(closed.gross)}, of which {soles(closed.withheld)} go to others or to"
            f" savings and {soles(closed.personal)} are left.",
            f"Seal: {closed.seal.hex()}",
        )

    return on_database(settings, run)


def _statements(arguments: Arguments, settings: Settings) -> int:
    file: Path = arguments.csv or arguments.pdf
    run = _as_csv if arguments.csv else _as_pdf

    async def write(now: datetime) -> int:
        try:
            return said(await run(arguments, file, now))
        except OSError as error:
            return refused(f"{file}: {error.strerror}")

    return on_database(settings, write)


async def _as_csv(arguments: Arguments, file: Path, now: datetime) -> str:
    async with transaction(System(), isolation="repeatable read") as tx:
        written = await export_statements(
            tx,
            System(),
            establishment_id=arguments.establishment,
            month=arguments.month,
            file=file,
            now=now,
            progress=progress,
        )
    return f"{written} lines in {file}"


async def _as_pdf(arguments: Arguments, file: Path, now: datetime) -> str:
    with new_file(file) as out:
        async with transaction(System(), isolation="repeatable read") as tx:
            paper, printed = await print_month(
                tx,
                System(),
                establishment_id=arguments.establishment,
                month=arguments.month,
                now=now,
                progress=progress,
            )
        out.write(paper.bytes())
    return f"{printed} statements in {file}"
