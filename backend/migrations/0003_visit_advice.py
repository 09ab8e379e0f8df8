"""What families must know before leaving home, and what the screens of an office read."""

from pathlib import Path
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0002_guards")]

    initial = False

    operations = [
        ops.CreateModel(
            name="VisitAdvice",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "establishment",
                    fields.ForeignKeyField(
                        "encuentro.Establishment",
                        source_field="establishment_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("code", fields.CharField(max_length=40)),
                ("words", fields.CharField(max_length=40)),
                ("topic", fields.CharField(max_length=16)),
                ("audience", fields.CharField(max_length=16)),
                ("position", fields.SmallIntField()),
                ("valid_from", fields.DateField()),
                ("valid_to", fields.DateField(null=True)),
                ("legal_basis", fields.TextField(default="", unique=False)),
                ("source", fields.TextField(unique=False)),
                ("confirmed", fields.BooleanField()),
            ],
            options={
                "table": "visit_advice",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "What a family must know before leaving home, of the country (no establishment) or of one place.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_script("advice")),
        ops.RunSQL(_script("screens")),
    ]
