"""Every command and its words, and how it ends: 0 good, 1 refused, 2 misused."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from backend import audit, exports, seeding, serving
from backend.cli.culture import add_culture
from backend.cli.earnings import add_earnings
from backend.cli.notices import add_notices
from backend.cli.people import add_people
from backend.cli.running import Arguments, on_database, refuse_in_production
from backend.cli.work import add_work
from backend.core.actor import System
from backend.core.errors import DomainError
from backend.core.text import explain
from backend.database import transaction
from backend.database.embedded import EmbeddedError
from backend.database.migrate import migrate
from backend.gql.manifest import ManifestError
from backend.settings import Settings, SettingsError, read_settings
from backend.wording import review
from backend.wording.sheet import LANGUAGES as REVIEWED_LANGUAGES
from backend.wording.sheet import SheetError

ABOUT = (
    "The command line: every command, its words, and how it ends (0 good, 1 refused, 2 misused)."
)


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
    parser = argparse.ArgumentParser(prog="encuentro", description=ABOUT)
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
    add_people(add)
    trail = add("audit", _verify_audit, "check the audit chains: encuentro audit verify")
    trail.add_argument("action", choices=["verify"])
    texts = add(
        "words", _words, "the file in which a speaker reviews Quechua or Aymara, out and in"
    )
    texts.add_argument("action", choices=["export", "import"])
    texts.add_argument("file", type=Path)
    texts.add_argument("--language", choices=REVIEWED_LANGUAGES, help="of an export")
    texts.add_argument("--awaiting", action="store_true", help="export only what awaits review")
    add_earnings(add)
    add_work(add)
    add_notices(add)
    add_culture(add)
    for name, words in (
        ("schema", "schema/schema.graphql"),
        ("documents", "schema/documents.json"),
    ):
        export = add(name, _export(name), f"write {words}, or check that it is fresh")
        export.add_argument("--check", action="store_true")
    return parser


def _serve(arguments: Arguments, settings: Settings) -> None:
    if arguments.demo:
        refuse_in_production(settings)
    serving.serve(settings, with_demo=arguments.demo)


def _web(arguments: Arguments, settings: Settings) -> None:
    serving.web(settings, workers=arguments.workers)


def _migrate(arguments: Arguments, settings: Settings) -> None:
    with serving.open_database(settings) as opened:
        asyncio.run(migrate(opened.database_owner_url))
    print("The database has today's shape.")


def _seed(arguments: Arguments, settings: Settings) -> None:
    on_database(settings, lambda now: seeding.seed_everything(now, print))


def _verify_audit(arguments: Arguments, settings: Settings) -> int:
    async def run(now: datetime) -> int:
        async with transaction(System()) as tx:
            verdicts = [await audit.verify(tx, chain) for chain in await audit.chains(tx)]
        for verdict in verdicts:
            state = "good" if verdict.first_bad is None else f"BAD from entry {verdict.first_bad}"
            print(f"{verdict.establishment_id:<32} {verdict.entries:>9} entries  {state}")
        return int(any(verdict.first_bad is not None for verdict in verdicts))

    return on_database(settings, run)


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


def _export(name: str) -> Callable[[Arguments, Settings], int]:
    return lambda arguments, _: exports.write_or_check(name, check=arguments.check)
