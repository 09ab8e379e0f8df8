"""Signing in, sessions and roles in the schema."""

import strawberry

from backend.gql.access import Rule
from backend.identity.api import erasing, families, own, preferences, staff


@strawberry.type
class IdentityQuery(own.OwnQuery, staff.StaffQuery):
    """Who asks, where they are signed in, and who serves where."""


@strawberry.type
class IdentityMutation(
    families.FamiliesMutation,
    own.OwnMutation,
    preferences.PreferencesMutation,
    erasing.ErasingMutation,
    staff.StaffMutation,
):
    """Signing in and out, trusting devices, giving roles."""


QUERY_RULES: dict[str, Rule] = own.QUERY_RULES | staff.QUERY_RULES
MUTATION_RULES: dict[str, Rule] = (
    families.MUTATION_RULES
    | own.MUTATION_RULES
    | preferences.MUTATION_RULES
    | erasing.MUTATION_RULES
    | staff.MUTATION_RULES
)
