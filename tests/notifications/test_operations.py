"""`encuentro notices`: honest counts, a stop button that works until the last row is claimed, a kind let go again."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from backend.core.actor import System
from backend.database import reading
from backend.notifications.jobs import fold_counts
from backend.notifications.queries.operations import standing_counts
from backend.notifications.rules.verdicts import Answer, Outcome
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from tests import make
from tests.conftest import SECRET, Database
from tests.notifications import make_notices as notices
from tests.servers import ROOT
from tests.test_cli import run

pytestmark = pytest.mark.anyio
FAST = Limits(first=100_000, most=100_000)


def now() -> datetime:
    """The real clock: the command reads it too."""
    return datetime.now(UTC)


def row_of(printed: str, kind: str, channel: str) -> dict[str, str]:
    """One row of the table by its headings."""
    lines = printed.splitlines()
    names = next(line for line in lines if line.rstrip().endswith(" all"))
    headings = [names[at : at + 12].strip() for at in range(31, len(names.rstrip()), 12)]
    line = next(
        line for line in lines if line[:20].strip() == kind and line[21:31].strip() == channel
    )
    return dict(zip(headings, line[31:].split(), strict=True))


async def families_with_phones(owner, count):
    families = [await make.family(owner) for _ in range(count)]
    for family in families:
        await notices.phone(owner, family)
    return families


async def test_nothing_told_is_said_in_words(database):
    printed = run(database, "notices")

    assert printed.returncode == 0, printed.stderr
    assert "Notices told since" in printed.stdout and "(Lima): none." in printed.stdout
    assert "Nothing is due that has not been sent." in printed.stdout
    assert "Text messages today: S/ 0.00" in printed.stdout


async def test_every_delivery_is_counted_under_what_came_of_it(db, owner):
    families = await families_with_phones(owner, 4)
    without, unwilling = await make.family(owner), families[3]
    await owner.execute(
        "insert into notice_choice (account_id, kind, channel, choice) values ($1, 'visit_called_off', 'push', 'off'),"
        " ($1, 'visit_called_off', 'sms', 'never'), ($2, 'visit_called_off', 'sms', 'never')",
        unwilling.account_id,
        without.account_id,
    )
    await notices.told([*families, without], now())
    answers = iter([Outcome.ACCEPTED, Outcome.QUOTA])
    carrier = notices.FakeCarrier(lambda *_: Answer(next(answers, Outcome.ACCEPTED), "taken", 600))
    await Dispatcher("push", carrier, FAST).drain(now())
    await owner.execute(
        "update delivery set state = 'seen', seen_at = now() where channel = 'inbox' and account_id = $1",
        families[0].account_id,
    )

    printed = run(db, "notices").stdout

    assert row_of(printed, "visit_called_off", "push") == {
        **{
            "retry": "1",
            "handed over": "2",
            "seen": "·",
            "no device": "1",
            "refused": "1",
            "all": "5",
        },
    }
    assert row_of(printed, "visit_called_off", "inbox") == {
        **{
            "retry": "·",
            "handed over": "4",
            "seen": "1",
            "no device": "·",
            "refused": "·",
            "all": "5",
        },
    }
    assert row_of(printed, "all kinds", "push") == row_of(printed, "visit_called_off", "push")


async def test_only_the_chosen_time_is_counted(db, owner):
    families = await families_with_phones(owner, 1)
    await notices.told(families, now() - timedelta(days=3), lasts=timedelta(days=9))

    assert "visit_called_off" in run(db, "notices").stdout.split("Oldest")[0]
    assert "none." in run(db, "notices", "--days", "2.5").stdout
    assert run(db, "notices", "--days", "0").returncode == 2


async def test_what_waits_longest_and_what_stands_still_is_named(db, owner):
    families = await families_with_phones(owner, 2)
    await notices.told(families[:1], now() - timedelta(hours=3, minutes=5), kind="visit_booked")
    await notices.told(families[1:], now() - timedelta(minutes=5))
    await owner.execute(
        "insert into carrier (name, paused_until, paused_reason, slow_until) values"
        " ('push', now() + interval '1 hour', 'unauthorised', null), ('quick', null, null, now() + interval '1 hour')"
    )
    await owner.execute("update notice_kind set stopped_at = now() where kind = 'visit_go'")
    await owner.execute(
        "insert into sms_day (day, spent) values ((now() at time zone 'America/Lima')::date, 1205)"
    )

    printed = run(db, "notices").stdout

    assert "Oldest that is due, push: visit_booked, for 3 hours (notice " in printed
    assert "Paused: push until " in printed and "(unauthorised)." in printed
    assert "Slowed: quick until " in printed
    assert "Stopped: visit_go, since " in printed
    assert "encuentro notices resume visit_go" in printed
    assert "Text messages today: S/ 12.05 (no gateway is configured)." in printed


async def test_a_stop_takes_back_what_is_unsent_and_follows_what_was_handed_over(db, owner):
    families = await families_with_phones(owner, 5)
    cause = await notices.told(families, now())
    other = await notices.told(families[:1], now())
    carrier = notices.FakeCarrier(lambda *_: Answer(Outcome.ACCEPTED, "taken"))
    first = await owner.fetchval(
        "select d.id from delivery d join notice n on n.id = d.notice_id where n.cause = $1 and channel = 'push'"
        " and d.account_id = $2",
        cause,
        families[0].account_id,
    )
    await owner.execute(
        "update delivery set not_before = now() + interval '1 hour' where channel = 'push' and id <> $1",
        first,
    )
    await Dispatcher("push", carrier, FAST).drain(now())
    assert await notices.states(owner) == {"accepted": 1, "queued": 5}

    ended = run(db, "notices", "stop", cause, "--yes")

    assert ended.returncode == 0, ended.stderr
    assert "Stopped: 5 notices. 4 deliveries had not been handed over" in ended.stdout
    assert "1 withdrawal follow" in ended.stdout
    assert (
        await owner.fetchval("select count(*) from notice where withdrawn_reason = 'stopped'") == 5
    )
    assert await owner.fetchval("select withdrawn_at from notice where cause = $1", other) is None
    assert await notices.states(owner) == {"accepted": 1, "cancelled": 4, "queued": 2}
    row = await owner.fetchrow("select action, subject, facts from audit_entry")
    assert (row["action"], row["subject"]) == ("notifications.notices.stopped", cause)
    assert '"unsent": 4' in row["facts"] and '"withdrawals": 1' in row["facts"]
    await owner.execute("update delivery set not_before = now() where state = 'queued'")
    await Dispatcher("push", carrier, FAST).drain(now())
    assert [letter.withdrawal for letter, _, _ in carrier.letters] == [False, False, True] or [
        letter.withdrawal for letter, _, _ in carrier.letters
    ] == [False, True, False]
    assert "withdrawal" in run(db, "notices").stdout


async def test_the_button_works_while_rows_are_being_claimed_until_the_last(db, owner):
    families = await families_with_phones(owner, 40)
    cause = await notices.told(families, now())
    claimed, _ = await notices.claimed("somebody", 39, now())

    ended = run(db, "notices", "stop", cause, "--yes")

    assert len(claimed) == 39
    assert "40 deliveries had not been handed over" in ended.stdout
    assert "39 withdrawals follow" in ended.stdout
    assert (
        await owner.fetchval(
            "select count(*) from delivery where channel = 'push' and state = 'cancelled'"
        )
        == 40
    )
    carrier = notices.FakeCarrier()
    await Dispatcher("push", carrier, FAST).drain(now())
    assert [letter for letter, _, _ in carrier.letters if not letter.withdrawal] == []


async def test_one_notice_is_stopped_by_its_id_alone(db, owner):
    families = await families_with_phones(owner, 2)
    await notices.told(families, now())
    one = await owner.fetchval(
        "select id from notice where account_id = $1", families[0].account_id
    )

    assert "Stopped: 1 notice." in run(db, "notices", "stop", str(one), "--yes").stdout
    assert await notices.states(owner) == {"cancelled": 1, "queued": 1}
    again = run(db, "notices", "stop", str(one), "--yes")
    assert (again.returncode, "nothing left to stop" in again.stdout) == (0, True)
    assert await owner.fetchval("select count(*) from audit_entry") == 1


async def test_without_yes_it_says_what_it_would_stop_and_asks(db, owner):
    families = await families_with_phones(owner, 3)
    cause = await notices.told(families, now())

    for answer, left in (("no\n", "queued"), ("", "queued"), ("yes\n", "cancelled")):
        ended = asked(db, cause, answer)
        assert "visit_called_off: 3 notices" in ended.stdout
        assert "3 deliveries unsent" in ended.stdout
        assert ended.returncode == (0 if left == "cancelled" else 1)
        assert await notices.states(owner) == {left: 3}


def asked(database: Database, cause: str, answer: str) -> subprocess.CompletedProcess[str]:
    """`encuentro notices stop CAUSE`, answered at the keyboard."""
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", "notices", "stop", cause],
        input=answer,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database.url,
            "ENCUENTRO_SECRET": SECRET,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("stop", "00000000-0000-4000-8000-000000000000", "--yes"),
        ("stop", "no such cause", "--yes"),
        ("resume", "no_such_kind"),
    ],
)
async def test_what_is_not_known_is_refused_in_a_sentence(database, owner, words):
    ended = run(database, "notices", *words)

    assert ended.returncode == 1
    assert ended.stderr.startswith("encuentro: ") and words[1] in ended.stderr
    assert "Traceback" not in ended.stderr
    assert await owner.fetchval("select count(*) from audit_entry") == 0


async def test_a_stopped_kind_is_let_go_again(db, owner):
    await owner.execute("update notice_kind set stopped_at = now() where kind = 'visit_go'")

    ended = run(db, "notices", "resume", "visit_go")

    assert (ended.returncode, "visit_go goes out again" in ended.stdout) == (0, True)
    assert (
        await owner.fetchval("select count(*) from notice_kind where stopped_at is not null") == 0
    )
    assert await owner.fetchval("select action from audit_entry") == "notifications.kind.resumed"
    assert "is not stopped" in run(db, "notices", "resume", "visit_go").stdout
    assert await owner.fetchval("select count(*) from audit_entry") == 1


async def test_counts_kept_beside_are_the_counts_of_the_rows(db, owner):
    families = await families_with_phones(owner, 6)
    cause = await notices.told(families, now())
    await Dispatcher("push", notices.FakeCarrier(), FAST).drain(now())
    await notices.told(families[:3], now())
    run(db, "notices", "stop", cause, "--yes")
    await owner.execute("delete from notice where cause <> $1", cause)

    for _ in range(2):
        async with reading(System()) as tx:
            counted = await standing_counts(tx)
        rows = await owner.fetch(
            "select case when withdrawal then 'withdrawal' else channel end as channel, state, count(*) as n"
            " from delivery group by 1, 2"
        )
        assert {key: n for key, n in counted.items() if n} == {
            (row["channel"], row["state"]): row["n"] for row in rows
        }
        await fold_counts(now())
    assert await owner.fetchval("select count(*) from delivery_count") == len(rows)
