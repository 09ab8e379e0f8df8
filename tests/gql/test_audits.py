"""GraphQL over HTTP as the npm package graphql-http audits it."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from tests.gql import toy

pytestmark = pytest.mark.anyio

HERE = Path(__file__).parent
NODE = shutil.which("node")


@pytest.mark.skipif(
    NODE is None, reason="the audits of GraphQL over HTTP need Node, not found here"
)
async def test_all_audits_of_graphql_over_http_pass() -> None:
    modules = HERE.parent / "node_modules" / "graphql-http"
    assert modules.is_dir(), "Node is here and graphql-http is not: run `make audits`"

    async with toy.serve() as server:
        process = await asyncio.create_subprocess_exec(
            str(NODE), str(HERE / "audits.mjs"), server.url, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()

    told = output.decode().splitlines()
    assert json.loads(told[-1]) == {"ok": 61, "warn": 0, "error": 0}, told[:-1]
    assert process.returncode == 0
