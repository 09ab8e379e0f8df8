"""Where no carrier is configured: one line on the terminal for what would be sent; codes whole, in development."""

from collections.abc import Callable
from datetime import datetime

from backend.notifications.rules.neutral import push_words, sms_words
from backend.notifications.rules.verdicts import Answer, Outcome
from backend.notifications.sending.carrier import Letter, Sent, To

Say = Callable[[str], None]

SHOWN = 3
"""Signs of an address that are printed, in development."""


class Nobody:
    """A channel that this installation does not have: nothing is handed over, and a text message may go instead."""

    async def send(self, letter: Letter, to: To, now: datetime) -> Sent:
        """Refuse, without trying."""
        return Sent("nobody", Answer(Outcome.NO_CARRIER))


class ConsoleCarrier:
    """Takes everything, in development."""

    def __init__(self, say: Say) -> None:
        self._say = say

    async def send(self, letter: Letter, to: To, now: datetime) -> Sent:
        """Print, and take it."""
        self._say(self._line(letter, to))
        return Sent("console", Answer(Outcome.ACCEPTED, provider_id="printed"))

    def _line(self, letter: Letter, to: To) -> str:
        if letter.body is not None:
            return f"  SMS to {to.value}: {letter.body}"
        # of an address so short that its end would be most of it, nothing
        end = to.value[-SHOWN:] if len(to.value) > 2 * SHOWN else ""
        return f"  {letter.channel} to …{end} [{letter.language}]: {_words(letter)}"


def _words(letter: Letter) -> str:
    if letter.withdrawal:
        return f"take {letter.tag} off the screen"
    if letter.channel == "sms":
        return sms_words(letter.kind, letter.language)
    return ": ".join(push_words(letter.kind, letter.language, discreet=letter.discreet))
