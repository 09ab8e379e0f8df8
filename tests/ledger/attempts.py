"""What must not be written, as SQL: by invariant, the words of its refusal, and the guard that refuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import asyncpg

from backend.ledger.rules import AccountKind, Outcome
from tests.ledger import make_ledger as ledger
from tests.ledger.make_ledger import CHIEF, CLERK, NOW, Books

TRUNCATING = """do $$ declare guard record; begin
  for guard in select tgname, tgrelid::regclass as place from pg_trigger where tgname like '%not_truncated' loop
    execute format('drop trigger %I on %s', guard.tgname, guard.place);
  end loop;
end $$;"""
"""Every table's guard: what rests on the ledger's is truncated with them."""

FALLING = """
create function pg_temp.fall() returns trigger language plpgsql as $$ begin
  update ledger_account set credits_posted = credits_posted - 1 where id = '{account}';
  return null;
end $$;
create trigger fall after update on pay_period for each row execute function pg_temp.fall();
"""
"""Totals change in triggers alone: so one that only the owner can make."""


@dataclass(frozen=True)
class Attempt:
    """One try. `off`: the statements that take its guard away, and then it goes through."""

    invariant: str
    what: str
    sql: str
    refusal: str
    off: str


@dataclass(frozen=True)
class Scene:
    """March, open, with a posted and a pending journal; February, closed; somebody in another prison."""

    books: Books
    posted: UUID
    reversal: UUID
    reversed: UUID
    pending: UUID
    voided: UUID
    resolved: UUID
    february: UUID
    empty: UUID
    closed: UUID
    dollars: UUID
    elsewhere: Books

    def journal(self, *lines: tuple[UUID, UUID, int], **changes: object) -> str:
        """A journal and its lines, as one who may write everything would."""
        facts = {
            "id": uuid4(),
            "establishment_id": "huaraz",
            "scope": "attempt",
            "key": uuid4(),
            "request_digest": "\\x" + "00" * 32,
            "kind": "earning",
            "phase": "posted",
            "period_id": self.books.period,
            "effective_on": ledger.DAY,
            "recorded_at": NOW,
            "recorded_by": CLERK,
            "approved_by": CHIEF,
            "line_count": len(lines),
            "total": sum(amount for _, _, amount in lines),
        } | changes
        said = ", ".join(f"'{value}'" for value in facts.values())
        sql = f"insert into journal ({', '.join(facts)}) values ({said});"
        return sql + "".join(line(facts["id"], nth, *each) for nth, each in enumerate(lines, 1))

    @property
    def earned(self) -> tuple[UUID, UUID, int]:
        return self.books.earning(5)

    @property
    def undone(self) -> tuple[UUID, UUID, int]:
        """The posted journal's line, turned round."""
        return (self.books.worker_personal, self.books.workshop_wages, 700)


def line(journal: object, nth: int, debit: UUID, credit: UUID, amount: int) -> str:
    return f"insert into entry values ('{journal}', {nth}, '{debit}', '{credit}', {amount});"


def resolution(journal: UUID, outcome: str = "post", by: UUID = CHIEF) -> str:
    return f"insert into resolution values ('{journal}', '{outcome}', '{NOW}', '{by}');"


def constraint(table: str, *names: str) -> str:
    return "".join(f"alter table {table} drop constraint {name};" for name in names)


def trigger(table: str, name: str) -> str:
    return f"drop trigger {name} on {table};"


def account(kind: str, **changes: object) -> str:
    facts = {"kind": kind, "establishment_id": "huaraz", "owner_ref": uuid4(), "opened_at": NOW}
    facts |= changes
    said = ", ".join(f"'{value}'" for value in facts.values())
    return f"insert into ledger_account ({', '.join(facts)}) values ({said});"


async def scene(owner: asyncpg.Connection) -> Scene:
    books = await ledger.books(owner)
    reversed_ = await books.earn(30)
    posted = await books.earn(700)
    pending = await books.hold(100)
    voided, resolved = await books.hold(50), await books.hold(60)
    await books.settle(voided, Outcome.VOID)
    await books.settle(resolved)
    february = await ledger.books(owner, month=date(2026, 2, 1), kinds=())
    await february.close()
    shut = await ledger.books(owner, kinds=[AccountKind.WORKER_SAVINGS])
    await shut.close_account(AccountKind.WORKER_SAVINGS)
    bare = await ledger.books(owner, kinds=[AccountKind.WORKER_SAVINGS])
    dollars = uuid4()
    await owner.execute(account("remitted_out", id=dollars, currency="USD"))
    return Scene(
        books=books,
        posted=posted,
        reversal=await books.reverse(reversed_),
        reversed=reversed_,
        pending=pending,
        voided=voided,
        resolved=resolved,
        february=february.period,
        empty=bare.worker_savings,
        closed=shut.worker_savings,
        dollars=dollars,
        elsewhere=await ledger.books(owner, place="ica"),
    )


