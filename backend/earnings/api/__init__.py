"""GraphQL of earnings."""

import strawberry

from backend.earnings.api import consents, family
from backend.gql.access import Rule


@strawberry.type
class EarningsQuery(family.StatementsQuery, consents.ConsentsQuery):
    """Statements, who may read them and what is asked about them."""


@strawberry.type
class EarningsMutation(family.StatementsMutation, consents.ConsentsMutation):
    """Questions and answers, consents given and taken back."""


QUERY_RULES: dict[str, Rule] = family.QUERY_RULES | consents.QUERY_RULES
MUTATION_RULES: dict[str, Rule] = family.MUTATION_RULES | consents.MUTATION_RULES
