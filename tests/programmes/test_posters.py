"""Pictures that an office sends: only pictures, only their pixels, only with words and consent, and only once."""

from uuid import uuid4

import aiohttp
import orjson
import pytest
from PIL import Image, ImageCms

from backend.core.actor import Role
from backend.core.text import LANGUAGES, explain
from backend.programmes import posters as routes
from backend.programmes.rules.pictures import LARGEST_FILE, LARGEST_SENT
from tests import make as families
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_posters import (
    SIX,
    drawn,
    encoded,
    one_colour,
    opened,
    refusal,
    served,
)
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio
GPS, MAKER = 0x8825, 0x010F
SECRET = "Centro de prueba secreto"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SCRIPT = b"#!/bin/sh\necho hola\n"
TOO_MANY = "PICTURE_TOO_MANY_PIXELS"
UNREADABLE = "PICTURE_NOT_READ"


@pytest.fixture
async def office(db, owner):
    return await offices.office(owner)


@pytest.fixture
async def web(db):
    async with served() as found:
        yield found


async def kept(owner) -> int:
    """Rows that a picture leaves."""
    return await owner.fetchval(
        "select (select count(*) from poster) + (select count(*) from poster_file)"
    )


def moving(form: str) -> bytes:
    frames = [drawn(400, 400), drawn(400, 400).transpose(Image.Transpose.ROTATE_90)]
    return encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=100)


def archive(picture: bytes) -> bytes:
    return picture + b"PK\x05\x06" + bytes(18)


REFUSED = {
    "a script by the name of a picture": (lambda: SCRIPT, UNREADABLE),
    "nothing": (lambda: b"", UNREADABLE),
    "an SVG": (lambda: SVG, UNREADABLE),
    "a page that begins like a picture": (lambda: b"\xff\xd8\xff\xe0" + SVG, UNREADABLE),
    "a picture that is a page too": (lambda: encoded(drawn()) + b"<HTML>", UNREADABLE),
    "a picture that is an archive too": (lambda: archive(encoded(drawn())), UNREADABLE),
    "a picture of another kind": (lambda: encoded(drawn(400, 400), "BMP"), UNREADABLE),
    "a truncated JPEG": (lambda: encoded(drawn(mode="RGB"))[:-6000], UNREADABLE),
    "a truncated PNG": (lambda: encoded(drawn(), "PNG")[:-2000], UNREADABLE),
    "a truncated WebP": (lambda: encoded(drawn(), "WEBP")[:-500], UNREADABLE),
    "a bomb": (lambda: one_colour(30_000, 30_000), TOO_MANY),
    "sixty megapixels": (lambda: one_colour(10_000, 6_000), TOO_MANY),
    "an animated GIF": (lambda: moving("GIF"), UNREADABLE),
    "an animated WebP": (lambda: moving("WEBP"), "PICTURE_MOVES"),
    "an animated PNG": (lambda: moving("PNG"), "PICTURE_MOVES"),
    "a narrow one": (lambda: encoded(drawn(319, 319)), "PICTURE_SHAPE"),
    "a long one": (lambda: encoded(drawn(400, 801)), "PICTURE_SHAPE"),
}


@pytest.mark.parametrize(("make_body", "code"), REFUSED.values(), ids=REFUSED)
async def test_what_is_no_still_picture_of_some_size_is_refused(
    owner, office, web, make_body, code
):
    event_id = await office.draft()

    got = await web.send(
        office.writer, event_id, make_body(), headers={"content-type": "image/jpeg"}
    )

    assert refusal(got) == (422, code)
    assert await kept(owner) == 0


async def test_forty_megapixels_are_taken(owner, office, web):
    event_id = await office.draft()

    poster = await web.sent(office.writer, event_id, one_colour(8_000, 5_000))

    assert (poster["width"], poster["height"]) == (8_000, 5_000)


