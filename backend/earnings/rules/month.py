"""The facts of one person's month: what was earned, what is owed, what was decided about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from backend.earnings.rules.vocabulary import BaseMode, Basis, Modality, OrderBase


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """The work of a month at one price row.

    `quantity`: accepted pieces, minutes (hour), days, céntimos sold (sale), days attended
    (subsidy), or how many bonuses or penalties. `rate`: soles a piece, an hour, a day, a month (subsidy) or
    each; of a sale the person's share. `of`: the working days of that month (subsidy). `source`: the price row
    it stands on.
    """

    basis: Basis
    quantity: int
    rate: Fraction = Fraction(0)
    of: int = 0
    rejected: int = 0
    product: str = ""
    operation: str = ""
    grade: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A late correction in céntimos, signed, of a month that is closed; `of_line` names the line it corrects."""

    amount: int
    of_month: date
    of_line: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """Income in céntimos as the authority verified it or the person declared it under oath."""

    mode: BaseMode
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody's claim on a part of the share: a rate or céntimos a month, in force on dates.

    `payee` is opaque (an account, a relative, an order's number). The lowest priority comes first; `balance`,
    where there is one, is what is still owed. It ends before `valid_to`.
    """

    payee: str
    rate: Fraction | None = None
    amount: int | None = None
    priority: int = 1
    balance: int | None = None
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportOrder(Claim):
    """A court's order for support, of the base that its words name."""

    base: OrderBase = OrderBase.GROSS


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Claim):
    """Another court's order, for a debt; it takes up to its balance or its monthly amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(Claim):
    """Materials that were given in advance; `amount` is the monthly part that was agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction(Claim):
    """The person's own standing instruction: to the family, or to savings."""

    savings: bool = False


C = TypeVar("C", bound=Claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What one person did and owes in one month, at one place and modality.

    `closes_on` is the last day it tells of: the month's last, or the day of a transfer or release.
    `reparation`: céntimos still owed; None when no sentence sets one, as of whoever awaits
    judgment. `arrears`: the instalment of an old contribution that is due now.
    """

    month: date
    closes_on: date
    modality: Modality
    earned: tuple[Earned, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    assessed: Assessed | None = None
    reparation: int | None = None
    support: tuple[SupportOrder, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    advances: tuple[Advance, ...] = ()
    arrears: int = 0
    instructions: tuple[Instruction, ...] = ()

    def in_force(self, claims: Iterable[C]) -> list[C]:
        """Those that hold when the month closes, the first to be served first."""
        held = [claim for claim in claims if claim.holds_on(self.closes_on)]
        return sorted(held, key=lambda claim: claim.priority)
