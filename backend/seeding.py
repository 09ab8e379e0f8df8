"""What every installation starts with, from `seeds/`. Running it again changes nothing."""

from collections.abc import Callable
from datetime import datetime

from backend.core.actor import System
from backend.database import transaction
from backend.earnings.seeding import seed_earning_rules
from backend.programmes.seeding import seed_calendar_days, seed_programmes
from backend.registry.seeding import seed_establishments
from backend.visits.seeding import seed_advice, seed_rules, seed_timetables
from backend.work.seeding import seed_holidays


async def seed_everything(now: datetime, say: Callable[[str], None]) -> None:
    """Load what is missing; each step is its own transaction."""
    for name, step in (
        ("establishments", seed_establishments),
        ("visit rules", seed_rules),
        ("timetables", seed_timetables),
        ("visit advice", seed_advice),
        ("earning rules", seed_earning_rules),
        ("holidays", seed_holidays),
        ("programmes", seed_programmes),
        ("days that matter", seed_calendar_days),
    ):
        async with transaction(System()) as tx:
            added = await step(tx, System(), now)
        if added:
            say(f"  {name}: {added} rows added")
