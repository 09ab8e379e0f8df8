"""A person held and at work, an office that really serves there, and the rows that acts about pay leave."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.actor import Role, Staff
from tests import matrix
from tests.earnings import make_reading as reading
from tests.earnings import matrix_earnings
from tests.earnings.make_month import AFTER, MAY
from tests.identity import make_identity as identity
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

ELSEWHERE = "cusco"
ACTS = (
    "reparation", "support_order", "attachment_order", "standing_instruction", "labour_rate", "assessment",
    "arrears_plan",
)  # fmt: skip
WRITTEN = (*ACTS, "pending_adjustment", "material_advance", "journal", "entry")
NOTHING_WAITS: dict[str, list[Any]] = {"adjustments": [], "advances": [], "refused": []}
_NUMBERS = {
    "recordReparation": {"act": "Resolución 12-2024", "total": 500_000, "paidBefore": 20_000,
                         "validFrom": "2025-01-01"},
    "recordOrder": {"act": "Exp. 33-2024", "kind": "SUPPORT", "terms": {"validFrom": "2025-01-01", "rate": "0.25"}},
    "recordInstruction": {"act": "Hoja 7", "terms": {"validFrom": "2025-01-01", "rate": "0.6"}},
    "recordLabourRate": {"act": "Acta 4", "days": 5, "validFrom": "2025-01-01"},
    "recordAssessment": {"act": "Acta 5", "month": "2025-05-01", "declared": True, "amount": 30_000},
    "planArrears": {"act": "Acta 6", "owed": 1_520, "firstMonth": "2025-06-01"},
    "recordAdjustment": {"establishmentId": HERE, "ofMonth": "2025-05-01", "amount": -135,
                         "reason": "una pieza contada dos veces"},
    "recordAdvance": {"amount": 9_000, "givenOn": "2025-05-20", "parts": 3},
}  # fmt: skip


@dataclass(frozen=True)
class Office:
    """Two chiefs and a director of the place; somebody held there, a relative's tie, a workshop."""

    first: Staff
    second: Staff
    director: Staff
    one: work.Worker
    tie: UUID

    def said(self, operation: str, **changes: Any) -> dict[str, Any]:
        """What a phone says to record something about this person."""
        said = {"inmateId": self.one.inmate_id} | _NUMBERS[operation]
        if operation == "recordAdvance":
            said |= {"workshopId": self.one.workshop_id}
        return said | changes

    async def record(self, operation: str, by: Staff | None = None, **changes: Any) -> UUID:
        """Records it, and answers the id."""
        said = self.said(operation, **changes)
        answer = await reading.read(by or self.first, operation, **said)
        assert answer["__typename"] == "PayChanged", answer
        return UUID(answer["id"])

    async def pay(self, by: Staff | None = None) -> Any:
        return await reading.read(by or self.first, "personPay", inmateId=self.one.inmate_id)


async def office(owner: asyncpg.Connection, one: work.Worker | None = None) -> Office:
    """Who is named here really serves, so that the database knows their names."""
    one = one or await work.worker(owner, await work.workshop(owner))
    family = await identity.family(now=AFTER)
    person = await registry.visitor(owner, family)
    tie = await registry.tie(owner, family, person, registry.Held(one.inmate_id, "", HERE))
    return Office(
        await serving(owner, "Ana Chief"),
        await serving(owner, "Berta Chief"),
        await serving(owner, "Dora Director", role=Role.DIRECTOR),
        one,
        tie,
    )


async def serving(
    owner: asyncpg.Connection, name: str, *, at: str = HERE, role: Role = Role.WORK_CHIEF
) -> Staff:
    """Somebody of that name who holds the role."""
    await registry.establishment(owner, at)
    staff = await matrix.employed(owner, at, role)
    await owner.execute("update staff set name = $2 where id = $1", staff.staff_id, name)
    return staff


async def divided(owner: asyncpg.Connection) -> Staff:
    """A chief elsewhere who serves here too, as a supervisor."""
    one = await serving(owner, "Zita Supervisor", role=Role.WORK_SUPERVISOR)
    roles = one.roles | {(ELSEWHERE, Role.WORK_CHIEF)}
    return Staff(staff_id=one.staff_id, session_id=one.session_id, roles=roles)


async def told_of_may(owner: asyncpg.Connection, one: work.Worker) -> UUID:
    """A statement of May, so that it can be corrected."""
    return await matrix_earnings.statement(owner, one.inmate_id, MAY, AFTER)


async def count(owner: asyncpg.Connection) -> dict[str, int]:
    return await registry.rows(owner, *WRITTEN)
