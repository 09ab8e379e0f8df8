"""Making statements: reckoned, booked, written with their lines, and told, in one transaction for many people."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import Connection
from backend.earnings.commands.assembling import Case, Place
from backend.earnings.commands.booking import Move, Owner, booked, moves, opened
from backend.earnings.rules import (
    Carried,
    Count,
    LateDay,
    Rulebook,
    Statement,
    labour_count,
    labour_day,
    statement_lines,
)
from backend.earnings.rules.line import Line
from backend.earnings.rules.vocabulary import BaseMode, LineCode, Part, RuleCode
from backend.ledger.commands import AccountKind, Kind, Phase, Posting, post_all
from backend.ledger.queries import balances

SERVICE = UUID("00000000-0000-4000-8000-00000000e4c0")
"""Who made what the service made by itself: the worker, or the command line."""

AWAITED = UUID("00000000-0000-4000-8000-00000000e4c1")
"""Who approves a journal that is pending: whoever resolves it."""

PUT_OFF = "could not be borne by the month before"

_STATEMENTS = """
insert into earning_statement (id, establishment_id, inmate_id, period_id, month, revision, kind, starts_on, closes_on,
  modality, workshop_id, gross, withheld, personal, contribution_base, contribution_rate, contribution_rounding,
  contribution_due, contribution, tax, reparation_owed, reparation_rate, reparation_rounding, reparation, other, family,
  savings, labour, digest, journal_id, made_at, made_by, approved_by, visible_from)
select s.id, $2, s.inmate_id, $3, $4, s.revision, $5, s.starts_on, s.closes_on, s.modality, s.workshop_id, s.gross,
  s.withheld, s.personal, s.contribution_base, s.contribution_rate, s.contribution_rounding, s.contribution_due,
  s.contribution, s.tax, s.reparation_owed, s.reparation_rate, s.reparation_rounding, s.reparation, s.other, s.family,
  s.savings, s.labour, decode(s.digest, 'hex'), s.journal_id, $6, $7, s.approved_by,
  statement_visible_from(s.inmate_id, $6)
from jsonb_to_recordset($1) as s (id uuid, inmate_id uuid, revision smallint, starts_on date, closes_on date,
  modality text, workshop_id uuid, gross bigint, withheld bigint, personal bigint, contribution_base bigint,
  contribution_rate numeric, contribution_rounding text, contribution_due bigint, contribution bigint, tax bigint,
  reparation_owed bigint, reparation_rate numeric, reparation_rounding text, reparation bigint, other bigint,
  family bigint, savings bigint, labour jsonb, digest text, journal_id uuid, approved_by uuid)
"""
_LINES = """
insert into statement_line (statement_id, line_no, code, part, payee, payee_ref, base, rate, exact, booked, legal_ref,
  rule_ids, facts)
select statement_id, no, rule, part, payee, payee_ref, base, rate, exact, booked, legal_ref,
  array(select jsonb_array_elements_text(rule_ids)::uuid), facts
from jsonb_to_recordset($1) as l (statement_id uuid, no smallint, rule text, part text, payee text, payee_ref text,
  base text, rate text, exact text, booked bigint, legal_ref text, rule_ids jsonb, facts jsonb)
"""
_USED = """
update pending_adjustment a set used_in = u.statement_id
from unnest($1::uuid[], $2::uuid[]) as u (adjustment_id, statement_id) where a.id = u.adjustment_id
"""
_PUT_OFF = """
insert into pending_adjustment (inmate_id, establishment_id, of_month, of_line, amount, reason, recorded_at,
  recorded_by, approved_at, approved_by)
select inmate_id, $2, $3, 'adjustment', amount, $4, $5, $6, $5, approver
from unnest($1::uuid[], $7::bigint[], $8::uuid[]) as p (inmate_id, amount, approver)
"""
_TELL = "select statement_tell($1, $2)"


class StatementKind(StrEnum):
    """Of a month that closes, or of somebody who leaves before it does."""

    MONTH = "month"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Made:
    """A case, its statement and its count of days; who approves it, when it is not an exit."""

    id: UUID
    case: Case
    statement: Statement
    labour: dict[str, Any]
    approver: UUID | None
    row: dict[str, Any]

    @property
    def digest(self) -> bytes:
        return bytes.fromhex(self.row["digest"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Where, by which rules, by whom and when statements are made."""

    tx: Connection
    place: Place
    book: Rulebook
    kind: StatementKind
    made_by: UUID
    now: datetime


