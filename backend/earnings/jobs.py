"""What the worker does about earnings."""

from backend.earnings.commands.closing_asked import close_asked_months
from backend.earnings.commands.leaving import settle_exits

__all__ = ["close_asked_months", "settle_exits"]
