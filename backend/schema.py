"""Joins the slices' queries and mutations into the one schema, with every root field behind its rule."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from backend.earnings import api as earnings
from backend.gql.access import close_root
from backend.gql.executor import FastExecutor
from backend.gql.problems import ProblemHandler
from backend.gql.scalars import SCALARS
from backend.identity import api as identity
from backend.notifications import api as notifications
from backend.privacy import api as privacy
from backend.programmes import api as programmes
from backend.registry import api as registry
from backend.visits import api as visits
from backend.work import api as work

SLICES = (identity, registry, notifications, visits, work, earnings, programmes, privacy)


@strawberry.type
class Query(
    identity.IdentityQuery,
    registry.RegistryQuery,
    notifications.NotificationsQuery,
    visits.VisitsQuery,
    work.WorkQuery,
    earnings.EarningsQuery,
    programmes.ProgrammesQuery,
    privacy.PrivacyQuery,
):
    """What can be read. Lists come in pages; a person is reached through one's own ties or posting."""


@strawberry.type
class Mutation(
    identity.IdentityMutation,
    registry.RegistryMutation,
    notifications.NotificationsMutation,
    visits.VisitsMutation,
    work.WorkMutation,
    earnings.EarningsMutation,
    programmes.ProgrammesMutation,
    privacy.PrivacyMutation,
):
    """What can be done, one at a time, each with a `requestId` made before sending."""


QUERY_RULES = {name: rule for part in SLICES for name, rule in part.QUERY_RULES.items()}
MUTATION_RULES = {name: rule for part in SLICES for name, rule in part.MUTATION_RULES.items()}

close_root(Query, QUERY_RULES)
close_root(Mutation, MUTATION_RULES)

schema = strawberry.Schema(
    Query,
    Mutation,
    config=StrawberryConfig(disable_field_suggestions=True, scalar_map=SCALARS),
    execution_context_class=FastExecutor,
    exception_handlers=[ProblemHandler()],
)


def sdl() -> str:
    """The schema as text, as it stands in `schema/schema.graphql`."""
    return schema.as_str() + "\n"
