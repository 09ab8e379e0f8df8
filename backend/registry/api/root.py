"""The registry's part of the root: its fields, and who may use each."""

import strawberry

from backend.gql.access import Rule
from backend.registry.api import held, office, people, places, ties


@strawberry.type
class RegistryQuery(
    places.PlacesQuery,
    people.PeopleQuery,
    ties.TiesQuery,
    office.OfficeQuery,
    held.HeldQuery,
):
    """Places, one's own people and ties, an office's queue, and who it holds."""


@strawberry.type
class RegistryMutation(people.PeopleMutation, ties.TiesMutation, office.OfficeMutation):
    """What changes people and ties."""


QUERY_RULES: dict[str, Rule] = (
    places.QUERY_RULES
    | people.QUERY_RULES
    | ties.QUERY_RULES
    | office.QUERY_RULES
    | held.QUERY_RULES
)
MUTATION_RULES: dict[str, Rule] = (
    people.MUTATION_RULES | ties.MUTATION_RULES | office.MUTATION_RULES
)
