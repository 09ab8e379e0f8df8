"""Tables of scarce places: a pool with ceilings, and the claims on it. For visits and events alike."""

from tortoise import fields
from tortoise.models import Model


class Pool(Model):
    """What can be claimed: a visit slot today, an event tomorrow. It shares its id with its owner."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    purpose = fields.CharField(max_length=16)

    class Meta:
        table = "pool"


class Ceiling(Model):
    """One limit of a pool: so many people, groups or booths; `taken` counts held and kept claims."""

    id = fields.UUIDField(primary_key=True)
    pool = fields.ForeignKeyField("encuentro.Pool", related_name=False, on_delete=fields.RESTRICT)
    unit = fields.CharField(max_length=16)
    capacity = fields.IntField()
    taken = fields.IntField(default=0)

    class Meta:
        table = "ceiling"


class Claim(Model):
    """A claim of one account on a pool: held until it expires, kept once confirmed, or released.

    `account` is None once it was erased.
    """

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    pool = fields.ForeignKeyField("encuentro.Pool", related_name=False, on_delete=fields.RESTRICT)
    account = fields.ForeignKeyField(
        "encuentro.Account", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    state = fields.CharField(max_length=8)
    amounts = fields.JSONField()
    claimed_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    released_at = fields.DatetimeField(null=True)

    class Meta:
        table = "claim"
