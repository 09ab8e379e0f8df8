"""The facts of a worked example: tables of a seed, or of JSON, to a month."""

from calendar import monthrange
from typing import Any

from backend.earnings.rules import shapes
from backend.earnings.rules.month import (
    Adjustment,
    Advance,
    Assessed,
    Attachment,
    Claim,
    Earned,
    Instruction,
    Month,
    SupportOrder,
)
from backend.earnings.rules.shapes import Reader, Shape
from backend.earnings.rules.terms import Circumstances
from backend.earnings.rules.vocabulary import BaseMode, Basis, Modality, OrderBase

_EARNED: Shape = {
    "basis": shapes.among(Basis),
    "quantity": shapes.count,
    "rate": shapes.share,
    "of": shapes.count,
    "rejected": shapes.count,
    "product": shapes.text,
    "operation": shapes.text,
}
_ADJUSTMENT: Shape = {
    "amount": shapes.soles,
    "of_month": shapes.day,
    "of_line": shapes.text,
    "reason": shapes.text,
}
_CLAIM: Shape = {
    "payee": shapes.text,
    "rate": shapes.share,
    "amount": shapes.soles,
    "priority": shapes.count,
    "balance": shapes.soles,
    "valid_from": shapes.day,
    "valid_to": shapes.day,
}


def _many(kind: type[Any], shape: Shape, *needed: str) -> Reader:
    optional = shape.keys() - set(needed)
    return shapes.many(lambda table: kind(**shapes.read(table, shape, kind.__name__, optional)))


def _claims(kind: type[Claim], **more: Reader) -> Reader:
    return _many(kind, {**_CLAIM, **more}, "payee")


def _assessed(table: object) -> Assessed:
    shape = {"mode": shapes.among(BaseMode), "amount": shapes.soles}
    return Assessed(**shapes.read(table, shape, "assessed"))


_MONTH: Shape = {
    "on": shapes.day,
    "closes_on": shapes.day,
    "modality": shapes.among(Modality),
    "establishment": shapes.text,
    "agreement": shapes.text,
    "earned": _many(Earned, _EARNED, "basis", "quantity"),
    "adjustments": _many(Adjustment, _ADJUSTMENT, *_ADJUSTMENT),
    "assessed": _assessed,
    "reparation": shapes.soles,
    "support": _claims(SupportOrder, base=shapes.among(OrderBase)),
    "attachments": _claims(Attachment),
    "advances": _claims(Advance),
    "arrears": shapes.soles,
    "instructions": _claims(Instruction, savings=shapes.flag),
}


def read_month(table: object, where: str) -> tuple[Month, Circumstances]:
    """Strict: raises ValueError naming what cannot be read. `on` is any day of the month."""
    optional = _MONTH.keys() - {"on", "modality", "earned"}
    facts = shapes.read(table, _MONTH, where, optional)
    on = facts.pop("on")
    at = Circumstances(
        modality=facts["modality"],
        establishment=facts.pop("establishment", ""),
        agreement=facts.pop("agreement", ""),
    )
    last = on.replace(day=monthrange(on.year, on.month)[1])
    closes_on = facts.pop("closes_on", last)
    return Month(month=on.replace(day=1), closes_on=closes_on, **facts), at
