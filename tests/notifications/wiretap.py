"""A wire with an ear on it: everything that is said to a server on loopback, byte for byte."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit


class Tapped:
    """The wire's own address, and what went over it to the server."""

    def __init__(self, address: str) -> None:
        self.address, self.heard = address, bytearray()


@asynccontextmanager
async def tapped(server: str) -> AsyncIterator[Tapped]:
    """A wire to `server`, such as http://127.0.0.1:8000."""
    there = urlsplit(server)

    async def copy(source: asyncio.StreamReader, to: asyncio.StreamWriter, ear: bytearray) -> None:
        while data := await source.read(65_536):
            ear += data
            to.write(data)
            await to.drain()
        to.close()

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(there.hostname, there.port)
        await asyncio.gather(
            copy(reader, far_writer, wire.heard),
            copy(far_reader, writer, bytearray()),
            return_exceptions=True,
        )

    listening = await asyncio.start_server(join, "127.0.0.1", 0)
    wire = Tapped(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
    try:
        yield wire
    finally:
        listening.close()
