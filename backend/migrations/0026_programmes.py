"""Programmes, their seasons, events and dates, what was released of them, and who answered."""

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
    dependencies = [("encuentro", "0025_enrolment_papers")]

    initial = False

    operations = [
        ops.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("on_day", fields.DateField()),
                ("name", fields.TextField(unique=False)),
                ("source", fields.TextField(unique=False)),
                ("confirmed", fields.BooleanField()),
            ],
            options={
                "table": "calendar_day",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A day that matters when an activity is planned: a feast, a day of the institute. `confirmed`: a source says so.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CalendarToken",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "encuentro.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("digest", fields.BinaryField()),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "calendar_token",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "The secret in the address of an account's private calendar; only its digest is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Programme",
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
                ("title", fields.TextField(unique=False)),
                ("summary", fields.TextField(unique=False)),
                ("words", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("source", fields.TextField(unique=False)),
                ("begun_on", fields.DateField(null=True)),
                ("ended_on", fields.DateField(null=True)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField(null=True)),
            ],
            options={
                "table": "programme",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A standing activity such as a season of recitals; of one establishment, or of the whole institute (None).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "programme",
                    fields.ForeignKeyField(
                        "encuentro.Programme",
                        source_field="programme_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.TextField(unique=False)),
                ("kind", fields.CharField(max_length=16)),
                ("contribution", fields.CharField(max_length=8)),
                ("worth", fields.BigIntField(null=True)),
                ("note", fields.TextField(unique=False)),
                ("source", fields.TextField(unique=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField(null=True)),
            ],
            options={
                "table": "partner",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "Who contributes to a programme, in cash or in kind; `worth` in céntimos where it was valued.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Season",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "programme",
                    fields.ForeignKeyField(
                        "encuentro.Programme",
                        source_field="programme_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("title", fields.TextField(unique=False)),
                ("first_on", fields.DateField()),
                ("last_on", fields.DateField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("recorded_by", fields.UUIDField(null=True)),
            ],
            options={
                "table": "season",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A stretch of a programme, from `first_on` to `last_on`, both included.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "programme",
                    fields.ForeignKeyField(
                        "encuentro.Programme",
                        source_field="programme_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "season",
                    fields.ForeignKeyField(
                        "encuentro.Season",
                        source_field="season_id",
                        null=True,
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
                ("state", fields.CharField(max_length=12)),
                ("release_no", fields.IntField(default=0)),
                ("content", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("audience", fields.CharField(null=True, max_length=24)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("made_by", fields.UUIDField(null=True)),
            ],
            options={
                "table": "event",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "An activity with one or more dates. `content`: what was released last (`rules/content.py`); None: nothing yet.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EventDraft",
            fields=[
                (
                    "event",
                    fields.OneToOneField(
                        "encuentro.Event",
                        source_field="event_id",
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
                ("version", fields.IntField(default=0)),
                ("state", fields.CharField(max_length=12)),
                ("content", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("edited_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("edited_by", fields.UUIDField(null=True)),
                ("editors", ArrayField(element_type="UUID")),
                (
                    "submitted_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("submitted_by", fields.UUIDField(null=True)),
                ("returned_why", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "event_draft",
                "app": "encuentro",
                "pk_attr": "event_id",
                "table_description": "What a coordinator is writing; a director sees it once it was submitted. Gone when it was released.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EventPerson",
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
                ("part", fields.CharField(max_length=12)),
                ("named_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("named_by", fields.UUIDField(null=True)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "event_person",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "Somebody held who takes part in an event, or whose relatives are invited to it. Never shown to families.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EventRelease",
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
                ("no", fields.IntField()),
                ("content", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("changes", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("told", fields.IntField()),
                ("released_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("released_by", fields.UUIDField(null=True)),
                ("submitted_by", fields.UUIDField(null=True)),
            ],
            options={
                "table": "event_release",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "One version of an event as it was authorised. `changes`: what differed, date by date; never edited.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Occurrence",
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
                ("key", fields.CharField(max_length=16)),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("doors_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("answers_until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(max_length=12)),
                ("why", fields.TextField(null=True, unique=False)),
                ("sequence", fields.IntField(default=0)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "occurrence",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "One date of an event. It keeps its `id` for ever; `key` is the day for which it was first planned.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "occurrence",
                    fields.ForeignKeyField(
                        "encuentro.Occurrence",
                        source_field="occurrence_id",
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
                    "account",
                    fields.ForeignKeyField(
                        "encuentro.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "inmate",
                    fields.ForeignKeyField(
                        "encuentro.Inmate",
                        source_field="inmate_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("state", fields.CharField(max_length=12)),
                (
                    "claim",
                    fields.ForeignKeyField(
                        "encuentro.Claim",
                        source_field="claim_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("adults", fields.IntField()),
                ("children", fields.IntField()),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "offered_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("ended_why", fields.CharField(null=True, max_length=16)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "answer",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "One household's answer to one date: going, waiting for places, offered some, or withdrawn.",
            },
            bases=["Model"],
        ),
        ops.RunSQL(_script("programmes")),
    ]
