"""What a statement may never be, as SQL: by invariant, the guard that must refuse it, and who gets that far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import asyncpg
import orjson

from backend.core.actor import System
from backend.database import transaction
from backend.earnings.jobs import settle_exits
from backend.ledger import commands as ledger
from backend.ledger.commands import AccountKind, Kind, Line, Phase, Posting
from tests.earnings import make_month as months
from tests.ledger.attempts import TRUNCATING
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE, Worker

JUNE, MIDDLE, LAST = date(2025, 6, 1), date(2025, 6, 15), date(2025, 6, 30)
NOW = datetime(2025, 6, 10, 15, tzinfo=UTC)
CLERK, CHIEF = uuid4(), uuid4()
GRANTED, NOBODY = ("owner", "worker"), ("owner",)
"""Who may write statements at all; who may change what stands."""

WHOLE = "drop trigger earning_statement_whole on earning_statement;"
CHECK = "drop trigger earning_statement_check on earning_statement;"
LINES = {
    "gross_piece": ("earned", 10_000),
    "inpe_contribution": ("taken", 1_000),
    "civil_reparation": ("taken", 2_000),
    "family_assignment": ("taken", 500),
    "savings": ("taken", 300),
    "personal": ("left", 6_200),
}
PARTS = {
    AccountKind.INPE_CONTRIBUTION: 1_000,
    AccountKind.CIVIL_REPARATION: 2_000,
    AccountKind.WORKER_PERSONAL: 6_700,
    AccountKind.WORKER_SAVINGS: 300,
}
ALL = ("earning_statement", "statement_line", "statement_decision", "pending_adjustment")


def without(*names: str, table: str = "earning_statement") -> str:
    return "".join(f"alter table {table} drop constraint {name};" for name in names)


@dataclass(frozen=True)
class Attempt:
    """One try. `off`: the statements that take its guard away, and then it goes through."""

    invariant: str
    what: str
    sql: str
    guard: str
    off: str
    reach: tuple[str, ...] = GRANTED


@dataclass(frozen=True)
class Scene:
    """May, closed; June, open, with journals that fit a statement or nearly do; somebody who left in June."""

    one: Worker
    told: UUID
    period: UUID
    elsewhere: UUID
    gone: Worker
    record: UUID
    day: date
    exit_statement: UUID
    journals: Mapping[str, UUID] = field(default_factory=dict)

    def statement(self, journal: str = "right", lines: Mapping = LINES, **changes: object) -> str:
        """June's, with its lines; as it should be, but for the changes."""
        facts = {
            "id": uuid4(), "establishment_id": HERE, "inmate_id": self.one.inmate_id, "period_id": self.period,
            "month": JUNE, "revision": 1, "kind": "month", "starts_on": JUNE, "closes_on": LAST,
            "modality": "private_workshop", "gross": 10_000, "withheld": 3_800, "personal": 6_200,
            "contribution_base": 10_000, "contribution_rate": "0.10", "contribution_rounding": "down",
            "contribution_due": 1_000, "contribution": 1_000, "tax": 0, "reparation_owed": 3_199,
            "reparation_rate": "0.20", "reparation_rounding": "down", "reparation": 2_000, "other": 0,
            "family": 500, "savings": 300, "labour": {}, "digest": "\\x" + "00" * 32,
            "journal_id": self.journals[journal], "made_at": NOW, "made_by": CLERK, "approved_by": CHIEF,
            "visible_from": NOW,
        } | changes  # fmt: skip
        said, names = orjson.dumps(facts, default=str).decode(), ", ".join(facts)
        sql = (
            f"insert into earning_statement ({names})"
            f" select {names} from jsonb_populate_record(null::earning_statement, '{said}');"
        )
        for nth, (code, (part, booked)) in enumerate(lines.items(), 1):
            sql += line(facts["id"], nth, code, part, booked)
        return sql


def line(statement: object, nth: int, code: str, part: str, booked: int) -> str:
    return (
        "insert into statement_line (statement_id, line_no, code, part, payee, base, exact, booked, legal_ref,"
        f" rule_ids, facts) values ('{statement}', {nth}, '{code}', '{part}', '', '', '', {booked}, '',"
        " '{}', '{}');"
    )


