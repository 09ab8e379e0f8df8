"""Who closes is not who reviewed, who approves is who calls, and what was refused stays refused."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0023_family_readings")]

    initial = False

    operations = [ops.RunSQL(_script("second_people"))]
