"""What can be read of notices."""

from backend.notifications.queries.choices import chosen
from backend.notifications.queries.helpers import Helper, helper_by_id, helpers
from backend.notifications.queries.inbox import INBOX, News, kept_notices, my_notices, news, unseen

__all__ = [
    "INBOX",
    "Helper",
    "News",
    "chosen",
    "helper_by_id",
    "helpers",
    "kept_notices",
    "my_notices",
    "news",
    "unseen",
]
