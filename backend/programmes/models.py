"""Tables of programmes: what is planned, what was released, its dates, and who answered.

Rows that belong to another row (`event_place`, `answer_guest`, `poster_file`) have no id of their own and are told in
`migrations/sql/programmes.sql` alone.
"""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Programme(Model):
    """A standing activity such as a season of recitals; of one establishment, or of the whole institute (None)."""

    id = fields.UUIDField(primary_key=True)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    code = fields.CharField(max_length=40)
    title = fields.TextField()
    summary = fields.TextField()
    words = fields.JSONField()
    source = fields.TextField()
    begun_on = fields.DateField(null=True)
    ended_on = fields.DateField(null=True)
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField(null=True)

    class Meta:
        table = "programme"


class Season(Model):
    """A stretch of a programme, from `first_on` to `last_on`, both included."""

    id = fields.UUIDField(primary_key=True)
    programme = fields.ForeignKeyField(
        "encuentro.Programme", related_name=False, on_delete=fields.RESTRICT
    )
    title = fields.TextField()
    first_on = fields.DateField()
    last_on = fields.DateField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField(null=True)

    class Meta:
        table = "season"


class Partner(Model):
    """Who contributes to a programme, in cash or in kind; `worth` in céntimos where it was valued."""

    id = fields.UUIDField(primary_key=True)
    programme = fields.ForeignKeyField(
        "encuentro.Programme", related_name=False, on_delete=fields.RESTRICT
    )
    name = fields.TextField()
    kind = fields.CharField(max_length=16)
    contribution = fields.CharField(max_length=8)
    worth = fields.BigIntField(null=True)
    note = fields.TextField()
    source = fields.TextField()
    recorded_at = fields.DatetimeField()
    recorded_by = fields.UUIDField(null=True)

    class Meta:
        table = "partner"


class CalendarDay(Model):
    """A day that matters when an activity is planned: a feast, a day of the institute. `confirmed`: by a source."""

    id = fields.UUIDField(primary_key=True)
    on_day = fields.DateField()
    name = fields.TextField()
    source = fields.TextField()
    confirmed = fields.BooleanField()

    class Meta:
        table = "calendar_day"


class Event(Model):
    """An activity with one or more dates. `content`: what was released last (`rules/content.py`); None: nothing yet.

    `establishment` is the office that plans it; where else people may belong to is in `event_place`.
    """

    id = fields.UUIDField(primary_key=True)
    programme = fields.ForeignKeyField(
        "encuentro.Programme", related_name=False, on_delete=fields.RESTRICT
    )
    season = fields.ForeignKeyField(
        "encuentro.Season", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    state = fields.CharField(max_length=12)
    release_no = fields.IntField(default=0)
    content = fields.JSONField(null=True)
    audience = fields.CharField(max_length=24, null=True)
    made_at = fields.DatetimeField()
    made_by = fields.UUIDField(null=True)

    class Meta:
        table = "event"


class EventDraft(Model):
    """What a coordinator is writing; a director sees it once it was submitted. Gone when it was released.

    `editors`: all who wrote since the last release; none of them releases it.
    """

    event = fields.OneToOneField(
        "encuentro.Event", primary_key=True, related_name=False, on_delete=fields.RESTRICT
    )
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    version = fields.IntField(default=0)
    state = fields.CharField(max_length=12)
    content = fields.JSONField()
    edited_at = fields.DatetimeField()
    edited_by = fields.UUIDField(null=True)
    editors = ArrayField(element_type="UUID")
    submitted_at = fields.DatetimeField(null=True)
    submitted_by = fields.UUIDField(null=True)
    returned_why = fields.TextField(null=True)

    class Meta:
        table = "event_draft"


class EventRelease(Model):
    """One version of an event as it was authorised. `changes`: what differed, date by date; never edited."""

    id = fields.UUIDField(primary_key=True)
    event = fields.ForeignKeyField("encuentro.Event", related_name=False, on_delete=fields.RESTRICT)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    no = fields.IntField()
    content = fields.JSONField()
    changes = fields.JSONField()
    told = fields.IntField()
    released_at = fields.DatetimeField()
    released_by = fields.UUIDField(null=True)
    submitted_by = fields.UUIDField(null=True)

    class Meta:
        table = "event_release"


class EventPerson(Model):
    """Somebody held who takes part in an event, or whose relatives are invited to it. Never shown to families."""

    id = fields.UUIDField(primary_key=True)
    event = fields.ForeignKeyField("encuentro.Event", related_name=False, on_delete=fields.RESTRICT)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", related_name=False, on_delete=fields.RESTRICT
    )
    part = fields.CharField(max_length=12)
    named_at = fields.DatetimeField()
    named_by = fields.UUIDField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "event_person"


class Poster(Model):
    """A picture for an event. `shown_from`: the first release that carried it; None: nobody but its office sees it.

    `alt`: what it shows in words, by language. `width` and `height` are of what was sent, upright; what is served is in
    `poster_file`, whose address is made of `digest`.
    """

    id = fields.UUIDField(primary_key=True)
    event = fields.ForeignKeyField("encuentro.Event", related_name=False, on_delete=fields.RESTRICT)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    digest = fields.BinaryField()
    alt = fields.JSONField()
    width = fields.IntField()
    height = fields.IntField()
    recognisable = fields.BooleanField()
    consent_act = fields.TextField(null=True)
    uploaded_at = fields.DatetimeField()
    uploaded_by = fields.UUIDField(null=True)
    shown_from = fields.IntField(null=True)

    class Meta:
        table = "poster"


class Occurrence(Model):
    """One date of an event. It keeps its `id` for ever; `key` is the day for which it was first planned.

    `key` is `2026-12-05`, or `2026-12-05/2` for the second on that day. `sequence` grows with every released
    change. Its pool in `allocation` has the same id.
    """

    id = fields.UUIDField(primary_key=True)
    event = fields.ForeignKeyField("encuentro.Event", related_name=False, on_delete=fields.RESTRICT)
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    key = fields.CharField(max_length=16)
    starts_at = fields.DatetimeField()
    doors_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    answers_until = fields.DatetimeField()
    state = fields.CharField(max_length=12)
    why = fields.TextField(null=True)
    sequence = fields.IntField(default=0)
    changed_at = fields.DatetimeField()

    class Meta:
        table = "occurrence"


class Answer(Model):
    """One household's answer to one date: going, waiting for places, offered some, or withdrawn.

    `inmate`: through whom it comes; None where everybody may. `ended_why` says who or what withdrew it.
    """

    id = fields.UUIDField(primary_key=True)
    occurrence = fields.ForeignKeyField(
        "encuentro.Occurrence", related_name=False, on_delete=fields.RESTRICT
    )
    establishment = fields.ForeignKeyField(
        "encuentro.Establishment", related_name=False, on_delete=fields.RESTRICT
    )
    account = fields.ForeignKeyField(
        "encuentro.Account", related_name=False, on_delete=fields.CASCADE
    )
    inmate = fields.ForeignKeyField(
        "encuentro.Inmate", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    state = fields.CharField(max_length=12)
    claim = fields.ForeignKeyField(
        "encuentro.Claim", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    adults = fields.IntField()
    children = fields.IntField()
    asked_at = fields.DatetimeField()
    offered_until = fields.DatetimeField(null=True)
    ended_why = fields.CharField(max_length=16, null=True)
    changed_at = fields.DatetimeField()

    class Meta:
        table = "answer"


class CalendarToken(Model):
    """The secret in the address of an account's private calendar; only its digest is kept."""

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", related_name=False, on_delete=fields.CASCADE
    )
    digest = fields.BinaryField()
    made_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "calendar_token"
