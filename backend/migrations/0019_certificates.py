"""Certificates of income and of the contribution: who asked for which, and what a holder may check."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0018_family_money")]

    initial = False

    operations = [ops.RunSQL(_script("certificates"))]
