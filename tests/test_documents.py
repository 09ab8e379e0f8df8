"""The phone's documents: valid here, named after what they ask, and every one of them sent by a test."""

import re
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse, validate

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
def test_a_document_is_one_valid_operation_named_after_its_field(path: Path) -> None:
    document = parse(path.read_text(encoding="utf-8"))
    (operation,) = document.definitions

    assert validate(schema._schema, document) == []
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    assert operation.name.value == path.stem[0].upper() + path.stem[1:]
    assert [chosen.name.value for chosen in operation.selection_set.selections] == [path.stem]


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_a_test_sends_every_document(path: Path) -> None:
    named = re.compile(rf"""["/]{path.stem}["]""")

    assert any(named.search(text) for text in TESTS)


def test_every_root_field_has_a_document() -> None:
    core = schema._schema
    assert core.query_type is not None and core.mutation_type is not None
    fields = {*core.query_type.fields, *core.mutation_type.fields}

    assert fields == {path.stem for path in DOCUMENTS}


@pytest.mark.parametrize("name", ["schema", "documents"])
def test_the_checked_in_contract_is_fresh(name: str) -> None:
    assert write_or_check(name, check=True) == 0
