"""Families are reminded of what they answered."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0035_visit_effects")]

    initial = False

    operations = [ops.RunSQL(_script("reminders"))]
