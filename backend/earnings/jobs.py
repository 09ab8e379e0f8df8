"""What the worker does about earnings."""

from backend.earnings.commands.leaving import settle_exits

__all__ = ["settle_exits"]
