"""Tables of work: workshops, prices, enrolments, records, sheets and months.

Rows that belong to another row (`custody_span`, `work_day`, `work_piece`, `work_sheet_line`, `work_month_line`) have
no id of their own and are told in `migrations/sql/work.sql` alone.
"""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Workshop(Model):
    """A place or group where inmates work, of one modality (D.Leg. 1343 arts. 13, 22-29; D.S. 025-2017-JUS art. 21)."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    name = fields.TextField()
    trade = fields.TextField()
    modality = fields.CharField(max_length=24)
    place = fields.TextField()
    opened_on = fields.DateField()
    closed_on = fields.DateField(null=True)

    class Meta:
        table = "workshop"


class Agreement(Model):
    """A convenio under which a workshop works: who, until when, for how many people, on what terms."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    workshop = fields.ForeignKeyField(
        "encuentro.Workshop", related_name=False, on_delete=fields.RESTRICT
    )
    number = fields.TextField()
    partner = fields.TextField()
    signed_on = fields.DateField()
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    places = fields.IntField()
    pay_due_day = fields.SmallIntField()
    terms = fields.JSONField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField()
    ended_on = fields.DateField(null=True)

    class Meta:
        table = "agreement"


class Price(Model):
    """What one operation on one product is worth from a day on. Rows are only added.

    `rate` is in soles: for a piece, an hour, a day or a bonus, or for a full month of a subsidy; of a `sale_share`
    it is the share, 0 to 1.
    """

    id = fields.UUIDField(primary_key=True)
    workshop = fields.ForeignKeyField(
        "encuentro.Workshop", related_name=False, on_delete=fields.RESTRICT
    )
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    product = fields.TextField()
    operation = fields.TextField()
    grade = fields.CharField(max_length=24, null=True)
    basis = fields.CharField(max_length=12)
    rate = fields.DecimalField(max_digits=12, decimal_places=4)
    valid_from = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField()
    supersedes = fields.ForeignKeyField(
        "encuentro.Price", null=True, related_name=False, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "price"


class Enrolment(Model):
    """An inmate in a workshop, by a signed consent that can be withdrawn. `ended_on` is the last day in it."""

    id = fields.UUIDField(primary_key=True)
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", related_name=False, on_delete=fields.RESTRICT
    )
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    workshop = fields.ForeignKeyField(
        "encuentro.Workshop", related_name=False, on_delete=fields.RESTRICT
    )
    grade = fields.CharField(max_length=24, null=True)
    started_on = fields.DateField()
    ended_on = fields.DateField(null=True)
    end_reason = fields.CharField(max_length=24, null=True)
    consent_on = fields.DateField()
    consent_act = fields.TextField(null=True)
    consent_withdrawn_on = fields.DateField(null=True)
    withdrawn_act = fields.TextField(null=True)
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField()

    class Meta:
        table = "enrolment"


class Holiday(Model):
    """A national holiday. `confirmed`: a source says so of this very day."""

    on_day = fields.DateField(primary_key=True)
    name = fields.TextField()
    source = fields.TextField()
    confirmed = fields.BooleanField()

    class Meta:
        table = "holiday"


