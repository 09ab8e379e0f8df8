"""What an event says is what was released last."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0036_reminders")]

    initial = False

    operations = [ops.RunSQL(_script("released_alone"))]
