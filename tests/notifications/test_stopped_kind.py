"""A kind whose words the push carrier refuses: its pushes stop, and the text messages in their place go."""

from collections import Counter
from datetime import timedelta

import pytest

from backend.notifications.rules.verdicts import Answer, Outcome
from backend.notifications.sending.dispatcher import Dispatcher
from tests import make
from tests.notifications import make_notices as making

pytestmark = pytest.mark.anyio
NOW = make.EARLY


async def test_refused_words_stop_pushes_and_texts_go_in_their_place(db, owner):
    one, other = await make.family(owner), await make.family(owner)
    for family in (one, other):
        await making.phone(owner, family)
    refusing = making.FakeCarrier(lambda letter, to: Answer(Outcome.BAD_PAYLOAD))
    await making.told([one], NOW)
    await Dispatcher("push", refusing).drain(NOW)
    later = NOW + timedelta(minutes=1)
    await making.told([other], later)

    await Dispatcher("push", refusing).drain(later)
    texts = making.FakeCarrier()
    await Dispatcher("sms", texts).drain(later)

    assert len(refusing.letters) == 1
    assert await making.states(owner) == Counter({"failed": 1, "suppressed": 1})
    assert await making.states(owner, "sms") == Counter({"accepted": 2})
    assert len(texts.letters) == 2
