"""Closing a month by request: who asked, how far it is, what stands in its way; and remittances that outlive a month."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0016_remittances")]

    initial = False

    operations = [ops.RunSQL(_script("month_closing"))]
