"""The closed lists that earnings speak of."""

from enum import StrEnum


class Modality(StrEnum):
    """How somebody works (D.Leg. 1343, D.S. 025-2017-JUS, Regulation arts. 109-112-A, 182)."""

    PRIVATE_WORKSHOP = "private_workshop"
    INPE_WORKSHOP = "inpe_workshop"
    INDIVIDUAL_GROUP = "individual_group"
    AUXILIARY_SERVICE = "auxiliary_service"
    TRAINING = "training"
    SPECIAL_PROJECT = "special_project"
    CETPRO_PROJECT = "cetpro_project"
    EXTERNAL_ASSISTED = "external_assisted"
    FREE_MEDIUM = "free_medium"
    INMATES_COMPANY = "inmates_company"


class Basis(StrEnum):
    """What a price row pays for; `PENALTY` takes away what the agreement says of a late order."""

    PIECE = "piece"
    HOUR = "hour"
    DAY = "day"
    SALE = "sale_share"
    SUBSIDY = "subsidy"
    BONUS = "bonus"
    PENALTY = "penalty"
    ZERO = "zero"


class RuleCode(StrEnum):
    """What a dated rule is about; its value has the shape that `rule.py` gives."""

    PAY = "pay"
    AD_HONOREM = "ad_honorem"
    TRAINING_SUBSIDY = "training_subsidy"
    TRAINING_LIMIT = "training_limit"
    MINIMUM_WAGE = "minimum_wage"
    INPE_CONTRIBUTION = "inpe_contribution"
    CONTRIBUTION_BASE = "contribution_base"
    CONTRIBUTION_FLOOR = "contribution_floor"
    CONTRIBUTION_CAP = "contribution_cap"
    ARREARS = "arrears"
    CIVIL_REPARATION = "civil_reparation"
    INCOME_TAX = "income_tax"
    PERSONAL_SHARE = "personal_share"
    SUPPORT_ORDER = "support_order"
    SUPPORT_CAP = "support_cap"
    ATTACHMENT = "attachment"
    URP = "urp"
    MATERIAL_ADVANCE = "material_advance"
    BANK_COMMISSION = "bank_commission"
    STANDING_INSTRUCTION = "standing_instruction"
    ADJUSTMENT = "adjustment"
    EXIT_SETTLEMENT = "exit_settlement"
    SPECIAL_ACCOUNT = "special_account"
    CASH_STEP = "cash_step"
    QUESTION = "question"
    FAMILY_READING = "family_reading"
    LABOUR_DAY = "labour_day"
    LABOUR_EXCLUDED_DAY = "labour_excluded_day"
    LABOUR_PLACE = "labour_place"
    LABOUR_LOST_SHIFT = "labour_lost_shift"
    LABOUR_STUDY = "labour_study"
    LABOUR_RATE = "labour_rate"


class LineCode(StrEnum):
    """The lines of a statement; `core/texts` has a name and a sentence for each."""

    GROSS_PIECE = "gross_piece"
    GROSS_HOUR = "gross_hour"
    GROSS_DAY = "gross_day"
    GROSS_SALE = "gross_sale"
    GROSS_SUBSIDY = "gross_subsidy"
    GROSS_BONUS = "gross_bonus"
    GROSS_PENALTY = "gross_penalty"
    GROSS_ZERO = "gross_zero"
    ADJUSTMENT = "adjustment"
    GROSS = "gross"
    INPE_CONTRIBUTION = "inpe_contribution"
    CIVIL_REPARATION = "civil_reparation"
    INCOME_TAX = "income_tax"
    PERSONAL_SHARE = "personal_share"
    SUPPORT_ORDER = "support_order"
    ATTACHMENT = "attachment"
    BANK_COMMISSION = "bank_commission"
    ARREARS = "arrears"
    ADVANCE = "advance"
    FREE_SHARE = "free_share"
    FAMILY_ASSIGNMENT = "family_assignment"
    SAVINGS = "savings"
    PERSONAL = "personal"


class Part(StrEnum):
    """What a line does to the sum: what is earned equals what is taken and what is left."""

    EARNED = "earned"
    SUBTOTAL = "subtotal"
    TAKEN = "taken"
    LEFT = "left"


class Payee(StrEnum):
    """Who receives a line."""

    INPE = "inpe"
    JUDICIARY = "judiciary"
    TAX_OFFICE = "tax_office"
    COURT_ACCOUNT = "court_account"
    CREDITOR = "creditor"
    BANK = "bank"
    LENDER = "lender"
    FAMILY = "family"
    SAVINGS = "savings"
    HOLDER = "holder"


class OrderBase(StrEnum):
    """What a percentage is taken of; a support order says it in its own words."""

    GROSS = "gross"
    AFTER_LEGAL = "after_legal"
    PERSONAL_SHARE = "personal_share"


class BaseMode(StrEnum):
    """The base of the contribution: what was paid, what the authority verified or the person
    declared under oath, the legal floor, or nothing where nothing is paid."""

    PAID = "paid"
    VERIFIED = "verified"
    DECLARED = "declared"
    FLOOR = "floor"
    NONE = "none"


class Bearer(StrEnum):
    """Who bears the bank's commission."""

    COMPANY = "company"
    PERSON = "person"


class Reading(StrEnum):
    """How hours become days: one day for each calendar day at most, or all hours pooled."""

    PER_DAY = "per_day"
    POOLED = "pooled"


class Rounding(StrEnum):
    """To the céntimo; stored with each rule, because no norm that fixes it was found."""

    DOWN = "down"
    UP = "up"
    HALF_UP = "half_up"


class Confidence(StrEnum):
    """A source says so; somebody remembers it; it is our reading; or an example to be replaced."""

    SOURCED = "sourced"
    RECALLED = "recalled"
    DECIDED = "decided"
    EXAMPLE = "example"
