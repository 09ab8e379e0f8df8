"""GraphQL names of what statements are made of."""

import strawberry

from backend.earnings.commands.consenting import Category
from backend.earnings.rules.vocabulary import LineCode, Part

strawberry.enum(Category, name="StatementCategory")
strawberry.enum(LineCode, name="StatementLineCode")
strawberry.enum(Part, name="StatementPart")

__all__ = ["Category", "LineCode", "Part"]
