"""Making the demo, once: what an earlier start left undone is done by the next."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from backend.core.actor import System
from backend.database import transaction
from backend.demo.cast import SEEDS, Cast, read_cast, staff_id
from backend.demo.families import make_family
from backend.demo.programmes import has_programmes, make_programmes
from backend.demo.staff import PASSWORD, make_staff
from backend.demo.work import has_worked, make_work
from backend.registry.roster import import_roster
from backend.registry.world import make_world
from backend.visits.jobs import open_slots

BACKGROUND_INMATES = 300

Say = Callable[[str], None]


def welcome() -> str:
    """Whom one can sign in as."""
    cast = read_cast()
    families = "".join(f"    {each['phone']}  {each['words']}\n" for each in cast["family"])
    staff = "".join(
        f"    DNI {each['document_number']}  {each['name']}, {each['role'].replace('_', ' ')}\n"
        for each in cast["staff"]
    )
    return (
        "\nThe demo's families sign in with their phone; the code shows at /dev/outbox:\n"
        f"{families}The demo's staff, with the password {PASSWORD} and the authenticator code at /dev/outbox:\n"
        f"{staff}"
    )


async def seed_demo(now: datetime, say: Say) -> None:
    """Make the demo's people, their months of work and their events, once; afterwards only new slots."""
    if not await has_worked():
        say("  demo: invented people and their work, about half a minute, once")
        cast = read_cast()
        await _import_people(now)
        if not await _is_peopled(cast):
            await make_world(
                inmates=BACKGROUND_INMATES, seed=1, actor=System(), now=now, progress=_quiet
            )
            for each in cast["family"]:
                await make_family(each, now)
        await make_staff(cast["staff"], now)
        await make_work(cast, now)
    if not await has_programmes():
        cast = read_cast()
        await make_staff(cast["staff"], now)
        await make_programmes(cast, now)
    await open_slots(now)


async def people() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The families and the staff one can sign in as; nobody where the demo was never seeded."""
    cast = read_cast()
    return (cast["family"], cast["staff"]) if await _is_peopled(cast) else ([], [])


async def _is_peopled(cast: Cast) -> bool:
    async with transaction(System()) as tx:
        return await staff_id(tx, cast["staff"][-1]["document_number"]) is not None


async def _import_people(now: datetime) -> None:
    with TemporaryDirectory() as folder:
        await import_roster(
            SEEDS / "demo-roster.csv",
            actor=System(),
            now=now,
            rejects_path=Path(folder) / "rejects.csv",
            progress=_quiet,
        )


def _quiet(_: str) -> None:
    """The demo's own line says that something goes on."""
