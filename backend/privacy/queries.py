"""Everything held about an account, read at one moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.actor import Family
from backend.database import Connection, transaction
from backend.earnings.queries import certificates, remittances
from backend.earnings.queries import family as earnings
from backend.gql.paging import Page
from backend.identity import queries as identity
from backend.notifications import queries as notifications
from backend.privacy.rules import AT_MOST, File, Held, file_of
from backend.programmes.queries import family as programmes
from backend.registry import queries as registry
from backend.visits import queries as visits


async def my_data(actor: Family, now: datetime) -> File:
    """The file an account may keep, of the newest `AT_MOST` of each list. Raises NotFound once it was erased.

    One transaction that sees one moment, and on which row-level security answers for this account alone. Visits
    and ties come by the queries of the screens, and so say of other people what the screens say.
    """
    async with transaction(actor, isolation="repeatable read") as tx:
        held = await _held(tx, actor, now)
    return file_of(held, actor.language, now)


async def _held(tx: Connection, actor: Family, now: datetime) -> Held:
    account = await identity.kept_account(tx, actor)
    people = await registry.kept_people(tx, actor, AT_MOST["people"] + 1)
    ties = await registry.my_ties(tx, actor, _newest("ties"))
    booked = await visits.my_visits(tx, actor, _newest("visits"), now)
    return Held(
        account={**account._asdict(), **account.preferences._asdict()},
        people=[person._asdict() for person in people],
        ties=[dict(tie) for tie in ties],
        visits=[dict(row) for row in booked],
        answers=await programmes.kept_answers(tx, actor, AT_MOST["answers"] + 1),
        notices=await notifications.kept_notices(tx, actor, AT_MOST["notices"] + 1, now),
        choices=await notifications.kept_choices(tx, actor),
        pushes=await notifications.kept_push_devices(tx, actor, AT_MOST["pushes"] + 1),
        helpers=await notifications.kept_helpers(tx, actor, AT_MOST["helpers"] + 1),
        allowed=await earnings.kept_consents(tx, actor, AT_MOST["allowed"] + 1),
        readings=await earnings.kept_readings(tx, actor, AT_MOST["readings"] + 1),
        remittances=await remittances.kept_remittances(tx, now, AT_MOST["remittances"] + 1),
        questions=await earnings.kept_questions(tx, actor, AT_MOST["questions"] + 1),
        certificates=await certificates.kept_certificates(tx, actor, AT_MOST["certificates"] + 1),
        devices=await identity.kept_sessions(tx, actor, AT_MOST["devices"] + 1),
        inmates=await _inmates(tx, actor, ties),
        places=await _places(tx, actor, ties),
    )


async def _inmates(tx: Connection, actor: Family, ties: Sequence[Any]) -> Mapping[UUID, Any]:
    keys = {tie["inmate_id"] for tie in ties if tie["inmate_id"] is not None}
    found = await registry.inmates_by_id(tx, actor, sorted(keys))
    return {row["id"]: row for row in found if row is not None}


async def _places(tx: Connection, actor: Family, ties: Sequence[Any]) -> Mapping[str, Any]:
    keys = {place for tie in ties if (place := tie["asked"].get("establishment_id")) is not None}
    found = await registry.establishments_by_id(tx, actor, sorted(keys))
    return {row["id"]: row for row in found if row is not None}


def _newest(name: str) -> Page:
    return Page(AT_MOST[name], None)
