"""One dated rule. Rows of the seed and of the database pass the same strict reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Self
from uuid import UUID, uuid5

from backend.earnings.rules import shapes
from backend.earnings.rules.shapes import Shape
from backend.earnings.rules.vocabulary import (
    BaseMode,
    Bearer,
    Confidence,
    OrderBase,
    Reading,
    Rounding,
    RuleCode,
)

_NAMES = UUID("0b6c1d0e-5f4e-4a0b-9a86-1c1f5f0f2d51")
"""The namespace of the ids of rules, which follow from what they are."""

_RATE: Shape = {"rate": shapes.share}
_AMOUNT: Shape = {"amount": shapes.soles}


def _counted_off(value: object) -> int | None:
    """Counted days for one day of sentence; `"none"` where nothing is counted off."""
    return None if value == "none" else shapes.count(value)


VALUES: dict[RuleCode, Shape] = {
    RuleCode.TRAINING_SUBSIDY: _RATE,
    RuleCode.TRAINING_LIMIT: {"months": shapes.count},
    RuleCode.MINIMUM_WAGE: _AMOUNT,
    RuleCode.INPE_CONTRIBUTION: _RATE,
    RuleCode.CONTRIBUTION_BASE: {
        "modes": shapes.many(shapes.among(BaseMode)),
        "floor": shapes.flag,
    },
    RuleCode.CONTRIBUTION_FLOOR: _RATE,
    RuleCode.CONTRIBUTION_CAP: _RATE,
    RuleCode.ARREARS: {"instalments": shapes.count},
    RuleCode.CIVIL_REPARATION: _RATE,
    RuleCode.INCOME_TAX: {**_RATE, "above": shapes.soles},
    RuleCode.SUPPORT_CAP: _RATE,
    RuleCode.ATTACHMENT: {
        **_RATE,
        "free_urp": shapes.count,
        "base": shapes.among(OrderBase),
    },
    RuleCode.URP: _AMOUNT,
    RuleCode.MATERIAL_ADVANCE: _RATE,
    RuleCode.BANK_COMMISSION: {**_AMOUNT, "bearer": shapes.among(Bearer)},
    RuleCode.CASH_STEP: _AMOUNT,
    RuleCode.QUESTION: {"working_days": shapes.count},
    RuleCode.FAMILY_READING: {"days": shapes.count},
    RuleCode.LABOUR_DAY: {
        "unit_minutes": shapes.count,
        "cap_minutes": shapes.count,
        "reading": shapes.among(Reading),
    },
    RuleCode.LABOUR_PLACE: {"not_counted": shapes.many(shapes.text)},
    RuleCode.LABOUR_RATE: {"days": _counted_off},
}
"""What the value of a rule holds, by code; a code that is not here says nothing but its legal basis."""

_ROW: Shape = {
    "code": shapes.among(RuleCode),
    "scope": shapes.text,
    "version": shapes.count,
    "valid_from": shapes.day,
    "valid_to": shapes.maybe(shapes.day),
    "value": dict,  # type: ignore[dict-item] # its own shape is read next, by code
    "rounding": shapes.among(Rounding),
    "legal_basis": shapes.text,
    "tuo": shapes.text,
    "code_1991": shapes.text,
    "source": shapes.text,
    "author": shapes.text,
    "confidence": shapes.among(Confidence),
    "note": shapes.text,
    "examples": shapes.many(dict),  # type: ignore[arg-type] # each is read when it is tried
}
COLUMNS = tuple(_ROW)
"""The columns of a row, in order; the id follows from them."""

SCOPES = ("agreement", "establishment", "modality", "labour")
"""A scope is empty, for everybody, or a kind and a name: `modality:training`, `labour:tuo-49.1`."""


@dataclass(frozen=True, kw_only=True)
class EarningRule:
    """What holds from `valid_from` up to, not including, `valid_to`; the same two dates withdraw it.

    `tuo` and `code_1991` are the articles of the Penal Execution Code in its two numberings, empty
    where the rule is of other norms alone; "not found" is an article whose older number nobody has found.
    """

    code: RuleCode
    scope: str
    version: int
    valid_from: date
    valid_to: date | None
    value: Mapping[str, Any]
    rounding: Rounding
    legal_basis: str
    tuo: str
    code_1991: str
    source: str
    author: str
    confidence: Confidence
    note: str = ""
    examples: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Strict: unknown keys, codes, scopes or values raise ValueError naming the row."""
        where = f"earning rule {row.get('code', '?')} {row.get('scope') or ''}".rstrip()
        fields = shapes.read({key: row[key] for key in row if key != "id"}, _ROW, where)
        shape = VALUES.get(fields["code"], {})
        fields["value"] = shapes.read(fields["value"], shape, f"{where}, value")
        rule = cls(**fields)
        kind, colon, name = rule.scope.partition(":")
        if rule.scope and not (kind in SCOPES and colon and name):
            raise ValueError(f"{where}: there is no such scope")
        if rule.valid_to is not None and rule.valid_to < rule.valid_from:
            raise ValueError(f"{where}: valid_to lies before valid_from")
        if bool(rule.tuo) != bool(rule.code_1991):
            raise ValueError(f"{where}: the Code is cited by both numberings or not at all")
        return rule

    @cached_property
    def id(self) -> UUID:
        """What a statement stores: the same rule row has the same id everywhere."""
        return uuid5(_NAMES, f"{self.code} {self.scope} {self.valid_from} {self.version}")

    @property
    def name(self) -> str:
        """For whoever reads a complaint: code, scope, first day."""
        return " ".join(filter(None, (self.code, self.scope, str(self.valid_from))))

    @cached_property
    def reference(self) -> str:
        """The legal basis, the Code in both numberings: `CEP TUO 75 (1991: 67)`."""
        code = f"CEP TUO {self.tuo} (1991: {self.code_1991})" if self.tuo else ""
        return "; ".join(filter(None, (self.legal_basis, code)))

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def rate(self) -> Fraction:
        rate: Fraction = self.value["rate"]
        return rate

    @property
    def amount(self) -> int:
        """Céntimos."""
        amount: int = self.value["amount"]
        return amount
