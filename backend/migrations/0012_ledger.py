"""The ledger: accounts, journals in two phases, periods with seals, and the guards that keep them true."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0011_work")]

    initial = False

    operations = [ops.RunSQL(_script("ledger"))]
