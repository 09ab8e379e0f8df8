"""The command line, `encuentro …`: every command, its words, and how it ends (0 good, 1 refused, 2 misused)."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from backend import audit, exports, seeding, serving
from backend.core.actor import Role, System
from backend.core.documents import DocumentKind
from backend.core.errors import DomainError
from backend.core.money import soles
from backend.core.text import explain
from backend.database import connected, reading, transaction
from backend.database.embedded import EmbeddedError
from backend.database.migrate import migrate
from backend.earnings.commands.closing import close_month
from backend.earnings.exporting import export_statements
from backend.gql.manifest import ManifestError
from backend.identity.commands import add_staff
from backend.notifications import report
from backend.notifications.commands import stopping
from backend.notifications.queries import operations
from backend.registry.roster import import_roster
from backend.registry.world import make_world
from backend.sealed import use_secret
from backend.settings import Settings, SettingsError, read_settings
from backend.visits.commands import lock_change, reconsider_changes
from backend.wording import review
from backend.wording.sheet import LANGUAGES as REVIEWED_LANGUAGES
from backend.wording.sheet import SheetError

Arguments = argparse.Namespace
T = TypeVar("T")


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    arguments = _parser().parse_args(words)
    try:
        return int(arguments.run(arguments, read_settings()) or 0)
    except (SettingsError, EmbeddedError, ManifestError, SheetError) as error:
        print(f"encuentro: {error}", file=sys.stderr)
    except DomainError as error:
        print(f"encuentro: {explain(error.code.value, 'es', error.facts)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nencuentro: stopped; what was done stays done.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="encuentro", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(
        name: str, run: Callable[[Arguments, Settings], object], words: str
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        return command

    serve = add("serve", _serve, "everything in one process: database, web and worker")
    serve.add_argument(
        "--demo", action="store_true", help="with invented families and staff to sign in as"
    )
    web = add("web", _web, "web processes on DATABASE_URL")
    web.add_argument("--workers", type=int, default=1, help="how many processes")
    add(
        "worker",
        lambda _, settings: serving.work(settings),
        "the second process: slots, holds, clean-up",
    )
    add("migrate", _migrate, "bring the database to today's shape")
    add("seed", _seed, "load establishments, rules and timetables from seeds/")
    roster = add(
        "import-roster",
        _import_roster,
        "load pavilions, inmates and custody events from a CSV file",
    )
    roster.add_argument("file", type=Path)
    roster.add_argument(
        "--rejects", type=Path, help="where bad lines go (default: FILE.rejects.csv)"
    )
    world = add("make-world", _make_world, "invent a population of any size")
    world.add_argument("--inmates", type=int, required=True)
    world.add_argument("--seed", type=int, default=1)
    staff = add("staff", _add_staff, "add a member of staff: encuentro staff add …")
    staff.add_argument("action", choices=["add"])
    staff.add_argument("--dni", required=True)
    staff.add_argument("--name", required=True)
    staff.add_argument("--role", required=True, choices=[role.value for role in Role])
    staff.add_argument("--establishment", required=True)
    trail = add("audit", _verify_audit, "check the audit chains: encuentro audit verify")
    trail.add_argument("action", choices=["verify"])
    texts = add(
        "words", _words, "the file in which a speaker reviews Quechua or Aymara, out and in"
    )
    texts.add_argument("action", choices=["export", "import"])
    texts.add_argument("file", type=Path)
    texts.add_argument("--language", choices=REVIEWED_LANGUAGES, help="of an export")
    texts.add_argument("--awaiting", action="store_true", help="export only what awaits review")
    _add_statements(add)
    _add_notices(add("notices", _notices, "what came of notices; stop some; let a kind go again"))
    for name, words in (
        ("schema", "schema/schema.graphql"),
        ("documents", "schema/documents.json"),
    ):
        export = add(name, _export(name), f"write {words}, or check that it is fresh")
        export.add_argument("--check", action="store_true")
    return parser


def _add_statements(add: Callable[..., argparse.ArgumentParser]) -> None:
    closing = add("close-month", _close_month, "make a month's statements and close it for good")
    export = add("statements", _statements, "a month's statements as a file for a spreadsheet")
    for command in (closing, export):
        command.add_argument("--establishment", required=True)
        command.add_argument("--month", type=_month, required=True, metavar="YYYY-MM")
    closing.add_argument("--yes", action="store_true", help="without asking")
    closing.add_argument("--batch", type=int, default=500, help="people a transaction (500)")
    export.add_argument("--csv", type=Path, required=True, metavar="FILE", help="a new file")


def _month(text: str) -> date:
    return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()


def _add_notices(notices: argparse.ArgumentParser) -> None:
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


def _serve(arguments: Arguments, settings: Settings) -> None:
    if arguments.demo:
        _refuse_in_production(settings)
    serving.serve(settings, with_demo=arguments.demo)


def _web(arguments: Arguments, settings: Settings) -> None:
    serving.web(settings, workers=arguments.workers)


def _migrate(arguments: Arguments, settings: Settings) -> None:
    with serving.open_database(settings) as opened:
        asyncio.run(migrate(opened.database_owner_url))
    print("The database has today's shape.")


def _seed(arguments: Arguments, settings: Settings) -> None:
    _on_database(settings, lambda now: seeding.seed_everything(now, print))


def _import_roster(arguments: Arguments, settings: Settings) -> int:
    rejects = arguments.rejects or arguments.file.with_suffix(".rejects.csv")

    async def run(now: datetime) -> int:
        report = await import_roster(
            arguments.file,
            actor=System(),
            now=now,
            rejects_path=rejects,
            progress=_progress,
            before_batch=lambda tx, inmates: lock_change(tx, inmates=inmates, now=now),
            after_batch=lambda tx, changes: reconsider_changes(tx, System(), changes, now),
        )
        print(f"\n{report.summary()}")
        if report.rejected:
            print(f"Rejected lines, with the reason of each: {rejects}")
        return 1 if report.rejected else 0

    return _on_database(settings, run)


def _refuse_in_production(settings: Settings) -> None:
    if settings.production:
        raise SettingsError(
            "Invented people, with passwords that everybody knows, have no place in production."
        )


def _make_world(arguments: Arguments, settings: Settings) -> None:
    _refuse_in_production(settings)

    async def run(now: datetime) -> None:
        await seeding.seed_everything(now, print)
        report = await make_world(
            inmates=arguments.inmates,
            seed=arguments.seed,
            actor=System(),
            now=now,
            progress=_progress,
        )
        print(f"\n{report.summary()}")

    _on_database(settings, run)


def _add_staff(arguments: Arguments, settings: Settings) -> None:
    async def run(now: datetime) -> None:
        async with transaction(System()) as tx:
            added = await add_staff(
                tx,
                System(),
                document_kind=DocumentKind.DNI,
                document_number=arguments.dni,
                name=arguments.name,
                roles=[(arguments.establishment, Role(arguments.role))],
                now=now,
            )
        print(f"Password, shown only now:      {added.password}")
        print(f"For the authenticator's QR:    {added.totp_uri}")

    _on_database(settings, run)


def _verify_audit(arguments: Arguments, settings: Settings) -> int:
    async def run(now: datetime) -> int:
        async with transaction(System()) as tx:
            verdicts = [await audit.verify(tx, chain) for chain in await audit.chains(tx)]
        for verdict in verdicts:
            state = "good" if verdict.first_bad is None else f"BAD from entry {verdict.first_bad}"
            print(f"{verdict.establishment_id:<32} {verdict.entries:>9} entries  {state}")
        return int(any(verdict.first_bad is not None for verdict in verdicts))

    return _on_database(settings, run)


def _words(arguments: Arguments, _: Settings) -> int:
    if arguments.action == "import":
        found = review.import_sheet(review.here(), arguments.file)
        print("\n".join(found.lines()))
        return int(bool(found.faults))
    if arguments.language is None:
        print("encuentro: say which language: --language quz or --language ay", file=sys.stderr)
        return 2
    chosen = (review.here(), arguments.language, arguments.file)
    print(review.export_sheet(*chosen, awaiting_only=arguments.awaiting))
    return 0


def _notices(arguments: Arguments, settings: Settings) -> None:
    async def run(now: datetime) -> None:
        since = now - arguments.days
        async with reading(System()) as tx:
            counts = await operations.delivery_counts(tx, since, now)
            state = await operations.running(tx, now)
        budget = settings.sms_budget if settings.sms_providers else None
        print("\n".join(report.report(counts, state, since, now, budget)))

    _on_database(settings, run)


def _stop_notices(arguments: Arguments, settings: Settings) -> int:
    async def run(now: datetime) -> int:
        async with reading(System()) as tx:
            meant = await stopping.meant_to_stop(tx, arguments.name, now)
        if meant is None:
            return _refused(f"no notice and no act is called {arguments.name!r}")
        if not meant.kinds:
            return _said("There is nothing left to stop: it is over, or was taken back before.")
        if not arguments.yes and not _agreed(report.preview(arguments.name, meant)):
            return _refused("nothing was stopped")
        stopped = await stopping.stop_notices(
            System(),
            arguments.name,
            now=datetime.now(UTC),
            progress=lambda left: _progress(report.progress_words(left)),
        )
        return _said("", *report.stopped_words(stopped))

    return _on_database(settings, run)


def _resume_kind(arguments: Arguments, settings: Settings) -> int:
    async def run(now: datetime) -> int:
        async with transaction(System()) as tx:
            resumed = await stopping.resume_kind(tx, System(), arguments.kind, now=now)
        if resumed is None:
            return _refused(f"there is no kind of notice called {arguments.kind!r}")
        if not resumed:
            return _said(f"{arguments.kind} is not stopped.")
        return _said(
            f"{arguments.kind} goes out again. What it told meanwhile is in the inbox alone."
        )

    return _on_database(settings, run)


def _agreed(lines: Sequence[str], asked: str = "Stop this") -> bool:
    print("\n".join(lines))
    print(f"{asked}? Write yes:", end=" ", flush=True)
    return sys.stdin.readline().strip().lower() in ("yes", "y", "si", "sí")


def _said(*lines: str) -> int:
    print("\n".join(lines))
    return 0


def _refused(words: str) -> int:
    print(f"encuentro: {words}", file=sys.stderr)
    return 1


def _close_month(arguments: Arguments, settings: Settings) -> int:
    place, month = arguments.establishment, arguments.month
    asked = f"{month:%Y-%m} at {place}: nothing of it can be recorded or corrected afterwards."
    if not arguments.yes and not _agreed([asked], "Close it"):
        return _refused("nothing was closed")

    async def run(now: datetime) -> int:
        closed = await close_month(
            System(),
            establishment_id=place,
            month=month,
            now=now,
            batch=arguments.batch,
            progress=_progress,
        )
        return _said(
            f"Closed: {closed.statements} statements.",
            f"Earned {soles(closed.gross)}, of which {soles(closed.withheld)} go to others or to"
            f" savings and {soles(closed.personal)} are left.",
            f"Seal: {closed.seal.hex()}",
        )

    return _on_database(settings, run)


def _statements(arguments: Arguments, settings: Settings) -> int:
    async def run(now: datetime) -> int:
        try:
            async with transaction(System(), isolation="repeatable read") as tx:
                written = await export_statements(
                    tx,
                    System(),
                    establishment_id=arguments.establishment,
                    month=arguments.month,
                    file=arguments.csv,
                    now=now,
                    progress=_progress,
                )
        except OSError as error:
            return _refused(f"{arguments.csv}: {error.strerror}")
        return _said(f"{written} lines in {arguments.csv}")

    return _on_database(settings, run)


def _export(name: str) -> Callable[[Arguments, Settings], int]:
    return lambda arguments, _: exports.write_or_check(name, check=arguments.check)


def _on_database(settings: Settings, run: Callable[[datetime], Awaitable[T]]) -> T:
    use_secret(settings.secret)

    async def connect(url: str) -> T:
        async with connected(url, settings.pool_size):
            return await run(datetime.now(UTC))

    with serving.open_database(settings) as opened:
        return asyncio.run(connect(opened.database_url))


def _progress(line: str) -> None:
    """One line that is written over while it grows, on a terminal; a line each otherwise."""
    print(
        f"\r\033[K{line}" if sys.stdout.isatty() else line,
        end="" if sys.stdout.isatty() else "\n",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
