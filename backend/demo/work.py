"""The demo's work at one place: two months closed, one that waits for its review, and this one until yesterday.

All of it is said with the commands of the office, each at the hour of its day; what is asked for under the same
request id again is not done again. Days count from `now`, whatever day that is.
"""

from datetime import datetime

from backend import audit
from backend.core.actor import System
from backend.database import transaction
from backend.demo.cast import Cast
from backend.demo.money import ask_questions, kin_of, plan_debt, record_wishes, send_money
from backend.demo.months import leave_waiting, settle_month
from backend.demo.office import office_of
from backend.demo.records import record_month
from backend.demo.shops import make_shops

_DONE = "demo.work.made"
_WORKED = "select exists (select from audit_entry where establishment_id = $1 and action = $2)"


async def has_worked() -> bool:
    """Whether all of it was made before."""
    async with transaction(System()) as tx:
        return bool(await tx.fetchval(_WORKED, audit.NOWHERE, _DONE))


async def make_work(cast: Cast, now: datetime) -> None:
    """Workshops and people, what they worked, and what came of it for one of them and his mother."""
    async with transaction(System()) as tx:
        office = await office_of(tx, cast, now)
    shops = await make_shops(cast, office)
    for month in office.months:
        await record_month(office, shops, month)
    kin = await kin_of(cast, shops[0].workers[0].inmate_id)
    if kin is not None:
        await record_wishes(office, kin)
    first, second, waiting, _ = office.months
    await settle_month(office, shops, first)
    if kin is not None:
        await plan_debt(office, kin, first)
    await settle_month(office, shops, second)
    if kin is not None:
        await send_money(office, kin, second)
        await ask_questions(office, kin, second)
    await leave_waiting(office, shops, waiting)
    async with transaction(System()) as tx:
        await audit.record(tx, System(), _DONE, "demo", now=now)
