"""A move kept secret changes nothing that families are told; and erasing an account reads no table whole."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0009_search_path")]

    initial = False

    operations = [
        ops.AddField(model_name="CustodyEvent", name="former", field=fields.JSONField(null=True)),
        ops.RunSQL(_script("secret_moves")),
        ops.RunSQL(_script("erasing_indexes")),
    ]
