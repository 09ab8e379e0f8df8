"""Reads of work; one module a subject."""

from backend.work.queries.days import day_sheet
from backend.work.queries.months import (
    month_of_workshop,
    priced_lines,
    worked_days,
    workshop_months,
    workshop_output,
)
from backend.work.queries.records import inmate_records, open_conflicts, said_of
from backend.work.queries.sheets import differences
from backend.work.queries.workshops import (
    AGREEMENTS,
    PRICES,
    WORKSHOPS,
    agreements,
    prices,
    workshops,
)

__all__ = [
    "AGREEMENTS",
    "PRICES",
    "WORKSHOPS",
    "agreements",
    "day_sheet",
    "differences",
    "inmate_records",
    "month_of_workshop",
    "open_conflicts",
    "priced_lines",
    "prices",
    "said_of",
    "worked_days",
    "workshop_months",
    "workshop_output",
    "workshops",
]
