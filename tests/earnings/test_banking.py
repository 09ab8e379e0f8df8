"""A bank: files that are made and read, payments that are asked for, and answers that fit or do not."""

import csv
import io
from dataclasses import replace
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.app import create_app
from backend.core.errors import DomainError
from backend.earnings.bank.files import Payment, payment_file
from backend.earnings.bank.in_use import bank_in_use, use_layout
from backend.earnings.bank.layout import Amounts, read_layout
from backend.earnings.bank.wire import bank_of
from backend.earnings.commands import banking
from backend.earnings.commands.making import SERVICE
from backend.earnings.commands.remitting import Payee, To
from backend.settings import Settings, SettingsError
from tests.earnings import make_remittance as remit
from tests.earnings.fake_bank import EXAMPLE, LAYOUT
from tests.earnings.make_remittance import ACCOUNT, NAME, NOW, said, together

pytestmark = pytest.mark.anyio


@pytest.fixture
async def purse(db, owner):
    return await remit.purse(owner)


async def make_file(purse, by=None) -> dict:
    return await banking.make_bank_file(
        by or purse.chief, uuid4(), establishment_id="huaraz", layout=LAYOUT, now=NOW
    )


async def content(purse, file) -> bytes:
    kept = await banking.bank_file_content(purse.chief, file_id=UUID(file["id"]), now=NOW)
    return kept.content


async def read(purse, *lines: tuple[str, str, str], by=None, key=None) -> dict:
    rows = ["REFERENCIA;IMPORTE;ESTADO;OPERACION", *(";".join((*line, "OP-7")) for line in lines)]
    return await banking.read_bank_answers(
        by or purse.chief,
        key or uuid4(),
        establishment_id="huaraz",
        layout=LAYOUT,
        content="\r\n".join(rows).encode(),
        now=NOW,
    )


async def sent(purse, amount: int = 5_000) -> tuple[UUID, str]:
    """In a file that was handed over: id and reference."""
    remittance = await purse.approved(amount)
    await make_file(purse)
    return remittance, (await purse.row(remittance))["reference"]


def counts(moved: int = 0, known: int = 0, mismatch: int = 0) -> dict:
    return {"moved": moved, "known": known, "mismatch": mismatch}


# Files ------------------------------------------------------------------------------------------------


async def test_a_file_holds_what_was_approved_and_nothing_else_and_nothing_twice(purse):
    remittance, waiting = await purse.approved(5_000), await purse.ask(700)

    made, again = await make_file(purse), await make_file(purse)

    reference = (await purse.row(remittance))["reference"]
    rows = list(csv.reader(io.StringIO((await content(purse, made)).decode()), delimiter=";"))
    assert rows[1:] == [[reference, ACCOUNT, NAME, "PEN", "50.00", "2026-03-20", "ABONO"]]
    assert (made["count"], made["total"], again["id"]) == (1, 5_000, None)
    assert await purse.state(remittance) == "sent" and await purse.state(waiting) == "asked"
    assert await said(purse.cancel(remittance)) == "ALREADY_DECIDED"


async def test_rivals_who_make_files_put_each_remittance_into_one(purse):
    for _ in range(4):
        await purse.approved(1_000)

    await together(*(make_file(purse, by=remit.chief()) for _ in range(4)))

    assert await purse.owner.fetchval("select sum(count) from bank_file") == 4
    assert await purse.owner.fetchval("select count(*) from bank_line") == 4


async def test_a_name_that_is_a_formula_is_only_a_name_in_the_file(purse):
    evil = To(Payee.HOLDER, ACCOUNT, '=HYPERLINK("http://x";"y")')
    await purse.approved(to=evil)

    [row] = list(
        csv.reader(
            io.StringIO((await content(purse, await make_file(purse))).decode()), delimiter=";"
        )
    )[1:]

    assert row[2] == '\'=HYPERLINK("http://x";"y")'


