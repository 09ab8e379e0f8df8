"""The way out as this installation is set: a dispatcher for each channel, through the carriers it has."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from backend.notifications.sending.carrier import Carrier
from backend.notifications.sending.console import ConsoleCarrier, Nobody, Say
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.fcm import fcm_carrier
from backend.notifications.sending.sms import sms_carrier
from backend.settings import Settings

_log = logging.getLogger("encuentro.notifications")
_aloud = partial(print, flush=True)


@asynccontextmanager
async def outgoing(settings: Settings, say: Say = _aloud) -> AsyncIterator[tuple[Dispatcher, ...]]:
    """One dispatcher a channel; what the carriers hold open is closed at the end.

    Raises SettingsError for a carrier that cannot be made. `say`: where the console's lines go.
    """
    async with AsyncExitStack() as stack:
        console = ConsoleCarrier(say)
        push: Carrier = console
        if settings.fcm_credentials:
            push = await stack.enter_async_context(
                fcm_carrier(settings.fcm_credentials, settings.fcm_url)
            )
        elif settings.production:
            push = Nobody()
            _log.warning("ENCUENTRO_FCM_CREDENTIALS is not set: no push is sent")
        text: Carrier | None = console
        if settings.sms_providers:
            text = await stack.enter_async_context(sms_carrier(settings))
        elif settings.production:
            text = None  # what nobody sends stays queued and expires: it was not handed over
            _log.warning(
                "ENCUENTRO_SMS_PROVIDERS is not set: no text message is sent, and no family can sign in"
            )
        dispatchers = (Dispatcher("push", push),)
        yield dispatchers if text is None else (*dispatchers, Dispatcher("sms", text))
