"""Invented populations of any size: the same for the same seed, and nobody real."""

from backend.registry.world.demand import demand_by_weekday
from backend.registry.world.making import Report, make_world

__all__ = ["Report", "demand_by_weekday", "make_world"]