async def reckon(this: Making, found: Sequence[Case]) -> list[Made]:
    """The statements of some cases, not written yet."""
    owing = await _debts(this, found)
    return [_reckoned(this, case, owing.get(case.inmate_id, 0)) for case in found]


async def write(this: Making, made: Sequence[Made]) -> None:
    """Book and keep statements; of a closing month, tell them too. All or none."""
    if not made:
        return
    moved = {each.id: moves(each.case, each.statement) for each in made}
    journals = await _posted(this, made, moved)
    rows = [each.row | {"journal_id": journals.get(each.id)} for each in made]
    await this.tx.execute(
        _STATEMENTS,
        _json(rows),
        this.place.establishment_id,
        this.place.period_id,
        this.place.month,
        this.kind,
        this.now,
        this.made_by,
    )
    lines = [
        line.row() | {"statement_id": each.id} for each in made for line in each.statement.lines
    ]
    await this.tx.execute(_LINES, _json(lines))
    used = [(adjustment, each.id) for each in made for adjustment, _ in each.case.known.adjustments]
    if used:
        await this.tx.execute(_USED, *map(list, zip(*used, strict=True)))
    if this.kind is StatementKind.MONTH:
        await put_off(
            this,
            [
                (e.case.inmate_id, e.statement.carried, e.approver)
                for e in made
                if e.statement.carried
            ],
        )
        await this.tx.execute(_TELL, [each.id for each in made], this.now)


async def put_off(this: Making, carried: Sequence[tuple[UUID, int, UUID | None]]) -> None:
    """What a month could not bear of its corrections is a correction of the next."""
    if carried:
        people, amounts, approvers = map(list, zip(*carried, strict=True))
        place = (this.place.establishment_id, this.place.month, PUT_OFF, this.now, this.made_by)
        await this.tx.execute(_PUT_OFF, people, *place, amounts, approvers)


async def _debts(this: Making, found: Sequence[Case]) -> dict[UUID, int]:
    """What the ledger holds of old contributions of those who pay a part of them now."""
    asked = [
        Owner(AccountKind.INPE_ARREARS, each.inmate_id) for each in found if each.month.arrears
    ]
    if not asked:
        return {}
    accounts = await opened(this.tx, this.place.establishment_id, asked, this.now)
    held = await balances(this.tx, list(accounts.values()))
    return {
        owner.ref: -held[account].credit - held[account].credits_pending
        for owner, account in accounts.items()
    }


def _reckoned(this: Making, case: Case, owing: int) -> Made:
    month = replace(case.month, arrears=min(case.month.arrears, owing))
    terms = this.book.terms(month.month, case.at)
    statement = _named(statement_lines(month, terms), case)
    how = labour_day(this.book, this.place.month)
    count = labour_count(case.days, case.rates, how, case.known.carried, case.late)
    labour = _labour(count, case.known.carried, case.late)
    row = _sums(statement, case, this)
    said = [this.place.establishment_id, row, labour, [line.row() for line in statement.lines]]
    digest = hashlib.sha256(
        orjson.dumps(said, option=orjson.OPT_SORT_KEYS, default=str)
    ).hexdigest()
    approver = (
        None if this.kind is StatementKind.EXIT else _approver(this.place, case, this.made_by)
    )
    statement_id = new_id()
    row |= {
        "id": statement_id,
        "revision": case.known.revision + 1,
        "labour": labour,
        "digest": digest,
        "approved_by": approver,
    }
    return Made(statement_id, case, statement, labour, approver, row)


def _named(statement: Statement, case: Case) -> Statement:
    """The line of the reparation says which one, as every other line says whom it serves."""
    if case.known.reparation is None:
        return statement
    ref = str(case.known.reparation[0])
    return replace(
        statement,
        lines=tuple(
            replace(line, payee_ref=ref) if line.rule is LineCode.CIVIL_REPARATION else line
            for line in statement.lines
        ),
    )


def _approver(place: Place, case: Case, made_by: UUID) -> UUID:
    """Who reviewed the month of the workshop by whose terms it was reckoned, or approved the correction."""
    shop = place.workshops.get(case.workshop_id)
    approver: UUID | None = (shop and shop["reviewed_by"]) or case.known.adjusted_by
    if approver is None:
        raise DomainError(Code.MONTH_NOT_READY, reviews=shop["name"] if shop else "", exits=0)
    if approver == made_by:
        raise DomainError(Code.SECOND_PERSON_NEEDED)
    return approver


