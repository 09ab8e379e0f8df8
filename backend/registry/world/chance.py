"""Dice that fall alike for the same seed."""

from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")


class Weighted(Generic[T]):
    """Values with weights; the weights need not add up to anything."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.values = list(weights)
        self.sums = list(accumulate(weights.values()))


class Chance(Random):
    """Dice for one block of people, by seed and block."""

    def __init__(self, seed: int, block: int) -> None:
        super().__init__(f"{seed}/{block}")

    def happens(self, share: float) -> bool:
        """True in this share of all cases."""
        return self.random() < share

    def pick(self, weighted: Weighted[T]) -> T:
        """A value, the heavier the likelier."""
        return weighted.values[bisect(weighted.sums, self.random() * weighted.sums[-1])]

    def new_id(self) -> UUID:
        """An identifier that looks like any other."""
        return UUID(int=self.getrandbits(128), version=4)
