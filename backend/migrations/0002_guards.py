"""What Tortoise does not create: roles, constraints, indexes, functions, triggers and row-level security."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops

FILES = (
    "roles",
    "constraints",
    "indexes",
    "audit",
    "notifications",
    "allocation",
    "identity",
    "registry",
    "custody",
    "visits",
    "policies",
)


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0001_initial")]

    operations = [ops.RunSQL(_script(name)) for name in FILES]
