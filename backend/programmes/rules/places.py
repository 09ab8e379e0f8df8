"""Ceilings of a date's pool in `allocation`."""

from collections.abc import Mapping

from backend.programmes.rules.content import Places

NO_CEILING = 1_000_000
"""Who may come where nobody said how many: no hall holds so many, and a claim has something to stand on."""


def limits(places: Places) -> Mapping[str, int]:
    """By unit: people always, adults and children where they have a ceiling of their own."""
    own = {"adults": places.adults, "children": places.children}
    return {"people": places.people or NO_CEILING} | {
        unit: most for unit, most in own.items() if most is not None
    }
