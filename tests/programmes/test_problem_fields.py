"""A form is told which of its fields is wrong, and by no other refusal anything of a field."""

from uuid import uuid4

import orjson
import pytest

from backend.core.actor import Staff
from backend.gql.context import Context
from backend.gql.operation import Operation
from tests.matrix import DOCUMENTS
from tests.programmes import make_office as offices
from tests.programmes.make_programmes import HERE, NOW

pytestmark = pytest.mark.anyio
ADD = (
    "mutation Add($title: String!, $place: String!, $id: UUID!) { addProgramme(establishmentId: $place,"
    ' title: $title, summary: "", requestId: $id) { ... on Problem { code field } } }'
)


async def problem(actor: Staff, place: str, title: str, request: str) -> dict:
    operation = Operation(text=ADD, variables={"title": title, "place": place, "id": request})
    said = orjson.loads((await DOCUMENTS.execute(operation, Context(actor, NOW))).body)
    assert "errors" not in said, said
    return said["data"]["addProgramme"]


async def test_a_refused_input_names_its_field_each_time_and_nothing_else_does(db, owner):
    office = await offices.office(owner)
    request = str(uuid4())

    first = await problem(office.writer, HERE, "", request)
    again = await problem(office.writer, HERE, "", request)
    elsewhere = await problem(office.writer, "nowhere", "Coro", str(uuid4()))

    assert first == again == {"code": "BAD_INPUT", "field": "title"}
    assert elsewhere["code"] != "BAD_INPUT" and elsewhere["field"] is None
    assert await owner.fetchval("select count(*) from programme where title in ('', 'Coro')") == 0