def test_a_name_that_the_banks_alphabet_does_not_have_is_refused_without_being_shown():
    narrow = replace(LAYOUT, sheet=replace(LAYOUT.sheet, encoding="ascii"))

    with pytest.raises(Exception) as refused:
        payment_file(narrow, [Payment(uuid4(), "K7MP-3QX9", 1, ACCOUNT, "Ñusta")], NOW.date())

    assert refused.value.facts == {"field": "name"} and refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("how", "words", "centimos"),
    [
        (Amounts.POINT, "1234.05", 123_405),
        (Amounts.COMMA, "0,07", 7),
        (Amounts.CENTIMOS, "99", 99),
        (Amounts.POINT, "1,234.05", None),
        (Amounts.POINT, "12.5", None),
        (Amounts.COMMA, "-1,00", None),
        (Amounts.CENTIMOS, "１２", None),
    ],
)
def test_amounts_are_read_as_the_bank_writes_them_and_never_guessed(how, words, centimos):
    assert how.read(words) == centimos
    assert centimos is None or how.written(centimos) == words


# Answers ----------------------------------------------------------------------------------------------


async def test_what_was_paid_is_booked_once_however_often_the_file_is_read(purse):
    remittance, reference = await sent(purse)

    first = await read(purse, (reference, "50.00", "ABONADO"))
    second = await read(purse, (reference, "50.00", "abonado "))

    assert (first, second) == (counts(moved=1), counts(known=1))
    assert await purse.steps(remittance) == ["asked", "approved", "sent", "confirmed"]
    assert await purse.balance() == (5_000, 20_000, 0, 0)
    assert await purse.mismatches() == []


async def test_what_was_refused_is_free_again(purse):
    remittance, reference = await sent(purse)

    await read(purse, (reference, "50.00", "RECHAZADO"))

    assert (await purse.row(remittance))["why"] == "bank"
    assert await purse.state(remittance) == "refused"
    assert await purse.balance() == (0, 20_000, 0, 0)


async def test_what_comes_back_after_it_was_paid_is_booked_back_with_a_reason(purse):
    remittance, reference = await sent(purse)
    await read(purse, (reference, "50.00", "ABONADO"))

    took = await read(purse, (reference, "50.00", "DEVUELTO"), by=(reader := remit.chief()))

    assert took == counts(moved=1)
    assert await purse.state(remittance) == "returned"
    assert (await purse.balance()).available == 20_000
    mirror = await purse.owner.fetchrow("select * from journal where kind = 'reversal'")
    assert mirror["reason"]
    assert (mirror["recorded_by"], mirror["approved_by"]) == (SERVICE, reader.staff_id)
    assert await purse.is_sound()


@pytest.mark.parametrize("word", ["ABONADO", "RECHAZADO"])
async def test_whoever_asked_may_read_what_the_bank_says_once_another_has_approved(purse, word):
    _, reference = await sent(purse)

    took = await read(purse, (reference, "50.00", word), by=purse.clerk)
    again = await read(purse, (reference, "50.00", "DEVUELTO"), by=purse.clerk)

    assert took == counts(moved=1)
    assert again == (counts(moved=1) if word == "ABONADO" else counts(mismatch=1))
    assert (await purse.balance()).available == 20_000
    assert await purse.is_sound()


@pytest.mark.parametrize(
    ("reference", "amount", "word", "why"),
    [
        (None, "49.99", "ABONADO", "amount"),
        ("2222-2222", "50.00", "ABONADO", "unknown"),
        (NAME, "50.00", "ABONADO", "unknown"),
        (None, "50.00", "QUIZAS", "unreadable"),
        (None, "cincuenta", "ABONADO", "unreadable"),
        ("asked", "7.00", "ABONADO", "unasked"),
    ],
)
async def test_what_does_not_fit_waits_for_a_person_and_changes_nothing(
    purse, reference, amount, word, why
):
    remittance, own = await sent(purse)
    if reference == "asked":
        reference = (await purse.row(await purse.ask(700)))["reference"]
    before = await purse.balance()

    took = [await read(purse, (reference or own, amount, word)) for _ in range(2)]

    assert took == [counts(mismatch=1)] * 2
    assert await purse.mismatches() == [why]
    assert (await purse.state(remittance), await purse.balance()) == ("sent", before)
    assert await purse.owner.fetchval("select count(*) from bank_answer") == 0


