"""The way out as this installation is set: a dispatcher for each channel, through the carriers it has."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from backend.notifications.sending.carrier import Carrier
from backend.notifications.sending.console import ConsoleCarrier, Say
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.fcm import fcm_carrier
from backend.settings import Settings

_log = logging.getLogger("encuentro.notifications")


@asynccontextmanager
async def outgoing(settings: Settings, say: Say = print) -> AsyncIterator[tuple[Dispatcher, ...]]:
    """One dispatcher a channel; what the carriers hold open is closed at the end.

    Raises SettingsError for a carrier that cannot be made. `say`: where the console's lines go.
    """
    async with AsyncExitStack() as stack:
        console = ConsoleCarrier(say, production=settings.production)
        push: Carrier = console
        if settings.fcm_credentials:
            push = await stack.enter_async_context(
                fcm_carrier(settings.fcm_credentials, settings.fcm_url)
            )
        elif settings.production:
            _log.warning("ENCUENTRO_FCM_CREDENTIALS is not set: pushes are printed, not sent")
        yield Dispatcher("push", push), Dispatcher("sms", console)
