"""The address of one's own calendar, as a phone asks for it."""

from uuid import uuid4

import orjson
import pytest

from backend.core.actor import Actor, Anonymous
from backend.gql.context import Context
from backend.gql.operation import Operation
from tests import make
from tests.matrix import DOCUMENTS
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import served
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio
ADDRESS = "https://encuentro.example"
RENEW = (
    "mutation Renew($id: UUID!) { renewCalendar(requestId: $id)"
    " { ... on CalendarAddress { address } ... on Problem { code } } }"
)
END = (
    "mutation End($id: UUID!) { endCalendar(requestId: $id)"
    " { ... on CalendarState { since } ... on Problem { code } } }"
)
MINE = "query Mine { myCalendar { since } }"


async def asked(actor: Actor, text: str, *, address: str = ADDRESS, **variables: str) -> dict:
    operation = Operation(text=text, variables=variables)
    context = Context(actor, NOW, address=address)
    said = orjson.loads((await DOCUMENTS.execute(operation, context)).body)
    assert "errors" not in said, said
    (value,) = said["data"].values()
    return value


async def test_an_address_is_given_replaced_and_taken_away(db, owner):
    family = await make.family(owner)
    assert await asked(family, MINE) == {"since": None}

    first = await asked(family, RENEW, id=str(uuid4()))
    second = await asked(family, RENEW, id=str(uuid4()))

    assert await asked(family, MINE) == {"since": "2026-03-02T15:00:00Z"}
    paths = [each["address"].removeprefix(ADDRESS) for each in (first, second)]
    assert all(each.startswith("/calendar/") and each.endswith(".ics") for each in paths)
    async with served() as web:
        assert [(await web.get(path)).status for path in paths] == [404, 200]
        assert await asked(family, END, id=str(uuid4())) == {"since": None}
        assert (await web.get(paths[1])).status == 404
    assert await asked(family, MINE) == {"since": None}


async def test_a_request_whose_answer_was_lost_is_given_the_same_address(db, owner):
    family, request = await make.family(owner), str(uuid4())

    assert await asked(family, RENEW, id=request) == await asked(family, RENEW, id=request)


async def test_where_nobody_said_where_people_reach_the_service_none_is_made(db, owner):
    family = await make.family(owner)
    before = await registry.rows(owner, "calendar_token", "request_key")

    assert await asked(family, RENEW, address="", id=str(uuid4())) == {"code": "CALENDAR_CLOSED"}

    assert await registry.rows(owner, "calendar_token", "request_key") == before


async def test_a_calendar_is_a_familys_own(db, owner):
    for actor in (programmes.coordinator(), Anonymous()):
        said = await asked(actor, RENEW, id=str(uuid4()))
        assert said["code"] in ("NOT_ALLOWED", "SIGN_IN_NEEDED")
    assert await owner.fetchval("select count(*) from calendar_token") == 0
