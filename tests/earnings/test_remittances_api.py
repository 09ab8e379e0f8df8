"""Remittances through documents: an office's, from asking to the bank."""

import base64
import csv
import io
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Role
from backend.core.ids import new_id
from backend.earnings.bank.in_use import use_layout
from tests.earnings import make_remittance as remit
from tests.earnings import matrix_earnings
from tests.earnings.fake_bank import LAYOUT
from tests.earnings.make_reading import read, sent
from tests.earnings.make_remittance import ACCOUNT, NAME, NOW
from tests.registry import make_registry as registry
from tests.work.make_work import chief, supervisor

pytestmark = pytest.mark.anyio

PLACE = "huaraz"


@pytest.fixture
async def purse(db, owner):
    return await remit.purse(owner)


@pytest.fixture
def bank():
    use_layout(LAYOUT)
    yield
    use_layout(None)


@dataclass
class Desk:
    """Somebody's accounts and the two people of the office, as their phones send it."""

    purse: remit.Purse

    async def ask(self, amount: int = 5_000, *, by=None, **changes) -> dict:
        to = {"payee": "FAMILY", "tieId": self.purse.tie_id, "account": ACCOUNT, "name": NAME}
        asked = {"inmateId": self.purse.held.id, "source": "WORKER_PERSONAL", "amount": amount}
        asked |= {"establishmentId": PLACE, "to": to} | changes
        return await read(by or self.purse.clerk, "askRemittance", now=NOW, **asked)

    async def move(self, how: str, one: dict, *, by=None, **more) -> dict:
        return await read(
            by or self.purse.chief, f"{how}Remittance", now=NOW, remittanceId=one["id"], **more
        )

    async def of_place(self, name: str, *, by=None, **more) -> dict:
        return await read(by or self.purse.chief, name, now=NOW, establishmentId=PLACE, **more)

    async def sent(self, amount: int = 5_000) -> dict:
        one = await self.ask(amount)
        await self.move("approve", one)
        await self.of_place("makeBankFile")
        return one

    async def answer(
        self, *lines: str, titles: str = "REFERENCIA;IMPORTE;ESTADO;OPERACION"
    ) -> dict:
        content = "\r\n".join((titles, *lines)).encode()
        return await self.of_place("readBankAnswers", content=base64.b64encode(content).decode())


@pytest.fixture
def desk(purse, bank):
    return Desk(purse)


async def test_one_asks_another_approves_and_the_list_says_who(desk):
    one = await desk.ask(1_500)
    alone = await desk.move("approve", one, by=desk.purse.clerk)

    done = await desk.move("approve", one)

    [row] = (await desk.of_place("remittances"))["nodes"]
    assert alone["code"] == "SECOND_PERSON_NEEDED" and done["id"] == one["id"]
    assert (row["id"], row["reference"], row["amount"]) == (one["id"], one["reference"], 1_500)
    assert (row["payee"], row["source"], row["state"]) == ("FAMILY", "WORKER_PERSONAL", "APPROVED")
    assert row["to"]["givenNames"] and row["givenNames"]
    assert ACCOUNT not in str(row)
    steps = await read(desk.purse.chief, "remittanceSteps", now=NOW, remittanceId=one["id"])
    assert [step["state"] for step in steps] == ["ASKED", "APPROVED"]


async def test_a_list_is_of_a_state_and_comes_in_pages(desk):
    ids = [(await desk.ask(100 * nth))["id"] for nth in (1, 2, 3)]
    await desk.move("refuse", {"id": ids[0]}, why="NOT_DUE")

    first = await desk.of_place("remittances", state="ASKED", first=1)
    rest = await desk.of_place(
        "remittances", state="ASKED", first=5, after=first["pageInfo"]["endCursor"]
    )
    [refused] = (await desk.of_place("remittances", state="REFUSED"))["nodes"]

    assert {each["id"] for page in (first, rest) for each in page["nodes"]} == set(ids[1:])
    assert (refused["id"], refused["why"], refused["handed"]) == (ids[0], "NOT_DUE", False)


