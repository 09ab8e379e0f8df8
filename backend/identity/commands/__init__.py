"""What can be done to accounts, sessions and roles: one public function a mutation."""

from backend.identity.commands.challenges import request_sign_in_code
from backend.identity.commands.devices import approve_device, use_recovery_code, vouch_for_device
from backend.identity.commands.erasing import prove_erasure, request_erasure_code
from backend.identity.commands.language import set_language
from backend.identity.commands.preferences import set_preferences
from backend.identity.commands.roles import disable_staff, end_role, grant_role
from backend.identity.commands.sessions import (
    end_all_sessions,
    end_session,
    lock_session,
    refresh_session,
    sign_out,
)
from backend.identity.commands.sign_in import confirm_sign_in_code
from backend.identity.commands.staff import AddedStaff, add_staff, sign_in_staff, step_up

__all__ = [
    "AddedStaff",
    "add_staff",
    "approve_device",
    "confirm_sign_in_code",
    "disable_staff",
    "end_all_sessions",
    "end_role",
    "end_session",
    "grant_role",
    "lock_session",
    "prove_erasure",
    "refresh_session",
    "request_erasure_code",
    "request_sign_in_code",
    "set_language",
    "set_preferences",
    "sign_in_staff",
    "sign_out",
    "step_up",
    "use_recovery_code",
    "vouch_for_device",
]
