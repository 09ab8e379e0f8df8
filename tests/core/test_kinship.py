"""Lines and degrees of kinship."""

import pytest

from backend.core.kinship import Kinship, Line, distance


@pytest.mark.parametrize(
    ("kinship", "line", "degree"),
    [
        (Kinship.MOTHER, Line.BLOOD, 1),
        (Kinship.CHILD, Line.BLOOD, 1),
        (Kinship.SIBLING, Line.BLOOD, 2),
        (Kinship.GRANDCHILD, Line.BLOOD, 2),
        (Kinship.GREAT_GRANDPARENT, Line.BLOOD, 3),
        (Kinship.UNCLE_OR_AUNT, Line.BLOOD, 3),
        (Kinship.NEPHEW_OR_NIECE, Line.BLOOD, 3),
        (Kinship.COUSIN, Line.BLOOD, 4),
        (Kinship.GREAT_UNCLE_OR_AUNT, Line.BLOOD, 4),
        (Kinship.PARENT_IN_LAW, Line.AFFINITY, 1),
        (Kinship.STEPCHILD, Line.AFFINITY, 1),
        (Kinship.SIBLING_IN_LAW, Line.AFFINITY, 2),
        (Kinship.SPOUSE, Line.SPOUSE, 0),
        (Kinship.COHABITANT, Line.COHABITANT, 0),
        (Kinship.GODPARENT, Line.NONE, 0),
        (Kinship.FRIEND, Line.NONE, 0),
    ],
)
def test_degrees_count_generations(kinship: Kinship, line: Line, degree: int) -> None:
    assert distance(kinship) == (line, degree)


def test_every_kinship_has_a_distance() -> None:
    assert all(distance(kinship).line in Line for kinship in Kinship)


def test_a_degree_goes_with_blood_and_affinity_alone() -> None:
    with_degree = {Line.BLOOD, Line.AFFINITY}

    assert all((distance(kin).degree > 0) == (distance(kin).line in with_degree) for kin in Kinship)
