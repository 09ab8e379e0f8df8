"""The bank whose files this process makes and reads: set once, when it starts."""

from backend.core.errors import Code, DomainError
from backend.earnings.bank.layout import Layout, read_layout
from backend.settings import Settings

_bank: list[Layout] = []


def use_bank(settings: Settings) -> None:
    """The bank of the settings; none when they name none. Raises SettingsError."""
    described = settings.bank_layout
    use_layout(read_layout(described, settings.bank_secrets) if described else None)


def use_layout(layout: Layout | None) -> None:
    _bank[:] = [layout] if layout else []


def bank_in_use() -> Layout:
    """Raises BANK_NOT_SET."""
    if not _bank:
        raise DomainError(Code.BANK_NOT_SET)
    return _bank[0]
