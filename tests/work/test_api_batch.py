"""A whole day of 500 people in one request over HTTP, by the trusted document; and how much anybody else may send."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import orjson
import pytest

from backend.app import LARGEST_BATCH, create_app
from backend.core.actor import Role
from backend.gql.http import LARGEST_BODY
from backend.settings import Settings
from tests import make, matrix
from tests.conftest import SECRET
from tests.phone import Phone, line, signed_in
from tests.registry import make_registry as registry
from tests.servers import in_process
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio
PEOPLE = 500


@pytest.fixture
async def address(db):
    production = Settings(production=True, database_url="postgres://", secret=SECRET)
    async with in_process(create_app(production)) as running:
        yield running


@pytest.fixture
async def http():
    async with line() as session:
        yield session


async def supervisor(http, address, owner) -> Phone:
    await registry.establishment(owner)
    staff = await matrix.employed(owner, HERE, Role.WORK_SUPERVISOR)
    return Phone(http, address, await signed_in(owner, staff))


def day_of(people: list[work.Worker], prices: list) -> list[dict]:
    """A shift of the last working day with every price, some of it rejected: as long as a row gets."""
    day = _last_working_day()
    pieces = [
        {"priceId": str(price), "made": 1200, "rejected": 30, "rejectReason": "costura torcida"}
        for price in prices
    ]
    return [
        {
            "id": str(uuid4()), "enrolmentId": str(one.enrolment_id), "workedOn": day.isoformat(),
            "shift": 1, "beginsAt": f"{day}T13:00:00Z", "endsAt": f"{day}T22:00:00Z", "minutes": 480,
            "place": "WORKSHOP", "isolation": False, "pieces": pieces,
        }
        for one in people
    ]  # fmt: skip


def _last_working_day() -> date:
    """Sunday's work would be flagged."""
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date()
    return yesterday - timedelta(days=yesterday.isoweekday() // 7)


async def test_500_records_with_three_prices_each_go_in_one_request_and_again_change_nothing(
    http, address, owner
):
    phone = await supervisor(http, address, owner)
    shop = await work.workshop(owner)
    people = [await work.worker(owner, shop) for _ in range(PEOPLE)]
    prices = [await work.price(owner, shop, product=f"polo {nth}") for nth in range(3)]
    batch = {
        "establishmentId": HERE, "batchId": str(uuid4()), "records": day_of(people, prices),
        "requestId": str(uuid4()),
    }  # fmt: skip
    assert LARGEST_BODY < 250_000 < len(orjson.dumps(batch)) < LARGEST_BATCH

    first = await phone.ask("recordWork", **batch)
    assert (first["recorded"], first["refused"], first["conflict"]) == (PEOPLE, 0, 0)
    assert [row["id"] for row in first["rows"]] == [row["id"] for row in batch["records"]]

    assert await phone.ask("recordWork", **batch) == first
    other = await phone.ask("recordWork", **batch | {"requestId": str(uuid4())})
    assert (other["recorded"], other["known"]) == (0, PEOPLE)
    assert await registry.rows(owner, "work_record", "work_piece") == {
        "work_record": PEOPLE, "work_piece": 3 * PEOPLE,
    }  # fmt: skip


async def test_more_than_500_records_are_refused_whole(http, address, owner):
    phone = await supervisor(http, address, owner)
    shop = await work.workshop(owner)
    records = day_of([await work.worker(owner, shop)] * (PEOPLE + 1), [])

    said = await phone.act(
        "recordWork", establishmentId=HERE, batchId=str(uuid4()), records=records
    )

    assert said["code"] == "BAD_INPUT"
    assert await registry.rows(owner, "work_record") == {"work_record": 0}


async def test_only_an_office_may_send_so_much_and_only_where_a_batch_is_taken(
    http, address, owner
):
    office = await supervisor(http, address, owner)
    family = Phone(http, address, await signed_in(owner, await make.family(owner)))
    long, longest = ({"x": "a" * size} for size in (LARGEST_BODY, LARGEST_BATCH))
    for phone in (Phone(http, address), family):
        assert await _refused(phone, "me", long) == (413, "REQUEST_TOO_LARGE")
    assert await _refused(office, "me", longest) == (413, "REQUEST_TOO_LARGE")

    many = {"x": list(range(2_001))}
    assert await _refused(office, "me", many) == (400, "REQUEST_TOO_LARGE")
    too_many = {"records": list(range(20_001))}
    assert await _refused(office, "recordWork", too_many) == (400, "REQUEST_TOO_LARGE")


async def _refused(phone: Phone, operation: str, variables: dict) -> tuple[int, str]:
    status, said = await phone.post(operation, variables)
    return status, said["errors"][0]["extensions"]["code"]
