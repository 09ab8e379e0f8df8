"""What the kit refuses before a resolver runs, and the one shape in which every error leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError

INTERNAL = "INTERNAL"
"""The code of everything whose cause stays with us; the request id finds it in the log."""

LONGEST_MESSAGE = 300

INTERNAL_MESSAGE = "Something went wrong on our side. Nothing you did is at fault."


@dataclass(frozen=True, slots=True)
class Result:
    """One answer: an HTTP status and the JSON body.

    `lenient`: the fault is in a well-formed request's document or variables, which
    `application/json` reports with 200 and `application/graphql-response+json` with `status`.
    `complete`: everything that was asked for is in it, and no error.
    """

    status: int
    body: bytes
    lenient: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False


class Refused(Exception):
    """The request stops here; no resolver has run and none will."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 400,
        lenient: bool = False,
        headers: Mapping[str, str] | None = None,
        errors: Iterable[GraphQLError] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.lenient = lenient
        self.headers = headers or {}
        self.errors = [_shortened(error) for error in errors] or [{"message": message}]

    def result(self, request_id: str) -> Result:
        """The answer that tells so."""
        errors = [marked(error, self.code, request_id) for error in self.errors]
        return Result(self.status, orjson.dumps({"errors": errors}), self.lenient, self.headers)


def _shortened(error: GraphQLError) -> Mapping[str, Any]:
    """The error as GraphQL formats it; a message that repeats its input is cut."""
    return {**error.formatted, "message": error.message[:LONGEST_MESSAGE]}


def marked(error: Mapping[str, Any], code: str, request_id: str) -> dict[str, Any]:
    """A formatted error with its code and the request's id, and no other extension."""
    return {**error, "extensions": {"code": code, "requestId": request_id}}


def internal(request_id: str) -> Result:
    """The answer to a fault of our own. No data: what was not committed must not be shown."""
    error = marked({"message": INTERNAL_MESSAGE}, INTERNAL, request_id)
    return Result(200, orjson.dumps({"data": None, "errors": [error]}))