async def test_more_bytes_than_may_be_are_not_read(owner, office, web):
    event_id = await office.draft()

    async def endless():
        for _ in range(LARGEST_SENT // 1_000_000 + 2):
            yield bytes(1_000_000)

    try:
        got = await web.send(office.writer, event_id, endless())
    except aiohttp.ClientConnectionError:
        pass  # the rest was not waited for
    else:
        assert refusal(got) == (413, "PICTURE_TOO_LARGE")
    said = await web.send(office.writer, event_id, b"x", headers={"content-length": "12000001"})
    assert refusal(said) == (413, "PICTURE_TOO_LARGE")
    packed = await web.send(office.writer, event_id, b"x", headers={"content-encoding": "br"})
    assert packed.status == 415
    assert await kept(owner) == 0


async def test_nothing_but_pixels_survives(owner, office, web):
    exif = Image.Exif()
    exif[MAKER] = SECRET
    exif[0x0112] = 6  # held on its side
    exif.get_ifd(GPS)[2] = (9.0, 31.0, 44.7)
    exif.get_ifd(GPS)[1] = "S"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    body = encoded(
        drawn(1600, 1400), exif=exif, xmp=xmp, icc_profile=profile, comment=SECRET, quality=90
    )
    assert opened(body).getexif().get_ifd(GPS) and body.count(SECRET.encode()) == 3
    event_id = await office.draft()

    poster = await web.sent(office.writer, event_id, body)

    assert (poster["width"], poster["height"], poster["widths"]) == (1400, 1600, [320, 720, 1280])
    for width, form in SIX:
        got = await web.get(f"{poster['address']}-{width}.{form}", office.writer)
        image = opened(got.body)
        assert image.format == {"webp": "WEBP", "jpg": "JPEG"}[form]
        assert image.size == (width, round(width * 1600 / 1400))
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
        for trace in (SECRET.encode(), b"Exif", b"xmp", b"ICC", b"http"):
            assert trace not in got.body
        for side in (20, width - 20):  # what was left is above: it stands upright
            red, _, blue = image.getpixel((side, 20))
            assert red > 200 > 60 > blue
            red, _, blue = image.getpixel((side, image.height - 20))
            assert blue > 200 > 60 > red
        assert len(got.body) <= LARGEST_FILE
    rows = await owner.fetch("select format, width from poster_file")
    assert sorted((row["width"], row["format"]) for row in rows) == sorted(SIX)


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "I;16"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGB"),
    ],
)
async def test_every_kind_of_picture_becomes_one_that_all_phones_show(office, web, form, mode):
    event_id = await office.draft()
    image = Image.new("I;16", (800, 600), 65535) if mode == "I;16" else drawn(800, 600, mode)

    poster = await web.sent(office.writer, event_id, encoded(image, form))

    shown = opened((await web.get(f"{poster['address']}-720.webp", office.writer)).body)
    assert poster["widths"] == [320, 720]  # none is blown up
    red, green, blue = shown.convert("RGB").getpixel((10, 10))
    if mode == "I;16":
        assert min(red, green, blue) > 250
    elif mode != "L":
        assert red > 200 > 60 > blue


async def test_what_is_seen_through_becomes_white_and_a_profile_is_followed(office, web):
    event_id = await office.draft()
    clear = encoded(Image.new("RGBA", (400, 400), (255, 0, 0, 0)), "PNG")
    broken = encoded(drawn(400, 400), icc_profile=b"no profile at all")

    for body, pixel in ((clear, (255, 255, 255)), (broken, (254, 0, 0))):
        poster = await web.sent(office.writer, event_id, body)
        shown = opened((await web.get(f"{poster['address']}-320.jpg", office.writer)).body)
        seen = shown.getpixel((20, 20))
        assert all(abs(a - b) < 8 for a, b in zip(seen, pixel, strict=True))


async def test_the_grainiest_picture_is_small_enough(office, web):
    event_id = await office.draft()
    grain = Image.effect_noise((1280, 1280), 200).convert("RGB")

    poster = await web.sent(office.writer, event_id, encoded(grain, quality=70))

    for width, form in SIX:
        got = await web.get(f"{poster['address']}-{width}.{form}", office.writer)
        assert 0 < len(got.body) <= LARGEST_FILE


async def test_only_who_writes_for_its_place_sends_a_picture_for_an_event(owner, office, web):
    event_id, body = await office.draft(), encoded(drawn())
    gate = registry.officer(make.HERE, role=Role.GATE_OFFICER)
    auditor = registry.officer(make.HERE, role=Role.AUDITOR)
    family = await families.family(owner)
    await registry.establishment(owner, "ica")

    assert refusal(await web.send(None, event_id, body)) == (401, "SIGN_IN_NEEDED")
    for stranger in (gate, auditor, family):
        assert refusal(await web.send(stranger, event_id, body)) == (403, "NOT_ALLOWED")
    far = await web.send(make.coordinator("ica"), event_id, body)
    unknown = await web.send(make.coordinator("ica"), uuid4(), body)
    nameless = await web.send(make.coordinator("ica"), "recital", body)
    assert refusal(far) == refusal(unknown) == refusal(nameless) == (404, "NOT_FOUND")
    assert far.body == unknown.body == nameless.body
    assert await kept(owner) == 0
    assert (await web.send(office.director, event_id, body)).status == 201


