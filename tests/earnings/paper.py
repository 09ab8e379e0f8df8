"""What is read back from a PDF."""

from base64 import b64decode
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream

MILLIMETRE = Decimal(72) / Decimal("25.4")
"""Points."""


def reader(pdf: str) -> PdfReader:
    """Of a PDF in base64."""
    return PdfReader(BytesIO(b64decode(pdf)))


def text_of(pdf: str) -> str:
    """Everything that is written on the pages, on one line."""
    pages = (page.extract_text() for page in reader(pdf).pages)
    return " ".join(" ".join(pages).replace("\u00a0", " ").split())


def about(pdf: str) -> str:
    """What a file says of itself."""
    return " ".join(str(value) for value in (reader(pdf).metadata or {}).values())


def drawn_code(pdf: str) -> list[bytes]:
    """The black squares of a millimetre as rows of modules, 1 where it is dark, without light borders."""
    page = reader(pdf).pages[0]
    stream = ContentStream(page.get_contents(), page.pdf)
    dark = set()
    for operands, operator in stream.operations:
        if operator == b"re" and round(abs(Decimal(operands[3])) / MILLIMETRE) == 1:
            left, bottom, width, _ = (round(Decimal(each) / MILLIMETRE) for each in operands)
            dark |= {(left + step, -bottom) for step in range(width)}
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    side = max(x for x, _ in dark) - left + 1
    return [bytes((x + left, y + top) in dark for x in range(side)) for y in range(side)]
