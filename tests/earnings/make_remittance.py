"""A worker with money on their account, a relative who is paid, and the office that asks and approves."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Family, Staff, System
from backend.core.errors import DomainError
from backend.database import transaction
from backend.earnings.commands import remitting
from backend.earnings.commands.remitting import Payee, To, Why
from backend.ledger import commands
from backend.ledger.commands import AccountKind, Kind, Line, Posting
from backend.ledger.queries import balance, verify
from backend.ledger.rules import Balance
from tests import make
from tests.registry import make_registry as registry
from tests.work.make_work import chief

NOW = datetime(2026, 3, 20, 15, tzinfo=UTC)
ACCOUNT, NAME = "00411122233344455566", "Rosa Quispe Mamani"


@dataclass
class Purse:
    """Somebody's accounts at one place, and who asks and approves."""

    owner: asyncpg.Connection
    held: registry.Held
    family: Family
    tie_id: UUID
    accounts: dict[AccountKind, UUID]
    clerk: Staff = field(default_factory=chief)
    chief: Staff = field(default_factory=chief)

    async def ask(
        self, amount: int = 5_000, *, by: Staff | None = None, key: UUID | None = None, **more
    ) -> UUID:
        """Asked for; its id."""
        to = more.pop("to", To(Payee.FAMILY, ACCOUNT, NAME, self.tie_id))
        asked = {
            "establishment_id": "huaraz",
            "inmate_id": self.held.id,
            "source": AccountKind.WORKER_PERSONAL,
            "amount": amount,
            "to": to,
            "now": NOW,
        }
        answer = await remitting.ask_remittance(by or self.clerk, key or uuid4(), **(asked | more))
        return UUID(answer["id"])

    async def approve(self, remittance_id: UUID, *, by: Staff | None = None) -> UUID:
        await remitting.approve_remittance(
            by or self.chief, uuid4(), remittance_id=remittance_id, now=NOW
        )
        return remittance_id

    async def approved(self, amount: int = 5_000, **more) -> UUID:
        return await self.approve(await self.ask(amount, **more))

    async def refuse(self, remittance_id: UUID, *, by: Staff | None = None) -> None:
        await remitting.refuse_remittance(
            by or self.chief, uuid4(), remittance_id=remittance_id, why=Why.NOT_DUE, now=NOW
        )

    async def cancel(self, remittance_id: UUID) -> None:
        await remitting.cancel_remittance(
            self.clerk, uuid4(), remittance_id=remittance_id, why=Why.NOT_WANTED, now=NOW
        )

    async def balance(self, kind: AccountKind = AccountKind.WORKER_PERSONAL) -> Balance:
        async with transaction(System()) as tx:
            return await balance(tx, self.accounts[kind])

    async def row(self, remittance_id: UUID) -> asyncpg.Record:
        return await self.owner.fetchrow("select * from remittance where id = $1", remittance_id)

    async def state(self, remittance_id: UUID) -> str:
        return (await self.row(remittance_id))["state"]

    async def steps(self, remittance_id: UUID) -> list[str]:
        rows = await self.owner.fetch(
            "select to_state from remittance_step where remittance_id = $1 order by nth",
            remittance_id,
        )
        return [row["to_state"] for row in rows]

    async def mismatches(self) -> list[str]:
        rows = await self.owner.fetch("select why from bank_mismatch order by read_at, why")
        return [row["why"] for row in rows]

    async def consent(self, category: str = "remittances") -> None:
        await self.owner.execute(
            "insert into statement_consent (inmate_id, tie_id, account_id, category, given_on, act, recorded_at,"
            " recorded_by) values ($1, $2, $3, $4, '2026-01-01', 'Hoja 1', $5, $6)",
            self.held.id, self.tie_id, self.family.account_id, category, registry.EARLY, uuid4(),
        )  # fmt: skip

    async def told(self) -> list[dict[str, Any]]:
        rows = await self.owner.fetch(
            "select account_id, facts from notice where kind = 'remittance_moved' order by created_at, id"
        )
        return [dict(row) for row in rows]

    async def is_sound(self) -> bool:
        async with transaction(System()) as tx:
            return (await verify(tx, "huaraz")).is_good


async def purse(owner: asyncpg.Connection, *, holds: int = 20_000) -> Purse:
    """Somebody who earned so many céntimos in March."""
    held, family = await registry.inmate(owner), await make.family(owner)
    tie_id = await registry.tie(owner, family, await registry.visitor(owner, family), held)
    async with transaction(System()) as tx:
        accounts = {
            kind: await commands.open_account(
                tx, kind=kind, establishment_id="huaraz", owner_ref=held.id, now=NOW
            )
            for kind in AccountKind
        }
        posting = Posting(
            scope="test",
            kind=Kind.EARNING,
            period_id=await commands.open_period(
                tx, establishment_id="huaraz", month=NOW.date().replace(day=1)
            ),
            effective_on=NOW.date(),
            recorded_by=uuid4(),
            approved_by=uuid4(),
        )
        line = Line(
            accounts[AccountKind.WORKSHOP_WAGES], accounts[AccountKind.WORKER_PERSONAL], holds
        )
        await commands.post(tx, posting, str(held.id), [line], now=NOW)
    return Purse(owner, held, family, tie_id, accounts)


async def said(act) -> str:
    """`done`, or the code of the refusal."""
    try:
        await act
    except DomainError as refusal:
        return refusal.code.value
    return "done"


async def together(*acts) -> list[str]:
    return sorted(await asyncio.gather(*(said(act) for act in acts)))