async def test_a_page_of_another_site_sends_nothing_with_somebodys_cookies(owner, office, web):
    event_id, body = await office.draft(), encoded(drawn())
    web.token(office.writer)
    cookies = {"cookie": f"__Host-a-x={office.writer.id}"}
    asking = {**cookies, "encuentro-profile": "x"}

    without = await web.send(None, event_id, body, headers=cookies)
    foreign = await web.send(
        None, event_id, body, headers={**asking, "origin": "https://evil.example"}
    )
    assert refusal(without) == (401, "SIGN_IN_NEEDED")
    assert foreign.status == 403
    assert await kept(owner) == 0
    assert (await web.send(None, event_id, body, headers=asking)).status == 201


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"alt": ""}, "ALT_NEEDED"),
        ({"alt": " "}, "ALT_NEEDED"),
        ({"alt": "", "alt-quz": "Takiy"}, "ALT_NEEDED"),
        ({"alt": "x" * 201}, "BAD_INPUT"),
        ({"recognisable": ""}, "BAD_INPUT"),
        ({"peopleAgreed": "yes"}, "BAD_INPUT"),
        ({"requestId": "1"}, "BAD_INPUT"),
        ({"recognisable": "true"}, "CONSENT_ACT_NEEDED"),
        ({"recognisable": "true", "peopleAgreed": "true"}, "CONSENT_ACT_NEEDED"),
        ({"recognisable": "true", "peopleAgreed": "true", "consentAct": " "}, "CONSENT_ACT_NEEDED"),
        ({"recognisable": "true", "consentAct": "Acta 14-2026"}, "CONSENT_ACT_NEEDED"),
    ],
)
async def test_a_picture_needs_words_and_those_in_it_have_agreed(owner, office, web, said, code):
    event_id = await office.draft()

    got = await web.send(office.writer, event_id, encoded(drawn()), **said)

    assert refusal(got) == (422, code)
    assert await kept(owner) == 0


async def test_who_sent_it_and_by_which_paper_people_agreed_is_kept(owner, office, web):
    event_id = await office.draft()

    poster = await web.sent(
        office.writer,
        event_id,
        encoded(drawn()),
        recognisable="true",
        peopleAgreed="true",
        consentAct="Acta 14-2026",
        **{"alt-quz": "Takiy raymi"},
    )

    row = await owner.fetchrow("select * from poster")
    assert (str(row["id"]), row["event_id"]) == (poster["id"], event_id)
    assert (row["recognisable"], row["consent_act"]) == (True, "Acta 14-2026")
    assert (row["uploaded_by"], row["shown_from"]) == (office.writer.staff_id, None)
    assert orjson.loads(row["alt"]) == {"es": "Afiche del recital", "quz": "Takiy raymi"}
    said = await owner.fetchrow("select action, facts from audit_entry order by seq desc limit 1")
    assert said["action"] == "programmes.poster.added" and poster["id"] in said["facts"]


async def test_a_request_whose_answer_was_lost_makes_no_second_poster(owner, office, web):
    event_id, request_id, body = await office.draft(), uuid4(), encoded(drawn())

    first = await web.send(office.writer, event_id, body, request_id=request_id)
    again = await web.send(office.writer, event_id, body, request_id=request_id)
    other = encoded(drawn(1500, 1200))
    changed = await web.send(office.writer, event_id, other, request_id=request_id)
    reworded = await web.send(office.writer, event_id, body, request_id=request_id, alt="Otro")

    assert first.status == 201 and first.body == again.body
    assert refusal(changed) == refusal(reworded) == (409, "REQUEST_ID_REUSED")
    assert await kept(owner) == 1 + 6


async def test_a_refusal_is_remembered_and_written_down(owner, office, web):
    event_id, request_id = await office.draft(), uuid4()

    for _ in range(2):
        got = await web.send(office.writer, event_id, SVG, request_id=request_id)
        assert refusal(got) == (422, UNREADABLE)

    said = await owner.fetch("select subject from audit_entry where action = 'request.refused'")
    assert [row["subject"] for row in said] == ["add_poster"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_refusal_is_said_in_the_readers_words(db, web, language):
    got = await web.send(None, uuid4(), b"", headers={"accept-language": language})

    assert orjson.loads(got.body)["problem"]["message"] == explain("SIGN_IN_NEEDED", language, {})


async def test_pictures_that_nobody_used_go_when_the_next_one_comes(owner, office, web):
    event_id, body = await office.draft(), encoded(drawn(400, 400))
    used = await web.sent(office.writer, event_id, body)
    await office.edit(event_id, 1, poster=used["id"])
    fresh, old = [await web.sent(office.writer, event_id, body) for _ in range(2)]
    await owner.execute(
        "update poster set uploaded_at = uploaded_at - interval '2 days' where id = any($1)",
        [used["id"], old["id"]],
    )

    last = await web.sent(office.writer, event_id, body)

    left = {str(row["id"]) for row in await owner.fetch("select id from poster")}
    assert left == {used["id"], fresh["id"], last["id"]}
    assert await owner.fetchval("select count(*) from poster_file") == 3 * 2


async def test_too_many_at_once_are_asked_to_come_back(office, web, monkeypatch):
    event_id = await office.draft()

    async def busy(body: bytes):
        raise routes.DomainError(routes.Code.TRY_AGAIN)

    monkeypatch.setattr(routes, "picture_of", busy)
    request_id, body = uuid4(), encoded(drawn(400, 400))
    got = await web.send(office.writer, event_id, body, request_id=request_id)
    assert refusal(got) == (503, "TRY_AGAIN") and got.headers["retry-after"]
    monkeypatch.undo()
    assert (await web.send(office.writer, event_id, body, request_id=request_id)).status == 201
