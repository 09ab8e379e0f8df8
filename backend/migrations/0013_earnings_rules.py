"""How earnings are reckoned, as dated rows that are only added."""

from pathlib import Path
from uuid import uuid4

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0012_ledger")]

    initial = False

    operations = [
        ops.CreateModel(
            name="EarningRuleRow",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("code", fields.CharField(max_length=40)),
                ("scope", fields.CharField(max_length=80)),
                ("version", fields.SmallIntField()),
                ("valid_from", fields.DateField()),
                ("valid_to", fields.DateField(null=True)),
                ("value", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("rounding", fields.CharField(max_length=8)),
                ("legal_basis", fields.TextField(unique=False)),
                ("tuo", fields.TextField(unique=False)),
                ("code_1991", fields.TextField(unique=False)),
                ("source", fields.TextField(unique=False)),
                ("author", fields.TextField(unique=False)),
                ("confidence", fields.CharField(max_length=16)),
                ("note", fields.TextField(unique=False)),
                ("examples", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "earning_rule",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "One dated rule of earnings: what it says, for whom, from when, on what legal basis.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_script("earnings_rules")),
    ]
