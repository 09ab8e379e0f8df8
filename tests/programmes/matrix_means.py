"""What the access matrix asks of means: an ensemble that the marked person belongs to, money of its place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.ids import new_id
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import HERE
from tests.registry import make_registry as registry

IDS = (
    "of_means",
    "ensemble",
    "member",
    "ensemble_work",
    "partner",
    "contribution",
    "budget_line",
    "joining",
)
WATCHED = (
    "ensemble",
    "ensemble_member",
    "ensemble_work",
    "partner",
    "contribution",
    "budget_line",
    "spending",
)

LISTS = ("ensembles", "ensembleMembers", "partners", "contributions", "budget")

_ROWS = (
    "insert into ensemble values ($1, $2, $3, 'Coro', 'choir', '', '[]', '2026-01-12',"
    " null, $4, $1)",
    "insert into partner (id, programme_id, name, kind, contribution, note, source, recorded_at)"
    " values ($1, $2, 'Un museo ' || $3::text || $1::uuid, 'museum', 'none', '', 'a test', $4)",
    "insert into budget_line (id, programme_id, establishment_id, recorded_at, year, source, item, planned,"
    " recorded_by) values ($1, $2, $3, $4, 2026, 'treasury', 'Cuerdas', 100, $1)",
)
_MEMBER = "insert into ensemble_member values ($1, $2, $3, $4, 'tenor', '2026-01-12', null, $5, $1)"
_WORK = (
    "insert into ensemble_work values ($1, $2, $3, 'Vals ' || $1::uuid, '', '2026-01-12', $4, $1)"
)
_GIFT = (
    "insert into contribution (id, partner_id, establishment_id, kind, worth, what, given_on, recorded_at, recorded_by)"
    " values ($1, $2, $3, 'cash', 100, 'Cuerdas', '2026-02-01', $4, $1)"
)
_SPENDING = "insert into spending values ($1, $2, $3, 7, '2026-02-01', 'F1', $4, $1)"


async def world(owner: asyncpg.Connection, inmate_id: UUID, now: datetime) -> dict[str, UUID]:
    """A choir with the marked person in it, and who might join; a partner, its gift, and a line of a budget."""
    programme_id = await make.programme(owner)
    rows = await _rows(owner, programme_id, inmate_id, now)
    joining = await registry.inmate(owner, at=HERE)
    return dict(zip(IDS, (programme_id, *rows, joining.id), strict=True))


async def more(owner: asyncpg.Connection, ids: Mapping[str, Any], now: datetime) -> None:
    """Five more of everything that lists of means show."""
    for _ in range(5):
        held = await registry.inmate(owner, at=HERE)
        await _rows(owner, ids["of_means"], held.id, now)
        await owner.execute(_MEMBER, new_id(), ids["ensemble"], HERE, held.id, now)


async def _rows(
    owner: asyncpg.Connection, programme_id: UUID, inmate_id: UUID, now: datetime
) -> tuple[UUID, ...]:
    ensemble_id, partner_id, line_id = new_id(), new_id(), new_id()
    for sql, row_id in zip(_ROWS, (ensemble_id, partner_id, line_id), strict=True):
        await owner.execute(sql, row_id, programme_id, HERE, now)
    member_id, work_id, gift_id = new_id(), new_id(), new_id()
    await owner.execute(_MEMBER, member_id, ensemble_id, HERE, inmate_id, now)
    await owner.execute(_WORK, work_id, ensemble_id, HERE, now)
    await owner.execute(_GIFT, gift_id, partner_id, HERE, now)
    await owner.execute(_SPENDING, new_id(), line_id, HERE, now)
    return ensemble_id, member_id, work_id, partner_id, gift_id, line_id


def arguments(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments of every root field of means that aim at the marked person's ensemble and its place."""
    place, year = {"establishmentId": HERE}, {"establishmentId": HERE, "year": 2026}
    programme, group = {"programmeId": ids["of_means"]}, {"ensembleId": ids["ensemble"]}
    choir = {"ensemble": {"name": "Coro", "kind": "CHOIR", "begunOn": "2026-01-12"}}
    gift = {
        "partnerId": ids["partner"],
        "kind": "CASH",
        "worth": 5,
        "what": "Cuerdas",
        "givenOn": "2026-02-02",
    }
    line = {**programme, "year": 2026, "source": "SALES", "item": "Telas", "planned": 9}
    return {
        "ensembles": place, "ensembleMembers": group, "partners": place, "contributions": year, "budget": year,
        "addEnsemble": {**place, **programme, **choir}, "editEnsemble": {**group, **choir},
        "endEnsemble": {**group, "endedOn": "2026-03-01"},
        "addEnsembleMember": {**group, "inmateId": ids["joining"], "part": "alto", "fromOn": "2026-03-01"},
        "endEnsembleMember": {"memberId": ids["member"], "untilOn": "2026-03-01"},
        "addEnsembleWork": {**group, "title": "Polka", "author": ""},
        "removeEnsembleWork": {"workId": ids["ensemble_work"]},
        "nameEnsembleForEvent": {**group, "eventId": ids["submitted"]},
        "addPartner": {**place, **programme, "name": "Una embajada", "kind": "EMBASSY", "note": ""},
        "addContribution": {**place, "contribution": gift, "corrects": ids["contribution"]},
        "addBudgetLine": {**place, "line": line}, "endBudgetLine": {"lineId": ids["budget_line"]},
        "addSpending": {"lineId": ids["budget_line"], "amount": 3, "spentOn": "2026-02-02", "document": "F2"},
        "editProgramme": {**programme, "title": "Otro", "summary": ""},
        "endProgramme": {**programme, "endedOn": "2026-03-01"},
    }  # fmt: skip
