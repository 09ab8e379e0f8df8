"""Imports point one way, rules are pure, nothing outgrows its ceiling."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BACKEND = ROOT / "backend"
FILES = sorted(path for path in BACKEND.rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts)

FILE_CEILING = 400
FUNCTION_CEILING = 60

LEVELS = {
    "core": 0,
    "headers": 0,
    "settings": 0,
    "sealed": 1,
    "database": 1,
    "allowance": 2,
    "audit": 2,
    "once": 3,
    "printing": 3,
    "certificates": 4,
    "gql": 3,
    "identity": 4,
    "registry": 5,
    "notifications": 6,
    "allocation": 7,
    "work": 7,
    "ledger": 7,
    "visits": 8,
    "earnings": 8,
    "programmes": 9,
    "privacy": 10,
    "wording": 10,
    "schema": 11,
    "exports": 12,
    "seeding": 12,
    "worker": 12,
    "demo": 13,
    "development": 14,
    "metrics": 14,
    "page": 14,
    "app": 15,
    "serving": 16,
    "cli": 17,
}
"""What stands lower may be imported by what stands higher, never the other way."""

SLICES = {
    "identity",
    "registry",
    "notifications",
    "allocation",
    "work",
    "ledger",
    "visits",
    "earnings",
    "programmes",
    "privacy",
}
OPEN_TO_OTHER_SLICES = {"commands", "queries", "access", "api"}
IMPURE = {"tortoise", "strawberry", "aiohttp", "asyncpg", "starlette", "random", "os", "time"}


def imports_of(path: Path) -> Iterator[str]:
    """Dotted names a file imports, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    """The part of `backend/` a file belongs to: a slice, or a single file's name."""
    return path.relative_to(BACKEND).parts[0].removesuffix(".py")


def ids(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_a_file_imports_only_what_stands_lower(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    for name in imports_of(path):
        words = name.split(".")
        if words[0] != "backend" or len(words) < 2 or words[1] == part:
            continue
        assert LEVELS[words[1]] < LEVELS[part], f"{part} may not import {name}"


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_of_another_slice_only_its_doors_are_imported(path: Path) -> None:
    part = part_of(path)
    if part not in SLICES:
        return
    for name in imports_of(path):
        words = name.split(".")
        if words[0] == "backend" and len(words) > 2 and words[1] in SLICES - {part}:
            assert words[2] in OPEN_TO_OTHER_SLICES, f"{part} may not import {name}"


@pytest.mark.parametrize(
    "path",
    pure := [
        path for path in FILES if "rules" in path.with_suffix("").parts or part_of(path) == "core"
    ],
    ids=ids(pure),
)
def test_rules_and_core_are_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not {name.split(".")[0] for name in imports_of(path)} & IMPURE
    assert not [
        node for node in ast.walk(tree) if isinstance(node, ast.Await | ast.AsyncFunctionDef)
    ]
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    clock = {"now", "today", "utcnow"}
    assert not [call for call in calls if isinstance(call, ast.Attribute) and call.attr in clock]


@pytest.mark.parametrize("path", FILES + TESTS, ids=ids(FILES + TESTS))
def test_no_file_and_no_function_outgrows_its_ceiling(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= FILE_CEILING
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < FUNCTION_CEILING, node.name


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_every_module_says_in_one_line_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text or ast.get_docstring(ast.parse(text)), "a module docstring is missing"


@pytest.mark.parametrize("path", FILES, ids=ids(FILES))
def test_no_name_that_refuses_nothing(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "misc", "base", "manager", "service"}


EDGE = {
    "settings",
    "gql/context",
    "cli/running",
    "worker",
    "app",
    "serving",
    "development",
    "metrics",
}


def test_only_the_edge_reads_the_environment_and_the_clock() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if str(path.relative_to(BACKEND).with_suffix("")) not in EDGE:
            assert "os.environ" not in text and "getenv" not in text, path
            assert "datetime.now(" not in text and "date.today(" not in text, path


def test_when_what_is_no_longer_used_is_collected_is_set_in_one_place() -> None:
    assert [part_of(path) for path in FILES if "gc" in imports_of(path)] == ["worker"]


STATEMENT = re.compile(r"""f["']+\s*(select|insert|update|delete|with)\s""", re.IGNORECASE)


def test_no_table_is_reached_but_through_transactions_and_no_sql_is_pasted_together() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        opened = text.replace("is_in_transaction(", "")
        assert "in_transaction(" not in opened or path.name == "transaction.py", path
        assert not STATEMENT.search(text) or path.name == "transaction.py", path
