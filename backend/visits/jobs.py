"""What the worker does for visits: slots ahead, expired holds, what families are told on the eve and on the day.

Safe to run twice, or by many.
"""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from backend.allocation import commands as allocation
from backend.core.actor import System
from backend.core.clock import LIMA, lima_day, lima_instant
from backend.database import retrying, transaction
from backend.visits.commands import HORIZON
from backend.visits.commands.evening import Evening, ask_about, to_be_asked

ASKED_FROM = time(17)
ASKED_UNTIL = time(20, 30)
"""Lima. Between these the visits of tomorrow are asked about again: late enough to know, early enough to sleep."""

ASKED_AT_ONCE = 50
"""Inmates whose visits are asked about in one transaction, which keeps their places from others meanwhile."""

REMINDED_FROM = time(7, 4)
"""Lima; an example value. After the quiet hours, and away from the full hour."""

REMINDED_AT_ONCE = 1000

_OPEN = "select visit_open_slots(null, $1, $2)"
# Whoever answered knows; whoever was told not to travel is not reminded to. What was called off in secret looks alive.
_REMIND = """
with due as (
  select b.id, b.account_id, b.visit_on, s.starts_at, s.ends_at
  from booking b join slot s on s.id = b.slot_id join account a on a.id = b.account_id
  where b.visit_on = $2 and (b.state = 'active' or b.told_from > $1) and b.reminded_at is null and b.coming is null
    and b.still_on is distinct from 'stay' and b.booked_at < $3 and s.starts_at - interval '30 minutes' > $1
  order by b.id limit $4 for update of b skip locked for key share of a skip locked
), reminded as (
  update booking set reminded_at = $1 where id in (select id from due)
), told as (
  select notice_tell(array_agg(account_id), 'visit_reminder',
    array_agg(jsonb_build_object('booking_id', id, 'visit_on', visit_on)), array_agg('visit_reminder ' || id), $1,
    array_agg($1), array_agg(ends_at), array_agg(visit_subject(id)), array_agg(visit_act_by(starts_at)),
    'morning ' || $2::date, send_until => array_agg(starts_at - interval '30 minutes'))
  from due having count(*) > 0
)
select count(*) from due left join told on true
"""
_TAKE_BACK = """
select notice_withdraw(array(
    select visit_subject(id) from booking
    where state = 'cancelled' and told_from > cancelled_at and told_from <= $1 and visit_on >= $2),
  'replaced', $1, '{visit_called_off,visit_cancelled}')
"""


async def open_slots(now: datetime) -> int:
    """Make the slots of every timetable from today to the horizon; answers how many are new.

    Closed days get theirs too: whether a day is closed is asked when it is booked, so that a closure
    may be lifted again.
    """
    today = lima_day(now)
    async with transaction(System()) as tx:
        made: int = await tx.fetchval(_OPEN, today, today + HORIZON)
    return made


async def sweep_holds(now: datetime) -> int:
    """Give back the places of holds that have expired; answers how many holds that were."""
    return await allocation.sweep_expired(now)


async def ask_again_tomorrow(now: datetime, at_once: int = ASKED_AT_ONCE) -> int:
    """In the evening, ask of every visit of tomorrow whether it would still be sold, and tell its family; answers
    how many were asked about.

    A few inmates a transaction: what a worker that was killed has not asked about is left for the next round.
    """
    if not ASKED_FROM <= now.astimezone(LIMA).time() < ASKED_UNTIL:
        return 0
    today = lima_day(now)
    evening = Evening(today + timedelta(days=1), lima_instant(today, ASKED_FROM), now)
    asked, behind = 0, None
    while True:
        async with transaction(System()) as tx:
            inmates = await to_be_asked(tx, evening, behind, at_once)
        if not inmates:
            return asked
        asked += await retrying(partial(_ask_about, inmates, evening))
        behind = inmates[-1]


async def _ask_about(inmates: list[UUID], evening: Evening) -> int:
    async with transaction(System()) as tx:
        return await ask_about(tx, System(), inmates, evening)


async def remind_of_today(now: datetime) -> int:
    """In the morning, tell whoever has a visit today and has not answered yet; answers how many visits."""
    today = lima_day(now)
    begins = lima_instant(today, REMINDED_FROM)
    if now < begins:
        return 0
    reminded, some = 0, REMINDED_AT_ONCE
    while some == REMINDED_AT_ONCE:
        async with transaction(System()) as tx:
            some = await tx.fetchval(_REMIND, now, today, begins, REMINDED_AT_ONCE)
        reminded += some
    return reminded


async def take_back_secrets(now: datetime) -> int:
    """What was told of visits that were called off in secret is taken back once the family may know; answers how
    many notices."""
    async with transaction(System()) as tx:
        taken: int = await tx.fetchval(_TAKE_BACK, now, lima_day(now))
    return taken
