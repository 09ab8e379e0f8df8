"""Putting rules on trial: every worked example, reckoned by the whole rulebook, must give its result."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from backend.earnings.rules import shapes
from backend.earnings.rules.amounts import cash_payout
from backend.earnings.rules.arrears import instalments
from backend.earnings.rules.examples import read_month
from backend.earnings.rules.labour import (
    LabourRate,
    Shift,
    WorkDay,
    labour_count,
    labour_day,
    legal_rates,
    not_counted,
)
from backend.earnings.rules.paying import (
    Eligibility,
    answer_due_on,
    last_reading_on,
    payout_method,
    training_ends_on,
)
from backend.earnings.rules.rule import EarningRule
from backend.earnings.rules.shapes import Shape
from backend.earnings.rules.statement import statement_lines
from backend.earnings.rules.terms import Circumstances, Rulebook, Terms
from backend.earnings.rules.vocabulary import LineCode, Modality, RuleCode

Result = dict[str, Any]
_SUMS = ("contribution_due", "arrears_added", "reparation_left", "carried", "to_family")


def failures(rules: Iterable[EarningRule]) -> list[str]:
    """The examples that fail, as `rule: title (what came out)`; none when the rules may stand.

    Raises ValueError for an example that cannot be read.
    """
    book = Rulebook(rules)
    tried = ((rule, example) for rule in book.rules for example in rule.examples)
    return [complaint for rule, example in tried if (complaint := trial(rule, example, book))]


def trial(rule: EarningRule, example: Mapping[str, Any], book: Rulebook) -> str | None:
    """What is wrong with the example of a rule, or None.

    It has a title, what is expected, and one question: a month, days of work, a shift… An example of
    a month must also rest on the rule that brings it, unless it says `applies = false`.
    """
    where = f"{rule.name}, example"
    asked = [key for key in example if key in QUESTIONS]
    if len(asked) != 1 or set(example) - {"applies"} != {"title", "expect", *asked}:
        raise ValueError(f"{where}: a title, expect and one of {', '.join(QUESTIONS)}")
    try:
        came_out = QUESTIONS[asked[0]](example[asked[0]], book, where)
    except LookupError as error:
        return f"{rule.name}: {example['title']} ({error})"
    used = came_out.pop("rules_used", None)
    wanted = example["expect"]
    found = {key: came_out.get(key) for key in wanted}
    if found != dict(wanted):
        return f"{rule.name}: {example['title']} ({found})"
    if used is not None and (rule.id in used) != example.get("applies", True):
        return f"{rule.name}: {example['title']} (another rule decides)"
    return None


def _spoken(amount: int | None) -> str | None:
    """Céntimos as a seed writes them: `84.00`."""
    if amount is None:
        return None
    whole, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole}.{cents:02d}"


def _month(table: object, book: Rulebook, where: str) -> Result:
    """Céntimos by line, as text in soles, and what the statement leaves for other books."""
    month, at = read_month(table, where)
    statement = statement_lines(month, book.terms(month.month, at))
    sums = {code.value: statement.total(code) for code in LineCode}
    sums |= {"gross": statement.gross} | {key: getattr(statement, key) for key in _SUMS}
    used: Result = {"rules_used": statement.rules_used}
    return used | {key: _spoken(amount) for key, amount in sums.items()}


def _days(table: object, book: Rulebook, where: str) -> Result:
    """So many days of so many minutes at a legal rate: days counted and days of sentence."""
    shape: Shape = {
        "on": shapes.day,
        "minutes": shapes.many(shapes.count),
        "study": shapes.many(shapes.count),
        "additive": shapes.flag,
        "article": shapes.text,
    }
    asked = shapes.read(table, shape, where, {"study", "additive", "article"})
    on, minutes = asked["on"], asked["minutes"]
    study = asked.get("study", (0,) * len(minutes))
    additive = asked.get("additive", False)
    days = [
        WorkDay(on=on.replace(day=nth), minutes=work, study=learnt, additive=additive)
        for nth, (work, learnt) in enumerate(zip(minutes, study, strict=True), start=1)
    ]
    rates = legal_rates(book, asked["article"]) if "article" in asked else [LabourRate(on, 1)]
    count = labour_count(days, rates, labour_day(book, on))
    return {
        "days": count.days,
        "left_minutes": count.left_minutes,
        "days_off": [segment.days_off for segment in count.segments],
        "left_days": [segment.left_days for segment in count.segments],
    }


def _rate(table: object, book: Rulebook, where: str) -> Result:
    shape: Shape = {"on": shapes.day, "article": shapes.text}
    asked = shapes.read(table, shape, where)
    rule = book.rule(RuleCode.LABOUR_RATE, asked["on"], f"labour:{asked['article']}")
    if rule is None:
        return {"days": "not in force"}
    return {"days": rule.value["days"] or "none"}


def _shift(table: object, book: Rulebook, where: str) -> Result:
    shape: Shape = {
        "on": shapes.day,
        "minutes": shapes.count,
        "place": shapes.text,
        **dict.fromkeys(("holiday", "authorised", "isolation", "lost"), shapes.flag),
    }
    asked = shapes.read(table, shape, where, shape.keys() - {"on", "minutes"})
    reason = not_counted(Shift(**asked), book)
    return {"not_counted": reason.value if reason else ""}


def _debt(table: object, book: Rulebook, where: str) -> Result:
    asked = shapes.read(table, {"on": shapes.day, "owed": shapes.soles}, where)
    plan = instalments(asked["owed"], asked["on"], _anywhere(book, asked))
    return {"amounts": [_spoken(each.amount) for each in plan]}


def _cash(table: object, book: Rulebook, where: str) -> Result:
    asked = shapes.read(table, {"on": shapes.day, "amount": shapes.soles}, where)
    step = _anywhere(book, asked)[RuleCode.CASH_STEP].amount
    paid, left = cash_payout(asked["amount"], step)
    return {"paid": _spoken(paid), "left": _spoken(left)}


def _training(table: object, book: Rulebook, where: str) -> Result:
    asked = shapes.read(table, {"on": shapes.day}, where)
    return {"ends_on": training_ends_on(asked["on"], _anywhere(book, asked)).isoformat()}


def _question(table: object, book: Rulebook, where: str) -> Result:
    shape: Shape = {"on": shapes.day, "holidays": shapes.many(shapes.day)}
    asked = shapes.read(table, shape, where)
    due_on = answer_due_on(asked["on"], asked["holidays"], _anywhere(book, asked))
    return {"due_on": due_on.isoformat()}


def _reading(table: object, book: Rulebook, where: str) -> Result:
    asked = shapes.read(table, {"on": shapes.day}, where)
    return {"last_on": last_reading_on(asked["on"], _anywhere(book, asked)).isoformat()}


def _account(table: object, book: Rulebook, where: str) -> Result:
    answers = ("selected", "excluded", "interdicted", "document")
    person = Eligibility(**shapes.read(table, dict.fromkeys(answers, shapes.flag), where))
    return {"method": payout_method(person).value}


def _anywhere(book: Rulebook, asked: Mapping[str, Any]) -> Terms:
    return book.terms(asked["on"], Circumstances(modality=Modality.PRIVATE_WORKSHOP))


QUESTIONS: dict[str, Callable[[object, Rulebook, str], Result]] = {
    "month": _month,
    "days": _days,
    "rate": _rate,
    "shift": _shift,
    "debt": _debt,
    "cash": _cash,
    "training": _training,
    "question": _question,
    "reading": _reading,
    "account": _account,
}
"""What an example may ask, by the key of its question."""
