"""What a document may ask for is measured before it is validated, in time that does not explode."""

from dataclasses import replace

import pytest
from graphql import get_introspection_query, parse

from backend.gql.limits import LIMITS, Limits, Measure, check_variables, measure
from backend.gql.operation import Operation
from backend.gql.refusals import Refused
from tests.gql import toy
from tests.gql.cost import in_parses

DOCUMENTS = toy.make_documents()
ENDLESS = 10**9
NO_LIMITS = Limits(*([ENDLESS] * 11), unpaged=20, values=ENDLESS, value_depth=ENDLESS)


def measured(text: str, limits: Limits = NO_LIMITS) -> Measure:
    (only,) = measure(toy.SCHEMA._schema, parse(text), introspection=True, limits=limits).values()
    return only


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("{ hello }", 1),
        ("{ a: hello b: hello }", 2),
        ("{ person(id: 1) { name id } }", 3),
        ("{ people(first: 7) { nodes { name id } } }", 1 + 1 + 7 * 2),
        ("{ people { nodes { name id } } }", 1 + 1 + 10 * 2),
        ("query Q($n: Int!) { people(first: $n) { nodes { name id } } }", 1 + 1 + 50 * 2),
        ("{ people(first: 1000) { nodes { name } } }", 1 + 1 + 50),
        ("{ people(first: 7) { nodes { name } pageInfo { endCursor } } }", 1 + 1 + 7 + 2),
        ("{ everybody { name } }", 1 + 20),
        ("{ everybody { relatives { name } } }", 1 + 20 * (1 + 20)),
        (
            "{ people(first: 7) { nodes { relatives { name } } } }",
            1 + 1 + 7 * (1 + 20),
        ),
        ("{ people(first: 7) { ...P } } fragment P on PersonConnection { nodes { name } }", 9),
    ],
)
def test_cost_counts_the_fields_of_the_longest_answer(text: str, cost: int) -> None:
    weight = measured(text).weight

    assert weight.cost == cost


def test_fragments_count_as_often_as_they_are_spread() -> None:
    text = (
        "{ a: everybody { ...F } b: everybody { ...F ...F } }"
        " fragment F on Person { n: name @skip(if: true) relatives { id } }"
    )

    weight = measured(text).weight

    assert (weight.fields, weight.aliases, weight.directives) == (2 + 9, 2 + 3, 3)
    assert weight.depth == 3


def test_root_fields_are_counted_through_every_disguise() -> None:
    text = "mutation { a: act { x } ... { b: act { x } ...F } __typename } fragment F on Mutation { c: act { x } }"

    assert measured(text).roots == {"a", "b", "c"}


def doubling(levels: int) -> str:
    """A document whose fragments, written out, have 2 to the power of `levels` fields."""
    fragments = " ".join(
        f"fragment F{n} on Person {{ a: relatives {{ ...F{n + 1} }} b: relatives {{ ...F{n + 1} }} }}"
        for n in range(levels)
    )
    return f"{{ everybody {{ ...F0 }} }} {fragments} fragment F{levels} on Person {{ name }}"


def test_fragment_doubling_is_measured_in_linear_time() -> None:
    document = parse(doubling(60))
    limits = replace(NO_LIMITS, fields=LIMITS.fields)

    def refuse() -> None:
        with pytest.raises(Refused, match="too many fields"):
            measure(toy.SCHEMA._schema, document, introspection=True, limits=limits)

    assert in_parses(refuse) < 1


ATTACKS = {
    "fragments doubled 60 times": doubling(60),
    "fragments doubled 12 times": doubling(12),
    "the same spread twice, 25 times": "{ everybody { ...F0 } } "
    + " ".join(f"fragment F{n} on Person {{ ...F{n + 1} ...F{n + 1} }}" for n in range(25))
    + " fragment F25 on Person { name }",
    "one field 990 times": "{ %s }" % ("hello " * 990),
    "one field 300 times": "{ %s }" % ("hello " * 300),
    "overlapping lists": "{ everybody { %s } }" % (("relatives { %s } " % ("name " * 30)) * 10),
    "100 KB of aliases": "{{ {} }}".format(" ".join(f"a{n}: hello" for n in range(8_000))),
    "300 aliases": "{{ {} }}".format(" ".join(f"a{n}: hello" for n in range(300))),
    "deep fields": "{{ everybody {{ {} name {} }} }}".format("relatives { " * 60, "} " * 60),
    "very deep fields": "{{ everybody {{ {} name {} }} }}".format("relatives { " * 300, "} " * 300),
    "deep inline fragments": "{{ {} hello {} }}".format("... { " * 150, "} " * 150),
    "400 directives": "{ hello %s }" % ("@a " * 400),
    "ten unknown directives": "{ hello @a @b @c @d @e @f @g @h @i @j }",
    "a number of 5,000 digits": "{ number(number: %s) }" % ("9" * 5_000),
    "a page of 5,000 digits": "{ people(first: %s) { nodes { name } } }" % ("9" * 5_000),
    "a deep list": "{{ number(number: {}1{}) }}".format("[" * 300, "]" * 300),
    "a deep object": "{{ number(number: {}1{}) }}".format("{a: " * 100, "}" * 100),
    "9,000 comments": "#\n" * 9_000 + "{ hello }",
    "a long text": '{ day(day: "%s") }' % ("x" * 19_000),
    "200 variables": "query Q({}) {{ hello }}".format(" ".join(f"$a{n}: Int" for n in range(200))),
    "a fragment in itself": "{ everybody { ...A } } fragment A on Person { relatives { ...A } }",
    "two fragments in one another": "{ everybody { ...A } } "
    "fragment A on Person { ...B } fragment B on Person { ...A }",
    "a costly page": "{ people(first: 50) { nodes { relatives { relatives { name } } } } }",
    "380 unknown fields": "{{ {} }}".format(" ".join(f"x{n}" for n in range(380))),
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_costs_little_more_than_reading_it(text: str) -> None:
    def refuse() -> None:
        with pytest.raises(Refused) as caught:
            DOCUMENTS.choose(Operation(text=text))
        answer = caught.value.result("r").body
        assert len(answer) < 4_000
        assert b"set_int_max_str_digits" not in answer

    assert in_parses(refuse) < 4


def test_the_introspection_of_graphiql_is_within_the_limits() -> None:
    text = get_introspection_query(descriptions=True, input_value_deprecation=True)

    assert DOCUMENTS.choose(Operation(text=text))


def test_variables_have_limits_too() -> None:
    check_variables({"a": [1, {"b": "c"}], "d": None})
    deep: object = 1
    for _ in range(10_000):
        deep = [deep]

    for bad in ({"a": deep}, {"a": list(range(2_001))}, {"a": "\0"}, {"a": [{"b": "x\0y"}]}):
        with pytest.raises(Refused):
            check_variables(bad)
