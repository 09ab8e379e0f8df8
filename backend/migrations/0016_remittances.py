"""Remittances: what is paid out, the bank's files and answers, and what of them nobody understands."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0015_consents")]

    initial = False

    operations = [ops.RunSQL(_script("remittances"))]
