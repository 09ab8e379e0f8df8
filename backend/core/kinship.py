"""What a visitor is to an inmate, and how far: line and degree.

Degrees count generations; between collaterals, up to the common ancestor and down again; affinity
repeats the spouse's own degrees (Civil Code arts. 236 and 237). Recalled and checked only against a
public copy of those two articles, not the official text: have a lawyer confirm the table.
"""

from enum import StrEnum
from typing import NamedTuple


class Line(StrEnum):
    """The bond that carries the degree. Spouses and cohabitants have a bond but no degree."""

    BLOOD = "blood"
    AFFINITY = "affinity"
    SPOUSE = "spouse"
    COHABITANT = "cohabitant"
    NONE = "none"


class Kinship(StrEnum):
    """What the visitor is to the inmate: `MOTHER` means the visitor is the inmate's mother.

    Adopted children and adoptive parents count as children and parents.
    """

    MOTHER = "mother"
    FATHER = "father"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    GREAT_GRANDPARENT = "great_grandparent"
    GREAT_GRANDCHILD = "great_grandchild"
    UNCLE_OR_AUNT = "uncle_or_aunt"
    NEPHEW_OR_NIECE = "nephew_or_niece"
    GREAT_UNCLE_OR_AUNT = "great_uncle_or_aunt"
    GREAT_NEPHEW_OR_NIECE = "great_nephew_or_niece"
    COUSIN = "cousin"
    SPOUSE = "spouse"
    COHABITANT = "cohabitant"
    PARENT_IN_LAW = "parent_in_law"
    CHILD_IN_LAW = "child_in_law"
    STEPPARENT = "stepparent"
    STEPCHILD = "stepchild"
    SIBLING_IN_LAW = "sibling_in_law"
    GRANDPARENT_IN_LAW = "grandparent_in_law"
    STEP_GRANDCHILD = "step_grandchild"
    GODPARENT = "godparent"
    GUARDIAN = "guardian"
    FRIEND = "friend"
    OTHER = "other"


class Distance(NamedTuple):
    """Line and degree; the degree is 0 where the line has none."""

    line: Line
    degree: int


_BLOOD = {
    Kinship.MOTHER: 1,
    Kinship.FATHER: 1,
    Kinship.CHILD: 1,
    Kinship.SIBLING: 2,
    Kinship.GRANDPARENT: 2,
    Kinship.GRANDCHILD: 2,
    Kinship.GREAT_GRANDPARENT: 3,
    Kinship.GREAT_GRANDCHILD: 3,
    Kinship.UNCLE_OR_AUNT: 3,
    Kinship.NEPHEW_OR_NIECE: 3,
    Kinship.GREAT_UNCLE_OR_AUNT: 4,
    Kinship.GREAT_NEPHEW_OR_NIECE: 4,
    Kinship.COUSIN: 4,
}
_AFFINITY = {
    Kinship.PARENT_IN_LAW: 1,
    Kinship.CHILD_IN_LAW: 1,
    Kinship.STEPPARENT: 1,
    Kinship.STEPCHILD: 1,
    Kinship.SIBLING_IN_LAW: 2,
    Kinship.GRANDPARENT_IN_LAW: 2,
    Kinship.STEP_GRANDCHILD: 2,
}
_PARTNER = {Kinship.SPOUSE: Line.SPOUSE, Kinship.COHABITANT: Line.COHABITANT}


def distance(kinship: Kinship) -> Distance:
    """How far this kinship is; godparents, guardians, friends and others are no kin in law."""
    if kinship in _BLOOD:
        return Distance(Line.BLOOD, _BLOOD[kinship])
    if kinship in _AFFINITY:
        return Distance(Line.AFFINITY, _AFFINITY[kinship])
    return Distance(_PARTNER.get(kinship, Line.NONE), 0)
