"""The trusted documents: what the phones, old and new, may send."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson


class ManifestError(ValueError):
    """A manifest cannot be used; the message names the file and the document."""


@dataclass(frozen=True, slots=True)
class TrustedText:
    """The text of a trusted document, and the manifest it is from."""

    text: str
    source: str


Manifest = dict[str, TrustedText]
"""Trusted documents by id."""


def document_id(text: str) -> str:
    """The id of a document: the SHA-256 of its text, in lower-case hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def trust(texts: Iterable[str], source: str = "given") -> Manifest:
    """A manifest of these texts."""
    return {document_id(text): TrustedText(text, source) for text in texts}


def read_manifests(folder: Path) -> Manifest:
    """`documents.json` of the current phones and `documents/*.json` of the ones before, as one.

    Each file holds `{"documents": {id: text}}`. Raises ManifestError.
    """
    current = folder / "documents.json"
    earlier = sorted((folder / "documents").glob("*.json"))
    manifest: Manifest = {}
    for path in (current, *earlier):
        manifest |= _read(path)
    return manifest


def _read(path: Path) -> Manifest:
    try:
        documents = orjson.loads(path.read_bytes())["documents"]
        texts = dict(documents.items())
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise ManifestError(f"{path}: not a manifest of documents ({error})") from error
    for key, text in texts.items():
        if not isinstance(text, str) or document_id(text) != key:
            raise ManifestError(f"{path}: the id {key} is not the SHA-256 of its document")
    return trust(texts.values(), str(path))