async def test_pockets_show_what_is_reserved_until_it_is_taken_back(desk):
    one = await desk.ask(1_500)
    held = await desk.of_place("personPockets", inmateId=desk.purse.held.id)
    await desk.move("cancel", one, by=desk.purse.clerk, why="NOT_WANTED")
    free = await desk.of_place("personPockets", inmateId=desk.purse.held.id)

    def own(found):
        return next(each for each in found if each["kind"] == "WORKER_PERSONAL")

    assert (own(held)["credit"], own(held)["reserved"], own(free)["reserved"]) == (20_000, 1_500, 0)
    rows = await desk.purse.owner.fetch("select action from audit_entry")
    assert [row["action"] for row in rows].count("earnings.pockets.read") == 2


async def test_a_file_holds_what_was_approved_and_is_the_same_again(desk):
    one = await desk.ask(5_000)
    await desk.move("approve", one)

    made = await desk.of_place("makeBankFile")
    again = await desk.of_place("makeBankFile")

    content = base64.b64decode(made["file"]["content"])
    [_, line] = list(csv.reader(io.StringIO(content.decode()), delimiter=";"))
    assert line[:5] == [one["reference"], ACCOUNT, NAME, "PEN", "50.00"]
    assert (made["count"], made["total"], again["file"]) == (1, 5_000, None)
    kept = await read(desk.purse.chief, "bankFile", now=NOW, id=made["file"]["id"])
    assert kept == {"__typename": "BankFileContent"} | made["file"]
    assert kept["name"] == f"ejemplo-2026-03-20-{UUID(kept['id']).hex[-6:]}.csv"
    [file] = await desk.of_place("bankFiles")
    assert (file["id"], file["count"], file["total"]) == (kept["id"], 1, 5_000)


async def test_answers_move_what_they_name_and_a_mismatch_waits_for_a_person(desk):
    one, two = await desk.sent(5_000), await desk.sent(700)

    took = await desk.answer(
        f"{one['reference']};50.00;ABONADO;OP-1", f"{two['reference']};7.01;ABONADO;OP-2"
    )

    assert (took["moved"], took["known"], took["mismatch"]) == (1, 0, 1)
    assert await desk.purse.state(UUID(one["id"])) == "confirmed"
    assert await desk.purse.state(UUID(two["id"])) == "sent"
    [unfit] = await desk.of_place("bankMismatches")
    assert (unfit["why"], unfit["said"], unfit["amount"]) == ("AMOUNT", "PAID", 701)
    seen = {"mismatchId": unfit["id"], "now": NOW}
    await read(desk.purse.chief, "seeBankMismatch", **seen)
    twice = await read(desk.purse.chief, "seeBankMismatch", **seen)
    assert await desk.of_place("bankMismatches") == []
    assert twice["code"] == "ALREADY_DECIDED"


@pytest.mark.parametrize(
    ("titles", "line", "words"),
    [
        ("REFERENCIA;IMPORTE;ESTADO", "x;1.00;ABONADO", "La línea 1 debe nombrar"),
        ("REFERENCIA;IMPORTE;ESTADO;OPERACION", "x;1.00", "La línea 3 está cortada"),
        ("REFERENCIA;IMPORTE;ESTADO;OPERACION", 'x;"1.00;ABONADO;OP', "En la línea 3 hay comillas"),
    ],
)
async def test_a_file_that_is_not_whole_is_refused_by_its_line_and_nothing_moves(
    desk, titles, line, words
):
    one = await desk.sent()

    refused = await desk.answer(f"{one['reference']};50.00;ABONADO;OP-1", line, titles=titles)

    assert refused["code"] == "BANK_FILE_NOT_READ"
    assert refused["message"].startswith(words), refused["message"]
    assert await desk.purse.state(UUID(one["id"])) == "sent"
    assert await desk.purse.owner.fetchval("select count(*) from bank_mismatch") == 0


