"""What a family sees of the slots: what they can take, and why not the rest, without a word about anybody else."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Family, System
from backend.core.clock import lima_instant
from backend.core.errors import DomainError
from backend.database import reading, transaction
from backend.visits import queries, seeding
from backend.visits.queries import Offer, PlacesLeft
from tests import make
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.ask import sites
from tests.visits.make_visits import NOW, SATURDAY, WEEK

pytestmark = pytest.mark.anyio


async def offers(
    one: visits.Relative,
    *visitor_ids: UUID,
    now: datetime = NOW,
    first_on: date = SATURDAY,
    last_on: date = SATURDAY,
    family: Family | None = None,
    inmate_id: UUID | None = None,
    anyone: bool = False,
) -> list[Offer]:
    actor = family or one.family
    async with reading(actor) as tx:
        return await queries.availability(
            tx,
            actor,
            inmate_id=inmate_id or one.inmate_id,
            visitor_ids=None if anyone else list(visitor_ids or (one.visitor_id,)),
            first_on=first_on,
            last_on=last_on,
            now=now,
        )


async def why(one: visits.Relative, *visitor_ids: UUID, **asked) -> list[str]:
    """Of each slot in turn: "takeable", or the code of the reason."""
    seen = await offers(one, *visitor_ids, **asked)
    return [offer.why.code.value if offer.why else "takeable" for offer in seen]


async def test_slots_come_in_the_order_of_time_with_what_is_left(db, owner):
    await visits.place(owner)
    sunday = await visits.slot(owner, on=SATURDAY + timedelta(days=1), people=3)
    late = await visits.slot(owner, starts=time(13), ends=time(15), people=20, groups=15)
    early = await visits.slot(owner)
    one = await visits.relative(owner)

    seen = await offers(one, last_on=SATURDAY + timedelta(days=1))

    assert [(offer.slot.id, offer.left) for offer in seen] == [
        (early, PlacesLeft.PLENTY),
        (late, PlacesLeft.SOME),
        (sunday, PlacesLeft.FEW),
    ]


async def test_only_slots_of_the_inmates_place_pavilion_and_of_those_days_are_shown(db, owner):
    await visits.place(owner)
    await visits.place(owner, "ica")
    ours, theirs = uuid4(), uuid4()
    await owner.execute(
        "insert into pavilion values ($1, '5', null, 'huaraz'), ($2, '6', null, 'huaraz')",
        ours,
        theirs,
    )
    one = await visits.relative(owner)
    await owner.execute("update inmate set pavilion_id = $1", ours)
    everybody = await visits.slot(owner)
    own = await visits.slot(owner, pavilion_id=ours, starts=time(10))
    await visits.slot(owner, pavilion_id=theirs)
    await visits.slot(owner, at="ica")
    await visits.slot(owner, on=SATURDAY + WEEK)
    withdrawn = await visits.slot(owner)
    await owner.execute("update slot set closed_at = $2 where id = $1", withdrawn, NOW)

    assert [offer.slot.id for offer in await offers(one)] == [everybody, own]


async def test_what_cannot_be_taken_says_why_in_words_about_the_family_itself(db, owner):
    await visits.place(owner)
    sunday = SATURDAY + timedelta(days=1)
    await visits.slot(owner, starts=time(9), ends=time(10), visitor_sex="M")
    await visits.slot(owner, starts=time(10), ends=time(11))
    await visits.slot(owner, starts=time(11), ends=time(12))
    await visits.slot(owner, on=SATURDAY + 5 * WEEK)
    await visits.slot(owner, on=sunday)
    await owner.execute(
        "insert into closed_day (id, establishment_id, first_on, last_on, reason_code, recorded_at)"
        " values (gen_random_uuid(), 'huaraz', $1, $1, 'search', $2)",
        sunday,
        NOW,
    )
    one = await visits.relative(owner)
    await one.book((await offers(one))[1].slot.id)

    assert await why(one, last_on=SATURDAY + 5 * WEEK) == [
        "WEEKDAY_NOT_FOR_SEX",
        "ALREADY_BOOKED",
        "takeable",
        "DAY_CLOSED",
        "TOO_EARLY_TO_BOOK",
    ]


async def test_a_closed_pavilion_closes_a_common_session_for_those_who_live_there(db, owner):
    await visits.place(owner)
    pavilion = uuid4()
    await owner.execute("insert into pavilion values ($1, '5', null, 'huaraz')", pavilion)
    await visits.slot(owner)
    inside, outside = await visits.relative(owner), await visits.relative(owner)
    await owner.execute(
        "update inmate set pavilion_id = $2 where id = $1", inside.inmate_id, pavilion
    )
    await owner.execute(
        "insert into closed_day (id, establishment_id, pavilion_id, first_on, last_on, reason_code, recorded_at)"
        " values (gen_random_uuid(), 'huaraz', $1, $2, $2, 'health', $3)",
        pavilion,
        SATURDAY,
        NOW,
    )

    assert (await why(inside), await why(outside)) == (["DAY_CLOSED"], ["takeable"])


async def test_a_slot_filled_by_others_and_a_quota_used_by_others_look_the_same(db, owner):
    await visits.place(owner)
    await visits.rule(
        owner, "visits_per_period", {"at_most": 1, "period": {"kind": "calendar_week"}}
    )
    full = await visits.slot(owner, people=1, starts=time(7), ends=time(8))
    free = await visits.slot(owner)
    other_slot = await visits.slot(owner, starts=time(15), ends=time(16))
    one = await visits.relative(owner)
    cousin = await visits.relative(owner, inmate_id=one.inmate_id)
    await (await visits.relative(owner)).book(full)
    assert await why(one) == ["NO_PLACE", "takeable", "takeable"]

    await cousin.book(other_slot)

    assert await why(one) == ["NO_PLACE", "NO_PLACE", "NO_PLACE"]
    assert await why(cousin) == ["QUOTA_USED_BY_YOU"] * 3
    assert free


async def test_a_hold_of_others_takes_places_and_ones_own_does_not(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one, other = await visits.relative(owner), await visits.relative(owner)

    await one.hold(slot_id)

    expired = NOW + timedelta(minutes=10)
    assert (await why(one), await why(other)) == (["takeable"], ["NO_PLACE"])
    assert await why(other, now=expired) == ["takeable"]


@pytest.mark.parametrize("bar", ["inmate", "visitor", "pair", "at court", "elsewhere by type"])
async def test_every_bar_looks_alike(db, owner, bar):
    await visits.place(owner)
    await visits.slot(owner)
    one = await visits.relative(owner)
    match bar:
        case "inmate":
            await registry.restriction(owner, inmate_id=one.inmate_id)
        case "visitor":
            await registry.restriction(owner, number=one.number)
        case "pair":
            await registry.restriction(owner, inmate_id=one.inmate_id, number=one.number)
        case "at court":
            await owner.execute("update inmate set status = 'outside'")
        case "elsewhere by type":
            await registry.restriction(owner, number=one.number)
            await owner.execute("update restriction set visit_types = '{ordinary}'")

    (offer,) = await offers(one)

    assert (offer.why.code.value, dict(offer.why.facts)) == ("NOT_AVAILABLE", {})


@pytest.mark.parametrize("bar", ["over", "of another place", "of other visits", "ended"])
async def test_a_bar_that_does_not_touch_the_visit_does_not_count(db, owner, bar):
    await visits.place(owner)
    await visits.slot(owner)
    one = await visits.relative(owner)
    await registry.restriction(owner, number=one.number)
    await registry.establishment(owner, "ica")
    changes = {
        "over": "valid_to = '2026-03-07'",
        "of another place": "establishment_id = 'ica'",
        "of other visits": "visit_types = '{intimate}'",
        "ended": "ended_at = recorded_at",
    }
    await owner.execute(f"update restriction set {changes[bar]}")

    assert await why(one) == ["takeable"]


async def test_the_family_may_ask_for_anyone_of_its_list_alone(db, owner):
    await visits.place(owner)
    women = await visits.slot(owner, visitor_sex="F")
    men = await visits.slot(owner, visitor_sex="M", starts=time(11), ends=time(12))
    one = await visits.relative(owner)
    await visits.child(owner, one)

    assert await why(one, anyone=True) == ["takeable", "WEEKDAY_NOT_FOR_SEX"]

    await visits.relative(owner, inmate_id=one.inmate_id, family=one.family, sex="M")
    seen = await offers(one, anyone=True)
    assert [(offer.slot.id, offer.why) for offer in seen] == [(women, None), (men, None)]


async def test_somebody_whose_tie_is_not_confirmed_makes_the_party_unavailable(db, owner):
    await visits.place(owner)
    await visits.slot(owner)
    one = await visits.relative(owner)
    waiting = await registry.visitor(owner, one.family)
    await registry.tie(owner, one.family, waiting, None, state="received")

    assert await why(one, one.visitor_id, waiting) == ["NOT_AVAILABLE"]
    assert await why(one, anyone=True) == ["takeable"]


@pytest.mark.parametrize("case", ["unknown", "not yours", "refused", "released", "foreign visitor"])
async def test_strangers_get_one_answer(db, owner, case):
    await visits.place(owner)
    await visits.slot(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    asked = {}
    match case:
        case "unknown":
            asked = {"inmate_id": uuid4()}
        case "not yours":
            asked = {"inmate_id": other.inmate_id}
        case "refused":
            await owner.execute("update tie set state = 'refused', inmate_id = null")
        case "released":
            await owner.execute("update inmate set status = 'released'")
    people = [other.visitor_id] if case == "foreign visitor" else [one.visitor_id]

    with pytest.raises(DomainError) as refusal:
        await offers(one, *people, **asked)

    assert (refusal.value.code.value, refusal.value.facts) == ("NOT_FOUND", {})


async def test_during_a_secret_move_the_former_place_is_shown_and_nothing_can_be_taken(db, owner):
    await visits.place(owner)
    await visits.place(owner, "ica")
    here = await visits.slot(owner)
    there = await visits.slot(owner, at="ica")
    one = await visits.relative(owner)
    await owner.execute(
        "insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by,"
        " facts, source_key) values ($1, 'huaraz', $2, 'transfer', '2026-03-02', $3, 'a test', $4, 'k')",
        uuid4(),
        one.inmate_id,
        NOW,
        '{"to": "ica", "secret_until": "2026-03-04"}',
    )
    await owner.execute("update inmate set establishment_id = 'ica'")

    async def seen(now: datetime) -> list[tuple[UUID, str]]:
        return [
            (offer.slot.id, offer.why.code.value if offer.why else "takeable")
            for offer in await offers(one, now=now)
        ]

    assert await seen(NOW) == [(here, "NOT_AVAILABLE")]
    assert await seen(NOW + timedelta(days=2)) == [(there, "takeable")]


@pytest.mark.parametrize("days", [-1, 63])
async def test_a_span_that_is_empty_or_too_long_is_refused(db, owner, days):
    await visits.place(owner)
    one = await visits.relative(owner)

    with pytest.raises(DomainError) as refusal:
        await offers(one, last_on=SATURDAY + timedelta(days=days))

    assert refusal.value.code.value == "BAD_INPUT"


async def test_forty_slots_are_one_statement(db, owner):
    await visits.place(owner)
    for day in range(20):
        for hour in (9, 13):
            await visits.slot(
                owner, on=SATURDAY + timedelta(days=day), starts=time(hour), ends=time(hour + 2)
            )
    one = await visits.relative(owner)
    await offers(one)  # the rules are in memory from here on
    sent: list[str] = []

    async with reading(one.family) as tx:
        with tx.query_logger(lambda record: sent.append(record.query)):
            seen = await queries.availability(
                tx,
                one.family,
                inmate_id=one.inmate_id,
                visitor_ids=[one.visitor_id],
                first_on=SATURDAY,
                last_on=SATURDAY + timedelta(days=30),
                now=NOW,
            )

    assert len(seen) == 40
    assert sent == ["select visit_facts($1, $2, $3, $4, $5)"]


async def test_a_new_rule_is_seen_at_once_by_every_process(db, owner):
    await visits.place(owner)
    await visits.slot(owner)
    one = await visits.relative(owner, kinship="friend")
    assert await why(one) == ["takeable"]

    await visits.rule(owner, "kinship", {"only": ["mother"]}, valid_from=date(2026, 1, 1))

    assert await why(one) == ["KINSHIP_NOT_ALLOWED"]


async def test_a_rule_with_a_long_period_reaches_as_far_back(db, owner):
    await visits.place(owner)
    long_ago = await visits.slot(owner, on=SATURDAY - timedelta(days=1))
    now = lima_instant(SATURDAY + 8 * WEEK, time(10))
    one = await visits.relative(owner)
    await one.book(long_ago)
    await visits.slot(owner, on=SATURDAY + 9 * WEEK)
    later = {"first_on": SATURDAY + 8 * WEEK, "last_on": SATURDAY + 9 * WEEK, "now": now}
    assert await why(one, **later) == ["takeable"]

    period = {"kind": "rolling_days", "days": 90}
    await visits.rule(owner, "visits_per_period", {"at_most": 1, "period": period})

    assert await why(one, **later) == ["QUOTA_USED_BY_YOU"]


async def test_the_seeded_rules_answer_the_same_family_on_four_dates(db, owner):
    await owner.execute(
        "insert into establishment (id, name, office, department, province, sex_held)"
        " select id, id, office, department, province, 'M' from unnest($1::text[], $2::text[], $3::text[], $4::text[])"
        " as e (id, office, department, province)",
        *zip(
            *[(s.establishment, s.office, s.department, s.province) for s in sites().values()],
            strict=True,
        ),
    )
    async with transaction(System()) as tx:
        await seeding.seed_rules(tx, System(), NOW)
    friend = await visits.relative(owner, at="lurigancho", kinship="friend")
    mother = await visits.relative(
        owner, inmate_id=friend.inmate_id, family=friend.family, kinship="mother", at="lurigancho"
    )
    await owner.execute("update inmate set stage = 'medium'")
    answers = {}
    for on in (date(2025, 10, 20), date(2025, 10, 25), date(2025, 11, 15), date(2026, 3, 1)):
        await visits.slot(owner, at="lurigancho", on=on, ends=time(17))
        asked = {
            "first_on": on,
            "last_on": on,
            "now": lima_instant(on - timedelta(days=1), time(12)),
        }
        answers[on.isoformat()] = [
            (await why(friend, **asked))[0],
            (await why(mother, **asked))[0],
            (await why(friend, friend.visitor_id, mother.visitor_id, **asked))[0],
        ]

    assert answers == {
        "2025-10-20": ["takeable", "takeable", "takeable"],
        "2025-10-25": ["KINSHIP_NOT_ALLOWED", "takeable", "KINSHIP_NOT_ALLOWED"],
        "2025-11-15": ["KINSHIP_NOT_ALLOWED", "takeable", "KINSHIP_NOT_ALLOWED"],
        "2026-03-01": ["takeable", "takeable", "takeable"],
    }


async def test_a_family_without_anybody_tied_is_a_stranger(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)

    with pytest.raises(DomainError) as refusal:
        await offers(one, anyone=True, family=await make.family(owner))

    assert refusal.value.code.value == "NOT_FOUND"
