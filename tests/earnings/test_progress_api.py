"""What is paid off and put aside, as a family is told: by consent to deductions, of what may be told."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from backend.earnings.commands import orders
from backend.earnings.commands.consenting import Category
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER
from tests.work import make_work as work

pytestmark = pytest.mark.anyio


@pytest.fixture
async def told(db, owner):
    return await reading.told(owner)


async def progress(told, **changes) -> dict:
    return await reading.read(told.family, "earningsProgress", inmateId=told.inmate, **changes)


async def test_what_statements_paid_off_and_put_aside_is_told(told):
    await reading.given(told, Category.DEDUCTIONS)

    found = await progress(told)

    assert found["savings"] == 5_670
    assert found["reparation"]["withheld"] == 16_801
