"""GraphQL of work."""

import strawberry

from backend.gql.access import Rule
from backend.work.api import months, recording, sheets, workshops


@strawberry.type
class WorkQuery(
    workshops.WorkshopsQuery,
    sheets.SheetsQuery,
    recording.RecordingQuery,
    months.MonthsQuery,
):
    """Workshops, their days and months, and what is recorded of a person."""


@strawberry.type
class WorkMutation(
    workshops.WorkshopsMutation,
    sheets.SheetsMutation,
    recording.RecordingMutation,
    months.MonthsMutation,
):
    """What changes workshops, records and months."""


QUERY_RULES: dict[str, Rule] = (
    workshops.QUERY_RULES | sheets.QUERY_RULES | recording.QUERY_RULES | months.QUERY_RULES
)
MUTATION_RULES: dict[str, Rule] = (
    workshops.MUTATION_RULES
    | sheets.MUTATION_RULES
    | recording.MUTATION_RULES
    | months.MUTATION_RULES
)
