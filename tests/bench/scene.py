"""What the bench asks about: families of three, forty slots, ten visits each; in a world of any size."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import cycle
from uuid import UUID, uuid4

import asyncpg
import orjson

from backend.core.clock import lima_day
from backend.gql.manifest import document_id
from tests.bench.load import post
from tests.phone import document, signed_in
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

PLACE = "bench"
SLOTS = 40
VISITS = 10


@dataclass(frozen=True)
class Family:
    """Three relatives of one inmate, one phone."""

    token: str
    inmate_id: UUID
    visitor_ids: list[UUID]


@dataclass(frozen=True)
class Scene:
    """Everything that requests are made of."""

    families: list[Family]
    slots: list[UUID]
    first_on: str
    last_on: str
    statements: dict[UUID, UUID] = field(default_factory=dict)
    """By inmate."""

    def variables(self, workload: str) -> Iterator[tuple[Family, dict[str, object]]]:
        """Variables for one request after the other; bookings never repeat."""
        if workload == "bookVisit":
            for slot_id in self.slots:
                for family in self.families:
                    yield (
                        family,
                        self._party(family) | {"slotId": str(slot_id), "requestId": str(uuid4())},
                    )
            return
        for family in cycle(self.families):
            if workload == "availability":
                yield family, self._party(family) | {"from": self.first_on, "to": self.last_on}
            elif workload == "earningStatement":
                yield family, {"id": str(self.statements[family.inmate_id])}
            else:
                yield family, {"first": 10}

    def _party(self, family: Family) -> dict[str, object]:
        return {
            "inmateId": str(family.inmate_id),
            "visitorIds": [str(each) for each in family.visitor_ids],
        }

    def requests(self, workload: str, *, product: bool) -> Iterator[bytes]:
        """Prepared requests: GraphQL by document id for the product, plain variables for the peer."""
        path = "/graphql" if product else f"/{workload}"
        known = {"documentId": document_id(document(workload))} if product else {}
        for family, variables in self.variables(workload):
            yield post(path, orjson.dumps(known | {"variables": variables}), family.token)


async def arrange(owner: asyncpg.Connection, families: int) -> Scene:
    """Make the scene in a migrated database."""
    await visits.place(owner, PLACE)
    first_on = lima_day(datetime.now(UTC)) + timedelta(days=2)
    slots = [
        await visits.slot(
            owner,
            at=PLACE,
            on=first_on + timedelta(days=nth // 4),
            starts=time(8 + 2 * (nth % 4)),
            ends=time(9 + 2 * (nth % 4)),
            people=1_000_000,
            groups=1_000_000,
        )
        for nth in range(SLOTS)
    ]
    made = [await _family(owner, slots) for _ in range(families)]
    return Scene(made, slots, str(first_on), str(first_on + timedelta(days=SLOTS // 4)))


async def _family(owner: asyncpg.Connection, slots: list[UUID]) -> Family:
    head = await visits.relative(owner, at=PLACE)
    held = registry.Held(head.inmate_id, "", PLACE)
    others = [await registry.visitor(owner, head.family) for _ in range(2)]
    for visitor_id in others:
        await registry.tie(owner, head.family, visitor_id, held)
    party = [head.visitor_id, *others]
    await owner.execute(_PAST_VISITS, head.family.account_id, head.inmate_id, party, PLACE, VISITS)
    return Family(await signed_in(owner, head.family), head.inmate_id, party)


_PAST_VISITS = """
with day as (
  select n, gen_random_uuid() as claim_id, gen_random_uuid() as booking_id, s.*
  from generate_series(1, $5::int) n, lateral (select id as slot_id, starts_at, ends_at, visit_on from slot
    where establishment_id = $4 order by starts_at limit 1) s
), claimed as (
  insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at, released_at)
  select claim_id, $4, slot_id, $1, 'released', '{}', now(), now() from day
), booked as (
  insert into booking (id, establishment_id, slot_id, inmate_id, account_id, claim_id, reference, state, visit_on,
    visit_type, with_minors, rules_used, booked_at, cancelled_at, cancel_reason, told_from)
  select booking_id, $4, slot_id, $2, $1, claim_id, substr(upper(md5(booking_id::text)), 1, 9), 'cancelled', visit_on,
    'ordinary', false, '{"rules": [], "stay_minutes": 60}', now(), now(), 'family', now() from day
)
insert into booking_visitor (establishment_id, booking_id, visitor_id, person_index, adult, active, starts_at, ends_at)
select $4, booking_id, v.id, v.person_index, true, false, starts_at, ends_at from day, visitor v where v.id = any ($3)
"""
