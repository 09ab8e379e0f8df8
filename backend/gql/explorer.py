"""The page for trying documents during development.

It works from this file alone, as a plain form. Where unpkg.com can be reached it becomes GraphiQL,
whose scripts the browser loads from there, each checked against its hash.
"""

from functools import cache
from pathlib import Path


@cache
def explorer_page() -> str:
    """The page as HTML. Never served where documents are trusted only."""
    return (Path(__file__).parent / "explorer.html").read_text(encoding="utf-8")
