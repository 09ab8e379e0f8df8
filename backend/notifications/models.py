"""Tables of what people must be told, on which channel, and what came of it.

A notice is written with the change it tells of; nothing is sent from a request.
"""

from tortoise import fields
from tortoise.models import Model


class NoticeKind(Model):
    """What a kind of notice is: the rows are those of `kinds.py`. `helped`: helpers are told too;
    `stopped_at`: its words were refused as faulty."""

    kind = fields.CharField(max_length=40, primary_key=True)
    urgency = fields.CharField(max_length=8)
    push = fields.BooleanField()
    sms = fields.CharField(max_length=8)
    helped = fields.BooleanField()
    stopped_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notice_kind"


class Notice(Model):
    """One fact that one family must know: a kind and facts, read in the inbox behind sign-in.

    `subject`: what it is about, so that a later fact can withdraw it; `cause`: the act that told many.
    `tell_from`: not before, because a transfer is secret until it is over. `act_by`: when the family must
    act on it; None: it can wait for the morning. No account: the code that a number asked for.
    """

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", null=True, related_name=False, on_delete=fields.RESTRICT
    )
    kind = fields.CharField(max_length=40)
    urgency = fields.CharField(max_length=8, default="normal")
    facts = fields.JSONField()
    subject = fields.TextField(default="")
    cause = fields.TextField(null=True)
    dedupe_key = fields.TextField()
    created_at = fields.DatetimeField()
    tell_from = fields.DatetimeField()
    act_by = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)
    withdrawn_reason = fields.CharField(max_length=24, null=True)

    class Meta:
        table = "notice"


class Delivery(Model):
    """A notice on its way to one account by one channel: its state, and the lease of whoever sends it.

    The inbox's is accepted from birth. `withdrawal`: it takes what was shown off the screen again.
    `attempt_no` grows with every claim and fences late workers; `charged` is what the retry budget counts.
    `changed_in`: the transaction that wrote the row last, by which a phone asks what is new.
    """

    id = fields.UUIDField(primary_key=True)
    notice = fields.ForeignKeyField(
        "encuentro.Notice", related_name=False, on_delete=fields.CASCADE
    )
    account = fields.ForeignKeyField(
        "encuentro.Account", null=True, related_name=False, on_delete=fields.CASCADE
    )
    channel = fields.CharField(max_length=8)
    withdrawal = fields.BooleanField(default=False)
    rank = fields.SmallIntField()
    state = fields.CharField(max_length=12)
    attempt_no = fields.IntField(default=0)
    charged = fields.IntField(default=0)
    not_before = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    claimed_at = fields.DatetimeField(null=True)
    lease_owner = fields.CharField(max_length=80, null=True)
    lease_until = fields.DatetimeField(null=True)
    provider_id = fields.TextField(null=True)
    reason = fields.CharField(max_length=24, null=True)
    absorbed_by = fields.ForeignKeyField(
        "encuentro.Delivery", null=True, related_name=False, on_delete=fields.SET_NULL
    )
    accepted_at = fields.DatetimeField(null=True)
    seen_at = fields.DatetimeField(null=True)
    changed_in = fields.BigIntField()

    class Meta:
        table = "delivery"


class Attempt(Model):
    """One try to hand a delivery to a carrier, and its answer; only ever added."""

    id = fields.UUIDField(primary_key=True)
    delivery = fields.ForeignKeyField(
        "encuentro.Delivery", related_name=False, on_delete=fields.CASCADE
    )
    attempt_no = fields.IntField()
    device = fields.ForeignKeyField(
        "encuentro.PushDevice", null=True, related_name=False, on_delete=fields.SET_NULL
    )
    carrier = fields.CharField(max_length=40)
    started_at = fields.DatetimeField()
    ended_at = fields.DatetimeField()
    outcome = fields.CharField(max_length=24)

    class Meta:
        table = "attempt"


class PushDevice(Model):
    """An address by which a phone is pushed to: its value sealed, its kind told, of one session at a time."""

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", related_name=False, on_delete=fields.CASCADE
    )
    session = fields.ForeignKeyField(
        "encuentro.SessionRow", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=20)
    value_cipher = fields.BinaryField()
    value_index = fields.BinaryField()
    state = fields.CharField(max_length=8)
    suspect = fields.SmallIntField(default=0)
    registered_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    last_ok_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    revoked_reason = fields.CharField(max_length=24, null=True)

    class Meta:
        table = "push_device"


class NoticeChoice(Model):
    """What a family chose for one kind and one channel, where it differs from `kinds.py`."""

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", related_name=False, on_delete=fields.CASCADE
    )
    kind = fields.CharField(max_length=40)
    channel = fields.CharField(max_length=8)
    choice = fields.CharField(max_length=8)

    class Meta:
        table = "notice_choice"


class Helper(Model):
    """A second account that is told what one account is told: invited with a code, agreed by both, ended by either."""

    id = fields.UUIDField(primary_key=True)
    account = fields.ForeignKeyField(
        "encuentro.Account", related_name=False, on_delete=fields.CASCADE
    )
    helper = fields.ForeignKeyField(
        "encuentro.Account", null=True, related_name=False, on_delete=fields.CASCADE
    )
    code_digest = fields.BinaryField()
    invited_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "helper"


class Carrier(Model):
    """How a carrier is used at present, shared by all workers: paused, slowed, or as usual.

    A gateway of text messages has its `share` of a hundred, as it was when it `moved_at`.
    """

    name = fields.CharField(max_length=40, primary_key=True)
    paused_until = fields.DatetimeField(null=True)
    paused_reason = fields.CharField(max_length=24, null=True)
    slow_until = fields.DatetimeField(null=True)
    share = fields.SmallIntField(null=True)
    moved_at = fields.DatetimeField(null=True)

    class Meta:
        table = "carrier"


class CarrierAnswer(Model):
    """How often a carrier gave which answer, since ever."""

    id = fields.UUIDField(primary_key=True)
    carrier = fields.CharField(max_length=40)
    outcome = fields.CharField(max_length=24)
    answers = fields.BigIntField(default=0)

    class Meta:
        table = "carrier_answer"


class SmsDay(Model):
    """What text messages cost on one day of Lima, in céntimos: the budget is counted here."""

    day = fields.DateField(primary_key=True)
    spent = fields.IntField(default=0)

    class Meta:
        table = "sms_day"


class GatewayReport(Model):
    """What a gateway has reported, by a keyed digest of it, so that it is acted on once."""

    id = fields.UUIDField(primary_key=True)
    received_at = fields.DatetimeField()

    class Meta:
        table = "gateway_report"


class TextMessage(Model):
    """Number and words of a text message that no kind's sentence says, as a code; its id is its delivery's."""

    id = fields.UUIDField(primary_key=True)
    phone_cipher = fields.BinaryField()
    body_cipher = fields.BinaryField()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "text_message"
