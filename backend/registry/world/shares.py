"""What is likely in an invented population. Figures with a source say so; all others are example values."""

from backend.core.custody import Regime, Stage
from backend.core.kinship import Kinship
from backend.registry.world.chance import Weighted

AGES = Weighted(
    {(18, 24): 8.4, (25, 29): 15.6, (30, 39): 31.0, (40, 49): 23.1, (50, 59): 15.0, (60, 79): 6.9}
)
"""Years, both included. Under 25, under 30 and from 60 on: January 2026 (S58); between: example values."""

FOREIGNERS = 5_935 / 103_717
"""January 2026 (S58)."""

NATIONALITIES = Weighted({"VE": 62, "CO": 18, "EC": 8, "BO": 6, "MX": 3, "ES": 3})
WITHOUT_DOCUMENT = 0.02
"""More than 2,000 inmates lacked proper identification in 2024 (S74)."""

SPECIAL_REGIME = {
    "challapalca": 0.85,
    "cochamarca": 0.6,
    "cerec-base-naval": 0.9,
    "ancon": 0.3,
    "miguel-castro-castro": 0.08,
    "trujillo": 0.05,
    "cusco": 0.05,
}
SPECIAL_ELSEWHERE = 0.01

ORDINARY_STAGES = Weighted({Stage.MINIMUM: 28, Stage.MEDIUM: 36, Stage.MAXIMUM: 36})
SPECIAL_STAGES = Weighted({Stage.A: 30, Stage.B: 30, Stage.C: 32, Stage.EXTREME: 8})
OTHER_REGIMES = Weighted({Regime.CLOSED_ORDINARY: 97.5, Regime.SEMI_OPEN: 2.2, Regime.OPEN: 0.3})

TRANSFERRED = 0.07
STAGE_CHANGED = 0.25
OUTSIDE_NOW = 0.01
MONITORED_NOW = 67 / 103_717
"""In use in October 2025 (N18)."""
RELEASED_LATELY = 0.015

UNVISITED = 0.18
PARTNER = {"M": 0.50, "F": 0.22}
MARRIED = 0.35
CHILDREN = Weighted({0: 34, 1: 26, 2: 22, 3: 12, 4: 6})
MOTHER, FATHER = 0.62, 0.28
SIBLINGS = Weighted({0: 46, 1: 34, 2: 20})
SOMEBODY_ELSE = 0.35
ELSE = Weighted(
    {
        Kinship.UNCLE_OR_AUNT: 20,
        Kinship.COUSIN: 20,
        Kinship.FRIEND: 18,
        Kinship.NEPHEW_OR_NIECE: 10,
        Kinship.SIBLING_IN_LAW: 10,
        Kinship.PARENT_IN_LAW: 8,
        Kinship.GRANDPARENT: 6,
        Kinship.GODPARENT: 8,
    }
)
LARGEST_FAMILY = 8
SIBLINGS_INSIDE = 0.03
"""Inmates whose sibling, held in the same prison, shares the family's account."""

WOMEN_AMONG_RELATIVES = 0.72
REPRESENTED = 0.6
"""Of relatives from 65 on, those who have no phone of their own and let somebody act for them."""

TIE_STATES = Weighted({"approved": 88, "received": 7, "refused": 3, "ended": 2})
LANGUAGES = Weighted({"es": 88, "quz": 8, "ay": 1.5, "en": 2.5})
DOCUMENT_DATED = 0.3
