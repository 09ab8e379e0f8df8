"""The seed's timetables: TOML text to rows, as the table `timetable_session` keeps them."""

import tomllib
from collections.abc import Iterator, Mapping

from backend.visits.rules.fields import Fields
from backend.visits.rules.vocabulary import SEXES, Place, VisitType

Row = dict[str, object]
OTHERS = "others"


def timetable_rows(text: str, populations: Mapping[str, int]) -> tuple[Row, ...]:
    """One row a session of every establishment named in `populations` (id: people held).

    `establishments = "others"` stands for those that no other table names. A row has the columns of
    `timetable_session` (establishment as an id) and `example`: true when its days have no source.
    Raises ValueError naming the table.
    """
    book = tomllib.loads(text)
    shares = _shares(Fields(book.get("ceilings"), "ceilings"))
    named = {each for table in book["timetable"] for each in _named(table)}
    rows: list[Row] = []
    for table in book["timetable"]:
        others = [each for each in populations if each not in named]
        for establishment in others if table["establishments"] == OTHERS else _named(table):
            rows.extend(_sessions(table, establishment, populations[establishment], shares))
    return tuple(rows)


def ceilings(population: int, place: Place, shares: Mapping[str, int]) -> dict[str, int]:
    """Example ceilings from the people held: visitors a hundred for direct visits, and half as many
    groups; inmates a booth for the booths, one group a booth and three people a group."""
    if place is Place.BOOTH:
        booths = max(shares["fewest_booths"], -(-population // shares["inmates_per_booth"]))
        return {"booths": booths, "groups": booths, "people": booths * 3}
    wanted = -(-population * shares["visitors_per_hundred"] // 100)
    people = max(shares["fewest_people"], wanted)
    return {"groups": -(-people // 2), "people": people}


def _shares(fields: Fields) -> dict[str, int]:
    fields.text("note")
    names = ("visitors_per_hundred", "inmates_per_booth", "fewest_people", "fewest_booths")
    shares = {name: fields.number(name, 1, 10_000) for name in names}
    fields.done()
    return shares


def _named(table: Mapping[str, object]) -> tuple[str, ...]:
    """The establishments a table names; none for "others"."""
    if table["establishments"] == OTHERS:
        return ()
    return Fields(table, "timetable").texts("establishments")


def _sessions(
    table: Mapping[str, object], establishment: str, population: int, shares: Mapping[str, int]
) -> Iterator[Row]:
    fields = Fields(table, f"timetable of {establishment}")
    fields.raw("establishments")
    about = {"valid_from": fields.day("valid_from"), "source": fields.text("source")}
    example = fields.flag("example")
    fields.text("note", default="")
    for nth, session in enumerate(fields.items("session"), start=1):
        yield {
            "establishment": establishment,
            **_session(Fields(session, f"{fields.where}, session {nth}"), population, shares),
            **about,
            "valid_to": None,
            "example": example,
        }
    fields.done()


def _session(fields: Fields, population: int, shares: Mapping[str, int]) -> Row:
    place = fields.choice("place", Place)
    sex = fields.optional_text("visitor_sex")
    if sex not in (None, *SEXES):
        raise fields.wrong("visitor_sex", "F or M", sex)
    row: Row = {
        "name": fields.text("name"),
        "visit_type": VisitType(fields.text("visit_type", default="ordinary")).value,
        "place": place.value,
        "visitor_sex": sex,
        "weekday": fields.number("weekday", 1, 7),
        "starts": fields.hour("starts"),
        "ends": fields.hour("ends"),
        "every_weeks": fields.number("every_weeks", 1, 8, default=1),
        "ceilings": ceilings(population, place, shares),
    }
    fields.done()
    return row
