"""What each consent opens, and no more: in the reader's language, never a place, never a day of leaving."""

import json

import orjson
import pytest

from backend.core.text import LANGUAGES
from backend.earnings.commands.consenting import Category
from backend.privacy import queries
from tests import make
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER
from tests.registry import make_registry as registry
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

EARNED = ["GROSS_PIECE", "GROSS_PIECE", "GROSS"]
TAKEN = [
    "INPE_CONTRIBUTION", "CIVIL_REPARATION", "PERSONAL_SHARE", "SUPPORT_ORDER", "FREE_SHARE",
    "FAMILY_ASSIGNMENT", "SAVINGS", "PERSONAL",
]  # fmt: skip


@pytest.fixture
async def told(db, owner):
    return await reading.told(owner)


async def one(told, **changes) -> dict:
    return await reading.read(
        changes.pop("by", told.family), "earningStatement", id=told.statement, **changes
    )


def codes(found: dict) -> list[str]:
    return [line["code"] for line in found["lines"]]


async def test_earnings_alone_show_what_was_earned_and_what_comes_to_the_reader(told):
    await reading.given(told, Category.EARNINGS)

    found = await one(told)

    assert codes(found) == [*EARNED, "FAMILY_ASSIGNMENT"]
    assert found["categories"] == ["EARNINGS"]
    assert (found["gross"], found["toFamily"]) == (84_005, 22_681)
    hidden = ("withheld", "personal", "workedMinutes", "workedDays")
    assert [found[name] for name in hidden] == [None] * 4
    assert found["labour"] is None
    assert found["lines"][-1]["why"] is None, "it would tell what is free after every deduction"
    text = json.dumps(found, ensure_ascii=False)
    for amount in ("8,400", "168.01", "378.03", "210.01"):
        assert amount not in text


async def test_what_is_sent_to_another_relative_is_not_this_readers(owner, told):
    other = await make.family(owner)
    person = await registry.visitor(owner, other)
    tie = await registry.tie(owner, other, person, registry.Held(told.inmate, "", HERE))
    about = reading.Told(told.one, other, tie, told.statement)
    await reading.given(about, Category.EARNINGS)

    found = await one(about)

    assert (codes(found), found["toFamily"]) == (EARNED, 0)


async def test_deductions_alone_show_no_earning(told):
    await reading.given(told, Category.DEDUCTIONS)

    found = await one(told)

    assert codes(found) == TAKEN
    assert (found["gross"], found["withheld"], found["personal"]) == (None, 74_553, 9_452)


async def test_days_alone_show_days_and_no_money(told):
    await reading.given(told, Category.DAYS)

    found = await one(told)

    assert found["lines"] == []
    assert found["labour"] == {
        "late": [],
        "carriedMinutes": 180,
        "segments": [{"since": "2025-05-01", "minutes": 181 * 60, "days": 23}],
    }
    assert (found["workedMinutes"], found["workedDays"]) == (181 * 60, 23)
    assert [found[name] for name in ("gross", "withheld", "personal", "toFamily")] == [None] * 4


async def test_everything_together_is_the_whole_statement_and_never_where(told):
    await reading.given(told, *reading.ALL)

    found = await one(told)

    assert codes(found) == EARNED + TAKEN
    assert [line["no"] for line in found["lines"]] == list(range(1, 12))
    assert found["lines"][3]["name"] == "Aporte obligatorio"
    assert "S/ 84.00" in found["lines"][3]["why"]
    text = json.dumps(found)
    for hidden in (HERE, "rate_from", "days_off", "release", str(told.one.workshop_id)):
        assert hidden not in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_lines_are_in_the_readers_language(told, language):
    await reading.given(told, *reading.ALL)
    reader = type(told.family)(
        account_id=told.family.account_id, session_id=told.family.session_id, language=language
    )

    found = await one(told, by=reader)

    assert all(line["name"] and line["why"] for line in found["lines"])


async def test_a_line_says_rule_base_rate_exact_and_rounded_value_and_reference(told):
    await reading.given(told, *reading.ALL)

    lines = (await one(told))["lines"]
    found = {line["code"]: line for line in lines}
    suits = next(line for line in lines if line["amount"] == 27_440)

    def six(code: str) -> tuple:
        line = found[code]
        return tuple(
            line[each] for each in ("name", "base", "rate", "exact", "amount", "reference")
        )

    law = "D.Leg. 1343 art. 14; D.S. 025-2017-JUS art. 53"
    assert six("INPE_CONTRIBUTION")[:5] == (
        "Aporte obligatorio", "S/ 840.05", "10 %", "S/ 84.005", 8_400,
    )  # fmt: skip
    assert six("INPE_CONTRIBUTION")[5].startswith(law)
    assert (suits["name"], suits["base"], suits["rate"], suits["exact"], suits["reference"][:6]) == (
        "Trabajo por pieza", "98", "S/ 2.80", "S/ 274.40", "D.Leg.",
    )  # fmt: skip
    assert six("SUPPORT_ORDER")[1:5] == ("S/ 840.05", "25 %", "S/ 210.0125", 21_001)
    assert six("FAMILY_ASSIGNMENT")[1:5] == ("S/ 378.03", "60 %", "S/ 226.818", 22_681)
    assert six("PERSONAL_SHARE")[:5] == ("Parte de quien trabaja", None, None, "S/ 588.035", 58_804)
    assert all(line["reference"] for line in found.values())


async def test_where_why_is_not_told_neither_is_anything_it_rests_on(told):
    await reading.given(told, Category.EARNINGS)

    mine = (await one(told))["lines"][-1]

    assert mine["code"] == "FAMILY_ASSIGNMENT"
    assert [mine[each] for each in ("why", "base", "rate", "exact", "reference")] == [None] * 5


async def test_a_month_says_its_kind_and_its_number(told):
    await reading.given(told, Category.EARNINGS)

    months = await reading.read(told.family, "earningStatements", inmateId=told.inmate)

    assert [(each["month"], each["kind"]) for each in months["months"]] == [("2025-05-01", "MONTH")]
    assert (await one(told))["kind"] == "MONTH"


async def test_months_show_what_a_consent_opens(told):
    await reading.given(told, Category.DAYS)

    found = await reading.read(told.family, "earningStatements", inmateId=told.inmate)

    [month] = found["months"]
    assert (month["id"], month["gross"], month["workedDays"]) == (str(told.statement), None, 23)


async def test_a_device_that_waits_for_trust_reads_nothing(told):
    await reading.given(told, *reading.ALL)
    waiting = type(told.family)(
        account_id=told.family.account_id, session_id=told.family.session_id, provisional=True
    )

    body = orjson.loads(await reading.sent(waiting, "earningStatement", id=told.statement))

    assert body["data"]["earningStatement"]["code"] == "DEVICE_NOT_TRUSTED"


async def test_ones_own_file_says_what_one_may_read_read_and_asked(told):
    await reading.given(told, Category.EARNINGS)
    await one(told)
    await reading.answered(await reading.asked(told, "¿Por qué baja?"), "Hubo menos días.")

    file = await queries.my_data(told.family, AFTER)

    assert file["Lo que un familiar le deja ver"] == [
        {"Puede ver": "lo que gana", "Desde": "02/06/2025"}
    ]
    assert [each["Miró"] for each in file["Cuentas que usted miró"]] == ["la cuenta de un mes"]
    [question] = file["Preguntas sobre las cuentas"]
    assert (question["Pregunta"], question["Respuesta"], question["Respuesta a más tardar el"]) == (
        "¿Por qué baja?",
        "Hubo menos días.",
        "30/06/2025",
    )
