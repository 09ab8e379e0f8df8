"""What is taken from the person's share, in order: support, attachments, commission, arrears, advances, own wishes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from backend.earnings.rules.amounts import in_proportion, rounded, share_of
from backend.earnings.rules.line import Line, line
from backend.earnings.rules.month import Claim, Month, SupportOrder
from backend.earnings.rules.terms import Terms
from backend.earnings.rules.vocabulary import (
    Bearer,
    LineCode,
    OrderBase,
    Part,
    Payee,
    RuleCode,
)


@dataclass(frozen=True, slots=True)
class Sums:
    """Céntimos so far: the bases a court may name."""

    gross: int
    after_legal: int
    personal_share: int

    def of(self, base: OrderBase) -> int:
        return {
            OrderBase.GROSS: self.gross,
            OrderBase.AFTER_LEGAL: self.after_legal,
            OrderBase.PERSONAL_SHARE: self.personal_share,
        }[base]


def claim_lines(sums: Sums, month: Month, terms: Terms) -> list[Line]:
    """Everything that comes before the free share."""
    lines: list[Line] = []
    for lines_of in (_support, _attached, _commission, _arrears, _advanced):
        left = sums.personal_share - sum(each.booked for each in lines)
        lines += lines_of(sums, left, month, terms)
    return lines


def instruction_lines(free: int, month: Month, terms: Terms) -> list[Line]:
    """What the person wishes, in the person's own order, of the free share."""
    rule = terms[RuleCode.STANDING_INSTRUCTION]
    left, lines = free, []
    for wish in month.in_force(month.instructions):
        exact = _exact(wish, free)
        booked = min(rounded(exact, rule.rounding), left)
        left -= booked
        lines.append(
            line(
                LineCode.SAVINGS if wish.savings else LineCode.FAMILY_ASSIGNMENT,
                Part.TAKEN,
                Payee.SAVINGS if wish.savings else Payee.FAMILY,
                rule,
                base=free,
                rate=wish.rate,
                exact=exact,
                booked=booked,
                payee_ref=wish.payee,
            )
        )
    return lines


def _exact(claim: Claim, base: int) -> Fraction:
    """What a claim asks for in céntimos; both a rate and an amount are added."""
    exact = base * (claim.rate or Fraction(0)) + (claim.amount or 0)
    return exact if claim.balance is None else min(exact, Fraction(claim.balance))


def _served(claims: Sequence[Claim], wanted: Sequence[int], left: int) -> Iterator[int]:
    """What each receives: by priority, and within one priority in proportion."""
    by_rank = groupby(zip(claims, wanted, strict=True), key=lambda pair: pair[0].priority)
    for _, group in by_rank:
        shares = in_proportion([asked for _, asked in group], left)
        left -= sum(shares)
        yield from shares


def _support(sums: Sums, left: int, month: Month, terms: Terms) -> Iterable[Line]:
    rule, cap = terms[RuleCode.SUPPORT_ORDER], terms[RuleCode.SUPPORT_CAP]
    orders: list[SupportOrder] = month.in_force(month.support)
    room = min(left, share_of(sums.after_legal, cap.rate, cap.rounding))
    exact = [_exact(order, sums.of(order.base)) for order in orders]
    wanted = [rounded(each, rule.rounding) for each in exact]
    served = _served(orders, wanted, room)
    for order, asks, asked, booked in zip(orders, exact, wanted, served, strict=True):
        yield line(
            LineCode.SUPPORT_ORDER,
            Part.TAKEN,
            Payee.COURT_ACCOUNT,
            rule,
            cap,
            base=sums.of(order.base),
            rate=order.rate,
            exact=asks,
            booked=booked,
            payee_ref=order.payee,
            of=order.base.value,
            unserved=asked - booked,
        )


def _attached(sums: Sums, left: int, month: Month, terms: Terms) -> Iterable[Line]:
    """A third at most of what exceeds five URP, for all of them together."""
    orders = month.in_force(month.attachments)
    if not orders:
        return
    rule, urp = terms[RuleCode.ATTACHMENT], terms[RuleCode.URP]
    above = max(0, sums.of(rule.value["base"]) - rule.value["free_urp"] * urp.amount)
    room = min(left, share_of(above, rule.rate, rule.rounding))
    wanted = [_asked(order, room) for order in orders]
    for order, booked in zip(orders, _served(orders, wanted, room), strict=True):
        yield line(
            LineCode.ATTACHMENT,
            Part.TAKEN,
            Payee.CREDITOR,
            rule,
            urp,
            base=above,
            rate=rule.rate,
            exact=above * rule.rate,
            booked=booked,
            payee_ref=order.payee,
            limit=rule.value["free_urp"] * urp.amount,
        )


def _asked(claim: Claim, all_of_it: int) -> int:
    """A claim's monthly amount, or else all that may be taken; never more than its balance."""
    asked = all_of_it if claim.amount is None else claim.amount
    return asked if claim.balance is None else min(asked, claim.balance)


def _commission(sums: Sums, left: int, month: Month, terms: Terms) -> Iterable[Line]:
    rule = terms[RuleCode.BANK_COMMISSION]
    if rule.value["bearer"] is Bearer.PERSON and rule.amount:
        yield line(
            LineCode.BANK_COMMISSION,
            Part.TAKEN,
            Payee.BANK,
            rule,
            base=rule.amount,
            exact=rule.amount,
            booked=min(rule.amount, left),
        )


def _arrears(sums: Sums, left: int, month: Month, terms: Terms) -> Iterable[Line]:
    if month.arrears:
        rule = terms[RuleCode.ARREARS]
        yield line(
            LineCode.ARREARS,
            Part.TAKEN,
            Payee.INPE,
            rule,
            base=month.arrears,
            exact=month.arrears,
            booked=min(month.arrears, left),
        )


def _advanced(sums: Sums, left: int, month: Month, terms: Terms) -> Iterable[Line]:
    """Materials given in advance, back in parts, all together no more than the cap."""
    advances = month.in_force(month.advances)
    if not advances:
        return
    rule = terms[RuleCode.MATERIAL_ADVANCE]
    room = share_of(left, rule.rate, rule.rounding)
    wanted = [_asked(advance, room) for advance in advances]
    for advance, asked, booked in zip(
        advances, wanted, _served(advances, wanted, room), strict=True
    ):
        yield line(
            LineCode.ADVANCE,
            Part.TAKEN,
            Payee.LENDER,
            rule,
            base=left,
            rate=rule.rate,
            exact=asked,
            booked=booked,
            payee_ref=advance.payee,
            left=None if advance.balance is None else advance.balance - booked,
        )
