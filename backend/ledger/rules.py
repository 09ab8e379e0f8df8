"""What a journal is made of, and what makes two requests for one the same."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class AccountKind(StrEnum):
    """What an account stands for. The database knows which may not fall below nothing, and from which side."""

    WORKSHOP_WAGES = "workshop_wages"
    WORKER_PERSONAL = "worker_personal"
    WORKER_SAVINGS = "worker_savings"
    CIVIL_REPARATION = "civil_reparation"
    SUPPORT_ORDER = "support_order"
    INPE_CONTRIBUTION = "inpe_contribution"
    INPE_ARREARS = "inpe_arrears"
    COMPANY_DUE = "company_due"
    REMITTED_OUT = "remitted_out"
    PAID_TO_HOLDER = "paid_to_holder"
    SETTLED_ON_EXIT = "settled_on_exit"
    ADVANCE = "advance"


class Kind(StrEnum):
    """Which business fact a journal records. Only adjustments and reversals may be of an earlier day."""

    EARNING = "earning"
    ADJUSTMENT = "adjustment"
    ADVANCE = "advance"
    CONTRIBUTION = "contribution"
    REMITTANCE = "remittance"
    SETTLEMENT = "settlement"
    REVERSAL = "reversal"


class Phase(StrEnum):
    """Booked for good, or kept apart until it is settled."""

    POSTED = "posted"
    PENDING = "pending"


class Outcome(StrEnum):
    """The one end of a pending journal."""

    POST = "post"
    VOID = "void"
    EXPIRE = "expire"


class Line(NamedTuple):
    """One amount, in céntimos, from the account that is debited to the one that is credited."""

    debit: UUID
    credit: UUID
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What journals that are posted together have in common.

    `scope` and a key name a journal for ever: the same two never make a second one. `recorded_by` and
    `approved_by` are two people. `reason`: at least ten characters, for an adjustment or a reversal.
    """

    scope: str
    kind: Kind
    period_id: UUID
    effective_on: date
    recorded_by: UUID
    approved_by: UUID
    phase: Phase = Phase.POSTED
    reason: str | None = None


class Balance(NamedTuple):
    """Running totals of one account, in céntimos."""

    debits_posted: int
    credits_posted: int
    debits_pending: int
    credits_pending: int

    @property
    def credit(self) -> int:
        """What the account owes its owner: posted credits less posted debits; below nothing the other way."""
        return self.credits_posted - self.debits_posted

    @property
    def available(self) -> int:
        """`credit`, less what pending journals keep apart."""
        return self.credit - self.debits_pending


def journal_digest(posting: Posting, lines: Sequence[Line], reverses: UUID | None = None) -> bytes:
    """SHA-256 of all that a request for a journal says, but not of when: a retry comes later.

    The order of lines does not matter.
    """
    said = [
        posting.kind,
        posting.phase,
        str(posting.period_id),
        posting.effective_on.isoformat(),
        str(posting.recorded_by),
        str(posting.approved_by),
        posting.reason,
        str(reverses or ""),
        sorted([str(line.debit), str(line.credit), line.amount] for line in lines),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).digest()


def turned_round(lines: Sequence[Line]) -> list[Line]:
    """The lines that undo these."""
    return [Line(debit=line.credit, credit=line.debit, amount=line.amount) for line in lines]