def attempts(on: Scene) -> Iterator[Attempt]:
    """All of them."""
    yield from _of_lines(on)
    yield from _of_rows_that_stand(on)
    yield from _of_accounts(on)
    yield from _of_journals(on)
    yield from _of_reversals(on)
    yield from _of_periods(on)


def _of_lines(on: Scene) -> Iterator[Attempt]:
    books, (debit, credit, _) = on.books, on.earned
    for amount in (0, -1, 100_000_001):
        lines = [on.earned, (debit, credit, amount)]
        off = constraint("entry", "entry_amount") + trigger(
            "ledger_account", "ledger_account_guard"
        )
        yield Attempt("I1", f"an amount of {amount}", on.journal(*lines), "entry_amount", off)
    same = on.journal((debit, debit, 5))
    off = constraint("entry", "entry_between_two")
    yield Attempt("I2", "to itself", same, "entry_between_two", off)
    off, word = trigger("entry", "entry_added"), "does not belong"
    dollars = on.journal((debit, on.dollars, 5))
    yield Attempt("I2", "into dollars", dollars, word, off)
    away = on.journal((debit, on.elsewhere.worker_personal, 5))
    yield Attempt("I2", "to another prison", away, word, off)
    more = line(on.posted, 2, *on.earned)
    yield Attempt("I4", "one line more, later", more, word, off)
    more = line(on.resolved, 2, *on.earned)
    yield Attempt("I9", "one line more, resolved", more, word, off)
    between, pending = uuid4(), {"phase": "pending", "line_count": 2, "total": 10}
    late = on.journal(on.earned, id=between, **pending) + resolution(between)
    late += line(between, 2, *on.earned)
    free = constraint("ledger_account", "ledger_account_totals_count_up")
    yield Attempt("I9", "a line after the end", late, word, off + free)
    again = line(on.posted, 1, *on.earned)
    yield Attempt("I4", "a line twice", again, "entry_pkey", constraint("entry", "entry_pkey"))
    below = line(on.posted, 0, *on.earned)
    off = constraint("entry", "entry_numbered")
    yield Attempt("I4", "a line 0", below, "entry_numbered", off)
    for what, lines, changes in (
        ("no lines", (), {"line_count": 1, "total": 5}),
        ("a line too few", (on.earned,), {"line_count": 2}),
        ("another total", (on.earned,), {"total": 6}),
    ):
        off = trigger("journal", "journal_whole")
        yield Attempt("I4", what, on.journal(*lines, **changes), "not those declared", off)
    off = constraint("journal", "journal_size")
    nothing = on.journal(line_count=0, total=1)
    yield Attempt(
        "I4", "nothing", nothing, "journal_size", off + trigger("journal", "journal_whole")
    )
    spent = on.journal((books.worker_personal, books.remitted_out, 601), kind="remittance")
    off = constraint("ledger_account", "ledger_account_floor")
    yield Attempt("I7", "more than there is", spent, "ledger_account_floor", off)
    kept = on.journal((books.worker_personal, books.remitted_out, 541), phase="pending")
    yield Attempt("I8", "more than is free", kept, "ledger_account_floor", off)
    unlent = on.journal((books.company_due, books.advance, 1))
    yield Attempt("I7", "more back than lent", unlent, "ledger_account_floor", off)


def _of_rows_that_stand(on: Scene) -> Iterator[Attempt]:
    changes = {
        "journal": "effective_on = effective_on - 1",
        "entry": "amount = amount + 1",
        "resolution": "outcome = 'void'",
        "period_seal": "nth = 7",
    }
    for table, change in changes.items():
        off, word = trigger(table, f"{table}_append_only"), f"{table} is only added to"
        yield Attempt("I5", f"change {table}", f"update {table} set {change}", word, off)
        free = "".join(
            constraint(each, f"{each}_journal_id_fkey") for each in ("entry", "resolution")
        ) + constraint("journal", "journal_reverses_fkey")
        yield Attempt("I5", f"delete {table}", f"delete from {table}", word, off + free)
    for table in ledger.TABLES:
        yield Attempt(
            "I5", f"truncate {table}", f"truncate {table} cascade", "is only added to", TRUNCATING
        )


