"""The act by which a person takes something back, the names of who recorded what, and what claims were paid anywhere."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0019_certificates")]

    initial = False

    operations = [ops.RunSQL(_script("revoking_acts"))]
