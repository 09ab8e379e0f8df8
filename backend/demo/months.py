"""What became of the demo's months: shown, signed or objected, reviewed, closed."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from backend.database import transaction
from backend.demo.cast import PLACE
from backend.demo.office import Office, following
from backend.demo.shops import Shop
from backend.earnings.commands.closing import close_month
from backend.work import commands as work
from backend.work.queries import month_of_workshop


async def settle_month(office: Office, shops: Sequence[Shop], month: date) -> None:
    """Shown, signed, reviewed by the chief and closed by the director, in the first days of the next month."""
    for shop in shops:
        month_id = await _show(office, shop, month, objects=None)
        await _review(office, month_id, month)
    await close_month(
        office.director,
        establishment_id=PLACE,
        month=month,
        now=office.at(following(month) + timedelta(days=2), 11),
    )


async def leave_waiting(office: Office, shops: Sequence[Shop], month: date) -> None:
    """The first workshop is reviewed; of the others one person objects, and nobody has reviewed."""
    first, *others = shops
    await _review(office, await _show(office, first, month, objects=None), month)
    for shop in others:
        await _show(office, shop, month, objects=shop.workers[-1].inmate_id)


async def _show(office: Office, shop: Shop, month: date, *, objects: UUID | None) -> UUID:
    """The month as it was shown to each person and answered; its id."""
    at = office.at(following(month), 10)
    shown = await work.present_month(
        office.supervisor,
        office.request(f"present {shop.key} {month}"),
        workshop_id=shop.id,
        month=month,
        now=at,
    )
    month_id = UUID(shown["id"])
    async with transaction(office.supervisor) as tx:
        told = await month_of_workshop(tx, office.supervisor, shop.id, month, at)
    for line in told["lines"]:
        signed = line["inmate_id"] != objects
        await work.answer_month(
            office.supervisor,
            office.request(f"answer {month_id} {line['inmate_id']}"),
            month_id=month_id,
            inmate_id=line["inmate_id"],
            seen=line["digest"].hex(),
            outcome="signed" if signed else "objected",
            words="" if signed else "Faltan dos correas del último sábado.",
            now=at,
        )
    return month_id


async def _review(office: Office, month_id: UUID, month: date) -> None:
    at = office.at(following(month) + timedelta(days=1), 9)
    await work.review_month(
        office.chief,
        office.request(f"review {month_id}"),
        month_id=month_id,
        unanswered=0,
        objected=0,
        now=at,
    )
