"""The checked-in contract: `schema/schema.graphql` and `schema/documents.json`, written or checked for freshness."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import orjson

from backend.gql.manifest import document_id
from backend.schema import sdl

PROJECT = Path(__file__).parent.parent
PHONE = PROJECT / "mobile" / "src"


def documents() -> str:
    """The manifest of the phone's documents as they are now: ids, operation files and texts."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(PHONE.rglob("*.graphql"))]
    manifest = {"documents": {document_id(text): text for text in texts}}
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


FILES: Mapping[str, tuple[Path, Callable[[], str]]] = {
    "schema": (PROJECT / "schema" / "schema.graphql", sdl),
    "documents": (PROJECT / "schema" / "documents.json", documents),
}


def write_or_check(name: str, *, check: bool) -> int:
    """Write the file, or with `check` say whether it is what it would be; 1 when it is stale."""
    path, current = FILES[name]
    text = current()
    fresh = path.exists() and path.read_text(encoding="utf-8") == text
    if check and not fresh:
        print(
            f"{path.relative_to(PROJECT)} is stale: run `make {name}` and review the difference.",
            file=sys.stderr,
        )
        return 1
    if not check and not fresh:
        path.write_text(text, encoding="utf-8")
    return 0
