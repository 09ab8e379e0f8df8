"""Trusted documents are read from files, and a bad one stops the start."""

import json
from pathlib import Path

import pytest

from backend.gql.manifest import ManifestError, document_id, read_manifests, trust
from tests.gql import toy

OLD, NEW = "query Old { hello }", "query New { hello }"


def write(path: Path, *texts: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"documents": {document_id(text): text for text in texts}}))


def test_documents_of_earlier_phones_are_trusted_too(tmp_path: Path) -> None:
    write(tmp_path / "documents.json", NEW)
    write(tmp_path / "documents" / "1.0.json", OLD)

    manifest = read_manifests(tmp_path)

    assert {each.text for each in manifest.values()} == {OLD, NEW}
    assert manifest[document_id(OLD)].source.endswith("1.0.json")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"documents": []}', '{"documents": {"a": "{ hello }"}}', "\xff"]
)
def test_a_file_that_is_no_manifest_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "documents.json").write_text(content, encoding="latin-1")

    with pytest.raises(ManifestError, match=r"documents\.json"):
        read_manifests(tmp_path)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"documents\.json"):
        read_manifests(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("query Lost { nowhere }", "Cannot query field 'nowhere'"),
        ("query Broken {", "Syntax Error"),
        ("query Look { __schema { queryType { name } } }", "does not describe its schema"),
        (
            'mutation Twice { a: act(label: "x") { __typename } b: act(label: "y") { __typename } }',
            "more than one mutation",
        ),
    ],
)
def test_a_trusted_document_that_cannot_run_stops_the_start(text: str, told: str) -> None:
    name = text.split()[1]

    with pytest.raises(ManifestError, match=rf"phone\.json.*{name}.*{told}"):
        toy.make_documents(trust([text], "phone.json"), trusted_only=True)
