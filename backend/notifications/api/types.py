"""What the schema shows of notices and of how they come."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import strawberry

from backend.core.text import say
from backend.notifications import queries, rules
from backend.notifications.kinds import Sms
from backend.notifications.rules.choices import Choices, Chosen, choices_of

SmsChoice = strawberry.enum(
    Sms,
    name="SmsChoice",
    description="When a text message goes: never, instead of a push that reaches no phone, or always.",
)


@strawberry.type(description="How a kind of notice comes; the inbox has it in any case.")
class NoticeChoices:
    kind: str
    name: str = strawberry.field(description="In the reader's language.")
    push: bool
    sms: Sms

    @classmethod
    def of(cls, choices: Choices, language: str) -> Self:
        """One kind's, with its name in words."""
        name = say(f"kind.{choices.kind}", language)
        return cls(kind=choices.kind, name=name, push=choices.push, sms=choices.sms)


@strawberry.type(description="Something the family must know; read behind sign-in only.")
class Notice:
    id: UUID
    kind: str = strawberry.field(description="Stable; the phone may choose a picture by it.")
    message: str = strawberry.field(
        description="In the reader's language. Of a withdrawn notice, it says that it no longer holds."
    )
    told_at: datetime
    booking_id: UUID | None = strawberry.field(description="The visit it is about, if it is.")
    occurrence_id: UUID | None = strawberry.field(
        description="The date of an event it is about, if it is."
    )
    expires_at: datetime = strawberry.field(description="From then on it is shown no more.")
    seen_at: datetime | None
    withdrawn_at: datetime | None
    for_other: bool = strawberry.field(description="Told because the reader helps somebody.")
    why: str = strawberry.field(description="Why it came, in the reader's language.")
    choices: NoticeChoices | None = strawberry.field(
        description="The switch of its kind; null where it cannot be switched off."
    )

    @classmethod
    def of(cls, row: Any, chosen: Chosen, language: str) -> Self:
        """One notice for one reader; the visit or event of somebody else is none of theirs to open."""
        choices = choices_of(row["kind"], chosen)
        withdrawn = row["withdrawn_at"] is not None
        return cls(
            id=row["id"],
            kind=row["kind"],
            message=rules.told(row["kind"], row["facts"], language, withdrawn=withdrawn),
            told_at=row["tell_from"],
            booking_id=None if row["for_other"] else rules.booking_of(row["facts"]),
            occurrence_id=None if row["for_other"] else rules.occurrence_of(row["facts"]),
            expires_at=row["expires_at"],
            seen_at=row["seen_at"],
            withdrawn_at=row["withdrawn_at"],
            for_other=row["for_other"],
            why=rules.why(row["kind"], language, for_other=row["for_other"]),
            choices=None if choices is None else NoticeChoices.of(choices, language),
        )


@strawberry.type(description="What is new in the inbox.")
class Inbox:
    cursor: str = strawberry.field(description="For `after`, the next time.")
    whole: bool = strawberry.field(
        description="These are the newest there are: they replace what the phone has kept."
    )
    notices: list[Notice] = strawberry.field(description="The newest first; some may come twice.")
    unseen: int = strawberry.field(description="Of the whole inbox, to be opened yet.")

    @classmethod
    def of(cls, news: queries.News, chosen: Chosen, language: str) -> Self:
        """The answer to what is new."""
        return cls(
            cursor=news.cursor,
            whole=news.whole,
            notices=[Notice.of(row, chosen, language) for row in news.rows],
            unseen=news.unseen,
        )


@strawberry.type(description="The notices are opened.")
class Seen:
    unseen: int = strawberry.field(description="Of the whole inbox, to be opened yet.")


@strawberry.type(description="Somebody who helps, or is helped.")
class Helper:
    id: UUID
    since: datetime
    label: str = strawberry.field(description="The end of the other's number.")

    @classmethod
    def of(cls, row: queries.Helper) -> Self:
        """Seen from either side."""
        return cls(id=row.id, since=row.since, label=row.label)


@strawberry.type(description="Who is told what another account is told.")
class Helpers:
    helping: list[Helper] = strawberry.field(description="Whom the reader helps.")
    helped_by: list[Helper] = strawberry.field(description="Who is told what the reader is told.")

    @classmethod
    def of(cls, rows: Any) -> Self:
        """Both sides."""
        return cls(
            helping=[Helper.of(row) for row in rows if row.helping],
            helped_by=[Helper.of(row) for row in rows if not row.helping],
        )


@strawberry.type(description="A code to tell to whoever shall help; it opens nothing else.")
class HelperInvitation:
    code: str
    expires_at: datetime


@strawberry.type(description="Nothing more is told.")
class Ended:
    id: UUID
