"""Tables of what people must be told. A row is written with the change; nothing is sent from a request."""

from tortoise import fields
from tortoise.models import Model


class Notice(Model):
    """Something a family must know: a kind and facts, read in the inbox behind sign-in.

    `tell_from`: not before, because a transfer is secret until it is over.
    """

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", related_name=False, on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=40)
    facts = fields.JSONField()
    dedupe_key = fields.TextField()
    created_at = fields.DatetimeField()
    tell_from = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    seen_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notice"


class TextMessage(Model):
    """A short message owed to a phone number, sealed until the sender takes it; sign-in codes go this way."""

    id = fields.UUIDField(primary_key=True)
    phone_cipher = fields.BinaryField()
    body_cipher = fields.BinaryField()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "text_message"
