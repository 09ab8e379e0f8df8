"""`encuentro notices`: what came of them, stop some, let a kind go again."""

from datetime import datetime, timedelta

from backend.cli.running import Add, Arguments, agreed, moment, on_database, progress, refused, said
from backend.core.actor import System
from backend.database import reading, transaction
from backend.notifications import report
from backend.notifications.commands import stopping
from backend.notifications.queries import operations
from backend.settings import Settings


def add_notices(add: Add) -> None:
    """Its words."""
    notices = add("notices", _notices, "what came of notices; stop some; let a kind go again")
    notices.add_argument(
        "--days", type=_days, default=timedelta(days=7), help="told in the last … days (7)"
    )
    actions = notices.add_subparsers(metavar="action")
    stop = actions.add_parser("stop", help="take back a notice, or all that one act told")
    stop.add_argument("name", metavar="NOTICE-OR-CAUSE")
    stop.add_argument("--yes", action="store_true", help="without asking")
    stop.set_defaults(run=_stop_notices)
    resume = actions.add_parser("resume", help="let a stopped kind go again")
    resume.add_argument("kind", metavar="KIND")
    resume.set_defaults(run=_resume_kind)


def _days(text: str) -> timedelta:
    days = float(text)
    if not 0 < days <= 3650:
        raise ValueError("days of no use")
    return timedelta(days=days)


def _notices(arguments: Arguments, settings: Settings) -> None:
    async def run(now: datetime) -> None:
        since = now - arguments.days
        async with reading(System()) as tx:
            counts = await operations.delivery_counts(tx, since, now)
            state = await operations.running(tx, now)
        budget = settings.sms_budget if settings.sms_providers else None
        print("\n".join(report.report(counts, state, since, now, budget)))

    on_database(settings, run)


def _stop_notices(arguments: Arguments, settings: Settings) -> int:
    async def run(now: datetime) -> int:
        async with reading(System()) as tx:
            meant = await stopping.meant_to_stop(tx, arguments.name, now)
        if meant is None:
            return refused(f"no notice and no act is called {arguments.name!r}")
        if not meant.kinds:
            return said("There is nothing left to stop: it is over, or was taken back before.")
        if not arguments.yes and not agreed(report.preview(arguments.name, meant)):
            return refused("nothing was stopped")
        stopped = await stopping.stop_notices(
            System(),
            arguments.name,
            now=moment(),
            progress=lambda left: progress(report.progress_words(left)),
        )
        return said("", *report.stopped_words(stopped))

    return on_database(settings, run)


def _resume_kind(arguments: Arguments, settings: Settings) -> int:
    async def run(now: datetime) -> int:
        async with transaction(System()) as tx:
            resumed = await stopping.resume_kind(tx, System(), arguments.kind, now=now)
        if resumed is None:
            return refused(f"there is no kind of notice called {arguments.kind!r}")
        if not resumed:
            return said(f"{arguments.kind} is not stopped.")
        return said(
            f"{arguments.kind} goes out again. What it told meanwhile is in the inbox alone."
        )

    return on_database(settings, run)
