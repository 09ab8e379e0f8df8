"""What `encuentro notices` prints: counts by kind and by what came of them, what waits, what stands still."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from backend.core.clock import LIMA
from backend.notifications.commands.stopping import Meant, Stopped
from backend.notifications.queries.operations import Count, Restrained, Running

HEADINGS: Mapping[str, str] = {
    "queued": "waiting",
    "claimed": "leaving",
    "held": "held",
    "retry": "retry",
    "accepted": "handed over",
    "seen": "seen",
    "absorbed": "absorbed",
    "no_device": "no device",
    "choice": "refused",
    "expired": "expired",
    "cancelled": "withdrawn",
    "failed": "failed",
}
"""Column headings by state, and by reason for what was never sent; another reason is its own heading."""

CHANNELS = ("inbox", "push", "sms", "withdrawal")


def report(
    counts: Sequence[Count], state: Running, since: datetime, now: datetime, budget: int | None
) -> list[str]:
    """The whole page. `budget`: céntimos a day for text messages; None: no gateway is configured."""
    days = f"Notices told since {_clock(since)} (Lima)"
    told = _table(counts) if counts else [f"{days}: none."]
    return [
        *([days + ":", ""] if counts else []),
        *told,
        "",
        *_waiting(state, now),
        *(_restrained(each, now) for each in state.restrained),
        *(
            f"Stopped: {kind}, since {_clock(at)}. To let it go: encuentro notices resume {kind}"
            for kind, at in state.stopped.items()
        ),
        f"Text messages today: {_money(state.spent)}"
        + (" (no gateway is configured)." if budget is None else f" of {_money(budget)}."),
    ]


def preview(name: str, meant: Meant) -> list[str]:
    """What a stop would do, before it is asked for."""
    return [
        f"{name} told:",
        *(f"  {kind}: {_many(count, 'notice')}" for kind, count in sorted(meant.kinds.items())),
        f"{_many(meant.unsent, 'delivery')} unsent and {meant.leaving} leaving just now will stay or be taken back.",
        f"{_many(meant.pushed, 'push')} handed over already will be taken off the screens they are on.",
        *_texted(meant.texted),
    ]


def progress_words(left: int) -> str:
    """How far a stop is; stopped in between, it goes on when it is asked for again."""
    return f"{_many(left, 'notice')} left to take back."


def stopped_words(stopped: Stopped) -> list[str]:
    """What a stop did."""
    return [
        f"Stopped: {_many(stopped.notices, 'notice')}. {_many(stopped.unsent, 'delivery')} had not been handed over"
        f" and will not be; {_many(stopped.withdrawals, 'withdrawal')} follow what may be on a screen.",
        *_texted(stopped.texted),
    ]


def _texted(count: int) -> list[str]:
    return [f"{_many(count, 'text message')} handed over cannot be taken back."] if count else []


def _heading(count: Count) -> str:
    return HEADINGS.get(count.reason or count.state, count.reason or count.state)


def _table(counts: Sequence[Count]) -> list[str]:
    """One row a kind and channel, then one a channel; columns of what did not happen at all are left out."""
    found = {_heading(each) for each in counts}
    columns = [each for each in HEADINGS.values() if each in found]
    columns += sorted(found - set(columns))
    lines = [_line("", "", [*columns, "all"])]
    for kind, channel in sorted({(each.kind, each.channel) for each in counts}, key=_by_channel):
        lines.append(_row(kind, channel, columns, counts, kind))
    lines.append("")
    present = [each for each in CHANNELS if any(count.channel == each for count in counts)]
    lines += [_row("all kinds", channel, columns, counts, None) for channel in present]
    return lines


def _by_channel(row: tuple[str, str]) -> tuple[str, int]:
    return row[0], CHANNELS.index(row[1])


def _row(
    name: str, channel: str, columns: Sequence[str], counts: Iterable[Count], kind: str | None
) -> str:
    cells = dict.fromkeys(columns, 0)
    for each in counts:
        if each.channel == channel and kind in (None, each.kind):
            cells[_heading(each)] += each.deliveries
    return _line(
        name, channel, [f"{cells[each] or '·'}" for each in columns] + [f"{sum(cells.values())}"]
    )


def _line(name: str, channel: str, cells: Sequence[str]) -> str:
    return f"{name:<20} {channel:<10}" + "".join(f" {cell:>11}" for cell in cells)


def _waiting(state: Running, now: datetime) -> list[str]:
    if not state.waiting:
        return ["Nothing is due that has not been sent."]
    return [
        f"Oldest that is due, {each.channel}: {each.kind}, for {_span(now - each.due_at)} (notice {each.notice_id})."
        for each in state.waiting
    ]


def _restrained(each: Restrained, now: datetime) -> str:
    if each.paused_until is not None and each.paused_until > now:
        return f"Paused: {each.name} until {_clock(each.paused_until)} ({each.reason or 'no reason kept'})."
    assert each.slow_until is not None  # it is asked for by one of the two
    return f"Slowed: {each.name} until {_clock(each.slow_until)}."


def _many(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    plural = (
        noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith("sh") else "s")
    )
    return f"{count} {plural}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(LIMA):%Y-%m-%d %H:%M}"


def _money(centimos: int) -> str:
    return f"S/ {centimos // 100}.{centimos % 100:02}"


def _span(long: timedelta) -> str:
    seconds = int(long.total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return _many(seconds // size, unit)
    return _many(seconds, "second")
