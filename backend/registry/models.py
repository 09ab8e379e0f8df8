"""Tables of who is who and who is where: establishments, inmates, visitors, ties, restrictions."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Establishment(Model):
    """A prison. The id is a stable slug; everything that changes is a dated fact."""

    id = fields.CharField(max_length=40, primary_key=True)
    name = fields.TextField()
    office = fields.TextField()
    department = fields.TextField()
    province = fields.TextField(null=True)
    district = fields.TextField(null=True)
    sex_held = fields.CharField(max_length=8)

    class Meta:
        table = "establishment"


class EstablishmentFact(Model):
    """One dated, sourced statement about an establishment: its office, capacity, population…"""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=32)
    value = fields.TextField()
    valid_from = fields.DateField()
    source = fields.TextField()

    class Meta:
        table = "establishment_fact"


class Pavilion(Model):
    """A building of an establishment; visits are bound to it."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    name = fields.TextField()
    sex_held = fields.CharField(max_length=8, null=True)

    class Meta:
        table = "pavilion"


class Inmate(Model):
    """A person held. Place, regime and status are the latest word of the custody events."""

    id = fields.UUIDField(primary_key=True)
    register_index = fields.BinaryField()
    register_cipher = fields.BinaryField()
    document_index = fields.BinaryField(null=True)
    document_cipher = fields.BinaryField(null=True)
    given_names = fields.TextField()
    surnames = fields.TextField()
    name_key = fields.TextField()
    sex = fields.CharField(max_length=1)
    born_on = fields.DateField(null=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    pavilion = fields.ForeignKeyField(
        "encuentro.Pavilion", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    regime = fields.CharField(max_length=24)
    stage = fields.CharField(max_length=24, null=True)
    status = fields.CharField(max_length=24)
    admitted_on = fields.DateField()
    status_on = fields.DateField()

    class Meta:
        table = "inmate"


class CustodyEvent(Model):
    """Something that happened to a person's custody. Effective when it took force, recorded when we learnt it.

    `former`: of a move that is kept secret, pavilion, regime, stage and status before it, as families know them.
    """

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", related_name=False, on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=32)
    effective_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.TextField()
    facts = fields.JSONField()
    source_key = fields.TextField()
    former = fields.JSONField(null=True)

    class Meta:
        table = "custody_event"


class Visitor(Model):
    """A person who may visit, as one account knows them. The same person in two accounts is two rows."""

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", related_name=False, on_delete=fields.RESTRICT
    )
    capacity = fields.CharField(max_length=16)
    guardian = fields.ForeignKeyField(
        "encuentro.Visitor", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    given_names = fields.TextField()
    surnames = fields.TextField()
    sex = fields.CharField(max_length=1)
    born_on = fields.DateField()
    nationality = fields.CharField(max_length=2, default="PE")
    document_kind = fields.CharField(max_length=16)
    document_cipher = fields.BinaryField()
    person_index = fields.BinaryField()
    document_valid_until = fields.DateField(null=True)
    consent = fields.JSONField(null=True)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "visitor"


class Tie(Model):
    """The bond (vínculo) of a visitor to an inmate: asked for, then decided by a registrar."""

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", related_name=False, on_delete=fields.RESTRICT
    )
    visitor = fields.ForeignKeyField(
        "encuentro.Visitor", related_name=False, on_delete=fields.RESTRICT
    )
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    kinship = fields.CharField(max_length=32)
    asked = fields.JSONField()
    state = fields.CharField(max_length=16)
    version = fields.IntField(default=0)
    asked_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    decided_by = fields.UUIDField(null=True)
    reason_code = fields.CharField(max_length=32, null=True)

    class Meta:
        table = "tie"


class ClaimCode(Model):
    """A one-time code, issued from an inmate's own list, that its relative redeems for a tie."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", related_name=False, on_delete=fields.RESTRICT
    )
    kinship = fields.CharField(max_length=32)
    person_index = fields.BinaryField()
    code_digest = fields.BinaryField()
    issued_by = fields.UUIDField()
    issued_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "claim_code"


class Restriction(Model):
    """A dated bar on visits of an inmate, of a person, or of one person to one inmate.

    In force from `valid_from` up to, not including, `valid_to`. What names an inmate follows that
    inmate from one establishment to the next (`establishment` is None); what names a person alone
    holds at its establishment, or everywhere (None).
    `protective`: nobody outside the establishment may notice that it exists.
    """

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment",
        null=True,
        related_name=False,
        on_delete=fields.RESTRICT,
    )
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    person_index = fields.BinaryField(null=True)
    person_cipher = fields.BinaryField(null=True)
    visit_types = ArrayField("text", null=True)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    reason_code = fields.CharField(max_length=32)
    protective = fields.BooleanField(default=False)
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "restriction"
