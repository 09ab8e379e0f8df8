"""A browser for tests: keeps the cookies it is told to, apart for each host, and shows no script their values."""

import json
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import aiohttp

from backend.gql.manifest import document_id
from tests.phone import document

DEVICE = "a-device-secret-behind-the-pin-of-this-phone"


class Browser:
    """One browser of a host; `profile` says who of those who share it is asking."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self.http = http
        self.address = address
        self.jar: dict[str, str] = {}
        self.told: dict[str, Any] = {}
        self.headers: Any = {}

    async def post(self, operation: str, profile: str, **variables: Any) -> tuple[int, Any]:
        """Status and JSON of the answer to a document by POST."""
        sent = {"documentId": document_id(document(operation)), "variables": variables}
        return await self._sent("POST", profile, json=sent)

    async def act(self, operation: str, profile: str, **variables: Any) -> Any:
        """The one root field's value of a mutation, with a request id of its own unless one is given."""
        given = {"requestId": str(uuid4())} | variables
        status, said = await self.post(operation, profile, **given)
        assert status == 200 and not said.get("errors"), said
        (value,) = said["data"].values()
        return value

    async def get(
        self, operation: str, profile: str, held: str = "", **variables: Any
    ) -> tuple[int, Any]:
        """Status and JSON of the answer to a document by GET; `held` is the tag of what the page has."""
        query = {
            "documentId": document_id(document(operation)),
            "variables": json.dumps(variables),
        }
        return await self._sent("GET", profile, {"if-none-match": held}, params=query)

    async def _sent(
        self, method: str, profile: str, more: dict[str, str] | None = None, **options: Any
    ) -> tuple[int, Any]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        headers = {"encuentro-profile": profile, "cookie": cookies, **(more or {})}
        headers |= {"origin": self.address, "sec-fetch-site": "same-origin"}
        url = f"{self.address}/graphql"
        async with self.http.request(method, url, headers=headers, **options) as answer:
            self.headers = answer.headers
            self._keep(answer.headers.getall("set-cookie", []))
            body = await answer.read()
            return answer.status, json.loads(body) if body else None

    def _keep(self, lines: list[str]) -> None:
        self.told = {}
        for line in lines:
            ((name, cookie),) = SimpleCookie(line).items()
            self.told[name] = cookie
            if int(cookie["max-age"]) > 0:
                self.jar[name] = cookie.value
            else:
                self.jar.pop(name, None)
