"""A prison's books: a period, accounts of one worker, journals; and who may write them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Actor, System
from backend.core.errors import DomainError
from backend.database import transaction
from backend.ledger import commands
from backend.ledger.queries import balance
from backend.ledger.rules import AccountKind, Balance, Kind, Line, Outcome, Phase, Posting
from tests.registry import make_registry as registry

NOW = datetime(2026, 3, 20, 15, tzinfo=UTC)
MONTH = date(2026, 3, 1)
DAY = date(2026, 3, 20)
CLERK, CHIEF = uuid4(), uuid4()
TABLES = ("pay_period", "ledger_account", "journal", "entry", "resolution", "period_seal")
WHY = "entered twice by mistake"


@dataclass
class Books:
    """One prison with an open month, and the accounts of one worker by kind."""

    place: str
    period: UUID
    accounts: dict[AccountKind, UUID] = field(default_factory=dict)

    def __getattr__(self, kind: str) -> UUID:
        """`books.worker_personal`."""
        try:
            return self.accounts[AccountKind(kind)]
        except ValueError as error:
            raise AttributeError(kind) from error

    def posting(self, **changes: object) -> Posting:
        """An earning of the month, unless changed."""
        usual = Posting(
            scope="test",
            kind=Kind.EARNING,
            period_id=self.period,
            effective_on=DAY,
            recorded_by=CLERK,
            approved_by=CHIEF,
        )
        return replace(usual, **changes)

    async def post(
        self, *lines: Line, key: str = "", actor: Actor | None = None, **changes
    ) -> UUID:
        """One journal, in a transaction of its own."""
        async with transaction(actor or System()) as tx:
            return await commands.post(
                tx, self.posting(**changes), key or str(uuid4()), lines, now=NOW
            )

    async def post_all(self, drafts: dict[str, list[Line]]) -> dict[str, UUID]:
        """Many at once."""
        async with transaction(System()) as tx:
            return await commands.post_all(tx, self.posting(), drafts, now=NOW)

    async def close_account(self, kind: AccountKind) -> bool:
        async with transaction(System()) as tx:
            return await commands.close_account(tx, self.accounts[kind], now=NOW)

    async def earn(self, amount: int, **changes) -> UUID:
        """The worker earned so many céntimos."""
        return await self.post(self.earning(amount), **changes)

    async def pay(self, amount: int, **changes) -> UUID:
        """So many céntimos go out of the worker's share."""
        return await self.post(self.payment(amount), **({"kind": Kind.REMITTANCE} | changes))

    async def hold(self, amount: int, **changes) -> UUID:
        """So many are kept apart."""
        return await self.pay(amount, phase=Phase.PENDING, **changes)

    def earning(self, amount: int) -> Line:
        return Line(self.workshop_wages, self.worker_personal, amount)

    def payment(self, amount: int) -> Line:
        return Line(self.worker_personal, self.remitted_out, amount)

    async def settle(
        self,
        journal: UUID,
        outcome: Outcome = Outcome.POST,
        *,
        by: UUID = CHIEF,
        actor: Actor | None = None,
    ) -> bool:
        async with transaction(actor or System()) as tx:
            return await commands.settle(tx, journal, outcome, resolved_by=by, now=NOW)

    async def reverse(self, journal: UUID, *, key: str = "", reason: str = WHY, **changes) -> UUID:
        posting = self.posting(kind=Kind.REVERSAL, reason=reason, **changes)
        async with transaction(System()) as tx:
            return await commands.reverse(tx, posting, key or str(uuid4()), journal, now=NOW)

    async def close(self) -> bytes:
        async with transaction(System()) as tx:
            return await commands.close_period(tx, System(), self.period, closed_by=CHIEF, now=NOW)

    async def balance(self, kind: AccountKind = AccountKind.WORKER_PERSONAL) -> Balance:
        async with transaction(System()) as tx:
            return await balance(tx, self.accounts[kind])


async def books(
    owner: asyncpg.Connection,
    *,
    place: str = "huaraz",
    month: date = MONTH,
    kinds: Sequence[AccountKind] = tuple(AccountKind),
) -> Books:
    """The worker's own, with an owner of its own each time."""
    await registry.establishment(owner, place)
    worker = uuid4()
    async with transaction(System()) as tx:
        period = await commands.open_period(tx, establishment_id=place, month=month)
        accounts = {
            kind: await commands.open_account(
                tx, kind=kind, establishment_id=place, owner_ref=worker, now=NOW
            )
            for kind in kinds
        }
    return Books(place, period, accounts)


async def said(act) -> str:
    """`done`, the code of a refusal, or the name of the database's error."""
    try:
        await act
    except DomainError as refusal:
        return refusal.code.value
    except asyncpg.PostgresError as error:
        return type(error).__name__
    return "done"


async def journals(owner: asyncpg.Connection) -> int:
    return await owner.fetchval("select count(*) from journal")
