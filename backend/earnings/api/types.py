"""GraphQL names of what statements are made of, and of acts about pay."""

import strawberry

from backend.earnings.commands.consenting import Category
from backend.earnings.commands.orders import Ending, OrderKind
from backend.earnings.commands.remitting import State
from backend.earnings.rules.vocabulary import LineCode, OrderBase, Part

strawberry.enum(Category, name="StatementCategory")
strawberry.enum(LineCode, name="StatementLineCode")
strawberry.enum(Part, name="StatementPart")
strawberry.enum(Ending, name="PayOrderEnding")
strawberry.enum(OrderBase, name="PayOrderBase")
strawberry.enum(OrderKind, name="PayOrderKind")
strawberry.enum(State, name="RemittanceState")

__all__ = ["Category", "Ending", "LineCode", "OrderBase", "OrderKind", "Part", "State"]
