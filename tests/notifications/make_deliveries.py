"""Rows of notices and deliveries in any state, as no move would leave them, to try the database's own guards."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from backend.core.ids import new_id
from tests import make

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
LATER = NOW + timedelta(minutes=2)
END = NOW + timedelta(days=1)
NOTHING = {
    "lease_owner": None,
    "lease_until": None,
    "reason": None,
    "accepted_at": None,
    "provider_id": None,
    "seen_at": None,
}
TAKEN = {"accepted_at": NOW, "provider_id": "x"}
WHAT_A_STATE_NEEDS = {
    "claimed": {"lease_owner": "w", "lease_until": LATER, "claimed_at": NOW},
    "accepted": TAKEN,
    "seen": TAKEN | {"seen_at": NOW},
    **{state: {"reason": "because"} for state in ("held", "suppressed", "cancelled", "failed")},
}


def whole(state: str) -> dict[str, object]:
    """The columns of a delivery in a state, as its constraints want them."""
    return {"state": state, **NOTHING, **WHAT_A_STATE_NEEDS.get(state, {})}


async def insert(owner: asyncpg.Connection, table: str, **columns: object) -> None:
    names = ", ".join(columns)
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    await owner.execute(f"insert into {table} ({names}) values ({places})", *columns.values())


async def update(owner: asyncpg.Connection, key: UUID, **columns: object) -> None:
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, 2))
    await owner.execute(f"update delivery set {sets} where id = $1", key, *columns.values())


async def a_notice(owner: asyncpg.Connection, **changes: object) -> UUID:
    account = changes.pop("account_id", None) or (await make.family(owner)).account_id
    row = {
        "id": new_id(),
        "account_id": account,
        "kind": "visit_booked",
        "urgency": "normal",
        "facts": "{}",
        "dedupe_key": str(new_id()),
        "created_at": NOW,
        "tell_from": NOW,
        "expires_at": END,
        **changes,
    }
    await insert(owner, "notice", **row)
    return row["id"]


def a_delivery(notice_id: UUID, account_id: UUID | None, **changes: object) -> dict[str, object]:
    return {
        "id": new_id(),
        "notice_id": notice_id,
        "account_id": account_id,
        "channel": "push",
        "rank": 1,
        "state": "queued",
        "not_before": NOW,
        "expires_at": END,
        **changes,
    }


async def unguarded(owner: asyncpg.Connection, row: dict[str, object]) -> UUID:
    """A delivery as no move would leave it."""
    await owner.execute("alter table delivery disable trigger delivery_guard")
    await insert(owner, "delivery", **{"changed_in": 1, **row})
    await owner.execute("alter table delivery enable trigger delivery_guard")
    return row["id"]
