"""A statement as lines of a journal: out of the wages of each workshop, straight to whoever receives a part.

Straight, because an exit's journal is pending: what is only expected on an account cannot be passed on from there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from backend.database import Connection
from backend.earnings.commands.assembling import Case
from backend.earnings.rules import Statement
from backend.earnings.rules.vocabulary import LineCode, Part
from backend.ledger.commands import AccountKind, Line, open_accounts

_PAID_INTO = {
    LineCode.INPE_CONTRIBUTION: AccountKind.INPE_CONTRIBUTION,
    LineCode.CIVIL_REPARATION: AccountKind.CIVIL_REPARATION,
    LineCode.INCOME_TAX: AccountKind.REMITTED_OUT,
    LineCode.BANK_COMMISSION: AccountKind.REMITTED_OUT,
    LineCode.SUPPORT_ORDER: AccountKind.SUPPORT_ORDER,
    LineCode.ATTACHMENT: AccountKind.SUPPORT_ORDER,
    LineCode.ARREARS: AccountKind.INPE_ARREARS,
    LineCode.ADVANCE: AccountKind.ADVANCE,
    LineCode.FAMILY_ASSIGNMENT: AccountKind.WORKER_PERSONAL,
    LineCode.SAVINGS: AccountKind.WORKER_SAVINGS,
    LineCode.PERSONAL: AccountKind.WORKER_PERSONAL,
}
"""What is for the family waits on the person's own account until it is sent."""


class Owner(NamedTuple):
    """An account before it is opened."""

    kind: AccountKind
    ref: UUID


class Move(NamedTuple):
    """An amount in céntimos from one owner's account to another's."""

    debit: Owner
    credit: Owner
    amount: int


Accounts = Mapping[Owner, UUID]


def moves(case: Case, statement: Statement) -> list[Move]:
    """What a statement moves: every céntimo of the gross to somebody, and what could not be withheld as a debt."""
    earned: dict[UUID, int] = defaultdict(int)
    for line in statement.lines:
        if line.part is Part.EARNED:
            shop = case.workshop_of.get(str(line.facts.get("source", "")), case.workshop_id)
            earned[shop] += line.booked
    made = list(_poured(_sources(earned), _sinks(case, statement, earned)))
    if statement.arrears_added:
        owed = Owner(AccountKind.INPE_ARREARS, case.inmate_id)
        due = Owner(AccountKind.INPE_CONTRIBUTION, case.inmate_id)
        made.append(Move(owed, due, statement.arrears_added))
    return made


def _wages(workshop_id: UUID) -> Owner:
    return Owner(AccountKind.WORKSHOP_WAGES, workshop_id)


def _sources(earned: Mapping[UUID, int]) -> list[tuple[Owner, int]]:
    return [(_wages(shop), amount) for shop, amount in earned.items() if amount > 0]


def _sinks(
    case: Case, statement: Statement, earned: Mapping[UUID, int]
) -> Iterable[tuple[Owner, int]]:
    """A workshop that corrections have left below nothing gets its own back first."""
    yield from ((_wages(shop), -amount) for shop, amount in earned.items() if amount < 0)
    parts: dict[AccountKind, int] = defaultdict(int)
    for line in statement.lines:
        if line.part in (Part.TAKEN, Part.LEFT):
            parts[_PAID_INTO[line.rule]] += line.booked
    yield from ((Owner(kind, case.inmate_id), amount) for kind, amount in parts.items() if amount)


def _poured(
    sources: Sequence[tuple[Owner, int]], sinks: Iterable[tuple[Owner, int]]
) -> Iterable[Move]:
    """Both come to the same sum."""
    left = list(sources)
    for sink, wanted in sinks:
        while wanted:
            source, amount = left.pop(0)
            moved = min(amount, wanted)
            yield Move(source, sink, moved)
            wanted -= moved
            if amount > moved:
                left.insert(0, (source, amount - moved))


async def opened(
    tx: Connection, establishment_id: str, owners: Iterable[Owner], now: datetime
) -> Accounts:
    """The live account of each; those that are missing are opened."""
    by_kind: dict[AccountKind, set[UUID]] = defaultdict(set)
    for owner in owners:
        by_kind[owner.kind].add(owner.ref)
    accounts: dict[Owner, UUID] = {}
    for kind in sorted(by_kind):
        found = await open_accounts(
            tx,
            kind=kind,
            establishment_id=establishment_id,
            owner_refs=list(by_kind[kind]),
            now=now,
        )
        accounts |= {Owner(kind, ref): account for ref, account in found.items()}
    return accounts


def booked(moved: Sequence[Move], accounts: Accounts) -> list[Line]:
    """The lines of the journal."""
    return [Line(accounts[each.debit], accounts[each.credit], each.amount) for each in moved]
