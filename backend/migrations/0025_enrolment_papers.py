"""Papers of an enrolment, grades of prices, and ends of agreements."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0024_second_people")]

    initial = False

    operations = [ops.RunSQL(_script("enrolment_papers"))]
