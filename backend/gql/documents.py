"""The only place that executes a document: chosen, measured, run, committed, and then answered."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from inspect import isawaitable
from typing import Any, Generic, NamedTuple, Protocol, TypeGuard, TypeVar, cast

import orjson
import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    execute,
    parse,
    specified_rules,
    validate,
)
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from backend.core.errors import Code, DomainError
from backend.gql.executor import FastExecutor, Plans
from backend.gql.failures import failed
from backend.gql.limits import LIMITS, Limits, Measure, check_variables, measure
from backend.gql.manifest import Manifest, ManifestError, document_id
from backend.gql.operation import Operation, bad_request
from backend.gql.refusals import Refused, Result, internal, marked

log = logging.getLogger(__name__)

RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
"""Made once: rule classes made for each request would keep every cache cold."""

FREE_DOCUMENTS_KEPT = 128
ERRORS_SHOWN = 5
LONG_NUMBER = re.compile(r"\d{300}")
"""More digits than any number of ours has."""

SECONDS_TO_ANSWER = 20.0


class RequestContext(Protocol):
    """What the kit asks of a context: to be told once how the request ended."""

    async def close(self, error: BaseException | None = None) -> None:
        """Commit when `error` is None, else roll back. What it raises becomes an internal error."""


C = TypeVar("C", bound=RequestContext)
Describe = Callable[[DomainError, C], tuple[str, str]]
"""The words and the code of a refusal raised by a query."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that is parsed, measured and valid; `plans` where it may keep readers."""

    document: DocumentNode
    kinds: Mapping[str | None, OperationType]
    measures: Mapping[str | None, Measure]
    plans: Plans | None


class Chosen(NamedTuple):
    """An operation that will run."""

    prepared: Prepared
    operation: Operation


