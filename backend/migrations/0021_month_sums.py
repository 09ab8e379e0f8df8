"""What a month comes to, worked out in time that grows with its records."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0020_revoking_acts")]

    initial = False

    operations = [ops.RunSQL(_script("month_sums"))]
