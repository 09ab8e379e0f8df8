"""The rejects file: every refused line with its number, reason and sentence, ready to be put right and loaded again."""

import csv
import io
import os
import tempfile
from array import array
from pathlib import Path
from types import TracebackType
from typing import Self

from backend.core.errors import Code, DomainError
from backend.registry.roster.reading import OWN_COLUMNS, RawLine, RosterFile, harmless
from backend.registry.rules.naming import plain
from backend.registry.rules.reasons import Refused
from backend.registry.rules.words import sentence

_SHOWN = 1_000
"""Signs of a line that could not be split into cells."""


class Rejects:
    """Collects refused lines in any order; on leaving, writes them by line number, readable by its owner alone.

    The rows wait in a nameless file: memory grows by 24 bytes a line.
    """

    def __init__(self, path: Path, source: RosterFile) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._source = source
        own = {plain(name) for name in OWN_COLUMNS}
        self._kept = [place for place, name in enumerate(source.header) if plain(name) not in own]
        self._numbers, self._offsets, self._lengths = array("q"), array("q"), array("q")

    def __enter__(self) -> Self:
        try:
            handle = os.open(self._part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        except OSError as error:
            raise DomainError(Code.ROSTER_FILE_MISSING, file=self._path.name) from error
        self._target = os.fdopen(handle, "wb")
        self._waiting = tempfile.TemporaryFile()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """What was refused so far is written also when the load was cut short."""
        with self._target, self._waiting:
            names = [self._source.header[place] for place in self._kept]
            self._target.write("\ufeff".encode() + self._row([*OWN_COLUMNS, *names]))
            for place in sorted(range(len(self._numbers)), key=self._numbers.__getitem__):
                self._waiting.seek(self._offsets[place])
                self._target.write(self._waiting.read(self._lengths[place]))
        os.replace(self._part, self._path)

    def add(self, line: RawLine, refused: Refused) -> None:
        """Keep one line; whatever of it is no text is shown as signs."""
        try:
            cells = self._source.cells(line)
            shown, original = [cells[place] for place in self._kept], ""
        except Refused:
            text = line.data[:_SHOWN].decode("utf-8", errors="backslashreplace")
            shown, original = [""] * len(self._kept), text.rstrip("\r\n").replace("\0", "\\x00")
        row = self._row([str(line.number), refused.reason, sentence(refused), original, *shown])
        self._numbers.append(line.number)
        self._offsets.append(self._waiting.tell())
        self._lengths.append(len(row))
        self._waiting.write(row)

    def _row(self, cells: list[str]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self._source.separator).writerow(
            [harmless(cell) for cell in cells]
        )
        return text.getvalue().encode("utf-8", errors="backslashreplace")
