"""A process of its own that writes a picture anew: a file that breaks its reader breaks nothing else.

Run by its path, with nothing of this product and no environment: there is no secret to be found. What it must know is
its argument, as JSON. The picture comes in, and out come one line of JSON and then the files it names, one behind the
other.
"""

import contextlib
import io
import json
import sys
import traceback
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITIES = (82, 65, 45, 25)
"""Tried one after the other until a file is small enough."""

MEMORY, SECONDS = 1_500_000_000, 20
"""Bytes and seconds of a processor that one picture may take at most."""

_ORIENTATION = 0x0112
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What sets a picture upright, by how the camera says it was held."""

_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


class Wanted(TypedDict):
    """What to make, and of what at most."""

    widths: list[int]
    most_pixels: int
    largest_file: int


class Refusal(Exception):
    """A picture that is not taken; its word is a code of the product."""


def main() -> None:
    """Read, write, tell."""
    _limit()
    body = sys.stdin.buffer.read()
    told: dict[str, Any]
    files: list[bytes] = []
    import PIL.Image  # noqa: F401  # without it nothing is told of any picture: the process fails

    try:
        told, files = rewritten(body, json.loads(sys.argv[1]))
    except Refusal as refusal:
        told = {"refused": str(refusal)}
    except (
        Exception
    ):  # a file may break its reader in any way: it is not read, and the log says how
        traceback.print_exc()
        told = {"refused": "PICTURE_NOT_READ"}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(files))


def rewritten(body: bytes, wanted: Wanted) -> tuple[dict[str, Any], list[bytes]]:
    """The picture's upright size and its files with theirs; `widths` wider than it are left out. Raises Refusal."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # asked for below, where it is refused and not warned of
    with _opened(body, wanted["most_pixels"]) as image:
        image.verify()
    with _opened(body, wanted["most_pixels"]) as image:
        turned = image.getexif().get(_ORIENTATION, 1)
        width, height = image.size if turned not in _ON_ITS_SIDE else image.size[::-1]
        if width < wanted["widths"][0] or not width <= 2 * height <= 4 * width:
            raise Refusal("PICTURE_SHAPE")
        across = [each for each in wanted["widths"] if each <= width]
        largest = _upright(image, (across[-1], _high(width, height, across[-1])), turned)
    told: dict[str, Any] = {"width": width, "height": height, "files": []}
    files: list[bytes] = []
    for each in across:
        size = (each, _high(width, height, each))
        small = largest.resize(size, Image.Resampling.LANCZOS)
        for form, options in (("webp", {"method": 4}), ("jpg", {"progressive": True})):
            files.append(_written(small, form, options, wanted["largest_file"]))
            told["files"].append(
                {"width": size[0], "height": size[1], "format": form, "bytes": len(files[-1])}
            )
    return told, files


def _high(width: int, height: int, across: int) -> int:
    return max(1, round(height * across / width))


def _opened(body: bytes, most_pixels: int) -> "Image":
    """The picture with nothing of it unpacked. Raises Refusal for what is no picture, too large, or moves."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(body), formats=("JPEG", "PNG", "WEBP"))
    except UnidentifiedImageError as error:
        raise Refusal("PICTURE_NOT_READ") from error
    if image.width * image.height > most_pixels:
        raise Refusal("PICTURE_TOO_MANY_PIXELS")
    # A phone's JPEG may hold more pictures behind the first, which alone is read.
    if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        raise Refusal("PICTURE_MOVES")
    return image


def _upright(image: "Image", size: tuple[int, int], turned: int) -> "Image":
    """Its pixels alone, `size` when it stands, as sRGB on white: a new picture, which knows nothing of the old one.

    It is made smaller first: what follows then takes little memory.
    """
    from PIL import Image

    profile = image.info.get("icc_profile")
    before = size[::-1] if turned in _ON_ITS_SIDE else size
    image.draft(None, before)  # a JPEG is unpacked no larger than need be
    if image.mode.startswith("I"):  # sixteen bits of grey
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode in ("P", "PA", "1") or "transparency" in image.info:
        image = image.convert("RGBA")
    image = image.resize(before, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if turned in _TURNS:
        image = image.transpose(Image.Transpose[_TURNS[turned]])
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    clean = Image.new("RGB", size, "white")
    clean.paste(_in_srgb(image, profile), mask=alpha)
    return clean


def _in_srgb(image: "Image", profile: bytes | None) -> "Image":
    """Its colours as every screen takes them; as they are where its profile cannot be read, or is not for it."""
    from PIL import ImageCms

    if image.mode in ("RGBA", "LA"):
        image = image.convert(image.mode.removesuffix("A"))
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            said = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            shown = ImageCms.profileToProfile(image, said, ours, outputMode="RGB")
            return shown or image.convert("RGB")
    return image.convert("RGB")


def _written(image: "Image", form: str, options: dict[str, Any], largest: int) -> bytes:
    """As WebP or JPEG, as good as it may be; what is all grain is softened. Raises Refusal where that is not enough."""
    soft = (image.width // 3, image.height // 3)
    for size in (image.size, soft):
        shown = image.resize(size).resize(image.size)
        for quality in QUALITIES:
            out = io.BytesIO()
            shown.save(out, "WEBP" if form == "webp" else "JPEG", quality=quality, **options)
            if out.tell() <= largest:
                return out.getvalue()
    raise Refusal("PICTURE_TOO_LARGE")


def _limit() -> None:
    """Take no more memory and time than one picture may cost, and write no file."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
