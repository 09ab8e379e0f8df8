"""GraphQL of an office: files for a bank, its answers, and what of them fits nothing."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

import strawberry

from backend.earnings.access import OFFICE
from backend.earnings.api.types import Mismatch, Said
from backend.earnings.bank.files import base64_bytes, base64_text
from backend.earnings.bank.in_use import bank_in_use
from backend.earnings.commands import banking
from backend.earnings.queries import remittances as queries
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem


@strawberry.type(description="A file that was made for a bank; the sum in céntimos.")
class BankFile:
    id: UUID
    layout: str
    made_at: datetime
    made_by: str | None
    count: int
    total: int


@strawberry.type(description="A file for a bank: it holds numbers of accounts.")
class BankFileContent:
    id: UUID
    name: str
    content: str = strawberry.field(description="Base64.")

    @classmethod
    async def read(cls, info: Info, file_id: UUID) -> Self:
        context = info.context
        kept = await banking.bank_file_content(context.staff, file_id=file_id, now=context.now)
        return cls(id=file_id, name=kept.name, content=base64_text(kept.content))


@strawberry.type(description="Everything that was approved, in one file; the sum in céntimos.")
class BankFileMade:
    count: int
    total: int
    file: BankFileContent | None = strawberry.field(description="Null: nothing waits.")


@strawberry.type(description="What a bank said that fits nothing and waits for a person.")
class BankMismatch:
    id: UUID
    remittance_id: UUID | None
    why: Mismatch
    reference: str
    amount: int | None = strawberry.field(description="Céntimos; null: cannot be read.")
    said: Said | None = strawberry.field(description="Null: a word that its format does not have.")
    bank_ref: str
    read_at: datetime

    @classmethod
    def of(cls, unfit: queries.Unfit) -> Self:
        facts = unfit._asdict() | {
            "why": Mismatch(unfit.why),
            "said": unfit.said and Said(unfit.said),
        }
        return cls(**facts)


@strawberry.type(
    description="How many lines of an answer file moved something, were known, fit nothing."
)
class BankAnswersRead:
    moved: int
    known: int
    mismatch: int


@strawberry.type(description="Somebody has dealt with what a bank said.")
class BankMismatchSeen:
    id: UUID


BankFileResult = Annotated[BankFileContent | Problem, strawberry.union("BankFileResult")]
MakeBankFileResult = Annotated[BankFileMade | Problem, strawberry.union("MakeBankFileResult")]
ReadBankAnswersResult = Annotated[
    BankAnswersRead | Problem, strawberry.union("ReadBankAnswersResult")
]
SeeBankMismatchResult = Annotated[
    BankMismatchSeen | Problem, strawberry.union("SeeBankMismatchResult")
]


@strawberry.type
class BankingQuery:
    @strawberry.field(description="Files that were made at a place, newest first.")
    async def bank_files(self, info: Info, establishment_id: str) -> list[BankFile]:
        async with info.context.read() as tx:
            rows = await queries.bank_files(tx, info.context.staff, establishment_id)
        return [BankFile(**row) for row in rows]

    @strawberry.field(description="A file as it was made. The look is written down.")
    async def bank_file(self, info: Info, id: UUID) -> BankFileResult:
        return await BankFileContent.read(info, id)

    @strawberry.field(description="What a bank said that fits nothing, the oldest first.")
    async def bank_mismatches(self, info: Info, establishment_id: str) -> list[BankMismatch]:
        context = info.context
        async with context.read() as tx:
            found = await queries.bank_mismatches(tx, context.staff, establishment_id, context.now)
        return [BankMismatch.of(unfit) for unfit in found]


@strawberry.type
class BankingMutation:
    @strawberry.mutation(
        description="Put everything approved into one file for the bank; each remittance once."
    )
    async def make_bank_file(
        self, info: Info, establishment_id: str, request_id: UUID
    ) -> MakeBankFileResult:
        answer = await banking.make_bank_file(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            layout=bank_in_use(),
            now=info.context.now,
        )
        made = answer["id"] and await BankFileContent.read(info, UUID(answer["id"]))
        return BankFileMade(count=answer["count"], total=answer["total"], file=made)

    @strawberry.mutation(
        description="Take a bank's answer file: all of it, or nothing, and then the line and why."
    )
    async def read_bank_answers(
        self,
        info: Info,
        establishment_id: str,
        content: Annotated[
            str, strawberry.argument(description="Base64, of at most 300,000 bytes.")
        ],
        request_id: UUID,
    ) -> ReadBankAnswersResult:
        answer = await banking.read_bank_answers(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            layout=bank_in_use(),
            content=base64_bytes(content),
            now=info.context.now,
        )
        return BankAnswersRead(**answer)

    @strawberry.mutation(description="Say that a person has dealt with what a bank said.")
    async def see_bank_mismatch(
        self, info: Info, mismatch_id: UUID, request_id: UUID
    ) -> SeeBankMismatchResult:
        answer = await banking.see_bank_mismatch(
            info.context.staff, request_id, mismatch_id=mismatch_id, now=info.context.now
        )
        return BankMismatchSeen(id=UUID(answer["id"]))


_OFFICE = posted_as(*OFFICE)
QUERY_RULES: dict[str, Rule] = {
    "bank_files": _OFFICE,
    "bank_file": _OFFICE,
    "bank_mismatches": _OFFICE,
}
MUTATION_RULES: dict[str, Rule] = {
    "make_bank_file": _OFFICE,
    "read_bank_answers": _OFFICE,
    "see_bank_mismatch": _OFFICE,
}
