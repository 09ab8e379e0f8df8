"""Answers to dates of events: what families read and say, what is offered on, and what ends by itself."""

from pathlib import Path

from tortoise import migrations
from tortoise.migrations import operations as ops


def _script(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("encuentro", "0027_releases")]

    initial = False

    operations = [
        ops.RunSQL(_script("answers")),
        ops.RunSQL(_script("answers_family")),
        ops.RunSQL(_script("answers_following")),
    ]
