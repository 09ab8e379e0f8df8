"""What changes notices."""

from backend.notifications.commands.telling import Owed, tell, tell_all, withdraw

__all__ = ["Owed", "tell", "tell_all", "withdraw"]
