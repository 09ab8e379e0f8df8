"""Whose money it is in the demo: what an office recorded of one person, what a relative may read, and what was sent.

The person is the first of the first workshop, Juan Carlos; the relative is his mother María.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.core.actor import Family, System
from backend.core.ids import new_id
from backend.database import transaction
from backend.demo.cast import PLACE, SEEDS, Cast, fixed
from backend.demo.office import Office, following
from backend.demo.shops import SINCE
from backend.earnings.bank.layout import Layout, read_layout
from backend.earnings.commands import asking, banking, consenting, orders, remitting
from backend.earnings.commands.consenting import Category
from backend.earnings.commands.remitting import Payee, To
from backend.ledger.commands import AccountKind

BANK = "00999000000000000001"
"""An account of no bank."""

_TIE = """
select t.id, v.given_names || ' ' || v.surnames as name from tie t join visitor v on v.id = t.visitor_id
where t.account_id = $1 and t.inmate_id = $2 and t.state = 'approved' and v.capacity = 'own'
"""
_STATEMENT = """
select id, family, contribution_due - contribution as owed from live_statement
where inmate_id = $1 and month = $2
"""
_LINE = "select line_no from statement_line where statement_id = $1 and code = $2 limit 1"


@dataclass(frozen=True, slots=True)
class Kin:
    """The person who earns, and the relative whose account reads and is paid."""

    inmate_id: UUID
    family: Family
    tie_id: UUID
    name: str


async def kin_of(cast: Cast, inmate_id: UUID) -> Kin | None:
    """None where the tie no longer stands: the account was erased, or the office ended it."""
    family = Family(account_id=fixed(cast["family"][0]["phone"]), session_id=new_id())
    async with transaction(System()) as tx:
        tie = await tx.fetchrow(_TIE, family.account_id, inmate_id)
    return Kin(inmate_id, family, tie["id"], tie["name"]) if tie else None


async def record_wishes(office: Office, kin: Kin) -> None:
    """A reparation, how days count, half of what is free to the relative and a part to savings; all may be read."""
    chief = office.chief
    said: dict[str, Any] = {"inmate_id": kin.inmate_id, "now": office.at(SINCE, 12)}
    await orders.record_reparation(
        chief,
        fixed("reparation"),
        act="Resolución 12-2023",
        total=600_000,
        paid_before=45_000,
        payee_ref=fixed("court"),
        valid_from=SINCE,
        **said,
    )
    await orders.record_labour_rate(
        chief,
        fixed("labour rate"),
        act="Resolución 12-2023",
        article="49.1",
        valid_from=SINCE,
        **said,
    )
    for tie_id, rate, priority in ((kin.tie_id, "0.50", 1), (None, "0.15", 2)):
        await orders.record_instruction(
            chief,
            fixed(f"instruction {priority}"),
            act="Hoja 7-2023",
            tie_id=tie_id,
            terms=orders.Terms(valid_from=SINCE, rate=rate, priority=priority),
            **said,
        )
    await consenting.give_statement_consent(
        chief,
        fixed("consent"),
        tie_id=kin.tie_id,
        categories=tuple(Category),
        act="Hoja 8-2023",
        **said,
    )


async def plan_debt(office: Office, kin: Kin, month: date) -> None:
    """What the contribution of a closed month could not take, in parts from the next one on."""
    told = await _statement(kin, month)
    if told["owed"]:
        await orders.plan_arrears(
            office.chief,
            office.request("arrears"),
            inmate_id=kin.inmate_id,
            act="Convenio 3",
            owed=told["owed"],
            first_month=following(month),
            now=office.at(following(month) + timedelta(days=4), 10),
        )


async def send_money(office: Office, kin: Kin, month: date) -> None:
    """What a closed month set aside for the relative, in two parts: one has arrived, the other is on its way."""
    told, layout = await _statement(kin, month), _bank()
    half = told["family"] // 2
    paid_on = following(month) + timedelta(days=5)
    reference = await _ask(office, kin, told["id"], half, paid_on, "first")
    await _hand_over(office, layout, paid_on, "first")
    await banking.read_bank_answers(
        office.chief,
        office.request("bank answers"),
        establishment_id=PLACE,
        layout=layout,
        content=_paid(reference, half),
        now=office.at(paid_on + timedelta(days=2), 9),
    )
    sent_on = max(office.months[-1], office.today - timedelta(days=2))
    await _ask(office, kin, told["id"], told["family"] - half, sent_on, "second")
    await _hand_over(office, layout, sent_on, "second")


async def ask_questions(office: Office, kin: Kin, month: date) -> None:
    """One about the contribution, answered; one about the reparation, which waits."""
    told = await _statement(kin, month)
    asked_on = following(month) + timedelta(days=4)
    first = await _question(
        office, kin, told["id"], "inpe_contribution", asked_on, "¿Por qué se descuenta este aporte?"
    )
    await asking.answer_statement_question(
        office.chief,
        office.request("answer"),
        question_id=first,
        words="Es el diez por ciento que la ley fija para todos los que trabajan.",
        now=office.at(asked_on + timedelta(days=3), 11),
    )
    await _question(
        office,
        kin,
        told["id"],
        "civil_reparation",
        office.today - timedelta(days=1),
        "¿Cuánto falta por pagar de la reparación?",
    )


async def _statement(kin: Kin, month: date) -> Any:
    async with transaction(System()) as tx:
        (row,) = await tx.fetch(_STATEMENT, kin.inmate_id, month)
    return row


async def _ask(
    office: Office, kin: Kin, statement_id: UUID, amount: int, day: date, name: str
) -> str:
    """Asked for by the chief and approved by the director; the reference."""
    asked = await remitting.ask_remittance(
        office.chief,
        office.request(f"remittance {name}"),
        establishment_id=PLACE,
        inmate_id=kin.inmate_id,
        source=AccountKind.WORKER_PERSONAL,
        amount=amount,
        to=To(Payee.FAMILY, BANK, kin.name, kin.tie_id),
        statement_id=statement_id,
        now=office.at(day, 9),
    )
    await remitting.approve_remittance(
        office.director,
        office.request(f"approval {name}"),
        remittance_id=UUID(asked["id"]),
        now=office.at(day, 10),
    )
    return str(asked["reference"])


async def _hand_over(office: Office, layout: Layout, day: date, name: str) -> None:
    await banking.make_bank_file(
        office.chief,
        office.request(f"bank file {name}"),
        establishment_id=PLACE,
        layout=layout,
        now=office.at(day, 11),
    )


async def _question(
    office: Office, kin: Kin, statement_id: UUID, code: str, day: date, words: str
) -> UUID:
    async with transaction(System()) as tx:
        line_no = await tx.fetchval(_LINE, statement_id, code)
    asked = await asking.ask_about_statement(
        kin.family,
        office.request(f"question {code}"),
        statement_id=statement_id,
        line_no=line_no,
        words=words,
        now=office.at(day, 20),
    )
    return UUID(asked["id"])


def _bank() -> Layout:
    """The example's; nothing is asked of it over a wire."""
    return read_layout(str(SEEDS / "bank-layout.example.toml"), {"BANK_KEY": ""})


def _paid(reference: str, amount: int) -> bytes:
    """The bank's answer file, as the example describes it."""
    whole, rest = divmod(amount, 100)
    return f"REFERENCIA;IMPORTE;ESTADO;OPERACION\r\n{reference};{whole}.{rest:02d};ABONADO;1\r\n".encode()
