"""What the worker forgets: codes, messages and tokens that open nothing any more. Safe to run twice."""

from datetime import datetime, timedelta

from backend.core.actor import System
from backend.database import transaction

CHALLENGES_KEPT = timedelta(days=2)
"""Longer than the day in which the codes of a number are counted."""

TOKENS_KEPT = timedelta(days=1)
"""After they expired; of a token that is forgotten nothing is known, and it opens nothing."""

REQUESTS_KEPT = timedelta(days=7)
"""A phone may be off for days and then send again."""

_CHALLENGES = "delete from sign_in_challenge where created_at < $1"
_MESSAGES = "delete from text_message where expires_at < $1"
_TOKENS = "delete from token where expires_at < $1"
_BUCKETS = "delete from rate_bucket where filled_at < $1"
_REQUESTS = "delete from request_key where created_at < $1"


async def forget_old_challenges(now: datetime) -> None:
    """Codes, the messages that carried them, tokens, and allowances that are full again."""
    async with transaction(System()) as tx:
        await tx.execute(_CHALLENGES, now - CHALLENGES_KEPT)
        await tx.execute(_MESSAGES, now - TOKENS_KEPT)
        await tx.execute(_TOKENS, now - TOKENS_KEPT)
        await tx.execute(_BUCKETS, now - CHALLENGES_KEPT)


async def forget_old_requests(now: datetime) -> None:
    """Answers that no phone will ask for again."""
    async with transaction(System()) as tx:
        await tx.execute(_REQUESTS, now - REQUESTS_KEPT)
