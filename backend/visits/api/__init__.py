"""GraphQL of visits."""

import strawberry

from backend.gql.access import Rule
from backend.visits.api import advice, family, offer, office, people


@strawberry.type
class VisitsQuery(family.FamilyQuery, offer.OfferQuery, office.OfficeQuery, advice.AdviceQuery):
    """What can be taken, what was booked, and an office's day."""


@strawberry.type
class VisitsMutation(
    family.FamilyMutation, offer.OfferMutation, office.OfficeMutation, people.PeopleMutation
):
    """Holding, booking and calling off; and what changes the offer."""


QUERY_RULES: dict[str, Rule] = (
    family.QUERY_RULES | offer.QUERY_RULES | office.QUERY_RULES | advice.QUERY_RULES
)
MUTATION_RULES: dict[str, Rule] = (
    family.MUTATION_RULES | offer.MUTATION_RULES | office.MUTATION_RULES | people.MUTATION_RULES
)
