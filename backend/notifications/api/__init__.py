"""Notices in the schema: the inbox, how each kind comes, and who helps."""

import strawberry

from backend.gql.access import Rule
from backend.notifications.api import choices, devices, helpers, inbox


@strawberry.type
class NotificationsQuery(inbox.InboxQuery, choices.ChoicesQuery, helpers.HelpersQuery):
    """What a family is told, and how it wishes to be."""


@strawberry.type
class NotificationsMutation(
    inbox.InboxMutation,
    choices.ChoicesMutation,
    helpers.HelpersMutation,
    devices.DevicesMutation,
):
    """Opening notices, choosing how and to which phone they come, and helping."""


QUERY_RULES: dict[str, Rule] = inbox.QUERY_RULES | choices.QUERY_RULES | helpers.QUERY_RULES
MUTATION_RULES: dict[str, Rule] = (
    inbox.MUTATION_RULES | choices.MUTATION_RULES | helpers.MUTATION_RULES | devices.MUTATION_RULES
)