async def scene(owner: asyncpg.Connection) -> Scene:
    await months.rules()
    shop = await work.workshop(owner)
    one = await work.worker(owner, shop)
    await months.worked_month(owner, one)
    await months.reparation(one, total=20_000)
    await months.review(shop)
    await months.close()
    gone, day = await work.worker(owner, shop), date(2025, 6, 3)
    record = months.shift(
        gone, day, 480, work.made(await work.price(owner, shop, product="gorro"), 50)
    )
    await months.recorded([record], now=NOW)
    await registry.establishment(owner, "ica")
    await registry.custody_event(
        owner, gone.inmate_id, kind="transfer", on=date(2025, 6, 5), to="ica"
    )
    await settle_exits(NOW)
    async with transaction(System()) as tx:
        period = await ledger.open_period(tx, establishment_id=HERE, month=JUNE)
        july = await ledger.open_period(tx, establishment_id=HERE, month=date(2025, 7, 1))
        elsewhere = await ledger.open_period(tx, establishment_id="ica", month=JUNE)
        journals = await _journals(tx, one.inmate_id, gone.inmate_id, period, july)
    told, left = [
        await owner.fetchval("select id from earning_statement where kind = $1", kind)
        for kind in ("month", "exit")
    ]
    return Scene(one, told, period, elsewhere, gone, record.id, day, left, journals)


async def _journals(
    tx: asyncpg.Connection, one: UUID, other: UUID, period: UUID, july: UUID
) -> dict[str, UUID]:
    """By what is wrong with them."""
    own = {
        kind: (await ledger.open_accounts(
            tx, kind=kind, establishment_id=HERE, owner_refs=[one, other], now=NOW
        ))
        for kind in AccountKind
    }  # fmt: skip
    wages = own[AccountKind.WORKSHOP_WAGES][one]
    made: dict[str, UUID] = {}

    async def post(name: str, parts: Mapping, whose: UUID = one, **changes: object) -> None:
        lines = [Line(wages, own[kind][whose], amount) for kind, amount in parts.items() if amount]
        if name == "arrears":
            owed = own[AccountKind.INPE_ARREARS][one], own[AccountKind.INPE_CONTRIBUTION][one]
            lines.append(Line(*owed, 7))
        facts: dict = {"period_id": period, "effective_on": NOW.date()} | changes
        posting = Posting(
            scope="attempt", kind=Kind.EARNING, recorded_by=CLERK, approved_by=CHIEF, **facts
        )
        made[name] = await ledger.post(tx, posting, name, lines, now=NOW)

    await post("right", PARTS)
    await post("again", PARTS)
    await post("pending", PARTS, phase=Phase.PENDING)
    await post("of July", PARTS, period_id=july, effective_on=date(2025, 7, 1))
    await post("arrears", PARTS)
    await post("of another", PARTS, whose=other)
    twice = {kind: 2 * amount for kind, amount in PARTS.items()}
    await post("of twice as much", twice)
    for kind in PARTS:
        sink = (
            AccountKind.SUPPORT_ORDER
            if kind is AccountKind.WORKER_PERSONAL
            else AccountKind.WORKER_PERSONAL
        )
        moved = dict(PARTS) | {kind: PARTS[kind] - 1}
        moved[sink] = moved.get(sink, 0) + 1
        await post(f"less {kind}", moved)
    await post("more", PARTS | {AccountKind.SUPPORT_ORDER: 1})
    return made


def attempts(on: Scene) -> Iterator[Attempt]:
    """All of them."""
    yield from _sums(on)
    yield from _agreements(on)
    yield from _deductions(on)
    yield from _once(on)
    yield from _rows_that_stand(on)
    yield from _told_days(on)


def _sums(on: Scene) -> Iterator[Attempt]:
    name = "earning_statement_adds_up"
    for what in ({"personal": 6_201}, {"gross": 10_001}, {"withheld": 3_801}, {"other": 1}):
        yield Attempt("I20", f"{what}", on.statement(**what), name, without(name) + WHOLE)
    name = "earning_statement_nobody_below_nothing"
    no_reparation = {"reparation_owed": None, "reparation": 0}
    below = {
        "personal": {"personal": -100, "family": 6_800},
        "family": {"family": -100, "personal": 6_800},
        "savings": {"savings": -100, "personal": 6_600},
        "other": {"other": -100, "personal": 6_300},
        "tax": {"tax": -100, "personal": 6_300},
        "contribution": {"contribution": -100, "personal": 7_300},
        "reparation": no_reparation | {"reparation": -100, "personal": 8_300},
        "gross": dict.fromkeys(("personal", "reparation", "family", "savings", "contribution_base"), 0)
        | {"contribution_due": 0, "contribution": -5, "gross": -5, "reparation_owed": None},
    }  # fmt: skip
    for what, changes in below.items():
        changes = {"withheld": changes.get("gross", 10_000) - changes["personal"]} | changes
        off = without(name, "earning_statement_reparation") + WHOLE
        yield Attempt("I20", f"{what} below nothing", on.statement(**changes), name, off)
    changes = {"journal_id": None}
    name = "earning_statement_journal"
    yield Attempt("I20", "no journal", on.statement(**changes), name, without(name))


