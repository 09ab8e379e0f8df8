"""The root is closed: every root field names who may use it, or the schema is not built."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from strawberry.extensions import FieldExtension
from strawberry.types.base import get_object_definition

from backend.core.actor import Actor, Anonymous, Family, Role, Staff
from backend.core.errors import Code, DomainError
from backend.gql.context import Info


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a root field. Where a person or a place is concerned, `registry/access.py` decides further."""

    anonymous: bool = False
    family: bool = False
    provisional: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)
    step_up: bool = False


PUBLIC = Rule(anonymous=True, family=True, provisional=True, roles=frozenset(Role))
SIGNED_IN = Rule(family=True, provisional=True, roles=frozenset(Role))
TRUSTED = Rule(family=True, roles=frozenset(Role))
FAMILY = Rule(family=True)
FAMILY_EVEN_PROVISIONAL = Rule(family=True, provisional=True)
STAFF = Rule(roles=frozenset(Role))


def posted_as(*roles: Role, step_up: bool = False) -> Rule:
    """Staff who hold one of the roles somewhere; the command checks that it is the right place."""
    return Rule(roles=frozenset(roles), step_up=step_up)


def check(rule: Rule, actor: Actor, now: Any) -> None:
    """Raise unless `rule` lets `actor` in: SIGN_IN_NEEDED, DEVICE_NOT_TRUSTED, NOT_ALLOWED or STEP_UP_NEEDED."""
    if isinstance(actor, Anonymous):
        if not rule.anonymous:
            raise DomainError(Code.SIGN_IN_NEEDED)
    elif isinstance(actor, Family):
        if not rule.family:
            raise DomainError(Code.NOT_ALLOWED)
        if actor.provisional and not rule.provisional:
            raise DomainError(Code.DEVICE_NOT_TRUSTED)
    elif isinstance(actor, Staff):
        if not rule.roles & {role for _, role in actor.roles}:
            raise DomainError(Code.NOT_ALLOWED)
        if rule.step_up and not (actor.stepped_up_until and actor.stepped_up_until > now):
            raise DomainError(Code.STEP_UP_NEEDED)
    else:
        raise DomainError(Code.NOT_ALLOWED)


class _Guard(FieldExtension):
    def __init__(self, rule: Rule) -> None:
        self.rule = rule

    async def resolve_async(  # type: ignore[override]  # an argument of a field may be called `source`
        self, next_: Callable[..., Awaitable[Any]], source: Any, info: Info, /, **arguments: Any
    ) -> Any:
        check(self.rule, info.context.actor, info.context.now)
        return await next_(source, info, **arguments)


def close_root(root: type, rules: Mapping[str, Rule]) -> None:
    """Put its rule before every field of a root type.

    Raises LookupError for a field without a rule, or a rule without a field.
    """
    definition = get_object_definition(root, strict=True)
    names = {root_field.python_name for root_field in definition.fields}
    if names != set(rules):
        raise LookupError(f"root fields and access rules differ: {sorted(names ^ set(rules))}")
    for root_field in definition.fields:
        root_field.extensions = [_Guard(rules[root_field.python_name]), *root_field.extensions]
