"""A push carrier in a process of its own: gives out an access token, takes every message at once, counts them."""

import asyncio
import sys

_TOKEN = b'{"access_token": "bench", "expires_in": 3600}'


class Taking(asyncio.Protocol):
    """HTTP/1.1, kept alive, as little of it as the clients here need."""

    taken = length = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._waiting = transport, b""

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            head = self._waiting[:end].lower()
            length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            if len(self._waiting) < end + 4 + length:
                return
            self._waiting = self._waiting[end + 4 + length :]
            self._transport.write(self._answer(head, length))

    @staticmethod
    def _answer(head: bytes, length: int) -> bytes:
        if head.startswith(b"get /count"):
            body = b'{"taken": %d, "length": %d}' % (Taking.taken, Taking.length)
            Taking.taken = Taking.length = 0
        elif head.startswith(b"post /token"):
            body = _TOKEN
        else:
            Taking.taken += 1
            Taking.length += length
            body = b'{"name": "projects/bench/messages/%d"}' % Taking.taken
        return (
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
            % len(body)
        ) + body


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Taking, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
