"""Statements of a month and what they rest on: orders, instructions, reparations, advances, labour rates, corrections."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0013_earnings_rules")]

    initial = False

    operations = [ops.RunSQL(_script("statements"))]
