"""A line of a statement, and the statement: what was earned equals what was taken and what is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from backend.core.money import plain_number
from backend.earnings.rules.rule import EarningRule
from backend.earnings.rules.vocabulary import LineCode, Part, Payee


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`exact` and `booked` are céntimos; `booked` is negative only for what lowers the gross.

    `base` and `rate`: céntimos and a share of them; in a `gross_…` line a quantity and soles for
    each. `facts` are plain values for words, and `payee_ref` whom the payee's kind means here.
    """

    no: int = 0
    rule: LineCode
    part: Part
    base: Fraction
    rate: Fraction | None
    exact: Fraction
    booked: int
    payee: Payee
    payee_ref: str = ""
    legal_ref: str
    rule_ids: tuple[UUID, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """As JSON and columns can hold it: exact numbers as text that `Fraction()` reads again."""
        return {
            "no": self.no,
            "rule": self.rule.value,
            "part": self.part.value,
            "base": plain_number(self.base),
            "rate": None if self.rate is None else plain_number(self.rate),
            "exact": plain_number(self.exact),
            "booked": self.booked,
            "payee": self.payee.value,
            "payee_ref": self.payee_ref,
            "legal_ref": self.legal_ref,
            "rule_ids": [str(each) for each in self.rule_ids],
            "facts": dict(self.facts),
        }

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Line":
        """The line that `row()` wrote."""
        rate = row["rate"]
        return cls(
            no=row["no"],
            rule=LineCode(row["rule"]),
            part=Part(row["part"]),
            base=Fraction(row["base"]),
            rate=None if rate is None else Fraction(rate),
            exact=Fraction(row["exact"]),
            booked=row["booked"],
            payee=Payee(row["payee"]),
            payee_ref=row["payee_ref"],
            legal_ref=row["legal_ref"],
            rule_ids=tuple(UUID(str(each)) for each in row["rule_ids"]),
            facts=row["facts"],
        )


def line(
    code: LineCode,
    part: Part,
    payee: Payee,
    *rules: EarningRule,
    base: Fraction | int,
    rate: Fraction | None = None,
    exact: Fraction | int,
    booked: int,
    payee_ref: str = "",
    **facts: object,
) -> Line:
    """A line that rests on rules; the first one gives the reference that is shown."""
    return Line(
        rule=code,
        part=part,
        base=_fraction(base),
        rate=rate,
        exact=_fraction(exact),
        booked=booked,
        payee=payee,
        payee_ref=payee_ref,
        legal_ref=rules[0].reference,
        rule_ids=tuple(rule.id for rule in rules),
        facts=facts,
    )


def _fraction(value: Fraction | int) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(value)


def subtotal(code: LineCode, amount: int, rule: EarningRule) -> Line:
    """A line that only says how much there is so far."""
    return line(code, Part.SUBTOTAL, Payee.HOLDER, rule, base=amount, exact=amount, booked=amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One month's lines in order, and what they leave for other books.

    `contribution_due` is what the law asks; `arrears_added` what could not be withheld of it.
    `reparation_left`: céntimos still owed afterwards; None when there is no reparation.
    `carried`: zero, or the part of corrections that this month's earnings could not bear (below
    zero): an adjustment of the next month.
    """

    month: date
    lines: tuple[Line, ...]
    contribution_due: int = 0
    arrears_added: int = 0
    reparation_left: int | None = None
    carried: int = 0

    def total(self, *codes: LineCode) -> int:
        """Céntimos of all lines of these codes."""
        return sum(each.booked for each in self.lines if each.rule in codes)

    @property
    def gross(self) -> int:
        return sum(each.booked for each in self.lines if each.part is Part.EARNED)

    @property
    def adds_up(self) -> bool:
        """What was earned equals what was taken and what is left, to the céntimo."""
        paid = (each.booked for each in self.lines if each.part in (Part.TAKEN, Part.LEFT))
        return self.gross == sum(paid)

    @property
    def to_family(self) -> int:
        """Céntimos that the family receives: by order of a court and by the person's own wish."""
        return self.total(LineCode.SUPPORT_ORDER, LineCode.FAMILY_ASSIGNMENT)

    @property
    def legs(self) -> dict[Payee, int]:
        """The payments a month makes, by payee (D.S. 025-2017-JUS art. 53.1)."""
        legs: dict[Payee, int] = {}
        for each in self.lines:
            if each.part in (Part.TAKEN, Part.LEFT) and each.booked:
                legs[each.payee] = legs.get(each.payee, 0) + each.booked
        return legs

    @property
    def rules_used(self) -> tuple[UUID, ...]:
        """Ids of every rule row a line rests on, sorted."""
        return tuple(sorted({each for line in self.lines for each in line.rule_ids}))


def numbered(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(replace(each, no=no) for no, each in enumerate(lines, start=1))
