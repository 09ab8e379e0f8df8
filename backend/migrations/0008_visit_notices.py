"""What visits tell: asked again the evening before, answered by the family, and one notice for each visit that falls."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _instant(name: str) -> ops.AddField:
    """A new instant of a booking, unknown of those there are."""
    field = fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)
    return ops.AddField(model_name="Booking", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0007_helpers")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Booking",
            name="still_on",
            field=fields.CharField(null=True, max_length=8),
        ),
        ops.AddField(
            model_name="Booking",
            name="still_on_why",
            field=fields.CharField(null=True, max_length=40),
        ),
        _instant("asked_at"),
        _instant("reminded_at"),
        ops.AddField(model_name="Booking", name="coming", field=fields.BooleanField(null=True)),
        _instant("answered_at"),
        ops.RunSQL(_script("visit_notices")),
    ]
