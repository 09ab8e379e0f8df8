"""Who came: marks of the door list, people who took part, counts by hand, certificates of hours."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0030_posters")]

    initial = False

    operations = [ops.RunSQL(_script("doors"))]
