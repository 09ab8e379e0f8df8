"""What something costs in CPU, against a yardstick measured beside it: no clock decides a test."""

import time
from collections.abc import Callable

from graphql import parse

from backend.gql.limits import LIMITS


def seconds(act: Callable[[], object]) -> float:
    """CPU seconds of the fastest of five runs: the cost when nothing disturbs."""
    spent = []
    for _ in range(5):
        started = time.process_time()
        act()
        spent.append(time.process_time() - started)
    return min(spent)


def in_parses(act: Callable[[], object]) -> float:
    """The cost in parses of a document as long as one may be, about 4 ms each."""
    longest = "{" + "a " * (LIMITS.tokens - 2) + "}"
    return seconds(act) / seconds(lambda: parse(longest))
