"""One request for an operation, as it was sent: checked for shape, not for sense."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from backend.gql.refusals import Refused

_ID = re.compile(r"[0-9a-f]{64}")
_PREFIX = "sha256:"


def new_request_id() -> str:
    """The id under which a request is found in the log."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Operation:
    """A document, by text or id or both, with its variables."""

    text: str | None = None
    document_id: str | None = None
    name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    read_only: bool = False
    """It came by GET: a mutation is refused."""
    request_id: str = field(default_factory=new_request_id)

    @classmethod
    def of(cls, payload: object, *, request_id: str, read_only: bool = False) -> "Operation":
        """The operation in a decoded JSON body or in a query string. Raises `Refused`."""
        if isinstance(payload, list):
            raise bad_request("Send one operation a request; a list of them is not accepted.")
        if not isinstance(payload, dict):
            raise bad_request("The request body must be a JSON object.")
        text = _member(payload, "query", str)
        ids = _ids(payload)
        if text is not None and _ID.fullmatch(text):
            ids.add(text)
            text = None
        if len(ids) > 1:
            raise bad_request("The request names more than one document.")
        return cls(
            text=text,
            document_id=next(iter(ids), None),
            name=_member(payload, "operationName", str),
            variables=_member(payload, "variables", dict) or {},
            read_only=read_only,
            request_id=request_id,
        )


def bad_request(message: str) -> Refused:
    """The refusal of a request that is not shaped like one."""
    return Refused("BAD_REQUEST", message)


def _ids(payload: dict[str, Any]) -> set[str]:
    extensions = _member(payload, "extensions", dict) or {}
    persisted = _member(extensions, "persistedQuery", dict) or {}
    given = (_member(payload, "documentId", str), _member(persisted, "sha256Hash", str))
    return {each.removeprefix(_PREFIX) for each in given if each is not None}


def _member(payload: dict[str, Any], name: str, kind: type) -> Any:
    value = payload.get(name)
    if value is not None and not isinstance(value, kind):
        what = "a text" if kind is str else "an object"
        raise bad_request(f"`{name}` must be {what} or null.")
    return value
