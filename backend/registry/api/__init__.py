"""GraphQL of the registry. Other slices' types may point to those named here."""

from backend.registry.api.people import CorrectionInput
from backend.registry.api.root import (
    MUTATION_RULES,
    QUERY_RULES,
    RegistryMutation,
    RegistryQuery,
)
from backend.registry.api.types import (
    Establishment,
    Inmate,
    Visitor,
    establishment_of,
    inmate_of,
    visitor_of,
)
from backend.registry.rules.people import Sex

__all__ = [
    "MUTATION_RULES",
    "QUERY_RULES",
    "CorrectionInput",
    "Establishment",
    "Inmate",
    "RegistryMutation",
    "RegistryQuery",
    "Sex",
    "Visitor",
    "establishment_of",
    "inmate_of",
    "visitor_of",
]
