"""Money is never a binary fraction: neither a float nor an inexact division stands where it is reckoned."""

import ast
from pathlib import Path

import pytest

BACKEND = Path(__file__).parents[2] / "backend"
FILES = [
    BACKEND / "core" / "money.py",
    *sorted((BACKEND / "ledger").rglob("*.py")),
    *sorted((BACKEND / "earnings").rglob("*.py")),
]


def inexact(source: str) -> list[int]:
    """Lines with a float, or with a division that is not of a path and a name."""
    return [getattr(node, "lineno", 0) for node in ast.walk(ast.parse(source)) if is_inexact(node)]


def is_inexact(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float | complex)
    if isinstance(node, ast.Name | ast.Attribute):
        return (node.id if isinstance(node, ast.Name) else node.attr) in ("float", "truediv")
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
        right = node.right if isinstance(node, ast.BinOp) else node.value
        return not (isinstance(right, ast.Constant) and isinstance(right.value, str))
    return False


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BACKEND)))
def test_no_binary_fraction_where_money_is_reckoned(path: Path) -> None:
    assert inexact(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["x = 0.1", "float('1')", "a / b", "a /= b", "x: float", "operator.truediv(a, b)", "1e3"],
)
def test_each_way_to_a_binary_fraction_is_seen(source: str) -> None:
    assert inexact(source) == [1]
    assert inexact("Path('seeds') / 'rules.toml'; a // b") == []
