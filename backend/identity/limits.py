"""Every limit of signing in, in one place: the code, the documentation and the tests read these numbers.

Why these: a code has six digits. Five tries a code and three codes a day leave one chance in 66,000 a day for one
account, and the ceiling on wrong codes of the whole system leaves 1.8 expected hits a year at most, whoever asks from
wherever. Nothing here closes an account: only the code, the device or the rush is stopped, and devices that the account
trusts keep working (OWASP ASVS 5.0.0, 6.1.1, 6.5.5 and 6.6.3; NIST SP 800-63B-4 on throttling).
"""

from datetime import timedelta
from typing import NamedTuple

from backend.allowance import Allowance


class Limits(NamedTuple):
    """What signing in allows."""

    # one code
    code_digits: int = 6
    code_life: timedelta = timedelta(minutes=5)
    code_tries: int = 5
    # codes asked for
    codes_a_day: int = 3
    """For one number in any 24 hours; as many again for each device that its account trusts."""
    resend_after: timedelta = timedelta(seconds=60)
    """Between two codes for one number."""
    codes_by_device: Allowance = Allowance(burst=6, per_hour=0.5)
    codes_by_prefix: Allowance = Allowance(burst=60, per_hour=60)
    """For the 1,000 numbers that share their first six digits."""
    codes_sent: Allowance = Allowance(burst=1000, per_hour=2000)
    """By the whole system: the ceiling on what text messages may cost."""
    codes_failed: Allowance = Allowance(burst=100, per_hour=200)
    """By the whole system, wrong codes from devices that the account does not trust: 300 in any hour."""
    recovery_tries: Allowance = Allowance(burst=5, per_hour=5)
    # a family's sessions
    access_life: timedelta = timedelta(minutes=10)
    refresh_life: timedelta = timedelta(days=30)
    """Sliding: from the last refresh."""
    session_life: timedelta = timedelta(days=90)
    refresh_grace: timedelta = timedelta(seconds=30)
    """How long a spent refresh token gives the same successor again."""
    devices: int = 5
    """Trusted devices signed in to one account; one more ends the one unused for longest."""
    provisional_devices: int = 2
    """Devices that wait for trust; one more ends the oldest of them, never a trusted one."""
    provisional_life: timedelta = timedelta(days=7)
    trust_life: timedelta = timedelta(days=180)
    """A device unused for longer is unknown again."""
    notice_life: timedelta = timedelta(days=30)
    # staff
    staff_session_life: timedelta = timedelta(hours=12)
    staff_idle_life: timedelta = timedelta(hours=1)
    step_up_life: timedelta = timedelta(minutes=5)
    staff_tries: Allowance = Allowance(burst=5, per_hour=10)
    """For one document, apart for each device it signed in from before and together for all others."""
    staff_tries_by_device: Allowance = Allowance(burst=10, per_hour=20)
    step_up_tries: Allowance = Allowance(burst=5, per_hour=20)
    password_signs: int = 12
    password_threads: int = 2
    """Passwords hashed at once in one process: each takes 64 MiB."""
    password_queue: int = 32
    """Passwords waiting to be hashed before a process answers TRY_AGAIN."""
    # answers leave at multiples of these seconds, so that their time tells nothing
    request_code_pace: float = 0.2
    confirm_code_pace: float = 0.1
    staff_pace: float = 0.6


LIMITS = Limits()
