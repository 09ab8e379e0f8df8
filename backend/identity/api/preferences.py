"""How quiet an account is, in the schema."""

from datetime import time
from typing import Annotated, Self
from uuid import UUID

import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.identity import commands, queries


@strawberry.type(description="How quiet an account is.")
class Preferences:
    discreet: bool = strawberry.field(description="Notices outside the app say nothing at all.")
    quiet_from: time | None = strawberry.field(
        description="From then until `quietTo`, in Lima, nothing is sent. Null: at any hour."
    )
    quiet_to: time | None

    @classmethod
    def of(cls, row: queries.Preferences) -> Self:
        """An account's own."""
        return cls(**row._asdict())


SetPreferencesResult = Annotated[Preferences | Problem, strawberry.union("SetPreferencesResult")]

MUTATION_RULES: dict[str, Rule] = {"set_preferences": FAMILY}


@strawberry.type
class PreferencesMutation:
    @strawberry.mutation(description="Quiet hours are both given, or neither for none.")
    async def set_preferences(
        self,
        info: Info,
        discreet: bool,
        request_id: UUID,
        quiet_from: time | None = None,
        quiet_to: time | None = None,
    ) -> SetPreferencesResult:
        await commands.set_preferences(
            info.context.family,
            request_id,
            discreet=discreet,
            quiet_from=quiet_from,
            quiet_to=quiet_to,
            now=info.context.now,
        )
        async with info.context.read() as tx:
            return Preferences.of(await queries.my_preferences(tx, info.context.family))
