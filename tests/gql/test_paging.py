"""Pages: a checked number of items, and cursors that cannot be bent."""

from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from uuid import UUID

import aiohttp
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Code, DomainError
from backend.gql.paging import CEILING, PAGE_SIZE, Keyset
from tests.gql import toy

pytestmark = pytest.mark.anyio

ID = UUID("6b1f2a34-0000-4000-8000-000000000001")
MOMENT = datetime(2026, 3, 1, 14, 30, tzinfo=UTC)
BY_MOMENT = Keyset("visits", datetime, UUID)


def encoded(plain: object) -> str:
    return urlsafe_b64encode(orjson.dumps(plain)).decode().rstrip("=")


@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80),
    number=st.integers(-(2**53), 2**53),
    day=st.dates(),
    moment=st.datetimes(timezones=st.just(UTC)),
    uid=st.uuids(),
)
def test_a_key_comes_back_from_its_cursor(
    text: str, number: int, day: date, moment: datetime, uid: UUID
) -> None:
    keyset = Keyset("everything", str, int, date, datetime, UUID)

    assert keyset.read(keyset.cursor(text, number, day, moment, uid)) == (
        text,
        number,
        day,
        moment,
        uid,
    )


GOOD = BY_MOMENT.cursor(MOMENT, ID)
BENT = {
    "nothing": "",
    "noise": "zzz",
    "not ASCII": "ñandú",
    "padded": GOOD + "=",
    "cut": GOOD[:-3],
    "another list's": Keyset("slots", datetime, UUID).cursor(MOMENT, ID),
    "too few parts": encoded(["visits", MOMENT.isoformat()]),
    "too many parts": encoded(["visits", MOMENT.isoformat(), str(ID), "x"]),
    "no list": encoded({"visits": 1}),
    "an empty list": encoded([]),
    "a number": encoded(7),
    "a number for an instant": encoded(["visits", 7, str(ID)]),
    "an instant without an offset": encoded(["visits", "2026-03-01T14:30:00", str(ID)]),
    "an instant spelled otherwise": encoded(["visits", "2026-03-01T14:30:00Z", str(ID)]),
    "an id spelled otherwise": encoded(["visits", MOMENT.isoformat(), ID.hex]),
    "no id": encoded(["visits", MOMENT.isoformat(), "x' or 1=1 --"]),
    "nested": urlsafe_b64encode(b"[" * 300).decode(),
    "long": "A" * 5_000,
}


@pytest.mark.parametrize("cursor", BENT.values(), ids=BENT.keys())
def test_a_bent_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(DomainError) as caught:
        BY_MOMENT.page(after=cursor)

    assert caught.value.code is Code.BAD_CURSOR


@given(cursor=st.text(max_size=60))
def test_no_text_but_a_cursor_is_read(cursor: str) -> None:
    with pytest.raises(DomainError):
        BY_MOMENT.read(cursor)


@given(cursor=st.binary(max_size=60))
def test_no_bytes_but_a_cursor_are_read(cursor: bytes) -> None:
    with pytest.raises(DomainError):
        BY_MOMENT.read(urlsafe_b64encode(cursor).decode().rstrip("="))


@pytest.mark.parametrize(
    ("first", "code"),
    [(CEILING + 1, Code.PAGE_TOO_LARGE), (0, Code.BAD_INPUT), (-1, Code.BAD_INPUT)],
)
def test_a_page_has_one_to_fifty_items(first: int, code: Code) -> None:
    with pytest.raises(DomainError) as caught:
        BY_MOMENT.page(first)

    assert caught.value.code is code
    assert BY_MOMENT.page(CEILING).limit == CEILING + 1
    assert BY_MOMENT.page().first == PAGE_SIZE == 10


async def test_a_list_is_walked_page_by_page_without_gap_or_repeat() -> None:
    text = (
        "query People($after: String) { people(first: 4, after: $after)"
        " { nodes { name } pageInfo { endCursor hasNextPage } } }"
    )
    names: list[str] = []
    pages: list[int] = []
    after = None
    async with toy.serve() as server, aiohttp.ClientSession() as session:
        while True:
            body = {"query": text, "variables": {"after": after}}
            async with session.post(server.url, json=body) as response:
                people = (await response.json())["data"]["people"]
            names += [node["name"] for node in people["nodes"]]
            pages.append(len(people["nodes"]))
            if not people["pageInfo"]["hasNextPage"]:
                break
            after = people["pageInfo"]["endCursor"]

    assert names == sorted(toy.NAMES)
    assert pages == [4, 4, 3]


async def test_a_bad_page_is_a_refusal_in_words() -> None:
    async with toy.serve() as server, aiohttp.ClientSession() as session:
        for arguments, code in (("first: 51", "PAGE_TOO_LARGE"), ('after: "zzz"', "BAD_CURSOR")):
            body = {"query": f"{{ people({arguments}) {{ nodes {{ name }} }} }}"}
            async with session.post(server.url, json=body) as response:
                answer = await response.json()
                assert response.status == 200
            assert [each["extensions"]["code"] for each in answer["errors"]] == [code]
