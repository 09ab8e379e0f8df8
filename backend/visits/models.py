"""Tables of visits: rules, timetable, closed days, slots and bookings."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class VisitRuleRow(Model):
    """One version of one rule, as data: what it says, where, from when, on what legal basis."""

    uid = fields.UUIDField(primary_key=True)
    id = fields.TextField()
    version = fields.IntField()
    kind = fields.CharField(max_length=40)
    scope = fields.JSONField()
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    known_from = fields.DatetimeField(null=True)
    effect = fields.JSONField()
    legal_basis = fields.TextField()
    source = fields.TextField()
    author = fields.TextField()
    confidence = fields.CharField(max_length=16)
    note = fields.TextField(default="")
    examples = fields.JSONField()

    class Meta:
        table = "visit_rule"


class TimetableSession(Model):
    """A row of the timetable (jornada): a weekday and hours that repeat, with its ceilings."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    pavilion = fields.ForeignKeyField(
        "encuentro.Pavilion", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    name = fields.TextField()
    visit_type = fields.CharField(max_length=24)
    place = fields.CharField(max_length=24)
    visitor_sex = fields.CharField(max_length=1, null=True)
    weekday = fields.SmallIntField()
    starts = fields.TimeField()
    ends = fields.TimeField()
    every_weeks = fields.SmallIntField(default=1)
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    ceilings = fields.JSONField()
    source = fields.TextField()

    class Meta:
        table = "timetable_session"


class ClosedDay(Model):
    """Days without visits at an establishment or one of its pavilions."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    pavilion = fields.ForeignKeyField(
        "encuentro.Pavilion", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    first_on = fields.DateField()
    last_on = fields.DateField()
    visit_types = ArrayField("text", null=True)
    reason_code = fields.CharField(max_length=32)
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "closed_day"


class VisitAdvice(Model):
    """What a family must know before leaving home, of the country (no establishment) or of one place.

    `words` is the key of its sentence in every language; a place's row stands instead of the country's of the
    same code. `confirmed`: a source says it of here; otherwise an example that the place may put right.
    """

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40)
    words = fields.CharField(max_length=40)
    topic = fields.CharField(max_length=16)
    audience = fields.CharField(max_length=16)
    position = fields.SmallIntField()
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    legal_basis = fields.TextField(default="")
    source = fields.TextField()
    confirmed = fields.BooleanField()

    class Meta:
        table = "visit_advice"


class Slot(Model):
    """One dated occurrence of a session that can be booked; its places are the pool of the same id."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    session = fields.ForeignKeyField(
        "encuentro.TimetableSession", related_name=False, on_delete=fields.RESTRICT
    )
    pavilion = fields.ForeignKeyField(
        "encuentro.Pavilion", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    visit_on = fields.DateField()
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    visit_type = fields.CharField(max_length=24)
    place = fields.CharField(max_length=24)
    visitor_sex = fields.CharField(max_length=1, null=True)
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "slot"


class Booking(Model):
    """One party's visit to one inmate in one slot.

    `told_from`: the family sees the visit as it was until then, because a transfer is secret until it is over.
    `account` is None once it was erased; the visit still counts for the inmate. `still_on` is what came of
    asking again on the evening before (`asked_at`), `still_on_why` the code of why, where it is no "go". `coming`
    is what the family says of it.
    """

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    slot = fields.ForeignKeyField("encuentro.Slot", related_name=False, on_delete=fields.RESTRICT)
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", related_name=False, on_delete=fields.RESTRICT
    )
    account = fields.ForeignKeyField(
        "encuentro.Account", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    claim = fields.ForeignKeyField("encuentro.Claim", related_name=False, on_delete=fields.RESTRICT)
    reference = fields.CharField(max_length=9)
    state = fields.CharField(max_length=12)
    visit_on = fields.DateField()
    visit_type = fields.CharField(max_length=24)
    with_minors = fields.BooleanField()
    rules_used = fields.JSONField()
    booked_at = fields.DatetimeField()
    cancelled_at = fields.DatetimeField(null=True)
    cancel_reason = fields.CharField(max_length=32, null=True)
    told_from = fields.DatetimeField(null=True)
    still_on = fields.CharField(max_length=8, null=True)
    still_on_why = fields.CharField(max_length=40, null=True)
    asked_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)
    coming = fields.BooleanField(null=True)
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "booking"


class BookingVisitor(Model):
    """One person of the party. `during` and `person_index` keep one person out of two places at once.

    `visitor` and `person_index` are None once the account was erased: somebody came, nobody knows who.
    """

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    booking = fields.ForeignKeyField(
        "encuentro.Booking", related_name=False, on_delete=fields.RESTRICT
    )
    visitor = fields.ForeignKeyField(
        "encuentro.Visitor", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    person_index = fields.BinaryField(null=True)
    adult = fields.BooleanField()
    active = fields.BooleanField(default=True)
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()

    class Meta:
        table = "booking_visitor"
