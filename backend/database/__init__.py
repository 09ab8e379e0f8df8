"""The one door to PostgreSQL: connect, `transaction()`, the retry wrapper."""

from backend.database.connection import Connection, connected, current_skew, tortoise_config
from backend.database.retry import is_passing, retrying
from backend.database.transaction import connectionless, reading, transaction

__all__ = [
    "Connection",
    "connected",
    "connectionless",
    "current_skew",
    "is_passing",
    "reading",
    "retrying",
    "tortoise_config",
    "transaction",
]
