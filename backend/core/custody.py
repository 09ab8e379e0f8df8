"""Where an inmate stands: regime, stage and status, in the words every slice shares.

Sources: Penal Execution Code, consolidated text D.S. 003-2021-JUS, arts. 13-14, with D.Leg. 1737 of
2026; its Regulation, D.S. 015-2003-JUS, arts. 57-67.
"""

from enum import StrEnum


class Regime(StrEnum):
    """How a person is held. Who awaits judgment is under the closed ordinary regime (art. 13.1)."""

    CLOSED_ORDINARY = "closed_ordinary"
    CLOSED_SPECIAL = "closed_special"
    SEMI_OPEN = "semi_open"
    OPEN = "open"


class Stage(StrEnum):
    """The stage inside a closed regime.

    `EXTREME` is "Extrema Seguridad" since 2026-02-13, and before that "A - Extrema Seguridad"
    (D.S. 015-2021-JUS), which was another, smaller group.
    """

    MINIMUM = "minimum"
    MEDIUM = "medium"
    MAXIMUM = "maximum"
    A = "a"
    B = "b"
    C = "c"
    EXTREME = "extreme"


STAGES: dict[Regime, frozenset[Stage]] = {
    Regime.CLOSED_ORDINARY: frozenset({Stage.MINIMUM, Stage.MEDIUM, Stage.MAXIMUM}),
    Regime.CLOSED_SPECIAL: frozenset({Stage.A, Stage.B, Stage.C, Stage.EXTREME}),
    Regime.SEMI_OPEN: frozenset(),
    Regime.OPEN: frozenset(),
}
"""The stages each regime has."""


class Status(StrEnum):
    """Whether a person can be visited inside. Only who is `HELD` receives visits."""

    HELD = "held"
    OUTSIDE = "outside"
    MONITORED = "monitored"
    RELEASED = "released"
    TRANSFERRED_ABROAD = "transferred_abroad"
    EVADED = "evaded"
    DECEASED = "deceased"


class EventKind(StrEnum):
    """What the prison's register tells of a person's custody: dated events, never one mutable field.

    Sources: Penal Execution Code arts. 13-14, 22-23, 46, 48, 53-54, 60, 62; its Regulation arts. 7, 15,
    32, 159-164; D.Leg. 1322 (electronic monitoring), arts. 5, 8, 11, 13.
    """

    ADMISSION = "admission"
    CONVICTION = "conviction"
    STAGE_CHANGE = "stage_change"
    REGIME_CHANGE = "regime_change"
    PAVILION_CHANGE = "pavilion_change"
    TRANSFER = "transfer"
    OUTING = "outing"
    RETURN = "return"
    MONITORING_ORDERED = "monitoring_ordered"
    MONITORING_INSTALLED = "monitoring_installed"
    MONITORING_BREACH = "monitoring_breach"
    SEMI_LIBERTY = "semi_liberty"
    CONDITIONAL_RELEASE = "conditional_release"
    RELEASE = "release"
    BENEFIT_REVOKED = "benefit_revoked"
    TRANSFER_ABROAD = "transfer_abroad"
    EVASION = "evasion"
    DEATH = "death"
