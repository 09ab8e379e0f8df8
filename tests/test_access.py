"""Every root field, asked by everybody: nobody learns or changes what is not theirs. Both walls, each alone."""

import hashlib
import re

import asyncpg
import orjson
import pytest
from strawberry.utils.str_converters import to_camel_case

from backend.core.actor import Anonymous, Family, Staff
from backend.gql import access
from backend.gql.access import Rule
from backend.schema import MUTATION_RULES, QUERY_RULES
from tests import matrix
from tests.earnings import matrix_earnings as earnings
from tests.earnings import matrix_money as money
from tests.earnings import matrix_orders as orders
from tests.matrix import HERE, MARKS
from tests.programmes import matrix_attending as attending
from tests.programmes import matrix_culture as culture
from tests.programmes import matrix_family as events
from tests.programmes import matrix_means as means
from tests.programmes import matrix_planning as planning
from tests.work import matrix_work as work

pytestmark = pytest.mark.anyio
RULES = {to_camel_case(name): rule for name, rule in (QUERY_RULES | MUTATION_RULES).items()}
QUERIES = sorted(to_camel_case(name) for name in QUERY_RULES)
MUTATIONS = sorted(to_camel_case(name) for name in MUTATION_RULES)

WATCHED = (
    "account", "visitor", "tie", "booking", "booking_visitor", "claim", "ceiling", "inmate", "custody_event",
    "restriction", "claim_code", "closed_day", "slot", "timetable_session", "visit_rule", "role_grant", "staff",
    "workshop", "agreement", "price", "enrolment", "work_authorisation", "work_record", "work_piece", "work_answer",
    "work_conflict", "work_sheet", "work_month", "work_month_line",
    "earning_statement", "statement_line", "statement_consent", "statement_reading", "statement_question",
    "statement_answer", "income_certificate", "contribution_certificate", "reparation", "support_order",
    "attachment_order", "standing_instruction", "labour_rate", "assessment", "arrears_plan",
    "pending_adjustment", "material_advance", *money.WATCHED, "statement_decision", "month_closing", *events.WATCHED,
    *planning.WATCHED, *means.WATCHED, *attending.WATCHED, *culture.WATCHED,
)  # fmt: skip
TOLD = ("notice", "delivery", "notice_choice", "helper", "push_device", "calendar_token")
"""Of these, only the marked family's rows: everybody may ask to be told something."""

_MARKED = "where account_id = (select account_id from visitor where given_names = 'Zqfamilia')"


def passes(rule: Rule, actor: object) -> bool:
    """Whether the rule's own words let this actor through the door."""
    if isinstance(actor, Anonymous):
        return rule.anonymous
    if isinstance(actor, Family):
        return rule.family and (rule.provisional or not actor.provisional)
    assert isinstance(actor, Staff)
    return bool(rule.roles & {role for _, role in actor.roles})


def is_entitled(name: str, who: str, actor: object) -> bool:
    """Whether this actor may see or move the marked family: itself, or the staff whose work it is there."""
    if isinstance(actor, Staff):
        return any(actor.holds(HERE, role) for role in RULES[name].roles)
    return who == "family" or (who == "provisional" and RULES[name].provisional)


async def state(owner: asyncpg.Connection) -> dict[str, str]:
    """A digest of every watched table."""
    digests = {}
    for table in WATCHED + TOLD:
        whose = _MARKED if table in TOLD else ""
        rows = await owner.fetch(
            f"select row_to_json(t)::text as line from {table} t {whose} order by 1"
        )
        text = "\n".join(row["line"] for row in rows)
        digests[table] = hashlib.sha256(text.encode()).hexdigest()
    return digests


def marks_in(body: bytes) -> list[str]:
    return [mark for mark in MARKS if mark.encode() in body]


