"""What a report for everybody does not say of few people, looked at by a reader who knows the rule by heart."""

from collections import defaultdict
from itertools import product

import pytest

from backend.programmes.rules.hiding import LEAST, Hidden, Shown, shown, shown_parts

FEW, KEPT = Hidden.FEW, Hidden.KEPT_BACK


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, FEW), (4, FEW), (5, 5), (670, 670)])
def test_a_count_alone(count: int, said: Shown) -> None:
    assert shown(count) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([0, 0], [0, 0]),
        ([5, 100, 0], [5, 100, 0]),
        ([3, 100], [KEPT, KEPT]),  # the sum would tell it
        ([3, 100, 40, 0], [KEPT, 100, KEPT, 0]),
        ([3, 40, 40, 100], [KEPT, KEPT, KEPT, 100]),  # which of two equal ones would tell as well
        ([3, 2, 100, 0], [FEW, FEW, 100, 0]),
        ([1, 1, 100, 0], [KEPT, KEPT, KEPT, 0]),  # the sum of two ones is two
        ([4, 4, 100, 9], [KEPT, KEPT, 100, KEPT]),
        ([4, 4, 0], [KEPT, KEPT, KEPT]),
        ([2, 0, 1], [FEW, FEW, FEW]),  # their sum is small itself
        ([], []),
    ],
)
def test_counts_of_a_sum(counts: list[int], said: list[Shown]) -> None:
    assert shown_parts(counts) == said


@pytest.mark.parametrize(("long", "most"), [(1, 9), (2, 30), (3, 14), (4, 9)])
def test_no_small_count_is_the_only_one_that_a_report_leaves_possible(long: int, most: int) -> None:
    """Every row there is, by what is published of it and of its sum."""
    published = defaultdict(list)
    for row in product(range(most + 1), repeat=long):
        said = shown_parts(row)
        assert not [each for each in said if not isinstance(each, Hidden) and 0 < each < LEAST]
        published[tuple(said), shown(sum(row))].append(row)

    for rows in published.values():
        for nth in range(long):
            possible = {row[nth] for row in rows}
            assert len(possible) > 1 or not 0 < min(possible) < LEAST, rows
