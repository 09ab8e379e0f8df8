"""What the demo's people worked: every working day until yesterday, said by the supervisor in the evening."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from backend.core.actor import System
from backend.core.clock import lima_instant
from backend.database import transaction
from backend.demo.cast import PLACE, fixed
from backend.demo.office import Office, following
from backend.demo.shops import Shop, Worker
from backend.work import commands as work
from backend.work.commands import Absence, Incident, NewRecord, Piece
from backend.work.queries.closing import holidays

SATURDAY, SUNDAY = 6, 7
REASONS = ("medida", "acabado", "costura")


async def record_month(office: Office, shops: Sequence[Shop], month: date) -> None:
    """Every working day of a month that is over, one batch a day.

    The first of all was in hospital in the first month, and came back for half of its last day.
    """
    away = shops[0].workers[0] if month == office.months[0] else None
    days = await _working_days(office, month)
    for day in days:
        records = [
            _back_again(shop, one, day, is_back=day == days[-1])
            if one == away
            else _shift(shop, one, day)
            for shop in shops
            for one in shop.workers
        ]
        await work.record_work(
            office.supervisor,
            office.request(f"records {day}"),
            establishment_id=PLACE,
            batch_id=fixed(f"batch {day}"),
            records=records,
            now=office.at(day, 19),
        )


async def _working_days(office: Office, month: date) -> list[date]:
    last_on = min(following(month), office.today) - timedelta(days=1)
    days = [month + timedelta(days=nth) for nth in range((last_on - month).days + 1)]
    async with transaction(System()) as tx:
        free = await holidays(tx, month, last_on)
    return [day for day in days if day.isoweekday() != SUNDAY and day not in free]


def _shift(shop: Shop, one: Worker, day: date) -> NewRecord:
    """What somebody did on a day: always the same on the same day, and not the same every day."""
    chance = day.toordinal() * 31 + one.nth * 17
    if chance % 23 == 0:
        return _absent(one, day, (Absence.MEDICAL, Absence.VISIT, Absence.COURT)[chance % 3])
    minutes = 240 if day.isoweekday() == SATURDAY else 480
    if chance % 37 == 0:
        minutes += 60
    return _worked(shop, one, day, minutes, Incident.TOOL if chance % 61 == 0 else None)


def _back_again(shop: Shop, one: Worker, day: date, *, is_back: bool) -> NewRecord:
    return _worked(shop, one, day, 240) if is_back else _absent(one, day, Absence.HOSPITAL)


def _absent(one: Worker, day: date, why: Absence) -> NewRecord:
    said = fixed(f"record {one.nth} {day}")
    return NewRecord(id=said, enrolment_id=one.enrolment_id, worked_on=day, minutes=0, absence=why)


def _worked(
    shop: Shop, one: Worker, day: date, minutes: int, incident: Incident | None = None
) -> NewRecord:
    """From eight on; more than half a day has an hour for lunch in it."""
    begins = lima_instant(day, time(8))
    lunch = 60 if minutes > 300 else 0
    return NewRecord(
        id=fixed(f"record {one.nth} {day}"),
        enrolment_id=one.enrolment_id,
        worked_on=day,
        begins_at=begins,
        ends_at=begins + timedelta(minutes=minutes + lunch),
        minutes=minutes,
        incident=incident,
        pieces=list(_pieces(shop, day.toordinal() * 31 + one.nth * 17, minutes)),
    )


def _pieces(shop: Shop, chance: int, minutes: int) -> Iterator[Piece]:
    for nth, (price_id, a_day) in enumerate(shop.prices):
        made = (a_day + (chance + nth) % 3) * minutes // 480
        rejected = min(made, 1) if (chance + nth) % 11 == 0 else 0
        if made:
            why = REASONS[chance % len(REASONS)] if rejected else None
            yield Piece(price_id, made, rejected, why)
