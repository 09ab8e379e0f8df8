"""What an event does to the visits of its days, and who may take part in one."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0034_open_answers")]

    initial = False

    operations = [ops.RunSQL(_script("visit_effects"))]
