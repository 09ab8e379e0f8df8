"""`Problem`: how a refusal looks to the phone, and the one place that makes it from a DomainError."""

import strawberry
from strawberry.types.field import StrawberryField

from backend.core.errors import Code, DomainError
from backend.core.text import explain
from backend.gql.context import Context, Info

ProblemCode = strawberry.enum(Code, name="ProblemCode", description="Why a request was refused.")


@strawberry.type(description="A refusal: a code for the phone, a sentence for the person.")
class Problem:
    code: Code = strawberry.field(description="Stable; the phone may act on it.")
    message: str = strawberry.field(description="In the reader's language; says what to do next.")
    field: str | None = strawberry.field(
        description="Of BAD_INPUT, where it is known: the path of what is wrong, such as `dates.rule`."
    )

    @classmethod
    def of(cls, error: DomainError, language: str) -> "Problem":
        """The problem in the reader's language."""
        words = explain(error.code.value, language, error.facts)
        field = error.facts.get("field") if error.code is Code.BAD_INPUT else None
        return cls(code=error.code, message=words, field=None if field is None else str(field))


class ProblemHandler(strawberry.ExceptionHandler[DomainError, Problem]):
    """Turns a raised refusal into the union member, wherever the field's type has one."""

    def handle(self, exception: DomainError, *, field: StrawberryField, info: Info) -> Problem:
        context = info.context
        context.refusals.append(exception)
        return Problem.of(exception, context.actor.language)


def describe(error: DomainError, context: Context) -> tuple[str, str]:
    """Words and code of a refusal raised where no union can carry it."""
    context.refusals.append(error)
    problem = Problem.of(error, context.actor.language)
    return problem.message, problem.code.value
