"""From the bytes that somebody sent to the files of a poster, one picture at a time, in a process of its own."""

import asyncio
import contextlib
import logging
import sys
from pathlib import Path

import orjson

from backend.core.errors import Code, DomainError
from backend.programmes.rules.pictures import (
    LARGEST_FILE,
    MOST_PIXELS,
    WIDTHS,
    File,
    Picture,
    check_bytes,
)

SECONDS = 60.0
"""Within which a picture is written anew, or whoever sent it has to come back."""

_CHILD = Path(__file__).with_name("reencode.py")
_ENDED_BY_ITSELF = 0

_log = logging.getLogger("encuentro.pictures")


async def picture_of(body: bytes) -> Picture:
    """The picture written anew. Raises DomainError: PICTURE_TOO_LARGE, PICTURE_NOT_READ, PICTURE_TOO_MANY_PIXELS,
    PICTURE_MOVES, PICTURE_SHAPE, or TRY_AGAIN where this machine is too busy.
    """
    await asyncio.to_thread(check_bytes, body)
    wanted = {"widths": WIDTHS, "most_pixels": MOST_PIXELS, "largest_file": LARGEST_FILE}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",  # nothing of the environment, and nothing beside it, is imported
        str(_CHILD),
        orjson.dumps(wanted).decode(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={},
    )
    try:
        async with asyncio.timeout(SECONDS):
            output, errors = await child.communicate(body)
    except TimeoutError as error:
        raise DomainError(Code.TRY_AGAIN) from error
    finally:
        with contextlib.suppress(ProcessLookupError):  # it has ended, as it should
            child.kill()
    if errors:
        _log.warning("a picture was not read: %s", errors.decode(errors="replace")[-2000:])
    if child.returncode is None or child.returncode > _ENDED_BY_ITSELF:
        raise RuntimeError("the process that writes pictures failed")
    if child.returncode < _ENDED_BY_ITSELF:  # it took too much, or broke
        raise DomainError(Code.PICTURE_NOT_READ)
    return _picture(output)


def _picture(output: bytes) -> Picture:
    """What the process told. Raises DomainError for a refusal."""
    line, _, rest = output.partition(b"\n")
    told = orjson.loads(line)
    if "refused" in told:
        raise DomainError(Code(told["refused"]))
    files, at = [], 0
    for each in told["files"]:
        files.append(
            File(
                width=each["width"],
                height=each["height"],
                format=each["format"],
                bytes=rest[at : at + each["bytes"]],
            )
        )
        at += each["bytes"]
    return Picture(width=told["width"], height=told["height"], files=tuple(files))
