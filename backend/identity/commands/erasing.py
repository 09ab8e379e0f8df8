"""The code with which a family erases its account: sent to the account's own phone, and good for nothing else."""

from datetime import datetime
from uuid import UUID

from backend.core.actor import Family
from backend.core.errors import Code, DomainError
from backend.database import Connection
from backend.identity.commands.challenges import ERASE, prove_number, send_code
from backend.once import once
from backend.sealed import unseal

_LOCK = 7_466_285
"""The advisory lock of an account that is being erased, together with its id."""

_OWN = """
select a.phone_cipher, s.device_index from session s join account a on a.id = s.account_id where s.id = $1
"""
_ONE_AT_A_TIME = "select pg_advisory_xact_lock($1, hashtext($2))"


@once
async def request_erasure_code(
    tx: Connection, actor: Family, *, now: datetime
) -> dict[str, object]:
    """Send a code to the account's own phone, within the allowances of codes to sign in.

    Raises SIGN_IN_PAUSED, or SESSION_ENDED when another device has erased the account.
    """
    number, device_index = await _own(tx, actor)
    return await send_code(tx, number, device_index, ERASE, actor.language, now)


async def prove_erasure(
    tx: Connection, actor: Family, challenge_id: UUID, code: str, now: datetime
) -> None:
    """Use up the right code; of two devices that erase at once, the second one waits and finds nothing.

    Raises CODE_WRONG or TOO_MANY_TRIES, SESSION_ENDED when another device has erased the account.
    """
    await tx.execute(_ONE_AT_A_TIME, _LOCK, str(actor.account_id))
    _, device_index = await _own(tx, actor)
    await prove_number(tx, actor, challenge_id, code, device_index, ERASE, now)


async def _own(tx: Connection, actor: Family) -> tuple[str, bytes]:
    """The account's number and the device that asks. Raises SESSION_ENDED."""
    own = await tx.fetchrow(_OWN, actor.session_id)
    if own is None:
        raise DomainError(Code.SESSION_ENDED)
    return unseal("account.phone", actor.account_id, own["phone_cipher"]), own["device_index"]
