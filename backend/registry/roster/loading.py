"""One file on its way into the database: every line checked, the sound ones recorded by day, batch by batch."""

import asyncio
from array import array
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Actor
from backend.core.clock import lima_day
from backend.database import Connection, retrying, transaction
from backend.registry.bulk import be_patient
from backend.registry.custody import Change
from backend.registry.roster.batch import Batch, Numbered, Outcome, numbered
from backend.registry.roster.reading import RawLine, RosterFile
from backend.registry.roster.rejects import Rejects
from backend.registry.roster.report import Report
from backend.registry.rules.line import RosterLine, read_line
from backend.registry.rules.reasons import HANGS_ON_HISTORY, Reason, Refused

BeforeBatch = Callable[[Connection, list[UUID]], Awaitable[object]]
AfterBatch = Callable[[Connection, list[Change]], Awaitable[object]]

SHOW_EVERY = 5_000
"""Lines between two words of progress while checking."""

_LINE_FAULTS = (
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.RaiseError,
    asyncpg.ProgramLimitExceededError,
)
"""What one line's content may bring about: the others of its batch are stored without it."""


@dataclass
class Load:
    """The state of one load. Of each sound line it keeps a day, a number and an offset: 24 bytes."""

    file: RosterFile
    rejects: Rejects
    places: Mapping[str, str]
    actor: Actor
    now: datetime
    progress: Callable[[str], None]
    before_batch: BeforeBatch | None
    after_batch: AfterBatch | None
    stopwatch: Callable[[], float]
    report: Report = field(init=False)

    def __post_init__(self) -> None:
        self.report = Report(digest=self.file.digest)
        self._began = self.stopwatch()
        self._today = lima_day(self.now)
        self._days, self._numbers, self._offsets = array("q"), array("q"), array("q")
        self._place_of: dict[int, int] = {}
        self._put_off: dict[int, Refused] = {}

    def check(self) -> None:
        """Read every line once, and refuse those that no history could make sound."""
        for raw in self.file.lines():
            self.report.read += 1
            try:
                day = self._sound(raw).event.effective_on
            except Refused as refused:
                self._refuse(raw, refused)
            else:
                self._days.append(day.toordinal())
                self._numbers.append(raw.number)
                self._offsets.append(raw.offset)
            if self.report.read % SHOW_EVERY == 0:
                self._tell(self.report.checking)
        self._tell(self.report.checking)

    async def record(self, batch_lines: int) -> None:
        """Store the sound lines by day. What others of them may make possible is tried again while that helps."""
        waiting: Sequence[int] = sorted(range(len(self._days)), key=self._days.__getitem__)
        kept = -1
        while waiting and self.report.kept > kept:
            kept, self._put_off = self.report.kept, {}
            places = iter(waiting)
            while batch := list(islice(places, batch_lines)):
                await self._store_places(batch)
            waiting = list(self._put_off)
        for place, refused in self._put_off.items():
            self._refuse(self._raw(place), refused)
        self._tell(self.report.recording)

    async def leave_trail(self) -> None:
        """One audit row that this file was loaded, with the numbers."""
        report = self.report
        counts = {"read": report.read, "kept": report.kept, "known": report.known}
        async with transaction(self.actor) as tx:
            await audit.record(
                tx,
                self.actor,
                "registry.roster.loaded",
                report.digest,
                facts={**counts, "rejected": report.rejected},
                now=self.now,
            )

    async def _store_places(self, places: Iterable[int]) -> None:
        lines, self._place_of = [], {}
        for place in places:
            raw = self._raw(place)
            self._place_of[raw.number] = place
            try:
                lines.append(numbered(raw.number, self._sound(raw)))
            except Refused as refused:  # the file was changed since it was checked
                self._refuse(raw, refused)
        await self._store(lines)
        self._tell(self.report.recording)
        await asyncio.sleep(0)

    async def _store(self, lines: Sequence[Numbered]) -> None:
        """All of them in one transaction; when one of them will not go in, each half by itself."""
        try:
            outcome = await retrying(lambda: self._attempt(lines))
        except _LINE_FAULTS as fault:
            if len(lines) == 1:
                refused = Refused(Reason.DATABASE_REFUSED, detail=fault.sqlstate)
                self._refuse(self._raw(self._place_of[lines[0].number]), refused)
                return
        else:
            self._count(outcome)
            return
        middle = len(lines) // 2
        await self._store(lines[:middle])
        await self._store(lines[middle:])

    async def _attempt(self, lines: Sequence[Numbered]) -> Outcome:
        batch = Batch(lines)
        async with transaction(self.actor) as tx:
            await be_patient(tx)
            await batch.find_known(tx)
            if self.before_batch is not None and (ids := await batch.people_known(tx)):
                await self.before_batch(tx, ids)
            await batch.load(tx)
            batch.decide()
            await batch.store(tx, recorded_by=f"roster:{self.report.digest[:16]}", now=self.now)
            changes = [change for change in batch.outcome.changes if change.before is not None]
            if self.after_batch is not None and changes:
                await self.after_batch(tx, changes)
            await batch.leave_trail(tx, self.actor, digest=self.report.digest, now=self.now)
        return batch.outcome

    def _count(self, outcome: Outcome) -> None:
        self.report.kept += len(outcome.events)
        self.report.known += outcome.known
        self.report.inmates += outcome.inmates
        self.report.pavilions += len(outcome.pavilions)
        for number, refused in outcome.refused:
            place = self._place_of[number]
            if refused.reason in HANGS_ON_HISTORY:
                self._put_off[place] = refused.with_traceback(None)
            else:
                self._refuse(self._raw(place), refused)

    def _sound(self, raw: RawLine) -> RosterLine:
        return read_line(self.file.meanings(self.file.cells(raw)), self.places, self._today)

    def _raw(self, place: int) -> RawLine:
        return self.file.line_at(self._numbers[place], self._offsets[place])

    def _refuse(self, raw: RawLine, refused: Refused) -> None:
        self.report.reasons[refused.reason.value] += 1
        self.rejects.add(raw, refused)

    def _tell(self, words: Callable[[], str]) -> None:
        self.report.seconds = self.stopwatch() - self._began
        self.progress(words())
