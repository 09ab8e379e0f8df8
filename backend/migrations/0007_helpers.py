"""Who helps whom, and what a family changes of what waits for it."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0006_texting")]

    initial = False

    operations = [ops.RunSQL(_script("helpers"))]
