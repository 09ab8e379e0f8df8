"""Text messages: how much of them each gateway takes, and which of its reports have come."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0005_notices")]

    initial = False

    operations = [
        ops.AddField(model_name="Carrier", name="share", field=fields.SmallIntField(null=True)),
        ops.AddField(
            model_name="Carrier",
            name="moved_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.CreateModel(
            name="GatewayReport",
            fields=[
                ("id", fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "gateway_report",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "What a gateway has reported, by a keyed digest of it, so that it is acted on once.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_script("texting")),
    ]
