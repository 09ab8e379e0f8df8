"""Words of `core` that the schema speaks: declared here once, used by every slice."""

import strawberry

from backend.core.actor import Role
from backend.core.documents import DocumentKind

RoleEnum = strawberry.enum(Role, description="What a member of staff may be at an establishment.")
DocumentKindEnum = strawberry.enum(
    DocumentKind, description="DNI, carné de extranjería or passport."
)
