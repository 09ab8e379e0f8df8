"""What the access matrix asks of a year's activities: its figures, its report and a file of it. They name nobody."""

from typing import Any

from tests.programmes.make_programmes import HERE

WATCHED = ("culture_report",)
LISTS = ("cultureYear", "cultureReport")


def arguments() -> dict[str, dict[str, Any]]:
    """Arguments of every root field of a year's activities."""
    year = {"establishmentId": HERE, "year": 2026}
    measure = {"title": "Orquestas y coros", "features": "", "results": ""}
    return {
        "cultureYear": year,
        "cultureReport": year,
        "cultureFile": {**year, "format": "CSV", "public": False},
        "saveCultureReport": {**year, "version": 0, "measure": measure},
    }