def test_every_root_field_has_arguments_in_the_matrix():
    ids = dict.fromkeys(
        (
            "visitor",
            "inmate",
            "slot",
            "session",
            "booking",
            "reference",
            "tie",
            "asked",
            "restriction",
            "notice",
            "helper",
            *work.IDS,
            *earnings.IDS,
            *money.IDS,
            *orders.IDS,
            *events.IDS,
            *planning.IDS,
            *means.IDS,
            *attending.IDS,
        ),
        "x",
    )

    assert [name for name in matrix.root_fields() if matrix.arguments(name, ids) is None] == []
    assert set(RULES) == set(matrix.root_fields())


async def test_every_root_field_is_really_asked(db, owner):
    """Arguments that are not valid would be refused at the door, and prove nothing."""
    world = await matrix.world(owner)

    for name in QUERIES + MUTATIONS:
        who, actor = next(
            (who, actor)
            for who, actor in world.actors.items()
            if passes(RULES[name], actor)
            and (isinstance(actor, Anonymous) or is_entitled(name, who, actor))
        )
        body = orjson.loads(await matrix.ask(name, actor, world.ids))
        assert "errors" not in body, (name, who, body)


async def test_no_query_shows_the_marked_family_to_anybody_who_is_not_entitled(db, owner):
    world = await matrix.world(owner)

    leaks = []
    for name in QUERIES:
        for who, actor in world.actors.items():
            body = await matrix.ask(name, actor, world.ids)
            if marks_in(body) and not is_entitled(name, who, actor):
                leaks.append((name, who, marks_in(body)))
            assert b"INTERNAL" not in body, (name, who)
            if not passes(RULES[name], actor):
                assert b'"data":null' in body or b"problem" in body or b'"errors"' in body, (
                    name,
                    who,
                )

    assert leaks == []


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("myPeople", "family"),
        ("myTies", "family"),
        ("myVisits", "family"),
        ("whatsOn", "family"),
        ("happening", "family"),
        ("visit", "family"),
        ("visitByReference", "family"),
        ("tieQueue", f"visits_registrar at {HERE}"),
        ("dayBookings", f"visits_registrar at {HERE}"),
        ("inmates", f"director at {HERE}"),
        ("inmate", f"director at {HERE}"),
        ("inmateTies", f"director at {HERE}"),
        ("eventPeople", f"programme_coordinator at {HERE}"),
        ("ensembleMembers", f"programme_coordinator at {HERE}"),
        ("doorList", f"gate_officer at {HERE}"),
        ("partSheet", f"programme_coordinator at {HERE}"),
        ("eventHours", f"director at {HERE}"),
        ("workDay", f"work_supervisor at {HERE}"),
        ("workMonth", f"work_chief at {HERE}"),
        ("workConflicts", f"work_supervisor at {HERE}"),
        ("sheetDifferences", f"work_chief at {HERE}"),
        ("myStatementQuestions", "family"),
        ("statementConsents", f"visits_registrar at {HERE}"),
        ("statementReadings", f"director at {HERE}"),
        ("tiedReaders", f"work_chief at {HERE}"),
        ("statementQuestions", f"work_chief at {HERE}"),
        ("remittances", f"work_chief at {HERE}"),
        ("personPay", f"work_chief at {HERE}"),
        ("waitingCorrections", f"director at {HERE}"),
    ],
)
async def test_the_matrix_would_notice_since_the_entitled_do_see_the_marks(db, owner, name, who):
    world = await matrix.world(owner)

    assert marks_in(await matrix.ask(name, world.actors[who], world.ids))


async def test_no_mutation_moves_the_marked_family_for_anybody_who_is_not_entitled(db, owner):
    world = await matrix.world(owner)

    for name in MUTATIONS:
        for who, actor in world.actors.items():
            if is_entitled(name, who, actor):
                continue
            before = await state(owner)
            body = await matrix.ask(name, actor, world.ids)
            after = await state(owner)
            changed = [table for table in before if before[table] != after[table]]
            own = {"account", "visitor", "tie"} if isinstance(actor, Family) else {"staff"}
            assert not marks_in(body), (name, who)
            assert set(changed) <= own, (name, who, changed, body)
            if not passes(RULES[name], actor):
                assert changed == [], (name, who, changed)
            assert b"INTERNAL" not in body, (name, who)


