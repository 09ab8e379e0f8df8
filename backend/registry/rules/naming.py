"""How names, register numbers and pavilions are written, so that two spellings of one thing compare equal."""

import re
import unicodedata

LONGEST_NAME = 100
LONGEST_PAVILION = 40

_REGISTER = re.compile(r"[0-9A-Z]{3,20}")
_PAVILION_WORD = re.compile(r"^(pabell[oó]n|pab\.?)\s+", re.IGNORECASE)
_IN_NAMES = frozenset(" '’.-")
_IN_PAVILIONS = frozenset(" .-/°º")


def name_key(surnames: str, given_names: str) -> str:
    """Surnames, then given names, without accents, capitals or signs: what people are searched and compared by."""
    return plain(f"{surnames} {given_names}")


def plain(text: str) -> str:
    """Lower case, no accents, every run of other signs one blank: "Ñahui  D'Ávila" is "nahui d avila"."""
    letters = (
        sign if sign.isalnum() else " "
        for sign in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(sign)
    )
    return " ".join("".join(letters).split())


def canonical_register(typed: str) -> str | None:
    """A prison register number as compared: upper case, no blanks, dots, dashes or slashes. None when it is none."""
    number = re.sub(r"[\s.\-/]", "", typed[:60]).upper()
    return number if _REGISTER.fullmatch(number) else None


def tidy_name(typed: str) -> str | None:
    """A person's name with single blanks, composed letters; None when it is empty, too long or no name.

    Letters of any script, apostrophes, dots and dashes: nothing that could hide or reverse text on a screen.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    return name if _is_made_of(name, LONGEST_NAME, _IN_NAMES, digits=False) else None


def pavilion_name(typed: str) -> str | None:
    """`Pabellón 5 a` and `5 A` are one pavilion, `5 A`; None when it is empty, too long or no name."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    name = _PAVILION_WORD.sub("", name).upper()
    return name if _is_made_of(name, LONGEST_PAVILION, _IN_PAVILIONS, digits=True) else None


def _is_made_of(text: str, longest: int, signs: frozenset[str], *, digits: bool) -> bool:
    if not 0 < len(text) <= longest or not any(sign.isalnum() for sign in text):
        return False
    return all(
        unicodedata.category(sign)[0] in "LM" or (digits and sign in "0123456789") or sign in signs
        for sign in text
    )