class Documents(Generic[C]):
    """The documents this server runs.

    `trusted_only`: those of the manifest and nothing else. Otherwise any within `limits`.
    `explorable`: introspection and suggestions, by default only where documents are free.
    Raises ManifestError when a document of the manifest is not valid here.
    """

    def __init__(
        self,
        schema: strawberry.Schema,
        manifest: Manifest,
        *,
        trusted_only: bool,
        describe: Describe[C],
        explorable: bool | None = None,
        limits: Limits = LIMITS,
        seconds: float = SECONDS_TO_ANSWER,
    ) -> None:
        if schema.extensions:
            raise TypeError("extensions of the schema do not run here; use extensions of fields")
        self.schema: GraphQLSchema = schema._schema
        self.executor = schema.execution_context_class
        self.trusted_only = trusted_only
        self.explorable = not trusted_only if explorable is None else explorable
        self.describe = describe
        self.limits = limits
        self.seconds = seconds
        self.trusted = {
            key: self._trusted(each.text, each.source) for key, each in manifest.items()
        }
        self._free = lru_cache(FREE_DOCUMENTS_KEPT)(self._prepared)

    async def execute(self, operation: Operation, context: C) -> Result:
        """Run the operation and close the context; the answer exists only once that is done."""
        try:
            chosen = self.choose(operation)
        except Refused as refusal:
            await context.close(refusal)
            return refusal.result(operation.request_id)
        return await self.run(chosen, context)

    def choose(self, operation: Operation) -> Chosen:
        """Find the document and check that this operation of it may run. Raises `Refused`."""
        prepared = self._find(operation)
        name = operation.name
        if name is None and len(prepared.kinds) == 1:
            name = next(iter(prepared.kinds))
        if name not in prepared.kinds:
            raise Refused("BAD_REQUEST", "Name one operation of the document.", lenient=True)
        if prepared.kinds[name] is OperationType.MUTATION:
            if operation.read_only:
                allow = {"allow": "POST"}
                raise Refused("BAD_REQUEST", "Send a mutation by POST.", status=405, headers=allow)
            if len(prepared.measures[name].roots) > 1:
                raise Refused("ONE_MUTATION", "Send one mutation a request.")
        check_variables(operation.variables, self.limits, prepared.measures[name].values)
        return Chosen(prepared, operation)

    async def run(self, chosen: Chosen, context: C) -> Result:
        """Execute, close the context, answer. Never raises, except when the task is cancelled."""
        request_id = chosen.operation.request_id
        try:
            async with asyncio.timeout(self.seconds):
                found = await self._executed(chosen, context)
            result, fault = self._answer(found, context, request_id)
        except BaseException as error:
            await self._closed(context, error, request_id)
            if isinstance(error, TimeoutError):
                return too_late(request_id)
            if not isinstance(error, Exception):
                raise
            return failed(error, request_id)
        closed = await self._closed(context, fault, request_id)
        return result if closed else internal(request_id)

    def _find(self, operation: Operation) -> Prepared:
        text, key = operation.text, operation.document_id
        if text is None and key is None:
            raise bad_request("The request holds neither `query` nor `documentId`.")
        if text is not None:
            if key not in (None, document_id(text)):
                raise bad_request("The text and the id belong to different documents.")
            key = document_id(text)
        if key in self.trusted:
            return self.trusted[key]
        if self.trusted_only or text is None:
            raise Refused("DOCUMENT_NOT_TRUSTED", "This server does not know the document.")
        return self._free(text)

    def _trusted(self, text: str, source: str) -> Prepared:
        try:
            prepared = self._prepared(text)
        except Refused as refusal:
            told = "; ".join(error["message"] for error in refusal.errors)
            raise ManifestError(f"{source}: {_first_name(text)}: {told}") from refusal
        for name, kind in prepared.kinds.items():
            if kind is OperationType.MUTATION and len(prepared.measures[name].roots) > 1:
                raise ManifestError(f"{source}: {name}: more than one mutation in an operation")
        return prepared

    def _prepared(self, text: str) -> Prepared:
        document = self._parsed(text)
        measures = measure(self.schema, document, introspection=self.explorable, limits=self.limits)
        errors = validate(
            self.schema,
            document,
            RULES,
            max_errors=ERRORS_SHOWN,
            hide_suggestions=not self.explorable,
        )
        if errors:
            raise _not_valid(errors if self.explorable else errors[:1])
        kinds = {
            each.name.value if each.name else None: each.operation
            for each in document.definitions
            if isinstance(each, OperationDefinitionNode)
        }
        conditional = any(each.weight.directives for each in measures.values())
        return Prepared(document, kinds, measures, None if conditional else {})

    def _parsed(self, text: str) -> DocumentNode:
        if LONG_NUMBER.search(text):
            raise Refused("REQUEST_TOO_LARGE", "A number in the document is too long.")
        try:
            return parse(
                text,
                max_lexical_tokens=self.limits.tokens,
                max_comments=self.limits.comments,
                max_source_length=self.limits.length,
            )
        except GraphQLError as error:
            raise _not_valid([error]) from None

    async def _executed(self, chosen: Chosen, context: C) -> ExecutionResult:
        extra: dict[str, Any] = {"operation_extensions": {}}
        if issubclass(self.executor, FastExecutor):
            extra["plans"] = chosen.prepared.plans
        awaitable = cast("Callable[[Any], TypeGuard[Awaitable[Any]]]", optimized_is_awaitable)
        found = execute(
            self.schema,
            chosen.prepared.document,
            context_value=context,
            variable_values=dict(chosen.operation.variables),
            operation_name=chosen.operation.name,
            max_coercion_errors=ERRORS_SHOWN,
            executor_class=self.executor,
            is_awaitable=awaitable,
            hide_suggestions=not self.explorable,
            **extra,
        )
        return await found if isawaitable(found) else found

    def _answer(
        self, found: ExecutionResult, context: C, request_id: str
    ) -> tuple[Result, BaseException | None]:
        """The answer, and the first fault of our own: with one, there is no data to show."""
        if not found.errors:
            return Result(200, _json({"data": found.data}), complete=True), None
        if found.data is None and all(error.path is None for error in found.errors):
            refusal = Refused("BAD_INPUT", "", lenient=True, errors=found.errors)
            return refusal.result(request_id), None
        errors: list[dict[str, Any]] = []
        for error in found.errors:
            cause = _cause(error)
            if isinstance(cause, DomainError):
                message, code = self.describe(cause, context)
            elif _is_about_argument(cause):
                message, code = error.message, Code.BAD_INPUT.value
            else:
                return failed(cause, request_id), cause
            errors.append(marked({"message": message, "path": error.path}, code, request_id))
        return Result(200, _json({"data": found.data, "errors": errors})), None

    async def _closed(self, context: C, error: BaseException | None, request_id: str) -> bool:
        try:
            await context.close(error)
        except Exception:
            log.exception("request %s could not be closed", request_id)
            return False
        return True


def _json(answer: dict[str, Any]) -> bytes:
    """The answer's bytes. Instants that the executor left as they are end in Z, as their scalar."""
    return orjson.dumps(answer, option=orjson.OPT_UTC_Z)


def too_late(request_id: str) -> Result:
    """The answer when an operation took longer than it may."""
    message = "This took too long and was stopped. Try again."
    return Refused(Code.TRY_AGAIN.value, message, status=503).result(request_id)


def _not_valid(errors: list[GraphQLError]) -> Refused:
    return Refused("DOCUMENT_NOT_VALID", "", lenient=True, errors=errors)


def _cause(error: GraphQLError) -> BaseException:
    """What a resolver raised, or the error itself."""
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _is_about_argument(cause: BaseException) -> bool:
    """Whether graphql-core points at a value in the document: it refused an argument.

    A fault in what a resolver returned points at a field, or nowhere.
    """
    nodes = cause.nodes if isinstance(cause, GraphQLError) else None
    return bool(nodes) and not any(isinstance(node, FieldNode) for node in nodes or ())


def _first_name(text: str) -> str:
    return " ".join(text.split("(")[0].split("{")[0].split()[:2]) or "document"