def _agreements(on: Scene) -> Iterator[Attempt]:
    name = "earning_statement_lines_agree"
    for code, (part, booked) in LINES.items():
        lines = LINES | {code: (part, booked + 1)}
        yield Attempt("I20", f"another {code}", on.statement(lines=lines), name, WHOLE)
        fewer = {each: said for each, said in LINES.items() if each != code}
        yield Attempt("I20", f"no line of {code}", on.statement(lines=fewer), name, WHOLE)
    taxed = LINES | {"income_tax": ("taken", 1), "family_assignment": ("taken", 499)}
    yield Attempt("I20", "a tax in lines alone", on.statement(lines=taxed), name, WHOLE)
    yield Attempt("I20", "no lines", on.statement(lines={}), name, WHOLE)
    name = "earning_statement_journal_agrees"
    for journal in on.journals:
        if journal not in ("right", "again"):
            yield Attempt("I20", f"a journal {journal}", on.statement(journal), name, WHOLE)
    exit_ = on.statement(kind="exit", approved_by=None)
    yield Attempt("I20", "an exit that is booked", exit_, name, WHOLE)


def _deductions(on: Scene) -> Iterator[Attempt]:
    name = "earning_statement_contribution"
    more = {"contribution": 1_001, "personal": 6_199, "withheld": 3_801}
    beyond = {"contribution_base": 200_000, "contribution_due": 20_000, "contribution": 10_001}
    beyond |= {"personal": -2_801, "withheld": 12_801}
    free = without("earning_statement_nobody_below_nothing", "earning_statement_reparation")
    for what, changes in (
        ("another due", {"contribution_due": 999}),
        ("another base", {"contribution_base": 10_010}),
        ("another rounding", {"contribution_base": 10_001, "contribution_rounding": "up"}),
        ("more than due", more),
        ("more than earned", beyond),
    ):
        yield Attempt("I21", what, on.statement(**changes), name, without(name) + WHOLE + free)
    name = "earning_statement_roundings"
    for which in ("contribution_rounding", "reparation_rounding"):
        strange = on.statement(**{which: "nearest"})
        yield Attempt("I21", f"a strange {which}", strange, name, without(name))
    name = "earning_statement_reparation"
    for what, amount, changes in (
        ("more", 2_001, {}),
        ("less", 1_999, {}),
        ("more than is owed", 2_000, {"reparation_owed": 1_999}),
        ("what nobody set", 2_000, {"reparation_owed": None}),
        ("less than is left", 2_000, {"reparation_rate": "0.95"}),
    ):
        told = {"reparation": amount, "personal": 8_200 - amount, "withheld": 1_800 + amount}
        sql = on.statement(**(told | changes))
        yield Attempt("I22", f"a reparation: {what}", sql, name, without(name) + WHOLE)
    lines = {code: (part, 2 * booked) for code, (part, booked) in LINES.items()}
    amounts = "gross withheld personal contribution contribution_base contribution_due reparation family savings"
    plain = {
        "gross": 10_000,
        "withheld": 3_800,
        "personal": 6_200,
        "contribution": 1_000,
        "reparation": 2_000,
    }
    plain |= {"contribution_base": 10_000, "contribution_due": 1_000, "family": 500, "savings": 300}  # fmt: skip
    twice = {each: 2 * plain[each] for each in amounts.split()}
    sql = on.statement("of twice as much", lines, **twice, reparation_owed=500_000)
    yield Attempt("I22", "beyond its end", sql, "earning_statement_reparation_ends", WHOLE)


