"""Which documents run, and which are refused before anything runs."""

import gc

import orjson
import pytest
import strawberry
from hypothesis import given
from hypothesis import strategies as st
from strawberry.extensions import SchemaExtension

from backend.gql.documents import FREE_DOCUMENTS_KEPT, Documents
from backend.gql.manifest import document_id, trust
from backend.gql.operation import Operation
from backend.gql.refusals import Refused
from tests.gql import toy
from tests.gql.cost import in_parses

pytestmark = pytest.mark.anyio

HELLO, OTHER = "query Hello { hello }", "query Other { hello }"
ACT = "mutation Act($label: String!) { act(label: $label) { ... on Done { label } } }"
ID = document_id(HELLO)
TRUSTED = toy.make_documents(trust([HELLO, OTHER, ACT]), trusted_only=True)
FREE = toy.make_documents()
FREE_AND_SILENT = toy.make_documents(explorable=False)


def payload(**members: object) -> Operation:
    return Operation.of(members, request_id="r")


def refusal(documents: Documents[toy.Context], **members: object) -> Refused:
    with pytest.raises(Refused) as caught:
        documents.choose(payload(**members))
    return caught.value


@pytest.mark.parametrize(
    "members",
    [
        {"documentId": ID},
        {"documentId": f"sha256:{ID}"},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": ID}}},
        {"query": ID},
        {"query": HELLO},
        {"query": HELLO, "documentId": ID},
        {"query": ID, "documentId": ID},
    ],
)
async def test_a_trusted_document_is_found_by_id_or_text(members: dict[str, object]) -> None:
    result = await TRUSTED.execute(payload(**members), toy.Context(toy.Ledger()))

    assert (result.status, orjson.loads(result.body)) == (200, {"data": {"hello": "world"}})


@pytest.mark.parametrize(
    "members",
    [
        {"query": "{ hello }"},
        {"query": HELLO + " "},
        {"query": "not even a document"},
        {"query": ""},
        {"documentId": "0" * 64},
        {"documentId": ID.upper()},
        {"documentId": ID[:-1]},
        {"documentId": ""},
        {"documentId": f"md5:{ID}"},
    ],
)
def test_any_other_document_is_not_trusted(members: dict[str, object]) -> None:
    assert refusal(TRUSTED, **members).code == "DOCUMENT_NOT_TRUSTED"
    assert refusal(TRUSTED, **members).result("r").status == 400


@pytest.mark.parametrize(
    "members",
    [
        {"query": OTHER, "documentId": ID},
        {"query": document_id(OTHER), "documentId": ID},
        {
            "documentId": ID,
            "extensions": {"persistedQuery": {"sha256Hash": document_id(OTHER)}},
        },
        {"query": "{", "documentId": ID},
    ],
)
@pytest.mark.parametrize("documents", [TRUSTED, FREE], ids=["trusted", "free"])
def test_two_different_documents_are_refused_and_none_chosen(
    documents: Documents[toy.Context], members: dict[str, object]
) -> None:
    with pytest.raises(Refused, match=r"different documents|more than one document"):
        documents.choose(payload(**members))


@given(text=st.text(max_size=300))
def test_no_text_gets_past_the_table(text: str) -> None:
    if text != HELLO and text != OTHER and text != ACT:
        assert refusal(TRUSTED, query=text).code == "DOCUMENT_NOT_TRUSTED"


def test_an_untrusted_document_costs_next_to_nothing() -> None:
    text = "{" + "a " * 49_000 + "}"

    assert in_parses(lambda: refusal(TRUSTED, query=text)) < 0.5


def test_refused_documents_leave_nothing_behind() -> None:
    def refuse_many() -> None:
        for number in range(1_000):
            for documents in (TRUSTED, FREE_AND_SILENT):
                refusal(documents, query=f"{{ nothing{number} }}")

    refuse_many()
    gc.collect()
    before = len(gc.get_objects())
    refuse_many()
    gc.collect()

    assert len(gc.get_objects()) - before < 100


async def test_free_documents_are_kept_up_to_a_number() -> None:
    for number in range(FREE_DOCUMENTS_KEPT + 20):
        FREE.choose(payload(query=f"query Q{number} {{ hello }}"))

    assert FREE._free.cache_info().currsize == FREE_DOCUMENTS_KEPT


async def test_a_free_document_is_prepared_once() -> None:
    first = FREE.choose(payload(query="query Once { hello }"))
    second = FREE.choose(payload(query="query Once { hello }"))

    assert first.prepared is second.prepared


def test_production_tells_nothing_of_its_schema() -> None:
    for text in (
        "{ __schema { types { name } } }",
        '{ __type(name: "Person") { name } }',
        "{ ...A } fragment A on Query { x: __schema { queryType { name } } }",
    ):
        assert refusal(FREE_AND_SILENT, query=text).code == "INTROSPECTION_OFF"
    for text in ("{ helo }", "{ hello { x } }", "{ peopel { nodes { nme } } }", "{ hello(a: 1) }"):
        (error,) = refusal(FREE_AND_SILENT, query=text).errors
        assert "Did you mean" not in error["message"]


def test_development_helps() -> None:
    assert FREE.choose(payload(query="{ __schema { types { name } } }"))
    assert "Did you mean 'hello'" in refusal(FREE, query="{ helo }").errors[0]["message"]


def test_ten_unknown_directives_are_one_error() -> None:
    text = "query {{ hello {} }}".format(" ".join(f"@d{number}" for number in range(10)))

    assert len(refusal(FREE_AND_SILENT, query=text).errors) == 1


async def test_bad_variables_are_named() -> None:
    text = "query Q($number: Int!) { number(number: $number) }"

    for value in (None, "7", 7.5, True, 2**31, 10**30, [], {}):
        operation = payload(query=text, variables={"number": value})
        result = await FREE.execute(operation, toy.Context(toy.Ledger()))
        (error,) = orjson.loads(result.body)["errors"]
        assert error["extensions"]["code"] == "BAD_INPUT"
        assert "$number" in error["message"]
        assert "path" not in error, "by which the phone knows words for engineers"
        assert (result.status, result.lenient) == (400, True)


async def test_a_bad_argument_found_late_is_still_the_callers() -> None:
    text = "query Q($first: Int = 3) { people(first: $first) { nodes { name } } }"
    ledger = toy.Ledger()

    operation = payload(query=text, variables={"first": None})
    result = await FREE.execute(operation, toy.Context(ledger))

    (error,) = orjson.loads(result.body)["errors"]
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert ledger.closed == [None]


async def test_the_context_is_closed_once_whatever_happens() -> None:
    for text in (HELLO, "{ boom }", "{ refused }", "{", "{ helo }"):
        ledger = toy.Ledger()
        await FREE.execute(payload(query=text), toy.Context(ledger))
        assert len(ledger.closed) == 1, text


async def test_an_answer_exists_only_after_the_context_is_closed() -> None:
    ledger = toy.Ledger()

    class Slow(toy.Context):
        async def close(self, error: BaseException | None = None) -> None:
            assert not answered
            await super().close(error)

    answered: list[bytes] = []
    answered.append((await FREE.execute(payload(query=HELLO), Slow(ledger))).body)

    assert ledger.closed == [None]


def test_extensions_that_would_not_run_are_refused() -> None:
    schema = strawberry.Schema(toy.Query, extensions=[SchemaExtension])

    with pytest.raises(TypeError, match="do not run"):
        Documents(schema, {}, trusted_only=True, describe=toy.describe)
