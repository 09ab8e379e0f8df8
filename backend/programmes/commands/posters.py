"""Posters that an office sends to an event of its own. Nobody else sees one before a release carries it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import DomainError
from backend.core.ids import new_id
from backend.database import Connection, reading
from backend.once import once
from backend.programmes.access import WRITERS, office_event
from backend.programmes.rules.pictures import Picture, Said, check_said

UNUSED = timedelta(days=1)
"""Pictures that no draft names and no release carried go when the next one comes, once they are so old."""

_ADD = """
insert into poster (id, event_id, establishment_id, digest, alt, width, height, recognisable, consent_act, uploaded_at,
  uploaded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_ADD_FILES = """
insert into poster_file (digest, width, format, height, bytes)
select $1, * from unnest($2::integer[], $3::text[], $4::integer[], $5::bytea[])
"""
_CLEAR = """
delete from poster where event_id = $1 and shown_from is null and uploaded_at < $2 and id::text is distinct from
  (select content ->> 'poster' from event_draft where event_id = $1)
"""


async def check_may_add(actor: Staff, event_id: UUID) -> None:
    """Raise NotFound before anything is read of a picture for an event that is another office's."""
    async with reading(actor) as tx:
        await office_event(tx, actor, event_id, *WRITERS)


async def add_poster(
    actor: Staff,
    request_id: UUID,
    *,
    event_id: UUID,
    sent: bytes,
    picture: Picture | DomainError,
    said: Said,
    now: datetime,
) -> Mapping[str, Any]:
    """Keep a picture for an event; a draft that names its `id` shows it once released.

    `sent`: the digest of what was sent; `picture`: what became of it, or why nothing did. The same request is
    answered as it was. Raises NotFound, ALT_NEEDED, CONSENT_ACT_NEEDED, BAD_INPUT, and what `picture` is.
    """

    async def add_poster(
        tx: Connection,
        actor: Staff,
        *,
        event_id: UUID,
        sent: str,
        alt: Mapping[str, str],
        recognisable: bool,
        people_agreed: bool,
        consent_act: str,
        now: datetime,
    ) -> dict[str, Any]:
        event = await office_event(tx, actor, event_id, *WRITERS, locked=True)
        check_said(said)
        if isinstance(picture, DomainError):
            raise picture
        return await _add(tx, actor, event_id, event["establishment_id"], picture, said, now)

    answer = await once(add_poster)(
        actor,
        request_id,
        event_id=event_id,
        sent=sent.hex(),
        alt=dict(said.alt),
        recognisable=said.recognisable,
        people_agreed=said.people_agreed,
        consent_act=said.consent_act,
        now=now,
    )
    return answer


async def _add(
    tx: Connection,
    actor: Staff,
    event_id: UUID,
    place: str,
    picture: Picture,
    said: Said,
    now: datetime,
) -> dict[str, Any]:
    poster_id = new_id()
    digest = _digest(poster_id, picture)
    await tx.execute(_CLEAR, event_id, now - UNUSED)
    await tx.execute(
        _ADD,
        poster_id,
        event_id,
        place,
        digest,
        {language: words.strip() for language, words in said.alt.items()},
        picture.width,
        picture.height,
        said.recognisable,
        said.consent_act.strip() or None,
        now,
        actor.staff_id,
    )
    await tx.execute(
        _ADD_FILES,
        digest,
        [each.width for each in picture.files],
        [each.format for each in picture.files],
        [each.height for each in picture.files],
        [each.bytes for each in picture.files],
    )
    await audit.record(
        tx,
        actor,
        "programmes.poster.added",
        str(event_id),
        establishment_id=place,
        facts={"poster": str(poster_id), "recognisable": said.recognisable},
        now=now,
    )
    return {
        "id": str(poster_id),
        "digest": digest.hex(),
        "width": picture.width,
        "height": picture.height,
    }


def _digest(poster_id: UUID, picture: Picture) -> bytes:
    """What its address is made of: of its files, and of the poster, so that nobody who has the picture can guess it."""
    whole = sha256(poster_id.bytes)
    for each in picture.files:
        whole.update(sha256(each.bytes).digest())
    return whole.digest()
