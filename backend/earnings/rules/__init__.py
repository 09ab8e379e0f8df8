"""A month's statement from dated rules, and the days of work beside it. Pure, and without a binary fraction.

Where the 42 rules an earnings engine must express are (work-and-events, section 7):

 1 currency, céntimos: `core.money`              22 income tax, off by default: rule `income_tax`
 2 the tenth: rule `inpe_contribution`           23 bank commission: rule `bank_commission`
 3 its base: rule `contribution_base`            24 account eligibility: rule `special_account` alone
 4 its floor: rule `contribution_floor`          25 payout: that rule; states of a remittance
 5 the fifth: rule `civil_reparation`            26 legs of a payment: `Statement.legs`
 6 capped by the balance: `Month.reparation`     27 arrears: rule `arrears`, `instalments`
 7 what is freed: the share is what remains      28 certificate gate: `certificate_open`
 8 share by residue: rule `personal_share`       29 exit: rule `exit_settlement`, `Month.closes_on`
 9 support orders: `SupportOrder`                30 hours, unit, reading: rule `labour_day`, and work
10 cap on support: rule `support_cap`            31 Sundays, holidays: rule `labour_excluded_day`, and work
11 attachments: rules `attachment`, `urp`        32 cell, corridor: rule `labour_place`, and work
12 family, savings: `Instruction`                33 lost shift, isolation: rule `labour_lost_shift`, and work
13 basis of pay: `Earned.basis`                  34 rates by date: rule `labour_rate`, `rates_since`
14 dated prices: one `Earned` for each row       35 remainders: `Carried`
15 quality: `Earned.rejected`, prices by grade   36 work and study: rule `labour_study` alone
16 bonus, penalty: bases of those names          37 segments by period: `Count.segments`
17 advances: rule `material_advance`             38 rounding: `EarningRule.rounding`
18 training: rule `training_subsidy`             39 cash: rule `cash_step` alone
19 its limit: rule `training_limit`, and work    40 adjustments: `Adjustment`, `Statement.carried`
20 unpaid services: rule `ad_honorem`            41 dispute: rule `question`, `answer_due_on`
21 concession: scope `agreement:` of any rule    42 explanation: `Line`, `line_why`

"And work": decided where a record is written and kept with it (`work.rules.counting`), and compared with the rule.
"Alone": the rule and its examples say what the law asks; nothing here applies it, and the README says why.
"""

from backend.earnings.rules.amounts import cash_payout, rounded, share_of
from backend.earnings.rules.arrears import Due, Instalment, certificate_open, debt, instalments
from backend.earnings.rules.labour import (
    Carried,
    Count,
    LabourDay,
    LabourRate,
    LateDay,
    Segment,
    Shift,
    WorkDay,
    labour_count,
    labour_day,
    late_day,
    legal_rates,
    not_counted,
)
from backend.earnings.rules.line import Line, Statement
from backend.earnings.rules.month import (
    Adjustment,
    Advance,
    Assessed,
    Attachment,
    Earned,
    Instruction,
    Month,
    SupportOrder,
)
from backend.earnings.rules.paying import (
    Eligibility,
    PayoutMethod,
    account_open_to,
    answer_due_on,
    payout_method,
    training_ends_on,
)
from backend.earnings.rules.rule import EarningRule
from backend.earnings.rules.seedbook import rule_rows, rules_from_toml
from backend.earnings.rules.statement import statement_lines
from backend.earnings.rules.terms import Circumstances, Rulebook, Terms
from backend.earnings.rules.words import line_name, line_why

__all__ = [
    "Adjustment",
    "Advance",
    "Assessed",
    "Attachment",
    "Carried",
    "Circumstances",
    "Count",
    "Due",
    "Earned",
    "EarningRule",
    "Eligibility",
    "Instalment",
    "Instruction",
    "LabourDay",
    "LabourRate",
    "LateDay",
    "Line",
    "Month",
    "PayoutMethod",
    "Rulebook",
    "Segment",
    "Shift",
    "Statement",
    "SupportOrder",
    "Terms",
    "WorkDay",
    "account_open_to",
    "answer_due_on",
    "cash_payout",
    "certificate_open",
    "debt",
    "instalments",
    "labour_count",
    "labour_day",
    "late_day",
    "legal_rates",
    "line_name",
    "line_why",
    "not_counted",
    "payout_method",
    "rounded",
    "rule_rows",
    "rules_from_toml",
    "share_of",
    "statement_lines",
    "training_ends_on",
]