def _sums(statement: Statement, case: Case, this: Making) -> dict[str, Any]:
    """The columns of a statement's row, that its CHECKs add up again."""
    terms = this.book.terms(this.place.month, case.at)
    owed: Line | None = None
    for line in statement.lines:
        owed = line if line.rule is LineCode.INPE_CONTRIBUTION else owed
    floored = owed is not None and owed.facts["mode"] == BaseMode.FLOOR
    rule = terms[RuleCode.CONTRIBUTION_FLOOR if floored else RuleCode.INPE_CONTRIBUTION]
    civil = terms[RuleCode.CIVIL_REPARATION]
    taken = {
        "contribution": statement.total(LineCode.INPE_CONTRIBUTION),
        "tax": statement.total(LineCode.INCOME_TAX),
        "reparation": statement.total(LineCode.CIVIL_REPARATION),
        "family": statement.total(LineCode.FAMILY_ASSIGNMENT),
        "savings": statement.total(LineCode.SAVINGS),
    }
    withheld = sum(line.booked for line in statement.lines if line.part is Part.TAKEN)
    return taken | {
        "inmate_id": case.inmate_id,
        "starts_on": case.starts_on,
        "closes_on": case.month.closes_on,
        "modality": case.month.modality,
        "workshop_id": case.workshop_id,
        "gross": statement.gross,
        "withheld": withheld,
        "personal": statement.gross - withheld,
        "other": withheld - sum(taken.values()),
        "contribution_base": int(owed.base) if owed else 0,
        "contribution_rate": _decimal(owed.rate) if owed else "0",
        "contribution_rounding": rule.rounding,
        "contribution_due": statement.contribution_due,
        "reparation_owed": case.month.reparation,
        "reparation_rate": _decimal(civil.rate),
        "reparation_rounding": civil.rounding,
    }


def _decimal(rate: Any) -> str:
    """A share as a rule writes it, which is a decimal number."""
    scaled = rate * 10**12
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    assert not rest, "a rate is a decimal number"
    return f"{whole // 10**12}.{whole % 10**12:012d}"


def _labour(count: Count, before: Carried | None, late: Sequence[LateDay]) -> dict[str, Any]:
    """The days beside the money; `carried` is where the next statement goes on.

    `late` tells which of them are days of months that were told before; a statement without any has no such key.
    """
    segments = [
        {
            "rate_from": each.rate.valid_from.isoformat(),
            "rate": each.rate.days,
            "minutes": each.minutes,
            "days": each.days,
            "left_minutes": each.left_minutes,
            "days_off": each.days_off,
            "left_days": each.left_days,
        }
        for each in count.segments
    ]
    last = count.segments[-1].carried if count.segments else before
    if last and before and last.rate_from < before.rate_from:  # late days of an earlier rate alone
        last = before
    carried = last and {
        "rate_from": last.rate_from.isoformat(),
        "minutes": last.minutes,
        "days": last.days,
    }
    found = [
        {"on": each.on.isoformat(), "minutes": each.minutes, "days": each.whole} for each in late
    ]
    return {
        "minutes": count.minutes,
        "days": count.days,
        "segments": segments,
        "carried": carried,
    } | ({"late": found} if found else {})


async def _posted(
    this: Making, made: Sequence[Made], moved: Mapping[UUID, list[Move]]
) -> dict[UUID, UUID]:
    """One journal a statement that moves anything, by who approves it; the journal's id by the statement's."""
    owners = {
        owner for each in moved.values() for move in each for owner in (move.debit, move.credit)
    }
    accounts = await opened(this.tx, this.place.establishment_id, owners, this.now)
    groups: dict[tuple[UUID, date], dict[str, Made]] = defaultdict(dict)
    for each in made:
        if moved[each.id]:
            key = f"{each.case.inmate_id} {this.place.period_id} {each.row['revision']}"
            groups[each.approver or AWAITED, each.case.month.closes_on][key] = each
    journals: dict[UUID, UUID] = {}
    for (approver, closes_on), drafts in sorted(groups.items(), key=lambda group: group[0]):
        lines = {key: booked(moved[each.id], accounts) for key, each in drafts.items()}
        posting = Posting(
            scope="statement",
            kind=Kind.EARNING,
            period_id=this.place.period_id,
            effective_on=closes_on,
            recorded_by=this.made_by,
            approved_by=approver,
            phase=Phase.PENDING if this.kind is StatementKind.EXIT else Phase.POSTED,
        )
        ids = await post_all(this.tx, posting, lines, now=this.now)
        journals |= {drafts[key].id: journal for key, journal in ids.items()}
    return journals


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return orjson.dumps(rows, default=str).decode()
