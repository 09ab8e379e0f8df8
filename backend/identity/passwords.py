"""Passwords of staff: argon2id, in threads of its own so that nobody else waits while one is checked."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from backend.core.errors import Code, DomainError
from backend.identity.limits import LIMITS
from backend.sealed import keyed_digest

T = TypeVar("T")

HASHER = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
"""RFC 9106, section 4, second recommended option: 64 MiB, three passes."""

NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$xjcYYNxJcsuOaj7ZLn3TpA$"
    "vgTCjIBaI70+JTqjcWCcNn1vEQkdxgrpDqnTohUJz7c"
)
"""Checked for those who do not exist, so that they take as long as those who do; no password matches it."""

_SALT_BYTES = 16
_threads = ThreadPoolExecutor(LIMITS.password_threads, "password")
_waiting: set[object] = set()


async def matches(password_hash: str, password: str) -> bool:
    """Whether it is the password. Raises TRY_AGAIN when too many are waiting already."""
    return await _in_thread(lambda: _verified(password_hash, password))


async def hashed(password: str, request_id: UUID) -> str:
    """The hash to store: the same again when the same request is sent again."""
    salt = keyed_digest("password salt", request_id.bytes)[:_SALT_BYTES]
    return await _in_thread(lambda: HASHER.hash(password, salt=salt))


def _verified(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False


async def _in_thread(work: Callable[[], T]) -> T:
    if len(_waiting) >= LIMITS.password_queue:
        raise DomainError(Code.TRY_AGAIN)
    ticket = object()
    _waiting.add(ticket)
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _waiting.discard(ticket)
