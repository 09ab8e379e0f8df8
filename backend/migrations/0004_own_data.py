"""What a family decides about its own account: how quiet it is, and that it is erased."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _erasable(model: str, name: str, to: str) -> ops.AlterField:
    """A reference that is None once what it pointed to was erased."""
    return ops.AlterField(
        model_name=model,
        name=name,
        field=fields.ForeignKeyField(
            f"encuentro.{to}",
            source_field=f"{name}_id",
            null=True,
            db_constraint=True,
            to_field="id",
            related_name=False,
            on_delete=OnDelete.RESTRICT,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0003_visit_advice")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Account", name="discreet", field=fields.BooleanField(default=False)
        ),
        ops.AddField(
            model_name="Account",
            name="quiet_from",
            field=fields.TimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Account",
            name="quiet_to",
            field=fields.TimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        _erasable("Booking", "account", "Account"),
        _erasable("BookingVisitor", "visitor", "Visitor"),
        ops.AlterField(
            model_name="BookingVisitor", name="person_index", field=fields.BinaryField(null=True)
        ),
        _erasable("Claim", "account", "Account"),
        ops.RunSQL(_script("preferences")),
        ops.RunSQL(_script("erasing")),
    ]
