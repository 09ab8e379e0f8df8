"""What can be read of notices."""

from backend.notifications.queries.choices import chosen
from backend.notifications.queries.helping import Helper, helper_by_id, helpers
from backend.notifications.queries.inbox import INBOX, News, my_notices, news, unseen
from backend.notifications.queries.kept import (
    kept_choices,
    kept_helpers,
    kept_notices,
    kept_push_devices,
)

__all__ = [
    "INBOX",
    "Helper",
    "News",
    "chosen",
    "helper_by_id",
    "helpers",
    "kept_choices",
    "kept_helpers",
    "kept_notices",
    "kept_push_devices",
    "my_notices",
    "news",
    "unseen",
]
