"""What the access matrix asks of families' events: one date to answer, one that the marked family answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.visits.make_visits import Relative

IDS = ("occurrence", "answered", "answer")
WATCHED = ("event", "occurrence", "event_person", "answer", "answer_guest")


async def world(owner: asyncpg.Connection, relative: Relative, now: datetime) -> dict[str, UUID]:
    """Two dates of one recital; the family goes to the second."""
    event = await programmes.released(owner, rule="FREQ=WEEKLY;COUNT=2", people=20)
    free, answered = event.occurrence_ids
    answer_id, _ = await answers.answer(relative, answered, now=now)
    return dict(zip(IDS, (free, answered, answer_id), strict=True))


async def more(owner: asyncpg.Connection) -> None:
    """Five more dates of everything that is on."""
    for _ in range(5):
        await programmes.released(owner)


def arguments(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments of the family's root fields that aim at the marked family."""
    return {
        "whatsOn": {},
        "happening": {"id": ids["answered"]},
        "answerEvent": {
            "occurrenceId": ids["occurrence"],
            "inmateId": ids["inmate"],
            "visitorIds": [ids["visitor"]],
        },
        "withdrawAnswer": {"answerId": ids["answer"]},
        "takeOffer": {"answerId": ids["answer"]},
    }
