"""Commands that bring in people: the roster, an invented world, staff."""

from datetime import datetime
from pathlib import Path

from backend import seeding
from backend.cli.running import Add, Arguments, on_database, progress, refuse_in_production
from backend.core.actor import Role, System
from backend.core.documents import DocumentKind
from backend.database import transaction
from backend.identity.commands import add_staff
from backend.registry.roster import import_roster
from backend.registry.world import make_world
from backend.settings import Settings
from backend.visits.commands import lock_change, reconsider_changes


def add_people(add: Add) -> None:
    """Their words."""
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


def _import_roster(arguments: Arguments, settings: Settings) -> int:
    rejects = arguments.rejects or arguments.file.with_suffix(".rejects.csv")

    async def run(now: datetime) -> int:
        report = await import_roster(
            arguments.file,
            actor=System(),
            now=now,
            rejects_path=rejects,
            progress=progress,
            before_batch=lambda tx, inmates: lock_change(tx, inmates=inmates, now=now),
            after_batch=lambda tx, changes: reconsider_changes(tx, System(), changes, now),
        )
        print(f"\n{report.summary()}")
        if report.rejected:
            print(f"Rejected lines, with the reason of each: {rejects}")
        return 1 if report.rejected else 0

    return on_database(settings, run)


def _make_world(arguments: Arguments, settings: Settings) -> None:
    refuse_in_production(settings)

    async def run(now: datetime) -> None:
        await seeding.seed_everything(now, print)
        report = await make_world(
            inmates=arguments.inmates,
            seed=arguments.seed,
            actor=System(),
            now=now,
            progress=progress,
        )
        print(f"\n{report.summary()}")

    on_database(settings, run)


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

    on_database(settings, run)
