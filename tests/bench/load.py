"""A small closed-loop HTTP client: prepared bytes in, latencies out, so that it costs less than what it measures."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """What one run measured: requests a second and latencies in milliseconds; `bad` answers are not what was wanted."""

    per_second: float
    p50: float
    p99: float
    bad: int
    first_bad: bytes


def post(path: str, body: bytes, token: str) -> bytes:
    """One prepared POST."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer {token}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def run(
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float,
    good: bytes = b'"data"',
) -> Figures:
    """Send `requests` over keep-alive connections, each waiting for its answer, until time or requests run out."""
    latencies: list[float] = []
    failures: list[bytes] = []
    until = time.perf_counter() + seconds

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in requests:
            started = time.perf_counter()
            if started >= until:
                break
            writer.write(request)
            status, body = await _answer(reader)
            latencies.append(time.perf_counter() - started)
            if status != b"304" and (status != b"200" or good not in body):
                failures.append(body)
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(connections)))
    took = time.perf_counter() - started
    latencies.sort()
    return Figures(
        per_second=len(latencies) / took,
        p50=_percentile(latencies, 0.50) * 1e3,
        p99=_percentile(latencies, 0.99) * 1e3,
        bad=len(failures),
        first_bad=failures[0][:300] if failures else b"",
    )


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    if head[9:12] == b"304":
        return b"304", b""  # it has no body, and need not say so
    start = lower.index(b"content-length:") + len(b"content-length:")
    length = int(lower[start : lower.index(b"\r\n", start)])
    return head[9:12], await reader.readexactly(length)


def _percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
