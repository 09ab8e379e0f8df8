"""Small counts of people that a report for everybody does not say, and what it keeps back besides.

In a row of counts whose sum may be known, those of one to four people are written as `FEW`. Where subtraction would
still tell them, the next larger is kept back, and all that is hidden is written alike. Each row is looked at alone:
what two rows of the same sum tell together with a public calendar is not reckoned.
"""

from collections.abc import Sequence
from enum import Enum

LEAST = 5


class Hidden(Enum):
    """What stands in a count's place. `KEPT_BACK`: a small one, or one that would tell it."""

    FEW = "few"
    KEPT_BACK = "kept_back"


Shown = int | Hidden
"""A count, or why it is not said."""


def shown(count: int) -> Shown:
    """A count that is no part of a sum. Nobody at all is said."""
    return Hidden.FEW if 0 < count < LEAST else count


def shown_parts(counts: Sequence[int]) -> list[Shown]:
    """Counts whose sum may be known (as `shown` says it), each as it is said.

    The sum would tell one alone that is small, and several that are all ones or all fours: then the smallest of the
    larger is kept back with them, each where several are; where none is larger, those who are nought. Of a sum that is
    small itself every part is, and who is nought is not said either. So a reader who knows this rule still finds more
    than one number possible; but of a row of five or more counts that are nothing but ones.
    """
    few = [nth for nth, count in enumerate(counts) if 0 < count < LEAST]
    together = sum(counts[nth] for nth in few)
    if few and sum(counts) < LEAST:
        return [Hidden.FEW] * len(counts)
    why = Hidden.FEW
    if len(few) == 1 or (few and together in (len(few), len(few) * (LEAST - 1))):
        beside = min((count for count in counts if count >= LEAST), default=0)
        few += [nth for nth, count in enumerate(counts) if count == beside]
        why = Hidden.KEPT_BACK
    return [why if nth in few else count for nth, count in enumerate(counts)]
