"""What a family means by the word or letter it writes back."""

import unicodedata
from enum import StrEnum


class Reply(StrEnum):
    """What was meant."""

    STOP = "stop"
    COMING = "coming"
    NOT_COMING = "not_coming"
    OTHER = "other"


_WORDS = {
    "stop": Reply.STOP,
    "alto": Reply.STOP,
    "basta": Reply.STOP,
    "s": Reply.COMING,
    "si": Reply.COMING,
    "ari": Reply.COMING,  # Quechua
    "jisa": Reply.COMING,  # Aymara
    "n": Reply.NOT_COMING,
    "no": Reply.NOT_COMING,
    "mana": Reply.NOT_COMING,
    "janiwa": Reply.NOT_COMING,
}
_LONGEST = 40


def meant_by(text: str) -> Reply:
    """One letter or word, however it is written ("Sí.", " ALTO ", "basta!"); more words are something else."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    word = "".join(sign if sign.isalnum() else " " for sign in letters).strip()
    return _WORDS.get(word, Reply.OTHER) if len(text) <= _LONGEST else Reply.OTHER
