"""What `models.py` says of the tables of work is what the database has."""

import pytest
from tortoise import Tortoise

from backend.work import models

pytestmark = pytest.mark.anyio


async def test_models_and_tables_have_the_same_columns(db, owner):
    ours = [
        each for each in Tortoise.apps["encuentro"].values() if each.__module__ == models.__name__
    ]
    assert len(ours) == 12
    for model in ours:
        rows = await owner.fetch(
            "select column_name, is_nullable = 'YES' as optional from information_schema.columns where table_name = $1"
            " and column_name <> 'written_in'",  # the transaction that wrote a row, for the database alone
            model._meta.db_table,
        )
        said = {
            column: model._meta.fields_map[name].null
            for name, column in model._meta.fields_db_projection.items()
        }
        assert {row["column_name"]: row["optional"] for row in rows} == said, model.__name__
