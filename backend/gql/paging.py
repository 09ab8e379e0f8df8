"""Pages of a list that goes on: how many at a time, and from where."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

import orjson
import strawberry

from backend.core.errors import Code, DomainError

PAGE_SIZE = 10
"""Items on a page when the caller names no number."""

CEILING = 50
"""Items on a page at most."""

LONGEST_CURSOR = 600
"""Characters of a cursor at most."""

Key = str | int | date | datetime | UUID
"""What a list may be ordered by."""

Node = TypeVar("Node")
Row = TypeVar("Row")


@strawberry.type(description="Where a page ends, and whether another follows.")
class PageInfo:
    end_cursor: str | None
    has_next_page: bool


@strawberry.type(description="One page of a list.")
class Connection(Generic[Node]):
    nodes: list[Node]
    page_info: PageInfo


@dataclass(frozen=True, slots=True)
class Page:
    """A checked request for items: at most `first` of those whose key comes after `after`."""

    first: int
    after: tuple[Key, ...] | None

    @property
    def limit(self) -> int:
        """Rows to read: one more than shown, to know whether another page follows."""
        return self.first + 1


class Keyset:
    """The order of one list: its name and the types of its sort key, whose last part is unique.

    A cursor holds the key of the last item shown. It grants nothing: the list is scoped by the
    actor whatever the cursor says, so a forged one only starts elsewhere in the reader's own list.
    """

    def __init__(self, name: str, *kinds: type[Key]) -> None:
        self.name = name
        self.kinds = kinds

    def page(self, first: int = PAGE_SIZE, after: str | None = None) -> Page:
        """Check what the caller asked. Raises PAGE_TOO_LARGE, BAD_INPUT or BAD_CURSOR."""
        if first > CEILING:
            raise DomainError(Code.PAGE_TOO_LARGE, ceiling=CEILING)
        if first < 1:
            raise DomainError(Code.BAD_INPUT, field="first")
        return Page(first, None if after is None else self.read(after))

    def cursor(self, *key: Key) -> str:
        """The cursor of the item with this key."""
        plain = [self.name, *(part if isinstance(part, int) else str_of(part) for part in key)]
        return urlsafe_b64encode(orjson.dumps(plain)).decode().rstrip("=")

    def read(self, cursor: str) -> tuple[Key, ...]:
        """The key in a cursor of this very list; anything else raises BAD_CURSOR."""
        try:
            if len(cursor) > LONGEST_CURSOR:
                raise ValueError
            padded = cursor + "=" * (-len(cursor) % 4)
            _, *parts = orjson.loads(urlsafe_b64decode(padded.encode("ascii")))
            key = tuple(map(_parse, self.kinds, parts))
            # a key has one spelling, which names this list
            if len(parts) != len(self.kinds) or self.cursor(*key) != cursor:
                raise ValueError
        except (ValueError, TypeError, OverflowError):
            raise DomainError(Code.BAD_CURSOR) from None
        return key

    def connection(
        self,
        rows: Sequence[Row],
        page: Page,
        *,
        key: Callable[[Row], tuple[Key, ...]],
        node: Callable[[Row], Node],
    ) -> Connection[Node]:
        """The page as answered, from the `page.limit` rows read."""
        shown = rows[: page.first]
        return Connection(
            nodes=[node(row) for row in shown],
            page_info=PageInfo(
                end_cursor=self.cursor(*key(shown[-1])) if shown else None,
                has_next_page=len(rows) > len(shown),
            ),
        )


def str_of(part: Key) -> str:
    """A part of a key as text that `_parse` reads back."""
    return part.isoformat() if isinstance(part, date) else str(part)


def _parse(kind: type[Key], part: object) -> Key:
    if kind is int and type(part) is int:
        return part
    if kind is int or not isinstance(part, str) or "\0" in part:
        raise ValueError
    if kind is UUID:
        return UUID(part)
    if kind is date:
        return date.fromisoformat(part)
    if kind is datetime:
        return _aware(datetime.fromisoformat(part))
    return part


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError
    return instant
