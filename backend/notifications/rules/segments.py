"""How many parts a text message is sent and paid as: GSM 03.38 counts septets, or UTF-16 units where it must."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Signs that take two septets, which stay together in one part."""

_ALONE, _OF_MANY = 160, 153
_ALONE_WIDE, _OF_MANY_WIDE = 70, 67


def segments(text: str) -> int:
    """The parts that `text` is cut into; 1 for an empty one.

    One sign outside GSM 7 bits (á, í, ó, ú among them) makes all of it wide: 70 signs a part instead of 160.
    """
    widths = _septets(text)
    if widths is None:
        return _parts(
            [len(sign.encode("utf-16-le")) // 2 for sign in text], _ALONE_WIDE, _OF_MANY_WIDE
        )
    return _parts(widths, _ALONE, _OF_MANY)


def _septets(text: str) -> list[int] | None:
    if not set(text) <= _BASIC | _EXTENDED:
        return None
    return [1 + (sign in _EXTENDED) for sign in text]


def _parts(widths: list[int], alone: int, of_many: int) -> int:
    if sum(widths) <= alone:
        return 1
    parts, room = 1, of_many
    for width in widths:
        if width > room:
            parts, room = parts + 1, of_many
        room -= width
    return parts
