"""Answers without an account, given as a browser gives them, or by the command."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.text import say
from backend.programmes.commands import open_answering
from tests.programmes.make_feeds import Got, Web
from tests.programmes.make_programmes import NOW

OWN = {"sec_fetch_site": "same-origin"}
"""What a browser says of a form that is sent from our own page."""


def shows(text: str, name: str, language: str = "es", **facts: object) -> bool:
    """Whether a page says one of these sentences."""
    return say(f"open_answer.{name}", language, facts) in text.replace("&#x27;", "'")


async def asked(web: Web, date_id: UUID) -> str:
    """What the form of a date is sent with."""
    got = await web.get(f"/event/{date_id}/answer")
    [hidden] = re.findall(r'name="asked" value="([0-9a-f-]{36})"', got.text)
    return str(hidden)


async def send(web: Web, date_id: UUID, *, form: str | None = None, **said: object) -> Got:
    """One form, of two adults unless `said`."""
    typed: dict[str, Any] = {"asked": form or str(uuid4()), "adults": "2", "children": "0"}
    typed |= {name: str(value) for name, value in said.items()}
    return await web.post(f"/event/{date_id}/answer", typed, **OWN)


async def gone(web: Web, date_id: UUID, **said: object) -> str:
    """The path of the page of a new answer."""
    got = await send(web, date_id, **said)
    assert got.status == 303, got.text
    return got.headers["location"]


async def give(
    date_id: UUID,
    adults: int = 1,
    children: int = 0,
    *,
    form: UUID | None = None,
    address: str = "192.0.2.1",
    now: datetime = NOW,
) -> str:
    """By the command; the secret."""
    return await open_answering.give_open_answer(
        form or uuid4(),
        occurrence_id=date_id,
        adults=adults,
        children=children,
        address=address,
        now=now,
    )


async def withdraw(secret: str, *, address: str = "192.0.2.1", now: datetime = NOW) -> None:
    await open_answering.withdraw_open_answer(secret, address=address, now=now)


async def stand(owner: asyncpg.Connection) -> list[tuple[str, str | None]]:
    """State and end of every answer, in the order in which they were given."""
    rows = await owner.fetch("select state, ended_why from open_answer order by asked_at, id")
    return [(row["state"], row["ended_why"]) for row in rows]
