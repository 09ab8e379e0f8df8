"""Reading the ledger, and recomputing it from its entries."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from backend.database import Connection
from backend.ledger.rules import Balance, Line

_BALANCES = """
select id, debits_posted, credits_posted, debits_pending, credits_pending
from ledger_account where id = any ($1)
"""
_LINES = (
    "select debit_account, credit_account, amount from entry where journal_id = $1 order by line_no"
)

_PLACES = "select distinct establishment_id from ledger_account order by 1"
_SUMS = """
select coalesce(sum(credits_posted - debits_posted), 0)::bigint as posted,
  coalesce(sum(credits_pending - debits_pending), 0)::bigint as pending
from ledger_account where establishment_id = $1
"""
# What the entries say each account must hold, beside what it holds.
_OUT_OF_STEP = """
with line as (
  select e.debit_account, e.credit_account, e.amount,
    j.phase = 'posted' or coalesce(r.outcome = 'post', false) as posted,
    j.phase = 'pending' and r.journal_id is null as pending
  from pay_period p join journal j on j.period_id = p.id join entry e on e.journal_id = j.id
  left join resolution r on r.journal_id = j.id
  where p.establishment_id = $1
), side as (
  select debit_account as account, amount as debit, 0 as credit, posted, pending from line
  union all select credit_account, 0, amount, posted, pending from line
), replayed as (
  select account, coalesce(sum(debit) filter (where posted), 0) as debits_posted,
    coalesce(sum(credit) filter (where posted), 0) as credits_posted,
    coalesce(sum(debit) filter (where pending), 0) as debits_pending,
    coalesce(sum(credit) filter (where pending), 0) as credits_pending
  from side group by account
)
select a.id from ledger_account a left join replayed p on p.account = a.id
where a.establishment_id = $1
  and (a.debits_posted, a.credits_posted, a.debits_pending, a.credits_pending)
    <> (coalesce(p.debits_posted, 0), coalesce(p.credits_posted, 0), coalesce(p.debits_pending, 0),
      coalesce(p.credits_pending, 0))
order by a.id
"""
# Each closed period, its seal, and the seal it must have; a period that was closed but lost its seal is bad too.
_BAD_SEALS = """
with seal as (
  select s.*, lag(hash, 1, '\\x'::bytea) over w as expected_previous, row_number() over w as expected_nth
  from period_seal s where establishment_id = $1 window w as (order by nth)
)
select p.id from pay_period p left join seal s on s.period_id = p.id
where p.establishment_id = $1 and (p.status = 'closed' or s.period_id is not null)
  and (s.previous is distinct from s.expected_previous or s.nth is distinct from s.expected_nth
    or s.digest is distinct from period_digest(p.id)
    or s.hash is distinct from (select period_seal_hash(x, p) from period_seal x where x.period_id = p.id)
    or (s.journals, s.entries, s.total) is distinct from (
      select (count(distinct j.id), count(*), coalesce(sum(e.amount), 0))
      from journal j join entry e on e.journal_id = j.id where j.period_id = p.id))
order by s.nth
"""


class Verdict(NamedTuple):
    """What recomputing one establishment's ledger found. All is well when both sums are 0 and nothing is listed."""

    establishment_id: str
    posted: int
    """Céntimos by which posted credits exceed posted debits."""
    pending: int
    accounts: list[UUID]
    """Whose totals are not those of their entries."""
    periods: list[UUID]
    """Closed, and not what their seals say."""

    @property
    def is_good(self) -> bool:
        return not (self.posted or self.pending or self.accounts or self.periods)


async def balance(tx: Connection, account_id: UUID) -> Balance:
    """The totals of one account. Raises KeyError for an account that the actor may not see."""
    return (await balances(tx, [account_id]))[account_id]


async def balances(tx: Connection, account_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """Totals by account."""
    rows = await tx.fetch(_BALANCES, list(account_ids))
    return {row["id"]: Balance(*list(row.values())[1:]) for row in rows}


async def journal_lines(tx: Connection, journal_id: UUID) -> list[Line]:
    """The lines of one journal in their order; none when the actor may not see it."""
    return [Line(*row.values()) for row in await tx.fetch(_LINES, journal_id)]


async def places(tx: Connection) -> list[str]:
    """Ids of the establishments that have a ledger."""
    return [row["establishment_id"] for row in await tx.fetch(_PLACES)]


async def verify_seals(tx: Connection, establishment_id: str) -> list[UUID]:
    """Closed periods whose entries or chain are not those that were sealed."""
    return [row["id"] for row in await tx.fetch(_BAD_SEALS, establishment_id)]


async def verify(tx: Connection, establishment_id: str) -> Verdict:
    """Recompute one establishment's ledger from its entries."""
    [sums] = await tx.fetch(_SUMS, establishment_id)
    wrong = [row["id"] for row in await tx.fetch(_OUT_OF_STEP, establishment_id)]
    periods = await verify_seals(tx, establishment_id)
    return Verdict(establishment_id, sums["posted"], sums["pending"], wrong, periods)
