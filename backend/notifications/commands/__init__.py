"""What changes notices."""

from backend.notifications.commands.choices import set_notice_choice
from backend.notifications.commands.devices import (
    PushKind,
    forget_push_device,
    register_push_device,
)
from backend.notifications.commands.helping import (
    accept_helping,
    end_helping,
    invite_helper,
    spoken_helper_code,
)
from backend.notifications.commands.seeing import see_notices
from backend.notifications.commands.telling import Owed, tell, tell_all, withdraw

__all__ = [
    "Owed",
    "PushKind",
    "accept_helping",
    "end_helping",
    "forget_push_device",
    "invite_helper",
    "register_push_device",
    "see_notices",
    "set_notice_choice",
    "spoken_helper_code",
    "tell",
    "tell_all",
    "withdraw",
]
