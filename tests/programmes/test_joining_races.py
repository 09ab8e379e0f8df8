"""Somebody joins an ensemble while they are moved away, through connections of their own; with its control."""

import asyncio

import pytest

from backend.core.errors import NotFound
from tests.programmes import make_means as means
from tests.programmes.make_means import held
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio

UNGUARDED = """
create or replace function ensemble_member_held() returns trigger language plpgsql as $$
begin
  perform from inmate i where i.id = new.inmate_id and i.establishment_id = new.establishment_id;
  return case when found then new end;
end $$
"""
"""The control: looks where somebody is held, and does not hold them there."""


async def _joined_during_a_move(owner) -> str:
    """What becomes of a membership that is written while its person is being moved away."""
    office = await means.office(owner)
    await registry.establishment(owner, "ica")
    ensemble_id, person = await office.ensemble(), await held(owner)
    async with owner.transaction():
        await owner.execute("update inmate set establishment_id = 'ica' where id = $1", person)
        joining = asyncio.create_task(office.member(ensemble_id, person))
        await asyncio.wait({joining}, timeout=0.3)
    try:
        await joining
    except NotFound:
        return "refused"
    return "stands"


async def test_nobody_joins_who_is_being_moved_away(db, owner):
    assert await _joined_during_a_move(owner) == "refused"
    assert await owner.fetchval("select count(*) from ensemble_member") == 0


async def test_control_without_the_lock_a_membership_outlives_the_move(db, owner):
    await owner.execute(UNGUARDED)

    assert await _joined_during_a_move(owner) == "stands"
    assert await owner.fetchval("select until_on is null from ensemble_member")
