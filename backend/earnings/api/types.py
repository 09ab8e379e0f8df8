"""GraphQL names of what statements are made of, and of acts about pay and of what is paid out."""

from enum import Enum

import strawberry

from backend.earnings.bank.layout import Said
from backend.earnings.commands.consenting import Category, LookedAt
from backend.earnings.commands.orders import Ending, OrderKind
from backend.earnings.commands.reconciling import Mismatch
from backend.earnings.commands.remitting import Ended, Payee, State, Why
from backend.earnings.rules.vocabulary import LineCode, OrderBase, Part
from backend.ledger.commands import AccountKind

strawberry.enum(Category, name="StatementCategory")
strawberry.enum(LookedAt, name="StatementLook")
strawberry.enum(LineCode, name="StatementLineCode")
strawberry.enum(Part, name="StatementPart")
strawberry.enum(Ending, name="PayOrderEnding")
strawberry.enum(OrderBase, name="PayOrderBase")
strawberry.enum(OrderKind, name="PayOrderKind")
strawberry.enum(AccountKind, name="PocketKind")
strawberry.enum(Payee, name="RemittancePayee")
strawberry.enum(State, name="RemittanceState")
strawberry.enum(Why, name="RemittanceWhy")
strawberry.enum(Ended, name="RemittanceEnded")
strawberry.enum(Mismatch, name="BankMismatchWhy")
strawberry.enum(Said, name="BankWord")


@strawberry.enum
class StatementKind(Enum):
    """Of a month, or of days up to the one on which somebody left."""

    MONTH = "month"
    EXIT = "exit"


__all__ = [
    "AccountKind",
    "Category",
    "Ended",
    "Ending",
    "LineCode",
    "LookedAt",
    "Mismatch",
    "OrderBase",
    "OrderKind",
    "Part",
    "Payee",
    "Said",
    "State",
    "StatementKind",
    "Why",
]
