"""How tests wait for a refusal."""

from collections.abc import Awaitable

import pytest

from backend.core.errors import Code, DomainError


async def refused(act: Awaitable[object]) -> Code:
    """The code with which an act is refused; fails when it is not."""
    with pytest.raises(DomainError) as refusal:
        await act
    return refusal.value.code


async def outcome(act: Awaitable[object]) -> object:
    """The answer, or the code of the refusal: for many acts at once."""
    try:
        return await act
    except DomainError as refusal:
        return refusal.code
