"""Rules of earnings from `seeds/`. Running it again changes nothing."""

from datetime import datetime
from pathlib import Path

from backend import audit
from backend.core.actor import Actor
from backend.database import Connection
from backend.earnings.commands.ruling import adopt_rules
from backend.earnings.rules.seedbook import rule_rows

RULES = Path(__file__).parents[2] / "seeds" / "earnings_rules.toml"


async def seed_earning_rules(
    tx: Connection, actor: Actor, now: datetime, file: Path = RULES
) -> int:
    """Load what is missing of the file and end what it ends; answers how many rows.

    Raises ValueError for a file that cannot be read or that edits a row in place, RULE_EXAMPLE_FAILED
    when an example gives another result than it says: then nothing is loaded.
    """
    rows = rule_rows(_text(file))
    changed = await adopt_rules(tx, rows, now)
    if changed:
        facts: dict[str, object] = {"rows": len(rows), "changed": changed}
        await audit.record(tx, actor, "earnings.rules.seeded", file.name, facts=facts, now=now)
    return changed


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