async def test_letters_of_another_alphabet_and_too_much_are_refused_with_their_line(desk):
    async def told(content: bytes) -> str:
        refused = await desk.of_place("readBankAnswers", content=base64.b64encode(content).decode())
        return refused["message"]

    assert (await told(b"A;B\r\n1;\xff")).startswith("En la línea 2 hay letras")
    assert (await told(b"x" * 300_001)).startswith("El archivo es demasiado grande")
    refused = await desk.of_place("readBankAnswers", content="no base64!")
    assert refused["code"] == "BAD_INPUT"


async def test_without_a_bank_in_the_settings_there_is_no_file(desk):
    one = await desk.ask()
    await desk.move("approve", one)
    use_layout(None)

    refused = await desk.of_place("makeBankFile")

    assert refused["code"] == "BANK_NOT_SET"
    assert await desk.purse.state(UUID(one["id"])) == "approved"


async def test_whoever_is_elsewhere_or_of_another_office_does_and_learns_nothing(desk):
    one = await desk.sent()
    file_id = await desk.purse.owner.fetchval("select id from bank_file")
    stranger = chief("cusco")

    unknown = await read(stranger, "cancelRemittance", now=NOW, remittanceId=new_id(), why="OTHER")
    assert await desk.move("cancel", one, by=stranger, why="OTHER") == unknown
    assert unknown["code"] == "NOT_FOUND"
    nothing = await read(stranger, "bankFile", now=NOW, id=new_id())
    assert await read(stranger, "bankFile", now=NOW, id=file_id) == nothing
    for who in (stranger, supervisor(), desk.purse.family):
        for name in ("remittances", "bankFiles", "bankMismatches"):
            body = await sent(who, name, now=NOW, establishmentId=PLACE)
            assert b"NOT_ALLOWED" in body and one["id"].encode() not in body, name
    asked = await desk.ask(by=stranger)
    assert asked["code"] == "NOT_FOUND"
    assert await desk.purse.owner.fetchval("select count(*) from remittance") == 1


async def test_the_same_request_twice_is_one_remittance_and_one_answer(desk):
    key = uuid4()

    first, second = [await desk.ask(requestId=key) for _ in range(2)]

    assert first == second
    assert await desk.purse.owner.fetchval("select count(*) from remittance") == 1


async def test_whoever_was_moved_elsewhere_is_still_named_to_whom_they_worked_for(desk):
    owner, inmate_id = desk.purse.owner, desk.purse.held.id
    one = await desk.ask()
    await matrix_earnings.statement(owner, inmate_id, matrix_earnings.MONTH, NOW)
    await registry.establishment(owner, "cusco")
    await owner.execute(
        "update inmate set establishment_id = 'cusco', pavilion_id = null where id = $1", inmate_id
    )

    [row] = (await desk.of_place("remittances"))["nodes"]

    assert row["id"] == one["id"]
    assert row["surnames"] == await owner.fetchval(
        "select surnames from inmate where id = $1", inmate_id
    )


async def test_who_is_chief_elsewhere_and_supervises_here_is_no_chief_here(desk):
    one = await desk.sent()
    file_id = await desk.purse.owner.fetchval("select id from bank_file")
    roles = {("cusco", Role.WORK_CHIEF), (PLACE, Role.WORK_SUPERVISOR)}
    both = replace(chief("cusco"), roles=frozenset(roles))

    steps = await sent(both, "remittanceSteps", now=NOW, remittanceId=one["id"])
    file = await read(both, "bankFile", now=NOW, id=file_id)
    pockets = await sent(
        both, "personPockets", now=NOW, establishmentId=PLACE, inmateId=desk.purse.held.id
    )
    moved = await desk.move("cancel", one, by=both, why="OTHER")

    assert b"NOT_FOUND" in steps and b"NOT_ALLOWED" in pockets
    assert (file["code"], moved["code"]) == ("NOT_FOUND", "NOT_FOUND")
