"""What a text costs in parts, and how shares of gateways move: over plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.core.text import LANGUAGES, catalogue
from backend.notifications.rules.failover import (
    LONGEST_REST,
    SOUND,
    Health,
    Record,
    moved,
    order,
)
from backend.notifications.rules.segments import segments

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ñ" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 151, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("í" + "a" * 69, 1),
        ("í" + "a" * 70, 2),
        ("í" + "a" * 133, 2),
        ("í" + "a" * 134, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_is_cut_as_networks_cut_it(text, parts):
    assert segments(text) == parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_message_in_every_language_is_one_part(language):
    texts = {key: words for key, words in catalogue(language).items() if key.startswith("sms.")}

    assert "sms.sign_in_code" in texts
    longest = {key: words.replace("{code}", "000000") for key, words in texts.items()}
    assert {key: segments(words) for key, words in longest.items()} == dict.fromkeys(texts, 1)


def pair(calls=20, troubled=0, share=50, other=0, moved_at=None, other_calls=20):
    return [
        Record("one", share, 50, calls, troubled, moved_at),
        Record("two", 100 - share, 50, other_calls, other),
    ]


def test_a_gateway_in_trouble_gives_ten_points_to_the_other():
    assert moved(pair(troubled=3), NOW) == {"one": 40, "two": 60}
    assert moved(pair(troubled=2), NOW) == {}


def test_few_calls_say_nothing():
    assert moved(pair(calls=4, troubled=4), NOW) == {}
    assert moved(pair(calls=5, troubled=5), NOW) == {"one": 40, "two": 60}


def test_a_share_takes_one_step_a_minute_and_stops_at_nothing():
    assert moved(pair(troubled=20, share=40, moved_at=NOW - MINUTE * 0.9), NOW) == {}
    assert moved(pair(troubled=20, share=40, moved_at=NOW - MINUTE), NOW) == {"one": 30, "two": 70}
    assert moved(pair(troubled=20, share=5), NOW) == {"one": 0, "two": 100}
    assert moved(pair(troubled=20, share=0), NOW) == {}


def test_when_both_are_in_trouble_nothing_moves():
    assert moved(pair(troubled=20, other=10), NOW) == {}


def test_when_all_is_well_shares_drift_back_as_far_as_is_wanted():
    assert moved(pair(share=20, moved_at=NOW - 4 * MINUTE), NOW) == {}
    assert moved(pair(share=20, moved_at=NOW - 5 * MINUTE), NOW) == {"two": 75, "one": 25}
    assert moved(pair(share=47), NOW) == {"two": 50, "one": 50}
    assert moved(pair(), NOW) == {}


def test_one_gateway_alone_keeps_everything():
    assert moved([Record("one", 100, 100, 20, 20)], NOW) == {}


def test_the_first_asked_is_drawn_by_share():
    shares = {"one": 30, "two": 70}
    firsts = [order(shares, {}, NOW, step / 100)[0] for step in range(100)]

    assert firsts == ["one"] * 30 + ["two"] * 70
    assert order({"one": 0, "two": 100}, {}, NOW, 0.0) == ["two", "one"]
    assert order({"one": 0, "two": 0}, {}, NOW, 0.5) == ["one", "two"]


def test_whoever_rests_is_asked_last():
    health = {"two": SOUND.failed(NOW)}

    assert order({"one": 1, "two": 99}, health, NOW, 0.9) == ["one", "two"]
    assert order({"one": 1, "two": 99}, health, NOW + 15 * timedelta(seconds=1), 0.9)[0] == "two"
    both = {"one": Health(1, NOW + 2 * MINUTE), "two": Health(1, NOW + MINUTE)}
    assert order({"one": 50, "two": 50}, both, NOW, 0.1) == ["two", "one"]


def test_rests_grow_with_failures_one_after_the_other_not_with_those_under_way_together():
    once = SOUND.failed(NOW)
    assert once.failed(NOW) == once
    assert once.rests_until == NOW + timedelta(seconds=15)

    health, now = SOUND, NOW
    for _ in range(12):
        health = health.failed(now)
        rest, now = (health.rests_until or now) - now, health.rests_until or now
    assert rest == LONGEST_REST
    assert SOUND.failed(NOW, at_least=10 * MINUTE).rests_until == NOW + 10 * MINUTE
    assert once.held_until(NOW) == once
    assert once.held_until(NOW + MINUTE).rests_until == NOW + MINUTE
