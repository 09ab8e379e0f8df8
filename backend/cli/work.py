"""Commands of work: a holiday whose norm is out."""

from datetime import date, datetime

from backend.cli.running import Add, Arguments, on_database, said
from backend.core.actor import System
from backend.database import transaction
from backend.settings import Settings
from backend.work.commands.holidays import add_holiday


def add_work(add: Add) -> None:
    """Their words."""
    holiday = add("holiday", _holiday, "add a national holiday: encuentro holiday add …")
    holiday.add_argument("action", choices=["add"])
    holiday.add_argument("--day", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    holiday.add_argument("--name", required=True)
    holiday.add_argument("--source", required=True, help="the norm that says so")


def _holiday(arguments: Arguments, settings: Settings) -> int:
    async def run(now: datetime) -> int:
        async with transaction(System()) as tx:
            await add_holiday(
                tx,
                System(),
                on_day=arguments.day,
                name=arguments.name,
                source=arguments.source,
                now=now,
            )
        return said(f"{arguments.day} is a holiday: {arguments.name}.")

    return on_database(settings, run)
