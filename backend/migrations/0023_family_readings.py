"""What relatives may read and are told, and the check of a contribution certificate."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0022_ended_corrections")]

    initial = False

    operations = [ops.RunSQL(_script("family_readings"))]