def _of_accounts(on: Scene) -> Iterator[Attempt]:
    guard = trigger("ledger_account", "ledger_account_guard")
    where = f"where id = '{on.empty}'"
    for what, change in (
        ("more", "credits_posted = credits_posted + 1"),
        ("pending", "credits_pending = credits_pending + 1"),
    ):
        sql = f"update ledger_account set {change} {where}"
        yield Attempt("I6", f"totals {what}", sql, "totals follow the entries", guard)
    fallen = f"update pay_period set starts_on = starts_on where id = '{on.books.period}'"
    fallen = FALLING.format(account=on.books.worker_personal) + fallen
    yield Attempt("I6", "posted falls in a trigger", fallen, "what is posted stays posted", guard)
    for change in ("owner_ref = gen_random_uuid()", "kind = 'remitted_out'", "currency = 'USD'"):
        sql = f"update ledger_account set {change} {where}"
        yield Attempt("I6", change, sql, "stays what it is", guard)
    gone = f"delete from ledger_account {where}"
    yield Attempt("I6", "delete", gone, "stays what it is", guard)
    rich = account("worker_savings", credits_posted=5)
    yield Attempt("I6", "open with money", rich, "opens at nothing", guard)
    floorless = (
        f"update ledger_account set floor_side = null where id = '{on.books.worker_personal}'"
    )
    yield Attempt(
        "I7", "no floor", floorless, "floor_side",
        guard + "alter table ledger_account alter floor_side drop expression;",
    )  # fmt: skip
    strange = account("pocket")
    off = constraint("ledger_account", "ledger_account_kind_known")
    yield Attempt("I7", "a kind without a floor", strange, "ledger_account_kind_known", off)
    who = f"(select owner_ref from ledger_account {where})"
    sql = (
        "insert into ledger_account (kind, establishment_id, owner_ref, opened_at)"
        f" values ('worker_savings', 'huaraz', {who}, '{NOW}')"
    )
    yield Attempt(
        "I18", "two live", sql, "ledger_account_one_live", "drop index ledger_account_one_live;"
    )
    into = on.journal((on.books.workshop_wages, on.closed, 5))
    off = guard + constraint("ledger_account", "ledger_account_closed_at_nothing")
    yield Attempt("I18", "into a closed account", into, "the account is closed", off)
    reopened = f"update ledger_account set closed_at = null where id = '{on.closed}'"
    yield Attempt("I18", "reopen", reopened, "the account is closed", guard)
    full = f"update ledger_account set closed_at = now() where id = '{on.books.worker_personal}'"
    off = constraint("ledger_account", "ledger_account_closed_at_nothing")
    yield Attempt("I18", "close with money", full, "ledger_account_closed_at_nothing", off)


def _of_journals(on: Scene) -> Iterator[Attempt]:
    off = constraint("resolution", "resolution_pkey") + constraint(
        "ledger_account", "ledger_account_totals_count_up"
    )
    yield Attempt("I9", "end twice", resolution(on.resolved, "void"), "resolution_pkey", off)
    off = trigger("resolution", "resolution_added")
    yield Attempt("I9", "end a posted one", resolution(on.posted), "only a pending", off)
    off = constraint("resolution", "resolution_outcome_known")
    half = resolution(on.pending, "half")
    yield Attempt("I9", "end it by half", half, "resolution_outcome_known", off)
    once = on.journal(on.earned, key="same") + on.journal(on.earned, key="same")
    off = constraint("journal", "journal_once")
    yield Attempt("I10", "a key twice", once, "journal_once", off)
    short = on.journal(on.earned, request_digest="\\x" + "00" * 31)
    off = constraint("journal", "journal_digest_whole")
    yield Attempt("I10", "half a digest", short, "journal_digest_whole", off)
    alone = on.journal(on.earned, approved_by=CLERK)
    off = constraint("journal", "journal_approved_by_another")
    yield Attempt("I12", "approve one's own", alone, "journal_approved_by_another", off)
    own = resolution(on.pending, by=CLERK)
    off = trigger("resolution", "resolution_by_another")
    yield Attempt("I12", "book what one kept apart", own, "another books", off)
    for day, kind in (
        ("2026-02-28", "earning"),
        ("2026-04-01", "earning"),
        ("2026-04-01", "adjustment"),
    ):
        sql = on.journal(on.earned, kind=kind, effective_on=day, reason=ledger.WHY)
        off = trigger("journal", "journal_added")
        yield Attempt("I17", f"{kind} of {day}", sql, "not of the period", off)
    foreign = on.journal(on.earned, period_id=on.elsewhere.period)
    name = "journal_in_a_period_of_its_place"
    yield Attempt("I15", "another prison's month", foreign, name, constraint("journal", name))


