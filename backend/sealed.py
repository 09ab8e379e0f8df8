"""Secrets at rest: ciphers bound to their row, blind indexes for equality, keyed digests.

The keys derive from one secret that lives outside the database.
An unkeyed hash of an 8-digit DNI is no protection: all of them can be tried in two minutes.
"""

import hmac
import os
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_ID = b"\x01"
_NONCE_BYTES = 12
_keys: dict[str, bytes] = {}
_ciphers: dict[str, AESGCM] = {}
_secret: list[bytes] = []


def use_secret(secret: str) -> None:
    """Called once by a composition root with the deployment's secret."""
    _secret[:] = [secret.encode()]
    _keys.clear()
    _ciphers.clear()


def seal(place: str, row_id: UUID, text: str) -> bytes:
    """Encrypt `text` for one column of one row, such as `visitor.document`: moved elsewhere it cannot be read."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = _cipher(place).encrypt(nonce, text.encode(), row_id.bytes)
    return _KEY_ID + nonce + sealed


def unseal(place: str, row_id: UUID, sealed: bytes) -> str:
    """The text again. Raises cryptography's InvalidTag when the row, the column or a byte is another."""
    body = bytes(sealed)
    nonce, cipher = body[1 : 1 + _NONCE_BYTES], body[1 + _NONCE_BYTES :]
    return _cipher(place).decrypt(nonce, cipher, row_id.bytes).decode()


def blind_index(purpose: str, canonical: str) -> bytes:
    """32 bytes that are equal for equal values and say nothing else. `purpose` keeps columns apart."""
    return _keyed(f"index {purpose}", canonical.encode())


def keyed_digest(purpose: str, value: bytes) -> bytes:
    """32 bytes that only the holder of the secret can compute: for codes, tokens and request bodies."""
    return _keyed(f"digest {purpose}", value)


def document_index(kind: str, number: str) -> bytes:
    """The blind index of a person's identity document, the same for visitors, inmates and restrictions."""
    return blind_index("document", f"{kind} {number}")


def _keyed(label: str, value: bytes) -> bytes:
    return hmac.digest(_key(label), value, "sha256")


def _cipher(place: str) -> AESGCM:
    if place not in _ciphers:
        _ciphers[place] = AESGCM(_key(f"cipher {place}"))
    return _ciphers[place]


def _key(label: str) -> bytes:
    if label not in _keys:
        if not _secret:
            raise RuntimeError("use_secret() has not been called")
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=label.encode())
        _keys[label] = derive.derive(_secret[0])
    return _keys[label]
