"""The demo's months of work at one place: two closed, one that waits for its review, and this one until yesterday.

All of it is said with the commands of the office, each at the hour of its day; what is asked for under the same
request id again is not done again. Days count from `now`, whatever day that is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.core.actor import Role, Staff, System
from backend.core.clock import lima_day, lima_instant
from backend.database import transaction
from backend.demo.cast import PLACE, Cast, acting, fixed, held
from backend.earnings.commands.closing import close_month
from backend.work import commands as work
from backend.work.commands import Absence, Basis, Incident, Modality, NewRecord, Piece
from backend.work.queries import month_of_workshop
from backend.work.queries.closing import holidays

SINCE = date(2023, 6, 1)
"""When the workshops opened and everybody was enrolled."""

SUNDAY, SATURDAY = 7, 6
REASONS = ("medida", "acabado", "costura")
_WORKED = "select exists (select from work_month where establishment_id = $1 and state = 'closed')"


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody enrolled; `nth` of everybody."""

    inmate_id: UUID
    enrolment_id: UUID
    nth: int


@dataclass(frozen=True, slots=True)
class Shop:
    """A workshop with its people, and how many pieces at which price make a usual day."""

    id: UUID
    key: str
    prices: tuple[tuple[UUID, int], ...]
    workers: tuple[Worker, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """Who acts, and the instant of the demo: nothing of its story is later."""

    supervisor: Staff
    chief: Staff
    director: Staff
    now: datetime

    def at(self, day: date, hour: int) -> datetime:
        """An hour of a day, or now where that is still to come."""
        return min(lima_instant(day, time(hour)), self.now)


async def has_worked() -> bool:
    """Whether all of it was made before."""
    async with transaction(System()) as tx:
        return bool(await tx.fetchval(_WORKED, PLACE))


async def make_work(cast: Cast, now: datetime) -> None:
    """Workshops, people, records, statements."""
    async with transaction(System()) as tx:
        office = Office(
            supervisor=await acting(tx, cast, Role.WORK_SUPERVISOR),
            chief=await acting(tx, cast, Role.WORK_CHIEF),
            director=await acting(tx, cast, Role.DIRECTOR),
            now=now,
        )
    shops = await _make_shops(cast, office)
    *closed, waiting, running = months_until(lima_day(now))
    for month in (*closed, waiting, running):
        await _record(office, shops, month)
    for month in closed:
        await _close(office, shops, month)
    await _leave_waiting(office, shops, waiting)


def months_until(today: date) -> list[date]:
    """The first days of four months, today's the last."""
    months = [today.replace(day=1)]
    while len(months) < 4:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


def following(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


async def _make_shops(cast: Cast, office: Office) -> list[Shop]:
    shops: list[Shop] = []
    for told in cast["workshop"]:
        shops.append(await _make_shop(told, office, sum(len(shop.workers) for shop in shops)))
    return shops


async def _make_shop(told: dict[str, Any], office: Office, before: int) -> Shop:
    key, began = told["key"], office.at(SINCE, 9)
    shop = await work.add_workshop(
        office.chief,
        fixed(f"workshop {key}"),
        establishment_id=PLACE,
        name=told["name"],
        trade=told["trade"],
        modality=Modality(told["modality"]),
        place=told["place"],
        opened_on=SINCE,
        now=began,
    )
    shop_id = UUID(shop["id"])
    if "agreement" in told:
        await work.add_agreement(
            office.chief,
            fixed(f"agreement {key}"),
            workshop_id=shop_id,
            signed_on=SINCE,
            valid_from=SINCE,
            now=began,
            **told["agreement"],
        )
    prices = [await _add_price(office, key, shop_id, each) for each in told["price"]]
    registers = [each["register"] for each in told["worker"]]
    workers = [await _enrol(office, shop_id, each) for each in registers]
    numbered = [Worker(*each, nth) for nth, each in enumerate(workers, before)]
    return Shop(shop_id, key, tuple(prices), tuple(numbered))


async def _add_price(
    office: Office, key: str, shop_id: UUID, told: dict[str, Any]
) -> tuple[UUID, int]:
    price = await work.add_price(
        office.chief,
        fixed(f"price {key} {told['product']} {told['operation']}"),
        workshop_id=shop_id,
        product=told["product"],
        operation=told["operation"],
        basis=Basis(told["basis"]),
        rate=told["rate"],
        valid_from=SINCE,
        now=office.at(SINCE, 10),
    )
    return UUID(price["id"]), told["a_day"]


async def _enrol(office: Office, shop_id: UUID, register: str) -> tuple[UUID, UUID]:
    async with transaction(System()) as tx:
        inmate = await held(tx, register.replace("-", ""))
    made = await work.enrol(
        office.chief,
        fixed(f"enrol {register}"),
        inmate_id=inmate["id"],
        workshop_id=shop_id,
        started_on=SINCE,
        consent_on=SINCE,
        now=office.at(SINCE, 11),
    )
    return inmate["id"], UUID(made["id"])


async def _record(office: Office, shops: list[Shop], month: date) -> None:
    """Every working day of a month that is over, one batch a day."""
    days = await _working_days(month, lima_day(office.now))
    for day in days:
        for shop in shops:
            records = [_shift(shop, one, day, is_first=day == days[0]) for one in shop.workers]
            await work.record_work(
                office.supervisor,
                fixed(f"records {shop.key} {day}"),
                establishment_id=PLACE,
                batch_id=fixed(f"batch {shop.key} {day}"),
                records=records,
                now=office.at(day, 19),
            )


async def _working_days(month: date, today: date) -> list[date]:
    last_on = min(following(month), today) - timedelta(days=1)
    days = [month + timedelta(days=nth) for nth in range((last_on - month).days + 1)]
    async with transaction(System()) as tx:
        free = await holidays(tx, month, last_on)
    return [day for day in days if day.isoweekday() != SUNDAY and day not in free]


def _shift(shop: Shop, one: Worker, day: date, *, is_first: bool) -> NewRecord:
    """What somebody did on a day: always the same for the same day, and not the same every day."""
    chance = day.toordinal() * 31 + one.nth * 17
    ill = chance % 23 == 0 and not is_first
    begins = lima_instant(day, time(8))
    hours, minutes = (4, 240) if day.isoweekday() == SATURDAY else (9, 480)
    if chance % 37 == 0:
        hours, minutes = hours + 1, minutes + 60
    return NewRecord(
        id=fixed(f"record {one.nth} {day}"),
        enrolment_id=one.enrolment_id,
        worked_on=day,
        begins_at=None if ill else begins,
        ends_at=None if ill else begins + timedelta(hours=hours),
        minutes=0 if ill else minutes,
        absence=(Absence.MEDICAL, Absence.VISIT, Absence.COURT)[chance % 3] if ill else None,
        incident=Incident.TOOL if chance % 61 == 0 and not ill else None,
        pieces=[] if ill else list(_pieces(shop, chance, minutes)),
    )


def _pieces(shop: Shop, chance: int, minutes: int) -> Iterator[Piece]:
    for nth, (price_id, a_day) in enumerate(shop.prices):
        made = (a_day + (chance + nth) % 3) * minutes // 480
        rejected = min(made, 1) if (chance + nth) % 11 == 0 else 0
        if made:
            why = REASONS[chance % len(REASONS)] if rejected else None
            yield Piece(price_id, made, rejected, why)


async def _close(office: Office, shops: list[Shop], month: date) -> None:
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


async def _leave_waiting(office: Office, shops: list[Shop], month: date) -> None:
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
        fixed(f"present {shop.key} {month}"),
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
            fixed(f"answer {month_id} {line['inmate_id']}"),
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
    await work.review_month(office.chief, fixed(f"review {month_id}"), month_id=month_id, now=at)