def _of_reversals(on: Scene) -> Iterator[Attempt]:
    usual = {"kind": "reversal", "reason": ledger.WHY, "reverses": on.posted}
    added, whole = trigger("journal", "journal_added"), trigger("journal", "journal_whole")
    personal, wages, out = (
        on.books.worker_personal,
        on.books.workshop_wages,
        on.books.remitted_out,
    )
    for what, original, lines in (
        ("a reversal", on.reversal, [(wages, personal, 30)]),
        ("a pending one", on.pending, [(out, personal, 100)]),
        ("a voided one", on.voided, [(out, personal, 50)]),
    ):
        sql = on.journal(*lines, **(usual | {"reverses": original}))
        yield Attempt("I13", f"reverse {what}", sql, "only what is posted", added)
    apart = on.journal(
        (out, personal, 60), **(usual | {"reverses": on.resolved, "phase": "pending"})
    )
    yield Attempt("I13", "reverse some day", apart, "only what is posted", added)
    twice = on.journal((personal, wages, 30), **(usual | {"reverses": on.reversed}))
    off = constraint("journal", "journal_reversed_once")
    yield Attempt("I13", "reverse twice", twice, "journal_reversed_once", off)
    for what, lines in (
        ("part", [(personal, wages, 5)]),
        ("in two", [(personal, wages, 5), (personal, wages, 535)]),
        ("elsewhere", [(personal, out, 535)]),
    ):
        sql = on.journal(*lines, **usual)
        yield Attempt("I13", f"reverse {what}", sql, "mirrors its journal", whole)
    short = on.journal(on.earned, **(usual | {"kind": "adjustment", "reason": " too short   "}))
    short = short.replace(", reverses", "").replace(f", '{on.posted}'", "")
    off = constraint("journal", "journal_correction_says_why")
    yield Attempt("I13", "adjust without why", short, "journal_correction_says_why", off)
    name = "journal_reversal_names_its_journal"
    nameless = on.journal(on.earned, kind="reversal", reason=ledger.WHY)
    yield Attempt("I13", "reverse nothing", nameless, name, constraint("journal", name))


def _of_periods(on: Scene) -> Iterator[Attempt]:
    guard = trigger("pay_period", "pay_period_guard")
    new = "insert into pay_period (establishment_id, month, starts_on, ends_on, status, closed_at, closed_by) values"
    overlap = f"{new} ('huaraz', '2026-05-01', '2026-03-31', '2026-05-01', 'open', null, null)"
    off = constraint("pay_period", "pay_period_never_two")
    yield Attempt("I14", "overlap", overlap, "pay_period_never_two", off)
    born = f"{new} ('huaraz', '2026-05-01', '2026-05-01', '2026-05-31', 'closed', now(), '{CHIEF}')"
    yield Attempt("I15", "born closed", born, "opened once", guard)
    late = on.journal(on.earned, period_id=on.february, effective_on="2026-02-05")
    off = trigger("journal", "journal_added")
    yield Attempt("I15", "post in a closed one", late, "the period is closed", off)
    where, close = f"where id = '{on.february}'", "status = 'closed', closed_at = now()"
    for what, change in (
        ("reopen", "status = 'open', closed_at = null, closed_by = null"),
        ("close again", "closed_at = now()"),
        ("move", "ends_on = ends_on - 1"),
    ):
        sql = f"update pay_period set {change} {where}"
        yield Attempt("I15", what, sql, "opened once", guard)
    move = f"update pay_period set ends_on = ends_on - 1 where id = '{on.books.period}'"
    yield Attempt("I15", "move an open one", move, "opened once", guard)
    gone = f"delete from pay_period where id = '{on.elsewhere.period}'"
    yield Attempt("I15", "delete", gone, "opened once", guard)
    early = f"update pay_period set {close}, closed_by = '{CHIEF}' where id = '{on.books.period}'"
    yield Attempt("I16", "close with one pending", early, "keeps the period open", guard)
    old = f"update pay_period set {close}, closed_by = '{CHIEF}' where id = '{on.elsewhere.period}'"
    old = f"set transaction isolation level repeatable read; {old}"
    yield Attempt("I16", "close in an old snapshot", old, "read committed alone", guard)
    seal = (
        "insert into period_seal (period_id, establishment_id, nth, journals, entries, total, digest, previous, hash)"
        f" values ('{on.books.period}', 'huaraz', 2, 0, 0, 0, '', '', '')"
    )
    off = trigger("period_seal", "period_seal_fill")
    yield Attempt("I30", "seal an open one", seal, "no seal", off)
    second = seal.replace(str(on.books.period), str(on.february))
    off = constraint("period_seal", "period_seal_pkey")
    yield Attempt("I30", "seal it twice", second, "period_seal_pkey", off)
