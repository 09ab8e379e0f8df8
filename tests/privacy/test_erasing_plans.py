"""Erasing one account reads no large table whole: not by its own statements, and not by what foreign keys look up."""

import re
from datetime import timedelta

import asyncpg
import pytest

from backend.core.actor import Family
from tests.privacy.make_household import LATER, code_for, household, past_and_future
from tests.visits.test_plans import Watched

pytestmark = pytest.mark.anyio

POINTED = """
select c.conrelid::regclass::text as name, a.attname as part
from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and c.confrelid::regclass::text = any($1)
  and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
    and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)))
order by 1, 2
"""
"""Foreign keys to these tables whose rows only a reading of the whole table finds."""

ERASED = ["account", "visitor", "session", "tie", "notice", "delivery", "push_device"]


async def test_whatever_points_to_what_an_account_takes_with_it_is_found_by_an_index(owner):
    found = await owner.fetch(POINTED, ERASED)

    assert [tuple(row) for row in found] == []

    # the control: an index of a part of the rows does not do
    await owner.execute(
        "drop index push_device_account;"
        "create index on push_device (account_id) where state <> 'revoked'"
    )
    assert [tuple(row) for row in await owner.fetch(POINTED, ERASED)] == [
        ("push_device", "account_id")
    ]


LARGE = """
insert into account (id, phone_cipher, phone_index, language, created_at)
  select gen_random_uuid(), '', sha256(n::text::bytea), 'es', '2025-01-01' from generate_series(1, 5000) as n;
insert into session (id, account_id, device_index, device_label, language, provisional, generation, created_at,
    refreshed_at, expires_at, ends_at)
  select gen_random_uuid(), id, sha256(id::text::bytea), 'x', 'es', false, 0, '2025-01-01', '2025-01-01', '2035-01-01',
    '2035-01-01' from account;
insert into push_device (id, account_id, session_id, kind, value_cipher, value_index, state, registered_at,
    last_seen_at)
  select gen_random_uuid(), account_id, id, 'fcm_token', '', sha256(id::text::bytea), 'active', '2025-01-01',
    '2025-01-01' from session;
select notice_tell(array_agg(id), 'visit_booked', array_agg('{}'::jsonb), array_agg(id::text), '2026-03-01',
  array_agg(timestamptz '2026-03-01'), array_agg(timestamptz '2026-04-01')) from account;
insert into attempt (delivery_id, attempt_no, device_id, carrier, outcome, started_at, ended_at)
  select d.id, 1, p.id, 'push', 'accepted', '2026-03-01', '2026-03-01' from delivery d
  join push_device p on p.account_id = d.account_id where d.channel = 'push';
analyze;
"""


async def test_erasing_one_account_of_many_walks_through_no_large_table(db, owner):
    home = await household(owner)
    await past_and_future(owner, home)
    await owner.execute(LARGE)
    challenge, _ = await code_for(home.family, home.phone)
    watched = Watched(owner)

    await _erase(watched, home.family, challenge)

    assert {"delivery", "attempt", "push_device"} & _looked_at(watched) != set()
    assert _walked(watched) == set()


async def test_the_control_without_the_indexes_the_walk_is_noticed(db, owner):
    home = await household(owner)
    await owner.execute(LARGE)
    await owner.execute("drop index delivery_account, attempt_device, push_device_account")
    challenge, _ = await code_for(home.family, home.phone)
    watched = Watched(owner)

    await _erase(watched, home.family, challenge)

    assert _walked(watched) == {"delivery", "attempt", "push_device"}


async def _erase(watched: Watched, family: Family, challenge: object) -> None:
    now = LATER + timedelta(minutes=1)
    owner: asyncpg.Connection = watched.connection
    await owner.execute("update sign_in_challenge set used_at = $2 where id = $1", challenge, now)
    await watched.begin()
    await watched.run(family, "select account_erase($1)", now)


def _looked_at(watched: Watched) -> set[str]:
    return set(re.findall(r" on (\w+)", "\n".join(watched.plans)))


def _walked(watched: Watched) -> set[str]:
    plans = "\n".join(watched.plans)
    return set(re.findall(r"Seq Scan on (\w+)", plans)) & {
        "account",
        "session",
        "push_device",
        "notice",
        "delivery",
        "attempt",
    }
