"""A family asks about a line it may read, and is answered within twenty working days."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import orjson
import pytest

from backend.core.actor import Role
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.earnings.commands import asking
from backend.earnings.commands.consenting import Category
from tests import make
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio


@pytest.fixture
async def told(db, owner):
    about = await reading.told(owner)
    await reading.given(about)
    return about


async def refused(act) -> Code:
    with pytest.raises(DomainError) as error:
        await act
    return error.value.code


async def test_the_last_day_is_twenty_working_days_on_without_holidays(owner, told):
    """From Monday 2 June 2025: the 30th, and two days later for two holidays on weekdays; a Saturday's adds nothing."""
    assert (await _due(told)) == "2025-06-30"

    for day in (date(2025, 6, 6), date(2025, 6, 30), date(2025, 6, 7)):
        await work.holiday(owner, day)

    assert (await _due(told)) == "2025-07-02"


async def _due(told) -> str:
    found = await reading.read(
        told.family, "askAboutStatement", statementId=told.statement, lineNo=1, words="¿Por qué?"
    )
    return found["dueOn"]


async def test_a_question_waits_in_the_queue_is_answered_and_whoever_asked_is_told(owner, told):
    question_id = await reading.asked(told, " ¿Por qué baja? ")
    chief = work.chief()

    later = AFTER + timedelta(days=3)
    [waiting] = await reading.read(chief, "statementQuestions", now=later, establishmentId=HERE)
    done = await reading.read(
        chief,
        "answerStatementQuestion",
        now=later,
        questionId=question_id,
        words=" Hubo menos días. ",
    )
    mine = await reading.read(told.family, "myStatementQuestions", now=later, inmateId=told.inmate)

    assert (waiting["id"], waiting["words"], waiting["code"], waiting["daysLeft"]) == (
        str(question_id),
        "¿Por qué baja?",
        "GROSS_PIECE",
        25,
    )
    assert done == {"__typename": "QuestionAnswered", "id": str(question_id)}
    [said] = mine["questions"]
    assert (said["month"], said["lineNo"], said["words"], said["answer"], said["answeredAt"]) == (
        "2025-05-01",
        1,
        "¿Por qué baja?",
        "Hubo menos días.",
        "2025-06-05T15:00:00Z",
    )
    assert await reading.read(chief, "statementQuestions", now=later, establishmentId=HERE) == []
    notice = await owner.fetchrow(
        "select account_id, facts::text as facts from notice where kind = 'question_answered'"
    )
    assert notice["account_id"] == told.family.account_id
    assert str(question_id) in notice["facts"] and "días" not in notice["facts"]


async def test_an_answer_is_for_good(owner, told):
    question_id = await reading.asked(told)
    await reading.answered(question_id, "la primera")

    assert await refused(reading.answered(question_id, "la segunda")) is Code.ALREADY_DECIDED
    assert await owner.fetchval("select words from statement_answer") == "la primera"
    assert await owner.fetchval("select count(*) from notice where kind = 'question_answered'") == 1


async def test_what_is_not_open_is_not_asked_about(owner, told):
    """Line 4 is a deduction, which this consent does not open; line 99 is nothing: the same answer."""
    stranger = await make.family(owner)
    foreign = reading.Told(told.one, stranger, told.tie, told.statement)
    unknown = reading.Told(told.one, told.family, told.tie, new_id())

    for about, line in ((told, 4), (told, 99), (foreign, 1), (foreign, None), (unknown, 1)):
        assert await refused(reading.asked(about, line_no=line)) is Code.NOT_FOUND, line
    for words in (" ", "x" * 501):
        assert await refused(reading.asked(told, words)) is Code.BAD_INPUT
    assert (await reading.count(owner))["statement_question"] == 0

    await reading.given(told, Category.DEDUCTIONS)
    assert await reading.asked(told, line_no=4)


async def test_after_a_consent_is_taken_back_nothing_is_asked_shown_or_told(owner, told):
    question_id = await reading.asked(told)
    await reading.revoked(owner, told)

    assert await refused(reading.asked(told)) is Code.NOT_FOUND
    mine = await reading.read(told.family, "myStatementQuestions", inmateId=told.inmate)
    assert mine["questions"] == []
    await reading.answered(question_id)
    assert await owner.fetchval("select count(*) from notice where kind = 'question_answered'") == 0


@pytest.mark.parametrize(
    ("left", "of_person", "told_at_all"),
    [
        ((), "", False),
        ((Category.REMITTANCES,), "", False),
        ((Category.DAYS,), "", True),
        ((Category.EARNINGS,), "released", True),
        ((Category.EARNINGS,), "deceased", False),
        ((Category.EARNINGS,), "evaded", False),
    ],
)
async def test_an_answer_is_told_where_it_can_be_read_and_nowhere_else(
    owner, told, left, of_person, told_at_all
):
    question_id = await reading.asked(told)
    await reading.revoked(owner, told)
    if left:
        await reading.given(told, *left)
    if of_person:
        await owner.execute("update inmate set status = $2 where id = $1", told.inmate, of_person)

    await reading.answered(question_id)

    notices = await owner.fetchval("select count(*) from notice where kind = 'question_answered'")
    mine = orjson.loads(
        await reading.sent(told.family, "myStatementQuestions", inmateId=told.inmate)
    )["data"]["myStatementQuestions"]
    read = [each["answer"] for each in mine.get("questions", [])]
    assert (notices, read) == ((1, ["Por el aporte."]) if told_at_all else (0, []))


async def test_one_account_asks_ten_times_and_then_waits(owner, told):
    for _ in range(asking.QUESTIONS.burst):
        await reading.asked(told)

    assert await refused(reading.asked(told)) is Code.TRIES_PAUSED
    assert (await reading.count(owner))["statement_question"] == asking.QUESTIONS.burst
    assert await reading.asked(told, now=AFTER + timedelta(hours=3))


async def test_only_the_chief_of_work_of_the_place_answers(owner, told):
    question_id = await reading.asked(told)

    for by in (
        work.supervisor(),
        work.chief("chiclayo"),
        registry.officer(HERE),
        registry.officer(HERE, role=Role.DIRECTOR),
    ):
        assert await refused(reading.answered(question_id, by=by)) is Code.NOT_FOUND
    assert await refused(reading.answered(uuid4())) is Code.NOT_FOUND
    assert await refused(reading.answered(question_id, " ")) is Code.BAD_INPUT
    assert (await reading.count(owner))["statement_answer"] == 0


async def test_the_same_request_asks_once(owner, told):
    request = uuid4()
    ids = set()
    for _ in range(3):
        answer = await asking.ask_about_statement(
            told.family,
            request,
            statement_id=told.statement,
            line_no=None,
            words="¿Cuándo?",
            now=AFTER,
        )
        ids.add(UUID(answer["id"]))

    assert len(ids) == 1 == (await reading.count(owner))["statement_question"]
