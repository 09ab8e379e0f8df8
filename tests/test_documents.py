"""The phone's documents: valid here, named after what they ask, and every one of them sent by a test."""

import re
from pathlib import Path

import pytest
from graphql import FieldNode, OperationDefinitionNode, parse, validate

from backend.exports import PHONE, write_or_check
from backend.schema import schema

DOCUMENTS = sorted(PHONE.rglob("*.graphql"))
TESTS = [
    path.read_text(encoding="utf-8")
    for path in Path(__file__).parent.rglob("*.py")
    if "node_modules" not in path.parts
    and path.name not in {Path(__file__).name, "matrix.py", "test_statements.py"}
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_a_document_is_one_valid_operation_named_after_its_file(path: Path) -> None:
    document = parse(path.read_text(encoding="utf-8"))
    (operation,) = document.definitions

    assert validate(schema._schema, document) == []
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    assert operation.name.value == path.stem[0].upper() + path.stem[1:]
    assert path.stem in fields_of(path) or len(fields_of(path)) > 1


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_a_test_sends_every_document(path: Path) -> None:
    named = re.compile(rf"""["/]{path.stem}["]""")

    assert any(named.search(text) for text in TESTS)


def test_every_root_field_has_a_document() -> None:
    core = schema._schema
    assert core.query_type is not None and core.mutation_type is not None
    fields = {*core.query_type.fields, *core.mutation_type.fields}

    assert fields == {field for path in DOCUMENTS for field in fields_of(path)}


def fields_of(path: Path) -> list[str]:
    """The root fields a document asks: its own name's, or several that a screen shows together."""
    (operation,) = parse(path.read_text(encoding="utf-8")).definitions
    assert isinstance(operation, OperationDefinitionNode)
    chosen = operation.selection_set.selections
    return [field.name.value for field in chosen if isinstance(field, FieldNode)]


@pytest.mark.parametrize("name", ["schema", "documents"])
def test_the_checked_in_contract_is_fresh(name: str) -> None:
    assert write_or_check(name, check=True) == 0
