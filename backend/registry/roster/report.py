"""How far a load is and what became of it, in numbers."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """Lines of one file: read, recorded now (`kept`), recorded before (`known`), refused by reason."""

    read: int = 0
    kept: int = 0
    known: int = 0
    inmates: int = 0
    pavilions: int = 0
    seconds: float = 0.0
    digest: str = ""
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """How many lines were refused."""
        return self.reasons.total()

    @property
    def done(self) -> int:
        """How many lines have met their fate."""
        return self.kept + self.known + self.rejected

    def summary(self) -> str:
        """For the terminal: what happened, and why lines were refused, the commonest reason first."""
        rate = self.read / self.seconds if self.seconds else 0.0
        lines = [
            f"{self.read:,} lines in {self.seconds:.1f} s ({rate:,.0f} lines/s): {self.kept:,} recorded,"
            f" {self.known:,} known already, {self.rejected:,} rejected",
            f"{self.inmates:,} new inmates, {self.pavilions:,} new pavilions",
        ]
        lines += [f"  {count:>9,}  {reason}" for reason, count in self.reasons.most_common()]
        return "\n".join(lines)

    def checking(self) -> str:
        """One line of progress while the file is read for the first time."""
        rate = self.read / self.seconds if self.seconds else 0.0
        return f"checking: {self.read:,} lines, {self.rejected:,} rejected, {rate:,.0f} lines/s"

    def recording(self) -> str:
        """One line of progress while events are recorded."""
        share = self.done / self.read if self.read else 1.0
        rate = self.done / self.seconds if self.seconds else 0.0
        return (
            f"recording: {self.done:,} of {self.read:,} lines ({share:.0%}), {self.kept:,} new,"
            f" {self.known:,} known already, {self.rejected:,} rejected, {rate:,.0f} lines/s"
        )
