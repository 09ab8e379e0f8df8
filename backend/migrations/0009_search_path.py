"""Where functions with more rights than their caller look for tables."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0008_visit_notices")]

    initial = False

    operations = [ops.RunSQL(_script("search_path"))]
