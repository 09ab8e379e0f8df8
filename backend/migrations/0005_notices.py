"""Notices on their way: deliveries, attempts, devices, choices, helpers and carriers."""

from pathlib import Path
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0004_own_data")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Carrier",
            fields=[
                (
                    "name",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                (
                    "paused_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("paused_reason", fields.CharField(null=True, max_length=24)),
                ("slow_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "carrier",
                "app": "encuentro",
                "pk_attr": "name",
                "table_description": "How a carrier is used at present, shared by all workers: paused, slowed, or as usual.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CarrierAnswer",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("carrier", fields.CharField(max_length=40)),
                ("outcome", fields.CharField(max_length=24)),
                ("answers", fields.BigIntField(default=0)),
            ],
            options={
                "table": "carrier_answer",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "How often a carrier gave which answer, since ever.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "notice",
                    fields.ForeignKeyField(
                        "encuentro.Notice",
                        source_field="notice_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "encuentro.Account",
                        source_field="account_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("channel", fields.CharField(max_length=8)),
                ("withdrawal", fields.BooleanField(default=False)),
                ("rank", fields.SmallIntField()),
                ("state", fields.CharField(max_length=12)),
                ("attempt_no", fields.IntField(default=0)),
                ("charged", fields.IntField(default=0)),
                ("not_before", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("claimed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("lease_owner", fields.CharField(null=True, max_length=80)),
                (
                    "lease_until",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("provider_id", fields.TextField(null=True, unique=False)),
                ("reason", fields.CharField(null=True, max_length=24)),
                (
                    "absorbed_by",
                    fields.ForeignKeyField(
                        "encuentro.Delivery",
                        source_field="absorbed_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "accepted_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("seen_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("changed_in", fields.BigIntField()),
            ],
            options={
                "table": "delivery",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A notice on its way to one account by one channel: its state, and the lease of whoever sends it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Helper",
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
                (
                    "helper",
                    fields.ForeignKeyField(
                        "encuentro.Account",
                        source_field="helper_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("code_digest", fields.BinaryField()),
                ("invited_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "accepted_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "helper",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "A second account that is told what one account is told: invited with a code, agreed by both, ended by either.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="NoticeChoice",
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
                ("kind", fields.CharField(max_length=40)),
                ("channel", fields.CharField(max_length=8)),
                ("choice", fields.CharField(max_length=8)),
            ],
            options={
                "table": "notice_choice",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "What a family chose for one kind and one channel, where it differs from `kinds.py`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="NoticeKind",
            fields=[
                (
                    "kind",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40),
                ),
                ("urgency", fields.CharField(max_length=8)),
                ("push", fields.BooleanField()),
                ("sms", fields.CharField(max_length=8)),
                ("helped", fields.BooleanField()),
                ("stopped_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "notice_kind",
                "app": "encuentro",
                "pk_attr": "kind",
                "table_description": "What a kind of notice is: the rows are those of `kinds.py`. `stopped_at`: its words were refused as faulty.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PushDevice",
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
                (
                    "session",
                    fields.ForeignKeyField(
                        "encuentro.SessionRow",
                        source_field="session_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=20)),
                ("value_cipher", fields.BinaryField()),
                ("value_index", fields.BinaryField()),
                ("state", fields.CharField(max_length=8)),
                ("suspect", fields.SmallIntField(default=0)),
                ("registered_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("last_seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("last_ok_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_reason", fields.CharField(null=True, max_length=24)),
            ],
            options={
                "table": "push_device",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "An address by which a phone is pushed to: its value sealed, its kind told, of one session at a time.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                (
                    "delivery",
                    fields.ForeignKeyField(
                        "encuentro.Delivery",
                        source_field="delivery_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("attempt_no", fields.IntField()),
                (
                    "device",
                    fields.ForeignKeyField(
                        "encuentro.PushDevice",
                        source_field="device_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("carrier", fields.CharField(max_length=40)),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("outcome", fields.CharField(max_length=24)),
            ],
            options={
                "table": "attempt",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "One try to hand a delivery to a carrier, and its answer; only ever added.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SmsDay",
            fields=[
                ("day", fields.DateField(primary_key=True, unique=True, db_index=True)),
                ("spent", fields.IntField(default=0)),
            ],
            options={
                "table": "sms_day",
                "app": "encuentro",
                "pk_attr": "day",
                "table_description": "What text messages cost on one day of Lima, in céntimos: the budget is counted here.",
            },
            bases=["Model"],
        ),
        ops.AlterModelOptions(
            name="Notice",
            options={
                "table": "notice",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "One fact that one family must know: a kind and facts, read in the inbox behind sign-in.",
            },
        ),
        ops.RemoveField(model_name="Notice", name="seen_at"),
        ops.AddField(
            model_name="Notice",
            name="act_by",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name="Notice",
            name="account",
            field=fields.ForeignKeyField(
                "encuentro.Account",
                source_field="account_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Notice",
            name="cause",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name="Notice",
            name="subject",
            field=fields.TextField(null=True, default="", unique=False),
        ),
        ops.AddField(
            model_name="Notice",
            name="urgency",
            field=fields.CharField(null=True, default="normal", max_length=8),
        ),
        ops.AddField(
            model_name="Notice",
            name="withdrawn_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Notice",
            name="withdrawn_reason",
            field=fields.CharField(null=True, max_length=24),
        ),
        ops.AlterModelOptions(
            name="TextMessage",
            options={
                "table": "text_message",
                "app": "encuentro",
                "pk_attr": "id",
                "table_description": "Number and words of a text message that no kind's sentence says, as a code; its id is its delivery's.",
            },
        ),
        ops.RunSQL(_script("notices")),
        # Not null only now: a default is not given to the rows there are, and the script has given it.
        ops.AlterField(
            model_name="Notice",
            name="subject",
            field=fields.TextField(default="", unique=False),
        ),
        ops.AlterField(
            model_name="Notice",
            name="urgency",
            field=fields.CharField(default="normal", max_length=8),
        ),
        ops.RunSQL(_script("delivery_counts")),
    ]
