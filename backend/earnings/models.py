"""Tables of earnings."""

from tortoise import fields
from tortoise.models import Model


class EarningRuleRow(Model):
    """One dated rule of earnings: what it says, for whom, from when, on what legal basis.

    `tuo` and `code_1991` are the articles of the Penal Execution Code in its two numberings.
    """

    id = fields.UUIDField(primary_key=True)
    code = fields.CharField(max_length=40)
    scope = fields.CharField(max_length=80)
    version = fields.SmallIntField()
    valid_from = fields.DateField()
    valid_to = fields.DateField(null=True)
    value = fields.JSONField()
    rounding = fields.CharField(max_length=8)
    legal_basis = fields.TextField()
    tuo = fields.TextField()
    code_1991 = fields.TextField()
    source = fields.TextField()
    author = fields.TextField()
    confidence = fields.CharField(max_length=16)
    note = fields.TextField()
    examples = fields.JSONField()
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "earning_rule"
