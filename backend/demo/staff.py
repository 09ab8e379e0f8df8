"""The demo's staff: one of each office, with a password and an authenticator that everybody may know."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.core.actor import Role, System
from backend.core.documents import DocumentKind
from backend.database import transaction
from backend.demo.cast import staff_id
from backend.identity.commands import add_staff
from backend.identity.totp import code_at

PASSWORD = "demo-encuentro-2026"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The authenticator of every member of the demo's staff; `/dev/outbox` shows its code of the moment."""


def authenticator_code(now: datetime) -> str:
    """What the authenticator of the demo's staff shows at that instant."""
    return code_at(TOTP_SECRET, now)


async def make_staff(staff: list[Mapping[str, Any]], now: datetime) -> None:
    """Add whoever is missing."""
    for each in staff:
        async with transaction(System()) as tx:
            if await staff_id(tx, each["document_number"]) is not None:
                continue
            await add_staff(
                tx,
                System(),
                document_kind=DocumentKind.DNI,
                document_number=each["document_number"],
                name=each["name"],
                roles=[(place, Role(each["role"])) for place in each["establishments"]],
                now=now,
                password=PASSWORD,
                totp_secret=TOTP_SECRET,
            )
