"""Names for invented people, from `seeds/names.toml`, in proportions that are example values."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from backend.registry.world.chance import Chance, Weighted

FILE = Path(__file__).parents[3] / "seeds" / "names.toml"

_SECOND_NAME = 0.55


class Names:
    """Surnames by origin, given names by sex."""

    def __init__(self, file: Path = FILE) -> None:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        self._surnames: Mapping[str, Weighted[str]] = {
            origin: Weighted(names) for origin, names in tree["surnames"].items()
        }
        self._given: Mapping[str, Weighted[str]] = {
            sex: Weighted(names) for sex, names in tree["given_names"].items()
        }
        self._origins: Mapping[str, Weighted[str]] = {
            department: Weighted(shares) for department, shares in tree["origins"].items()
        }

    def surname(self, chance: Chance, department: str) -> str:
        """One surname, of an origin that is common in the department."""
        origins = self._origins.get(department, self._origins["default"])
        return chance.pick(self._surnames[chance.pick(origins)])

    def given(self, chance: Chance, sex: str) -> str:
        """One or two given names."""
        first = chance.pick(self._given[sex])
        second = chance.pick(self._given[sex])
        return f"{first} {second}" if chance.happens(_SECOND_NAME) and second != first else first


@cache
def names() -> Names:
    """The names of the seed file, read once."""
    return Names()