class WorkAuthorisation(Model):
    """The Technical Council lets a Sunday or holiday be worked and counted (D.S. 015-2003-JUS art. 177)."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    workshop = fields.ForeignKeyField(
        "encuentro.Workshop", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    on_day = fields.DateField()
    number = fields.TextField()
    reason = fields.TextField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField()

    class Meta:
        table = "work_authorisation"


class WorkRecord(Model):
    """One inmate's shift of one day: worked, or absent. Corrected by a record that supersedes it, never edited.

    `countable_minutes` is computed by the database from `minutes` and `not_counted`; `digest` is of what the phone
    said, so that the same id with other words is noticed.
    """

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", related_name=False, on_delete=fields.RESTRICT
    )
    enrolment = fields.ForeignKeyField(
        "encuentro.Enrolment", related_name=False, on_delete=fields.RESTRICT
    )
    workshop = fields.ForeignKeyField(
        "encuentro.Workshop", related_name=False, on_delete=fields.RESTRICT
    )
    worked_on = fields.DateField()
    shift = fields.SmallIntField()
    begins_at = fields.DatetimeField(null=True)
    ends_at = fields.DatetimeField(null=True)
    minutes = fields.SmallIntField()
    place = fields.CharField(max_length=12)
    absence = fields.CharField(max_length=12, null=True)
    incident = fields.CharField(max_length=12, null=True)
    authorisation = fields.ForeignKeyField(
        "encuentro.WorkAuthorisation", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    not_counted = fields.CharField(max_length=12, null=True)
    countable_minutes = fields.SmallIntField()
    flags = ArrayField("text")
    live = fields.BooleanField(default=True)
    supersedes = fields.ForeignKeyField(
        "encuentro.WorkRecord", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    reason = fields.TextField(null=True)
    digest = fields.BinaryField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField()
    batch_id = fields.UUIDField(null=True)

    class Meta:
        table = "work_record"


class WorkAnswer(Model):
    """The inmate's own word on a record: agreed or objected, signed, by print or spoken."""

    record = fields.OneToOneField(
        "encuentro.WorkRecord", primary_key=True, related_name=False, on_delete=fields.RESTRICT
    )
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    outcome = fields.CharField(max_length=8)
    sign = fields.CharField(max_length=12)
    words = fields.TextField(default="")
    at = fields.DatetimeField()
    recorded_by = fields.UUIDField()

    class Meta:
        table = "work_answer"


class WorkConflict(Model):
    """What a phone said against what stands already: kept until a supervisor has settled it."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", related_name=False, on_delete=fields.RESTRICT
    )
    said_id = fields.UUIDField()
    said_digest = fields.BinaryField()
    said = fields.JSONField()
    standing = fields.ForeignKeyField(
        "encuentro.WorkRecord", related_name=False, on_delete=fields.RESTRICT
    )
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField()
    batch_id = fields.UUIDField(null=True)
    settled_at = fields.DatetimeField(null=True)
    settled_by = fields.UUIDField(null=True)
    kept = fields.CharField(max_length=8, null=True)
    record = fields.ForeignKeyField(
        "encuentro.WorkRecord", null=True, related_name=False, on_delete=fields.RESTRICT
    )

    class Meta:
        table = "work_conflict"


class WorkSheet(Model):
    """The paper control sheet of a workshop's day, keyed by hand to be compared with the records."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    workshop = fields.ForeignKeyField(
        "encuentro.Workshop", related_name=False, on_delete=fields.RESTRICT
    )
    on_day = fields.DateField()
    photo_digest = fields.BinaryField(null=True)
    entered_at = fields.DatetimeField()
    entered_by = fields.UUIDField()

    class Meta:
        table = "work_sheet"


class WorkMonth(Model):
    """A workshop's month: draft, reviewed by somebody who wrote none of it, closed for good."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    workshop = fields.ForeignKeyField(
        "encuentro.Workshop", related_name=False, on_delete=fields.RESTRICT
    )
    month = fields.DateField()
    state = fields.CharField(max_length=8, default="draft")
    reviewed_by = fields.UUIDField(null=True)
    reviewed_at = fields.DatetimeField(null=True)
    review_why = fields.TextField(null=True)
    digest = fields.BinaryField(null=True)
    closed_at = fields.DatetimeField(null=True)
    closed_by = fields.UUIDField(null=True)

    class Meta:
        table = "work_month"


class WorkReview(Model):
    """One review of a month; `voided_at` when a record was written afterwards or the month was sent back."""

    id = fields.UUIDField(primary_key=True)
    month = fields.ForeignKeyField(
        "encuentro.WorkMonth", related_name=False, on_delete=fields.RESTRICT
    )
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    reviewed_by = fields.UUIDField()
    reviewed_at = fields.DatetimeField()
    digest = fields.BinaryField()
    unanswered = fields.IntField(null=True)
    objected = fields.IntField(null=True)
    why = fields.TextField(null=True)
    voided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "work_review"
