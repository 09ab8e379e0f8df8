"""What is paid off and put aside, as a family is told of it: by the inmate's consent, and every look is a row."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from backend.core.actor import Family
from backend.core.errors import NotFound
from backend.database import transaction
from backend.earnings.rules.parts import parts_left
from backend.registry import access

_PROGRESS = "select earnings_progress($1, $2)"


class Reparation(NamedTuple):
    """The reparation in force, in céntimos; `withheld` of statements that may be told."""

    total: int
    paid_before: int
    withheld: int

    @property
    def left(self) -> int:
        return max(0, self.total - self.paid_before - self.withheld)


class Contribution(NamedTuple):
    """Céntimos withheld as contribution, and old ones that are paid in parts: owed, paid, parts to come.

    `debt`: what is owed of old ones in all, by parts or not, as far as statements may be told.
    """

    withheld: int
    owed: int
    paid: int
    parts_left: int
    debt: int

    @property
    def left(self) -> int:
        return max(0, self.owed - self.paid)


class Progress(NamedTuple):
    reparation: Reparation | None
    contribution: Contribution
    savings: int


async def earnings_progress(actor: Family, inmate_id: UUID, now: datetime) -> Progress:
    """How far an inmate's reparation and contribution are paid, and what statements put aside, in céntimos.

    Raises NotFound, the same for no consent to deductions, one taken back, no tie, another inmate and nobody.
    """
    # not the request's reading transaction: the look must be written down
    async with transaction(actor) as tx:
        await access.tied_inmate_or_left(tx, actor, inmate_id)
        found = await tx.fetchval(_PROGRESS, inmate_id, now)
        if found is None:
            raise NotFound()
    plans = [(owed, date.fromisoformat(first), parts) for owed, first, parts in found["plans"]]
    contribution = Contribution(
        withheld=found["contribution"],
        owed=sum(owed for owed, _, _ in plans),
        paid=found["arrears"],
        parts_left=parts_left(plans, found["arrears"]),
        debt=found["debt"],
    )
    reparation = found["reparation"]
    return Progress(reparation and Reparation(**reparation), contribution, found["savings"])
