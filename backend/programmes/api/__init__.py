"""GraphQL of programmes and events."""

import strawberry

from backend.gql.access import Rule
from backend.programmes.api import calendars, family, planning


@strawberry.type
class ProgrammesQuery(planning.PlanningQuery, family.FamilyQuery, calendars.CalendarsQuery):
    """What is on, what is planned, and who comes."""


@strawberry.type
class ProgrammesMutation(
    planning.PlanningMutation, family.FamilyMutation, calendars.CalendarsMutation
):
    """What plans and releases events, and answers them."""


QUERY_RULES: dict[str, Rule] = planning.QUERY_RULES | family.QUERY_RULES | calendars.QUERY_RULES
MUTATION_RULES: dict[str, Rule] = (
    planning.MUTATION_RULES | family.MUTATION_RULES | calendars.MUTATION_RULES
)
