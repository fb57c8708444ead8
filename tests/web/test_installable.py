"""The portal as an app: what the device is told, what it keeps, and that it keeps nothing of anybody."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "direction", "name"), [("fa", "rtl", "سپاس"), ("en", "ltr", "Sepas")])
def test_the_manifest_speaks_the_reader_s_language(client, language, direction, name):
    answer = client.get("/manifest.webmanifest", headers={"accept-language": language})
    body = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (body["lang"], body["dir"], body["short_name"]) == (language, direction, name)
    assert {icon.get("purpose", "any") for icon in body["icons"]} == {"any", "maskable"}
    for icon in body["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon


def test_the_worker_is_served_at_the_root_and_asked_for_anew(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    code = answer.content.decode()
    assert re.search(r'const VERSION = "[0-9a-f]{16}";', code)
    files = json.loads(re.search(r"const FILES = (\[.*\]);", code)[1])
    assert len(files) == 8
    assert all(finders.find(file.removeprefix("/static/")) for file in files)


def test_the_version_follows_the_static_files(client, monkeypatch):
    from sepas.web.portal import installable

    before = client.get("/sw.js").content
    monkeypatch.setattr(installable, "static", lambda name: f"/static/{name}?changed")
    assert client.get("/sw.js").content.split(b"\n")[0] != before.split(b"\n")[0]


def test_the_page_without_a_network_holds_nothing_of_anybody(client):
    from sepas.web.sessions import MOBILE
    from tests.cast import MARYAM

    session = client.session
    session[MOBILE] = MARYAM
    session.save()
    page = client.get("/offline/")
    text = page.content.decode()
    assert "csrf" not in text
    assert MARYAM[-7:] not in text
    assert "No connection" in text
    assert "اینترنت وصل نیست" in text
    assert not page.cookies


def test_pages_of_people_are_never_kept_by_the_worker(client):
    code = client.get("/sw.js").content.decode()
    assert "cache.put" not in code
    assert re.findall(r"\.(?:addAll|add)\(([^;]*)\);", code) == [
        "FILES",
        'new Request(OFFLINE, { credentials: "omit" })',
    ]
