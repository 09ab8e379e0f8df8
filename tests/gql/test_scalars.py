"""Days, instants and ids: one spelling out, few spellings in, and a sentence for the rest."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import orjson
import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from backend.gql import scalars
from backend.gql.operation import Operation
from tests.gql import toy

pytestmark = pytest.mark.anyio


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_comes_back(day: date) -> None:
    assert scalars.parse_day(scalars.format_day(day)) == day


@given(st.datetimes(timezones=st.timezones()).filter(lambda each: 1900 < each.year < 2199))
def test_an_instant_comes_back_in_utc(instant: datetime) -> None:
    text = scalars.format_instant(instant)

    assert text.endswith("Z")
    assert scalars.parse_instant(text) == instant.astimezone(UTC)
    assert scalars.parse_instant(text).tzinfo is UTC


@given(st.uuids())
def test_an_id_comes_back(uid: UUID) -> None:
    assert scalars.parse_uuid(scalars.format_uuid(uid)) == uid
    assert scalars.parse_uuid(str(uid).upper()) == uid


def test_an_offset_is_understood() -> None:
    assert scalars.parse_instant("2026-03-01T09:30:00-05:00") == datetime(
        2026, 3, 1, 14, 30, tzinfo=UTC
    )
    lima = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert scalars.format_instant(lima) == "2026-03-01T14:30:00Z"


DAYS = [
    "",
    "2026-02-30",
    "20260301",
    "2026-W09-7",
    "2026-3-1",
    "2026-03-01T00:00:00Z",
    "0001-01-01",
]
INSTANTS = ["2026-03-01", "2026-03-01T14:30:00", "2026-03-01 14:30:00Z", "2026-13-01T00:00:00Z"]
INSTANTS += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-01T24:61:00Z"]
IDS = ["", "x", "6b1f2a34000040008000000000000001", "{6b1f2a34-0000-4000-8000-000000000001}"]
IDS += ["urn:uuid:6b1f2a34-0000-4000-8000-000000000001", "6b1f2a34-0000-4000-8000-00000000000١"]
OTHERS = [None, 7, 7.5, True, [], {}, b"2026-03-01"]


@pytest.mark.parametrize("value", [*DAYS, *OTHERS])
def test_what_is_no_day_gets_a_sentence(value: object) -> None:
    with pytest.raises(GraphQLError, match="Expected a day such as 2026-03-01"):
        scalars.parse_day(value)


@pytest.mark.parametrize("value", [*INSTANTS, *OTHERS])
def test_what_is_no_instant_gets_a_sentence(value: object) -> None:
    with pytest.raises(GraphQLError, match="Expected an instant such as"):
        scalars.parse_instant(value)


@pytest.mark.parametrize("value", [*IDS, *OTHERS])
def test_what_is_no_id_gets_a_sentence(value: object) -> None:
    with pytest.raises(GraphQLError, match="Expected an id of 36 characters"):
        scalars.parse_uuid(value)


def test_an_instant_is_never_taken_for_a_day_nor_a_local_time_for_an_instant() -> None:
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 - the very thing to be refused

    for refuse in (scalars.format_day, scalars.format_instant, scalars.format_uuid):
        with pytest.raises(TypeError):
            refuse(naive)


@pytest.mark.parametrize(
    ("field", "kind", "value"),
    [("day", "Day", "2026-03-01"), ("instant", "Instant", "2026-03-01T14:30:00Z")],
)
async def test_a_scalar_goes_through_a_document(field: str, kind: str, value: str) -> None:
    documents = toy.make_documents()
    text = f"query Q($value: {kind}!) {{ {field}({field}: $value) }}"

    async def answer(given: object) -> dict[str, object]:
        operation = Operation(text=text, variables={"value": given})
        result = await documents.execute(operation, toy.Context(toy.Ledger()))
        return dict(orjson.loads(result.body))

    assert await answer(value) == {"data": {field: value}}
    assert "Expected a" in str((await answer("yesterday"))["errors"])
