"""Notices in the schema: the inbox, how each kind comes, and who helps."""

import strawberry

from backend.gql.access import Rule
from backend.notifications.api import choices, devices, helping, inbox


@strawberry.type
class NotificationsQuery(inbox.InboxQuery, choices.ChoicesQuery, helping.HelpersQuery):
    """What a family is told, and how it wishes to be."""


@strawberry.type
class NotificationsMutation(
    inbox.InboxMutation,
    choices.ChoicesMutation,
    helping.HelpersMutation,
    devices.DevicesMutation,
):
    """Opening notices, choosing how and to which phone they come, and helping."""


QUERY_RULES: dict[str, Rule] = inbox.QUERY_RULES | choices.QUERY_RULES | helping.QUERY_RULES
MUTATION_RULES: dict[str, Rule] = (
    inbox.MUTATION_RULES | choices.MUTATION_RULES | helping.MUTATION_RULES | devices.MUTATION_RULES
)