async def test_strangers_get_the_same_bytes_for_what_is_not_theirs_and_what_is_not_there(db, owner):
    world = await matrix.world(owner)
    unknown = {
        **world.ids,
        **dict.fromkeys(
            ("visitor", "inmate", "slot", "booking", "tie", "helper", "statement"), matrix.uuid4()
        ),
    }
    unknown["reference"] = "2222-2222"

    for name in (
        "availability",
        "visit",
        "cancelVisit",
        "endHelping",
        "holdSlot",
        "bookVisit",
        "withdrawTie",
        "removeVisitor",
        "earningStatements",
        "earningStatement",
        "statementPdf",
        "askIncomeCertificate",
        "myRemittances",
        "earningsProgress",
        "myStatementQuestions",
        "askAboutStatement",
    ):
        for who in ("stranger", "refused"):
            theirs = await matrix.ask(name, world.actors[who], world.ids)
            nothing = await matrix.ask(name, world.actors[who], unknown)
            assert theirs == nothing, (name, who)
            assert orjson.loads(theirs)["data"][name] == {
                "__typename": "Problem",
                "the_problem": "NOT_FOUND",
            }


async def test_a_date_that_is_not_theirs_is_to_strangers_as_one_that_is_not_there(db, owner):
    world = await matrix.world(owner)
    unknown = {**world.ids, **dict.fromkeys(("occurrence", "answered", "answer"), matrix.uuid4())}

    for name in ("happening", "answerEvent", "withdrawAnswer", "takeOffer"):
        for who in ("stranger", "refused"):
            theirs = await matrix.ask(name, world.actors[who], world.ids)
            nothing = await matrix.ask(name, world.actors[who], unknown)
            assert _but_its_own_id(theirs) == _but_its_own_id(nothing), (name, who)
            assert b"NOT_FOUND" in theirs, (name, who)


def _but_its_own_id(body: bytes) -> bytes:
    """Each request has an id of its own, by which its error is found in the log."""
    return re.sub(rb'"requestId":"[^"]+"', b"", body)


async def test_gone_is_the_same_bytes_as_never_tied(db, owner):
    world = await matrix.world(owner)
    unknown = {**world.ids, "inmate": matrix.uuid4()}
    visits, money = (
        ("availability", "holdSlot", "bookVisit"),
        ("earningStatements", "myRemittances", "earningsProgress", "myStatementQuestions"),
    )

    for status, names in (("released", visits), ("evaded", visits + money)):
        await owner.execute(
            "update inmate set status = $2 where id = $1", world.ids["inmate"], status
        )
        for name in names:
            gone = await matrix.ask(name, world.family, world.ids)
            assert gone == await matrix.ask(name, world.family, unknown), (status, name)


async def test_the_second_wall_holds_with_the_first_one_down(db, owner, monkeypatch):
    """Row-level security alone: every check in Python is switched off, and still no mark gets out."""
    world = await matrix.world(owner)
    _open_the_first_wall(monkeypatch)

    leaks = []
    for name in QUERIES:
        for who, actor in world.actors.items():
            at_home = isinstance(actor, Staff) and HERE in actor.establishments
            if who in ("family", "provisional") or at_home:
                continue
            body = await matrix.ask(name, actor, world.ids)
            if marks_in(body):
                leaks.append((name, who, marks_in(body)))

    assert leaks == []


def _open_the_first_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.registry import access as registry_access

    monkeypatch.setattr(access, "check", lambda *_: None)
    monkeypatch.setattr(Staff, "holds", lambda *_: True)
    monkeypatch.setattr(registry_access, "check_posted", lambda *_: None)

    async def anybody(tx: object, actor: object, inmate_id: object, *_: object) -> object:
        return inmate_id

    monkeypatch.setattr(registry_access, "tied_inmate", anybody)
    monkeypatch.setattr(registry_access, "posted_inmate", anybody)
