"""Work: workshops, prices, enrolments, records, sheets and months, and where inmates were on each day."""

from pathlib import Path
from uuid import uuid4

from orjson import loads
from tortoise import fields, migrations
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0010_secret_moves")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Holiday",
            fields=[
                ("on_day", fields.DateField(primary_key=True, unique=True, db_index=True)),
                ("name", fields.TextField(unique=False)),
                ("source", fields.TextField(unique=False)),
                ("confirmed", fields.BooleanField()),
            ],
            options={
                "table": "holiday",
                "app": "encuentro",
                "pk_attr": "on_day",
                "table_description": "A national holiday. `confirmed`: a source says so of this very day.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Workshop",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.TextField(unique=False)),
                ("trade", fields.TextField(unique=False)),
                ("modality", fields.CharField(max_length=24)),
                ("place", fields.TextField(unique=False)),
                ("opened_on", fields.DateField()),
                ("closed_on", fields.DateField(null=True)),
            ],
            options={
                "table": "workshop",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A place or group where inmates work, of one modality (D.Leg. 1343 arts. 13, 22-29; D.S. 025-2017-JUS art. 21).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Agreement",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "encuentro.Workshop",
                        source_field="workshop_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.TextField(unique=False)),
                ("partner", fields.TextField(unique=False)),
                ("signed_on", fields.DateField()),
                ("valid_from", fields.DateField()),
                ("valid_to", fields.DateField(null=True)),
                ("places", fields.IntField()),
                ("pay_due_day", fields.SmallIntField()),
                ("terms", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField()),
                ("ended_on", fields.DateField(null=True)),
            ],
            options={
                "table": "agreement",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A convenio under which a workshop works: who, until when, for how many people, on what terms.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "inmate",
                    fields.ForeignKeyField(
                        "encuentro.Inmate",
                        source_field="inmate_id",
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
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "encuentro.Workshop",
                        source_field="workshop_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("grade", fields.CharField(null=True, max_length=24)),
                ("started_on", fields.DateField()),
                ("ended_on", fields.DateField(null=True)),
                ("end_reason", fields.CharField(null=True, max_length=24)),
                ("consent_on", fields.DateField()),
                ("consent_withdrawn_on", fields.DateField(null=True)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField()),
            ],
            options={
                "table": "enrolment",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "An inmate in a workshop, by a signed consent that can be withdrawn. `ended_on` is the last day in it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Price",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "encuentro.Workshop",
                        source_field="workshop_id",
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
                ("product", fields.TextField(unique=False)),
                ("operation", fields.TextField(unique=False)),
                ("grade", fields.CharField(null=True, max_length=24)),
                ("basis", fields.CharField(max_length=12)),
                ("rate", fields.DecimalField(max_digits=12, decimal_places=4)),
                ("valid_from", fields.DateField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField()),
                (
                    "supersedes",
                    fields.ForeignKeyField(
                        "encuentro.Price",
                        source_field="supersedes_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "price",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "What one operation on one product is worth from a day on. Rows are only added.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorkAuthorisation",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "encuentro.Workshop",
                        source_field="workshop_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("on_day", fields.DateField()),
                ("number", fields.TextField(unique=False)),
                ("reason", fields.TextField(unique=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField()),
            ],
            options={
                "table": "work_authorisation",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "The Technical Council lets a Sunday or holiday be worked and counted (D.S. 015-2003-JUS art. 177).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorkMonth",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "encuentro.Workshop",
                        source_field="workshop_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("month", fields.DateField()),
                ("state", fields.CharField(default="draft", max_length=8)),
                ("reviewed_by", fields.UUIDField(null=True)),
                (
                    "reviewed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("digest", fields.BinaryField(null=True)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_by", fields.UUIDField(null=True)),
            ],
            options={
                "table": "work_month",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A workshop's month: draft, reviewed by somebody who wrote none of it, closed for good.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorkRecord",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "inmate",
                    fields.ForeignKeyField(
                        "encuentro.Inmate",
                        source_field="inmate_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "enrolment",
                    fields.ForeignKeyField(
                        "encuentro.Enrolment",
                        source_field="enrolment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "encuentro.Workshop",
                        source_field="workshop_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("worked_on", fields.DateField()),
                ("shift", fields.SmallIntField()),
                ("begins_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("minutes", fields.SmallIntField()),
                ("place", fields.CharField(max_length=12)),
                ("absence", fields.CharField(null=True, max_length=12)),
                ("incident", fields.CharField(null=True, max_length=12)),
                (
                    "authorisation",
                    fields.ForeignKeyField(
                        "encuentro.WorkAuthorisation",
                        source_field="authorisation_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("not_counted", fields.CharField(null=True, max_length=12)),
                ("countable_minutes", fields.SmallIntField()),
                ("flags", ArrayField(element_type="TEXT")),
                ("live", fields.BooleanField(default=True)),
                (
                    "supersedes",
                    fields.ForeignKeyField(
                        "encuentro.WorkRecord",
                        source_field="supersedes_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reason", fields.TextField(null=True, unique=False)),
                ("digest", fields.BinaryField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField()),
                ("batch_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "work_record",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "One inmate's shift of one day: worked, or absent. Corrected by a record that supersedes it, never edited.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorkAnswer",
            fields=[
                (
                    "record",
                    fields.OneToOneField(
                        "encuentro.WorkRecord",
                        source_field="record_id",
                        primary_key=True,
                        db_index=True,
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
                ("outcome", fields.CharField(max_length=8)),
                ("sign", fields.CharField(max_length=12)),
                ("words", fields.TextField(default="", unique=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField()),
            ],
            options={
                "table": "work_answer",
                "app": "encuentro",
                "pk_attr": "record_id",
                "table_description": "The inmate's own word on a record: agreed or objected, signed, by print or spoken.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorkConflict",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "inmate",
                    fields.ForeignKeyField(
                        "encuentro.Inmate",
                        source_field="inmate_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("said_id", fields.UUIDField()),
                ("said_digest", fields.BinaryField()),
                ("said", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                (
                    "standing",
                    fields.ForeignKeyField(
                        "encuentro.WorkRecord",
                        source_field="standing_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField()),
                ("batch_id", fields.UUIDField(null=True)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("settled_by", fields.UUIDField(null=True)),
                ("kept", fields.CharField(null=True, max_length=8)),
                (
                    "record",
                    fields.ForeignKeyField(
                        "encuentro.WorkRecord",
                        source_field="record_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "work_conflict",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "What a phone said against what stands already: kept until a supervisor has settled it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorkReview",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "month",
                    fields.ForeignKeyField(
                        "encuentro.WorkMonth",
                        source_field="month_id",
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
                ("reviewed_by", fields.UUIDField()),
                ("reviewed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("digest", fields.BinaryField()),
                ("voided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "work_review",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "One review of a month; `voided_at` when a record was written afterwards or the month was sent back.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WorkSheet",
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
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "workshop",
                    fields.ForeignKeyField(
                        "encuentro.Workshop",
                        source_field="workshop_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("on_day", fields.DateField()),
                ("photo_digest", fields.BinaryField(null=True)),
                ("entered_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("entered_by", fields.UUIDField()),
            ],
            options={
                "table": "work_sheet",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "The paper control sheet of a workshop's day, keyed by hand to be compared with the records.",
            },
            bases=["Model"],
        ),
        *(
            ops.RunSQL(_script(name))
            for name in ("work_custody", "work", "work_guards", "work_months", "work_grants")
        ),
    ]
