"""What a family must know before leaving home: the seed's TOML text to rows, as the table `visit_advice` keeps them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum

from backend.visits.rules.fields import Fields

Row = dict[str, object]

_MARK = re.compile(r"\b[A-Z]\d+\b")


class Topic(StrEnum):
    """What a piece of advice is about, in the order of preparing for a visit."""

    DOCUMENTS = "documents"
    CLOTHES = "clothes"
    FOOD = "food"
    MONEY = "money"
    FORBIDDEN = "forbidden"
    CHILDREN = "children"
    ARRIVAL = "arrival"


class Audience(StrEnum):
    """Whom it is for."""

    EVERYBODY = "everybody"
    WOMEN = "women"
    MEN = "men"
    CHILDREN = "children"


def advice_rows(text: str) -> tuple[Row, ...]:
    """Every row of the text with the columns of `visit_advice` but its id; `establishment` None: the country.

    `[defaults]` fills what a row leaves out; an `at` table makes a further row of one establishment: the row
    above with what it names replaced. Raises ValueError naming the row.
    """
    book = tomllib.loads(text)
    rows: list[Row] = []
    for position, table in enumerate(book["advice"], start=1):
        rows.extend(_rows({**book.get("defaults", {}), **table}, position))
    seen = [(row["code"], row["establishment"], row["valid_from"]) for row in rows]
    twice = next((key for nth, key in enumerate(seen) if key in seen[:nth]), None)
    if twice is not None:
        raise ValueError(f"visit advice {twice[0]}: written twice for {twice[1] or 'the country'}")
    return tuple(rows)


def source_titles(text: str) -> Mapping[str, str]:
    """What a family is told of each source of the text, by its mark. Raises ValueError naming the source."""
    titles = tomllib.loads(text).get("sources", {})
    fields = Fields(titles, "visit advice, sources")
    return {mark: fields.text(mark) for mark in titles}


def source_title(source: str, titles: Mapping[str, str]) -> str:
    """The sources of a row such as "S35, S36" in words for a family; those without a title are left out."""
    named = (titles.get(mark) for mark in _MARK.findall(source))
    return "; ".join(dict.fromkeys(title for title in named if title))


def _rows(table: Mapping[str, object], position: int) -> Iterator[Row]:
    where = f"visit advice {table.get('code', position)}"
    base = {key: value for key, value in table.items() if key != "at"}
    yield _row(Fields(base, where), position)
    for place in Fields(table, where).items("at"):
        if not isinstance(place, Mapping) or "establishment" not in place:
            raise ValueError(f"{where}: an `at` table names its establishment")
        yield _row(Fields({**base, **place}, f"{where} at {place['establishment']}"), position)


def _row(fields: Fields, position: int) -> Row:
    code = fields.text("code")
    row: Row = {
        "establishment": fields.optional_text("establishment"),
        "code": code,
        "words": fields.text("words", default=code),
        "topic": fields.choice("topic", Topic).value,
        "audience": fields.choice("audience", Audience).value,
        "position": position,
        "valid_from": fields.day("valid_from"),
        "valid_to": fields.optional_day("valid_to"),
        "legal_basis": fields.text("legal_basis", default=""),
        "source": fields.text("source"),
        "confirmed": fields.flag("confirmed"),
    }
    fields.done()
    return row
