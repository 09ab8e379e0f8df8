"""GraphQL of programmes and events."""

import strawberry

from backend.gql.access import Rule
from backend.programmes.api import attending, calendars, culture, family, means, planning


@strawberry.type
class ProgrammesQuery(
    attending.AttendingQuery,
    planning.PlanningQuery,
    family.FamilyQuery,
    calendars.CalendarsQuery,
    means.MeansQuery,
    culture.CultureQuery,
):
    """What is on, what is planned, and who comes."""


@strawberry.type
class ProgrammesMutation(
    attending.AttendingMutation,
    planning.PlanningMutation,
    family.FamilyMutation,
    calendars.CalendarsMutation,
    means.MeansMutation,
    culture.CultureMutation,
):
    """What plans and releases events, and answers them."""


QUERY_RULES: dict[str, Rule] = (
    attending.QUERY_RULES
    | planning.QUERY_RULES
    | family.QUERY_RULES
    | calendars.QUERY_RULES
    | means.QUERY_RULES
    | culture.QUERY_RULES
)
MUTATION_RULES: dict[str, Rule] = (
    attending.MUTATION_RULES
    | planning.MUTATION_RULES
    | family.MUTATION_RULES
    | calendars.MUTATION_RULES
    | means.MUTATION_RULES
    | culture.MUTATION_RULES
)
