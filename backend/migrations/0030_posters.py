"""Posters of events: what a picture shows, who agreed, and the release that first carried it."""

from pathlib import Path
from uuid import uuid4

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0029_calendars")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Poster",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "event",
                    fields.ForeignKeyField(
                        "encuentro.Event",
                        source_field="event_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "establishment",
                    fields.ForeignKeyField(
                        "encuentro.Establishment",
                        source_field="establishment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("digest", fields.BinaryField()),
                ("alt", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("width", fields.IntField()),
                ("height", fields.IntField()),
                ("recognisable", fields.BooleanField()),
                ("consent_act", fields.TextField(null=True, unique=False)),
                ("uploaded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("uploaded_by", fields.UUIDField(null=True)),
                ("shown_from", fields.IntField(null=True)),
            ],
            options={
                "table": "poster",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A picture for an event. `shown_from`: the first release that carried it; None: nobody but its office sees it.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_script("posters")),
    ]
