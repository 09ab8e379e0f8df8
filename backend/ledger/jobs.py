"""What the worker does for the ledger: once a night it recomputes all of it. Safe to run twice, or by many."""

import logging
from datetime import datetime
from uuid import UUID

from backend import audit
from backend.core.actor import System
from backend.database import transaction
from backend.ledger.queries import Verdict, places, verify

_log = logging.getLogger("encuentro.ledger")
_PATIENTLY = "select set_config('statement_timeout', '10min', true)"


async def ledger_check(now: datetime) -> list[Verdict]:
    """Recompute sums, totals and seals, place by place, in one snapshot each; answers what is wrong.

    That is logged as an error, and has a row in the place's audit trail.
    """
    async with transaction(System()) as tx:
        everywhere = await places(tx)
    return [bad for place in everywhere if (bad := await _check(place, now)) is not None]


async def _check(place: str, now: datetime) -> Verdict | None:
    async with transaction(System(), isolation="repeatable read") as tx:
        await tx.execute(_PATIENTLY)
        verdict = await verify(tx, place)
    if verdict.is_good:
        return None
    _log.error(
        "the ledger of %s is not what its entries say: posted off by %d céntimos, pending by %d,"
        " accounts %s, sealed periods %s",
        place,
        verdict.posted,
        verdict.pending,
        _listed(verdict.accounts),
        _listed(verdict.periods),
    )
    async with transaction(System()) as tx:
        await audit.record(
            tx,
            System(),
            "ledger.check.failed",
            place,
            establishment_id=place,
            facts={
                "posted": verdict.posted,
                "pending": verdict.pending,
                "accounts": [str(each) for each in verdict.accounts[:_SHOWN]],
                "periods": [str(each) for each in verdict.periods[:_SHOWN]],
            },
            now=now,
        )
    return verdict


_SHOWN = 20
"""As many ids are written out; the whole list is one call away."""


def _listed(ids: list[UUID]) -> str:
    return ", ".join(str(each) for each in ids[:_SHOWN]) or "none"