@pytest.mark.parametrize(("first", "second"), [("RECHAZADO", "ABONADO"), ("ABONADO", "RECHAZADO")])
async def test_a_second_answer_that_says_another_thing_changes_nothing(purse, first, second):
    remittance, reference = await sent(purse)
    await read(purse, (reference, "50.00", first))
    state, before = await purse.state(remittance), await purse.balance()

    took = await read(purse, (reference, "50.00", second))

    assert took == counts(mismatch=1)
    assert (await purse.state(remittance), await purse.balance()) == (state, before)
    assert await purse.mismatches() == ["second"]
    mismatch = await purse.owner.fetchval("select id from bank_mismatch")
    await banking.see_bank_mismatch(purse.chief, uuid4(), mismatch_id=mismatch, now=NOW)
    assert await purse.owner.fetchval("select seen_by from bank_mismatch") == purse.chief.staff_id


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe\x00", b"A;B\r\n1;2", b'REFERENCIA;"'])
async def test_what_is_no_answer_file_is_refused(purse, garbage):
    refused = await said(
        banking.read_bank_answers(
            purse.chief, uuid4(), establishment_id="huaraz", layout=LAYOUT, content=garbage, now=NOW
        )
    )

    assert refused == "BANK_FILE_NOT_READ"


async def test_an_office_reads_answers_for_its_own_place_alone(purse):
    remittance, reference = await sent(purse)

    assert (
        await said(read(purse, (reference, "50.00", "ABONADO"), by=remit.chief("cusco")))
        == "NOT_ALLOWED"
    )
    assert await purse.state(remittance) == "sent"


async def test_a_file_and_its_lines_stay_as_they_were_made(purse):
    await sent(purse)

    for change in (
        "update bank_file set count = 2",
        "delete from bank_line",
        "truncate bank_answer",
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await purse.owner.execute(change)


# The file that describes it -----------------------------------------------------------------------------


async def test_without_an_address_there_is_no_bank_and_with_one_it_must_be_whole(tmp_path):
    async with bank_of(Settings()) as bank:
        assert bank is None
    for wrong in (
        Settings(bank_url="https://bank.example"),
        Settings(
            bank_url="http://bank.example", bank_layout=str(EXAMPLE), bank_secrets={"BANK_KEY": "k"}
        ),
    ):
        with pytest.raises(SettingsError, match="ENCUENTRO_BANK_URL"):
            async with bank_of(wrong):
                pass


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('holds = "account"', 'holds = "iban"', "iban"),
        ('paid = ["ABONADO"]', 'paid = ["RECHAZADO"]', "one meaning"),
        ('encoding = "utf-8"', 'encoding = "klingon"', "klingon"),
        ('name = "ejemplo"', "", "name"),
        ('separator = ";"', 'separator = "::"', "::"),
    ],
)
def test_a_layout_that_cannot_be_used_is_refused_by_what_is_wrong(tmp_path, old, new, named):
    path = tmp_path / "bank.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(SettingsError, match=named):
        read_layout(str(path), {"BANK_KEY": "secret"})


def test_a_layout_shows_no_secret():
    assert "key-of-the-bank" not in repr(LAYOUT)


def test_the_web_process_makes_files_for_the_bank_of_its_settings():
    try:
        create_app(Settings(bank_layout=str(EXAMPLE), bank_secrets={"BANK_KEY": "k"}))
        assert bank_in_use().name == "ejemplo"
        create_app(Settings())
        with pytest.raises(DomainError, match="BANK_NOT_SET"):
            bank_in_use()
    finally:
        use_layout(None)
