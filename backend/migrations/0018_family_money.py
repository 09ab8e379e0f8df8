"""What a family is told of money sent to it and of what is paid off; each look is kept."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0017_month_closing")]

    initial = False

    operations = [ops.RunSQL(_script("family_money"))]
