"""What a ledger must be, in as few words as possible: four totals an account, floors, journals, months."""

from collections.abc import Sequence
from dataclasses import dataclass, field

Move = tuple[str, str, int]
"""From, to, céntimos."""

FLOOR = {"personal", "savings", "inpe"}
"""The worker's pockets and what is owed to others: never below nothing."""


@dataclass
class Journal:
    """`state`: posted, pending, void; `undone` by a reversal."""

    key: str
    lines: Sequence[Move]
    month: int
    state: str
    is_reversal: bool = False
    undone: bool = False


@dataclass
class Model:
    """Whoever asks gets None, or the code of a refusal and nothing changed."""

    totals: dict[str, list[int]] = field(default_factory=dict)
    journals: list[Journal] = field(default_factory=list)
    month: int = 0

    def moved(self, lines: Sequence[Move], posted: int, pending: int) -> dict[str, list[int]]:
        """The totals with these lines added so many times (-1: taken away)."""
        after = {name: list(totals) for name, totals in self.totals.items()}
        for debit, credit, amount in lines:
            for nth, name in enumerate((debit, credit)):
                four = after.setdefault(name, [0, 0, 0, 0])
                four[nth] += posted * amount
                four[2 + nth] += pending * amount
        return after

    def post(self, journal: Journal) -> str | None:
        pending = journal.state == "pending"
        after = self.moved(journal.lines, int(not pending), int(pending))
        if any(four[1] - four[0] - four[2] < 0 for name, four in after.items() if name in FLOOR):
            return "BALANCE_TOO_LOW"
        self.totals = after
        self.journals.append(journal)
        return None

    def settle(self, journal: Journal, outcome: str) -> str | None:
        state = "posted" if outcome == "post" else outcome
        if journal.state == "pending":
            self.totals = self.moved(journal.lines, int(state == "posted"), -1)
            journal.state = state
        return None if journal.state == state else "ALREADY_DECIDED"

    def reverse(self, journal: Journal, key: str) -> str | None:
        if journal.undone:
            return "ALREADY_DECIDED"
        lines = [(credit, debit, amount) for debit, credit, amount in journal.lines]
        refused = self.post(Journal(key, lines, self.month, "posted", is_reversal=True))
        journal.undone = refused is None
        return refused

    def close(self) -> str | None:
        if any(each.state == "pending" and each.month == self.month for each in self.journals):
            return "PERIOD_NOT_SETTLED"
        self.month += 1
        return None
