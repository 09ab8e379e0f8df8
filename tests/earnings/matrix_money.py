"""What the access matrix asks of money paid out: of the marked person, and what a bank was given and said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import System
from backend.core.ids import new_id
from backend.database import transaction
from backend.earnings.commands import banking, remitting
from backend.earnings.commands.remitting import Payee, To
from backend.ledger import commands as ledger
from backend.ledger.commands import AccountKind, Kind, Line, Posting
from tests.earnings.fake_bank import LAYOUT
from tests.work.make_work import HERE, chief

IDS = ("remittance", "bank_file", "mismatch")
WATCHED = (
    "remittance",
    "remittance_step",
    "bank_file",
    "bank_line",
    "bank_answer",
    "bank_mismatch",
)
HOLDS = 90_000


async def world(
    owner: asyncpg.Connection, inmate_id: UUID, tie_id: UUID, now: datetime
) -> dict[str, Any]:
    """A remittance that waits for a second person, one in a file, and an answer that fits nothing."""
    await _earned(inmate_id, now)
    sent = await _asked(inmate_id, tie_id, now)
    await remitting.approve_remittance(chief(), uuid4(), remittance_id=sent, now=now)
    await _file(now)
    await _answered("2222-2222", now)
    waiting = await _asked(inmate_id, tie_id, now)
    file_id = await owner.fetchval("select id from bank_file limit 1")
    mismatch = await owner.fetchval("select id from bank_mismatch limit 1")
    return dict(zip(IDS, (waiting, file_id, mismatch), strict=True))


async def more(ids: Mapping[str, Any], now: datetime) -> None:
    """Five more of each."""
    for nth in range(5):
        sent = await _asked(ids["inmate"], ids["tie"], now)
        await remitting.approve_remittance(chief(), uuid4(), remittance_id=sent, now=now)
        await _file(now)
        await _answered(f"3333-333{nth + 3}", now)
    await remitting.approve_remittance(chief(), uuid4(), remittance_id=ids["remittance"], now=now)


async def _earned(inmate_id: UUID, now: datetime) -> None:
    async with transaction(System()) as tx:
        wages, own = [
            await ledger.open_account(
                tx, kind=kind, establishment_id=HERE, owner_ref=inmate_id, now=now
            )
            for kind in (AccountKind.WORKSHOP_WAGES, AccountKind.WORKER_PERSONAL)
        ]
        posting = Posting(
            scope="matrix",
            kind=Kind.EARNING,
            period_id=await ledger.open_period(
                tx, establishment_id=HERE, month=now.date().replace(day=1)
            ),
            effective_on=now.date(),
            recorded_by=new_id(),
            approved_by=new_id(),
        )
        await ledger.post(tx, posting, str(inmate_id), [Line(wages, own, HOLDS)], now=now)


async def _asked(inmate_id: UUID, tie_id: UUID, now: datetime) -> UUID:
    answer = await remitting.ask_remittance(
        chief(),
        uuid4(),
        establishment_id=HERE,
        inmate_id=inmate_id,
        source=AccountKind.WORKER_PERSONAL,
        amount=500,
        to=To(Payee.FAMILY, "00411122233344455566", "Zqfamilia Quispe", tie_id),
        now=now,
    )
    return UUID(answer["id"])


async def _file(now: datetime) -> None:
    await banking.make_bank_file(chief(), uuid4(), establishment_id=HERE, layout=LAYOUT, now=now)


async def _answered(reference: str, now: datetime) -> None:
    lines = f"REFERENCIA;IMPORTE;ESTADO;OPERACION\r\n{reference};1.00;ABONADO;OP-1\r\n"
    await banking.read_bank_answers(
        chief(), uuid4(), establishment_id=HERE, layout=LAYOUT, content=lines.encode(), now=now
    )


def arguments(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments of every root field of money paid out that aim at the marked person."""
    place, inmate, one = (
        {"establishmentId": HERE},
        {"inmateId": ids["inmate"]},
        {"remittanceId": ids["remittance"]},
    )
    to = {"payee": "FAMILY", "tieId": ids["tie"], "account": "00411122233344455566", "name": "Rosa"}
    return {
        "myRemittances": inmate, "earningsProgress": inmate, "remittances": place, "remittanceSteps": one,
        "personPockets": place | inmate, "bankFiles": place, "bankFile": {"id": ids["bank_file"]},
        "bankMismatches": place,
        "askRemittance": place | inmate | {"source": "WORKER_PERSONAL", "amount": 100, "to": to},
        "approveRemittance": one, "refuseRemittance": one | {"why": "NOT_DUE"},
        "cancelRemittance": one | {"why": "NOT_WANTED"}, "makeBankFile": place,
        "readBankAnswers": place | {"content": "QTtC"}, "seeBankMismatch": {"mismatchId": ids["mismatch"]},
    }  # fmt: skip
