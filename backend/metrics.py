"""The page at `/metrics`: how sending notices goes, as Prometheus reads it. No label names a person or place."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from backend.core.actor import System
from backend.database import reading
from backend.notifications.queries import operations
from backend.settings import Settings

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_log = logging.getLogger("encuentro")


@dataclass(frozen=True, slots=True, eq=False)
class Reading(Collector):
    """What one look at the database found. `budget`: céntimos a day for text messages."""

    now: datetime
    running: operations.Running
    deliveries: dict[tuple[str, str], int]
    answers: dict[tuple[str, str], int]
    budget: int

    def collect(self) -> Iterator[Metric]:
        """Every figure, with its name and words."""
        yield self._ages()
        states = _gauge("deliveries", "Deliveries in each state", "channel", "state")
        for (channel, state), count in sorted(self.deliveries.items()):
            states.add_metric([channel, state], count)
        yield states
        answers = CounterMetricFamily(
            "encuentro_carrier_answers", "Answers of carriers", labels=["carrier", "outcome"]
        )
        for (carrier, outcome), count in sorted(self.answers.items()):
            answers.add_metric([carrier, outcome], count)
        yield answers
        yield from self._restraints()
        yield from self._money()

    def _ages(self) -> Metric:
        ages = _gauge("queue_age_seconds", "How long the oldest delivery has been due", "channel")
        due = {each.channel: each.due_at for each in self.running.waiting}
        for channel in ("push", "sms"):
            waited = (self.now - due[channel]).total_seconds() if channel in due else 0.0
            ages.add_metric([channel], max(0.0, waited))
        return ages

    def _restraints(self) -> Iterator[Metric]:
        paused = _gauge("carrier_paused", "1 while nothing is handed to it", "carrier")
        slowed = _gauge("carrier_slowed", "1 while it is handed less", "carrier")
        for each in self.running.restrained:
            paused.add_metric([each.name], each.is_paused(self.now))
            slowed.add_metric([each.name], each.is_slowed(self.now))
        yield paused
        yield slowed
        stopped = _gauge("kind_stopped", "1 for a kind that is not sent", "kind")
        for kind in self.running.stopped:
            stopped.add_metric([kind], 1)
        yield stopped

    def _money(self) -> Iterator[Metric]:
        spent = _gauge("sms_spent_centimos", "Spent on text messages today, in Lima")
        spent.add_metric([], self.running.spent)
        yield spent
        budget = _gauge("sms_budget_centimos", "What text messages may cost on one day")
        budget.add_metric([], self.budget)
        yield budget


def _gauge(name: str, words: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"encuentro_{name}", words, labels=list(labels))


def metrics_page(settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint. Without a token set it is open in development, and in production it does not exist."""
    token = settings.metrics_token

    async def metrics(request: Request) -> Response:
        if not token and settings.production:
            return PlainTextResponse("Not Found", 404, _HEADERS)
        if token and not _holds(request, token):
            return PlainTextResponse(
                "Unauthorized", 401, {**_HEADERS, "www-authenticate": "Bearer"}
            )
        try:
            body = await _scrape(datetime.now(UTC), settings.sms_budget)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            _log.warning("no metrics: %s", type(error).__name__)
            return PlainTextResponse("no database", 503, _HEADERS)
        return Response(
            body, headers=_HEADERS, media_type="text/plain; version=0.0.4; charset=utf-8"
        )

    return metrics


def _holds(request: Request, token: str) -> bool:
    shown = request.headers.get("authorization", "").encode("latin-1")
    return secrets.compare_digest(shown, b"Bearer " + token.encode())


async def _scrape(now: datetime, budget: int) -> bytes:
    async with reading(System()) as tx:
        found = Reading(
            now,
            await operations.running(tx, now),
            await operations.standing_counts(tx),
            await operations.carrier_answers(tx),
            budget,
        )
    registry = CollectorRegistry(auto_describe=False)
    registry.register(found)
    return generate_latest(registry)
