"""The demo's workshops: opened long ago, with an agreement, prices and people enrolled by their own consent."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.core.actor import System
from backend.database import transaction
from backend.demo.cast import PLACE, Cast, fixed, held
from backend.demo.office import Office
from backend.work import commands as work
from backend.work.commands import Basis, Modality

SINCE = date(2023, 6, 1)
"""When the workshops opened and everybody was enrolled."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody enrolled; `nth` of everybody."""

    inmate_id: UUID
    enrolment_id: UUID
    nth: int


@dataclass(frozen=True, slots=True)
class Shop:
    """A workshop with its people, and how many pieces at which price make a usual day."""

    id: UUID
    key: str
    prices: tuple[tuple[UUID, int], ...]
    workers: tuple[Worker, ...]


async def make_shops(cast: Cast, office: Office) -> list[Shop]:
    """All of the file, in its order."""
    shops: list[Shop] = []
    for told in cast["workshop"]:
        shops.append(await _make_shop(told, office, sum(len(shop.workers) for shop in shops)))
    return shops


async def _make_shop(told: dict[str, Any], office: Office, before: int) -> Shop:
    key, began = told["key"], office.at(SINCE, 9)
    shop = await work.add_workshop(
        office.chief,
        fixed(f"workshop {key}"),
        establishment_id=PLACE,
        name=told["name"],
        trade=told["trade"],
        modality=Modality(told["modality"]),
        place=told["place"],
        opened_on=SINCE,
        now=began,
    )
    shop_id = UUID(shop["id"])
    if "agreement" in told:
        await work.add_agreement(
            office.chief,
            fixed(f"agreement {key}"),
            workshop_id=shop_id,
            signed_on=SINCE,
            valid_from=SINCE,
            now=began,
            **told["agreement"],
        )
    prices = [await _add_price(office, key, shop_id, each) for each in told["price"]]
    registers = [each["register"] for each in told["worker"]]
    workers = [await _enrol(office, shop_id, each) for each in registers]
    numbered = [Worker(*each, nth) for nth, each in enumerate(workers, before)]
    return Shop(shop_id, key, tuple(prices), tuple(numbered))


async def _add_price(
    office: Office, key: str, shop_id: UUID, told: dict[str, Any]
) -> tuple[UUID, int]:
    price = await work.add_price(
        office.chief,
        fixed(f"price {key} {told['product']} {told['operation']}"),
        workshop_id=shop_id,
        product=told["product"],
        operation=told["operation"],
        basis=Basis(told["basis"]),
        rate=told["rate"],
        valid_from=SINCE,
        now=office.at(SINCE, 10),
    )
    return UUID(price["id"]), told["a_day"]


async def _enrol(office: Office, shop_id: UUID, register: str) -> tuple[UUID, UUID]:
    async with transaction(System()) as tx:
        inmate = await held(tx, register.replace("-", ""))
    made = await work.enrol(
        office.chief,
        fixed(f"enrol {register}"),
        inmate_id=inmate["id"],
        workshop_id=shop_id,
        started_on=SINCE,
        consent_on=SINCE,
        now=office.at(SINCE, 11),
    )
    return inmate["id"], UUID(made["id"])
