"""The public page: number, month and total to whoever holds the paper; one answer to everybody else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from html import escape

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from backend.core.ids import new_number, printed_number
from backend.core.text import LANGUAGES, say
from backend.earnings.check_page import CheckPage
from backend.earnings.commands.consenting import Category
from backend.earnings.queries.certificates import CHECKS
from backend.headers import address_of
from backend.printing import modules
from backend.wording.rules import UNSPOKEN
from tests.earnings import make_reading as reading
from tests.earnings import paper
from tests.earnings.make_month import AFTER
from tests.earnings.test_certificates import ADDRESS, asked, told, told_since
from tests.servers import in_process
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio
__all__ = ["told"]


class Clock:
    """What time the page takes it to be."""

    now = AFTER + timedelta(days=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def page(db, clock) -> AsyncIterator[str]:
    app = Starlette(routes=CheckPage(lambda: clock.now, production=True).routes())
    async with in_process(app) as address:
        yield f"{address}/check"


async def seen(page: str, number: str, language: str = "es") -> tuple[int, str, dict[str, str]]:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{page}/{number}", headers={"accept-language": language}) as answer,
    ):
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return answer.status, await answer.text(), headers


@pytest.fixture
async def certificate(told) -> dict:
    await reading.given(told, Category.EARNINGS)
    return await asked(told)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whoever_holds_it_learns_number_month_and_total_and_nothing_else(
    owner, told, certificate, page, language
):
    status, text, headers = await seen(page, printed_number(certificate["number"]), language)

    assert status == 200
    for said in (printed_number(certificate["number"]), "05/2025", "S/ 840.05"):
        assert said in text
    assert say("check.right", language) in text
    name = await owner.fetchval("select name from establishment where id = $1", HERE)
    hidden = ("Julián", "Huamán", "Condori", HERE, name, str(told.inmate), str(told.statement))
    assert [each for each in hidden if each.lower() in text.lower()] == []
    assert not UNSPOKEN.search(text)
    assert headers["cache-control"] == "no-store" and "noindex" in headers["x-robots-tag"]
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.fixture
async def contribution(told) -> dict:
    return await reading.read(
        work.chief(), "issueContributionCertificate", inmateId=told.inmate, language="en"
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_of_a_contribution_the_page_confirms_number_and_date_and_nothing_else(
    owner, told, contribution, page, language
):
    status, text, headers = await seen(page, printed_number(contribution["number"]), language)

    assert status == 200
    for said in (printed_number(contribution["number"]), "02/06/2025"):
        assert said in text
    assert escape(say("check.contribution", language)) in text
    assert say("certificate.total", language) not in text
    name = await owner.fetchval("select name from establishment where id = $1", HERE)
    hidden = ("Julián", "Huamán", "Condori", HERE, name, str(told.inmate), "S/")
    assert [each for each in hidden if each.lower() in text.lower()] == []
    assert not UNSPOKEN.search(text)
    assert headers["cache-control"] == "no-store"


async def test_the_code_on_the_sheet_of_a_contribution_leads_to_its_page(contribution, page):
    drawn = paper.drawn_code(contribution["pdf"])
    url = f"{ADDRESS}/check/{printed_number(contribution['number'])}"

    border = 4
    assert drawn == [row[border:-border] for row in modules(url)[border:-border]]
    text = paper.text_of(contribution["pdf"])
    assert url in text and "The page confirms the number and the date" in text
    assert (await seen(page, url.rsplit("/", 1)[1]))[0] == 200


async def test_dashes_spaces_and_small_letters_are_forgiven(certificate, page):
    number = certificate["number"].lower()

    for written in (number, f"{number[:7]}%20{number[7:]}"):
        assert (await seen(page, written))[0] == 200


async def test_what_is_unknown_misread_or_nonsense_is_one_answer(certificate, page):
    number = certificate["number"]
    other = "2" if number[3] != "2" else "3"
    wrong = number[:3] + other + number[4:]

    answers = {
        (await seen(page, each))[:2] for each in (new_number(), wrong, "x", "%27--", "A" * 3000)
    }

    [(status, text)] = answers
    assert status == 404 and say("check.unknown", "es") in text
    assert "840.05" not in text


async def test_one_that_something_told_since_replaces_says_so_and_no_sum(
    owner, told, certificate, page
):
    await told_since(owner, told)

    status, text, _ = await seen(page, certificate["number"])

    assert status == 410 and say("check.replaced", "es") in text
    assert "840" not in text and "05/2025" not in text


async def test_a_consent_that_is_taken_back_does_not_make_a_true_sheet_false(
    owner, told, certificate, page
):
    await reading.revoked(owner, told)

    assert (await seen(page, certificate["number"]))[0] == 200


async def test_who_tries_numbers_is_sent_away_for_a_while(certificate, page, clock):
    for _ in range(CHECKS.burst):
        assert (await seen(page, new_number()))[0] == 404

    status, text, headers = await seen(page, certificate["number"])

    assert status == 429 and say("check.paused", "es") in text
    assert int(headers["retry-after"]) > 0
    assert "840.05" not in text
    clock.now += timedelta(seconds=int(headers["retry-after"]))
    assert (await seen(page, certificate["number"]))[0] == 200


async def test_no_address_is_kept_as_it_is(owner, page):
    await seen(page, new_number())

    keys = await owner.fetch("select key from rate_bucket where key like 'certificates checked%'")

    assert len(keys) == 1 and "127" not in keys[0]["key"].split()[-1][:4]


async def test_the_page_is_read_and_nothing_else(page):
    async with aiohttp.ClientSession() as http, http.post(f"{page}/x", data=b"y") as answer:
        assert answer.status == 405


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("a-socket", "a-socket"),
    ],
)
def test_a_household_is_counted_once(host, counted):
    assert address_of(Request({"type": "http", "client": (host, 1), "headers": []})) == counted


def test_without_a_client_there_is_still_an_answer():
    assert address_of(Request({"type": "http", "client": None, "headers": []})) == ""