def _once(on: Scene) -> Iterator[Attempt]:
    first = on.statement(closes_on=MIDDLE)
    rest = {"starts_on": date(2025, 6, 16), "journal": "again", "reparation_owed": 1_199}
    rest |= {"reparation": 1_199, "personal": 7_001, "withheld": 2_999}
    free = without("earning_statement_reparation") + WHOLE
    same = first + on.statement(**rest)
    name = "earning_statement_once"
    yield Attempt("I24", "one revision twice", same, name, without(name) + free)
    both = first + on.statement(**(rest | {"journal": "right", "revision": 2}))
    name = "earning_statement_journal_id_key"
    yield Attempt("I24", "one journal for two", both, name, without(name) + free)
    days = {"journal": "again", "revision": 2}
    again = on.statement() + on.statement(**days)
    yield Attempt("I24", "days twice", again, "earning_statement_days_once", CHECK + WHOLE)
    may = {"month": months.MAY, "starts_on": months.MAY, "closes_on": months.LAST, "revision": 2}
    yield Attempt("I24", "of May", on.statement(**may), "earning_statement_of_its_month", CHECK)
    name = "earning_statement_in_a_period_of_its_place"
    away = on.statement(period_id=on.elsewhere)
    yield Attempt("I24", "of another prison", away, name, without(name) + WHOLE)
    for name, changes in (
        ("earning_statement_two_people", {"approved_by": CLERK}),
        ("earning_statement_days", {"closes_on": date(2025, 7, 1)}),
        ("earning_statement_days", {"starts_on": date(2025, 5, 31)}),
        ("earning_statement_revision", {"revision": 0}),
        ("earning_statement_kind", {"approved_by": None}),
        ("earning_statement_kind", {"kind": "draft"}),
        ("earning_statement_digest", {"digest": "\\x00"}),
    ):
        sql = on.statement(**changes)
        yield Attempt("I24", f"{changes}", sql, name, without(name) + WHOLE)


def _rows_that_stand(on: Scene) -> Iterator[Attempt]:
    name = "earnings_append_only"
    for table, change in {
        "earning_statement": "visible_from = now()",
        "statement_line": "facts = '{\"a\": 1}'",
        "reparation": "total = total + 1",
    }.items():
        off = f"drop trigger {table}_append_only on {table};"
        changed = f"update {table} set {change}"
        yield Attempt("I5", f"change {table}", changed, name, off, NOBODY)
        free = f"alter table {table} disable trigger all;"
        yield Attempt("I5", f"delete {table}", f"delete from {table}", name, off + free, NOBODY)
        gone = f"truncate {table} cascade"
        yield Attempt("I5", f"empty {table}", gone, name, TRUNCATING, NOBODY)
    later = line(on.told, 99, "savings", "taken", 1)
    off = "drop trigger statement_line_added on statement_line;"
    yield Attempt("I20", "one line more, later", later, "statement_line_with_statement", off)
    off = "drop trigger statement_decision_check on statement_decision;"
    for name, statement in (
        ("statement_decision_of_exit", on.told),
        ("statement_decision_as_booked", on.exit_statement),
    ):
        decided = (
            "insert into statement_decision (statement_id, establishment_id, outcome, decided_at, decided_by)"
            f" values ('{statement}', '{HERE}', 'confirmed', now(), coalesce(app_actor(), '{CHIEF}'))"
        )
        yield Attempt("I9", name, decided, name, off, ("owner", "worker", "staff"))


def _told_days(on: Scene) -> Iterator[Attempt]:
    """A record that a statement has told of is replaced by nothing, and its day takes no other."""
    off, reach = "drop trigger earning_days_open on work_record;", ("owner", "worker", "staff")
    again = {"supersedes_id": on.record, "reason": "counted once more"}
    for what, changes in (
        ("replace what is told", again),
        ("move what is told", again | {"worked_on": on.day.replace(day=4)}),
        ("one more of a told day", {"worked_on": on.day.replace(day=2)}),
    ):  # fmt: skip
        row = work.columns(on.gone, **({"worked_on": on.day, "recorded_at": NOW} | changes))
        row["digest"] = "\\x" + row["digest"].hex()
        row["flags"] = "{}"
        row["recorded_by"] = None
        names = ", ".join(row)
        values = ", ".join(
            f"coalesce(app_actor(), '{CHIEF}')" if name == "recorded_by" else "null" if value is None else f"'{value}'"
            for name, value in row.items()
        )  # fmt: skip
        sql = f"insert into work_record ({names}) values ({values})"
        yield Attempt("I29", what, sql, "work_month_closed", off, reach)
