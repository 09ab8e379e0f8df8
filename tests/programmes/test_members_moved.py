"""Members of an ensemble of whom the register tells long after that they were moved."""

from datetime import timedelta

import pytest

from backend.sealed import blind_index
from backend.visits.commands import lock_change
from tests.programmes import make_means as means
from tests.programmes.make_means import BEGUN, TODAY, held, membership
from tests.programmes.make_programmes import HERE, NOW
from tests.registry.make_roster import establishments, load, row, text

pytestmark = pytest.mark.anyio


async def test_a_register_that_tells_late_of_a_move_ends_it_on_the_day_of_the_move(
    db, owner, tmp_path
):
    office = await means.office(owner)
    await establishments()
    ensemble_id, person = await office.ensemble(), await held(owner)
    member_id = await office.member(ensemble_id, person, from_on=BEGUN)
    moved_on = BEGUN + timedelta(days=9)
    await owner.execute(
        "update inmate set register_index = $2 where id = $1",
        person,
        blind_index("register", "T0001"),
    )
    lines = [
        row(evento_id="1", evento="traslado", fecha_efectiva=moved_on, establecimiento=HERE,
            establecimiento_destino="ica"),
        row(evento_id="2", evento="cambio de etapa", fecha_efectiva=TODAY, establecimiento="ica", etapa="mínima"),
    ]  # fmt: skip

    await load(
        tmp_path,
        text(*lines),
        now=NOW,
        before_batch=lambda tx, inmates: lock_change(tx, inmates=inmates, now=NOW),
    )

    assert (
        await owner.fetchval("select establishment_id from inmate where id = $1", person) == "ica"
    )
    assert await membership(owner, member_id) == (BEGUN, moved_on)
