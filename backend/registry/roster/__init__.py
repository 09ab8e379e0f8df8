"""The roster of the prisons' own register: custody events from a CSV file, in any order, any number of times."""

from backend.registry.roster.importing import import_roster
from backend.registry.roster.report import Report

__all__ = ["Report", "import_roster"]
