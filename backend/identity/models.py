"""Tables of accounts, staff, sign-in and sessions."""

from tortoise import fields
from tortoise.models import Model


class Account(Model):
    """What a family's phone number signs in to. Several adults may share it.

    Quiet hours are Lima's, from one up to the other, over midnight too; both None: none.
    """

    id = fields.UUIDField(primary_key=True)
    phone_cipher = fields.BinaryField()
    phone_index = fields.BinaryField()
    language = fields.CharField(max_length=8, default="es")
    created_at = fields.DatetimeField()
    recovery_digest = fields.BinaryField(null=True)
    recovery_generation = fields.IntField(default=0)
    discreet = fields.BooleanField(default=False)
    quiet_from = fields.TimeField(null=True)
    quiet_to = fields.TimeField(null=True)

    class Meta:
        table = "account"


class Staff(Model):
    """A member of staff. Roles are grants, per establishment and dated."""

    id = fields.UUIDField(primary_key=True)
    document_kind = fields.CharField(max_length=16)
    document_cipher = fields.BinaryField()
    document_index = fields.BinaryField()
    name = fields.TextField()
    password_hash = fields.TextField()
    password_once = fields.BooleanField(default=False)
    totp_cipher = fields.BinaryField()
    totp_last_step = fields.BigIntField(default=0)
    language = fields.CharField(max_length=8, default="es")
    created_at = fields.DatetimeField()
    disabled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "staff"


class RoleGrant(Model):
    """One role of one member of staff at one establishment, from and until."""

    id = fields.UUIDField(primary_key=True)
    staff = fields.ForeignKeyField("encuentro.Staff", related_name=False, on_delete=fields.RESTRICT)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    role = fields.CharField(max_length=32)
    granted_at = fields.DatetimeField()
    granted_by = fields.TextField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "role_grant"


class SignInChallenge(Model):
    """One code sent to one number for one device. The code itself is never stored, only its keyed digest."""

    id = fields.UUIDField(primary_key=True)
    phone_cipher = fields.BinaryField()
    phone_index = fields.BinaryField()
    device_index = fields.BinaryField()
    purpose = fields.CharField(max_length=16, default="sign_in")
    code_digest = fields.BinaryField()
    tries = fields.SmallIntField(default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_challenge"


class SessionRow(Model):
    """A signed-in device. `generation` counts refreshes; tokens derive from it and a server key."""

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    staff = fields.ForeignKeyField(
        "encuentro.Staff", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    device_index = fields.BinaryField()
    device_label = fields.TextField()
    language = fields.CharField(max_length=8, default="es")
    provisional = fields.BooleanField(default=False)
    generation = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    refreshed_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    stepped_up_until = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    end_reason = fields.CharField(max_length=32, null=True)

    class Meta:
        table = "session"


class Token(Model):
    """The digest of an access or refresh token; the token itself is nowhere."""

    digest = fields.BinaryField()
    session = fields.ForeignKeyField(
        "encuentro.SessionRow", related_name=False, on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=8)
    generation = fields.IntField()
    issued_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    id = fields.UUIDField(primary_key=True)

    class Meta:
        table = "token"


class RateBucket(Model):
    """A token bucket: how much of an allowance remains. Unlogged: an emptied table only forgives."""

    key = fields.CharField(max_length=120, primary_key=True)
    remaining = fields.FloatField()
    filled_at = fields.DatetimeField()

    class Meta:
        table = "rate_bucket"


class RequestKey(Model):
    """A mutation that was asked for, by the id its phone gave it, with the answer it got."""

    id = fields.UUIDField(primary_key=True)
    asker = fields.TextField()
    request_id = fields.UUIDField()
    operation = fields.TextField()
    body_digest = fields.BinaryField()
    answer = fields.JSONField(null=True)
    refusal = fields.JSONField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "request_key"
