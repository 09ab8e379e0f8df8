"""Advances and adjustments that nobody approved, and what a late correction adds to the count of days."""

from pathlib import Path

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0021_month_sums")]

    initial = False

    operations = [
        ops.AddField(
            model_name="WorkMonth",
            name="review_why",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(model_name="WorkReview", name="unanswered", field=fields.IntField(null=True)),
        ops.AddField(model_name="WorkReview", name="objected", field=fields.IntField(null=True)),
        ops.AddField(
            model_name="WorkReview", name="why", field=fields.TextField(null=True, unique=False)
        ),
        ops.RunSQL(_script("ended_corrections")),
    ]
