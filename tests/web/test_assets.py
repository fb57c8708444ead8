"""Static files: only what is listed, and little of it on the first page."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from sepas.web.assets import FILES, ManifestStorage, NodeModulesFinder

brought = pytest.mark.skipif(
    not (settings.ROOT / "node_modules").exists(), reason="npm ci has not been run here"
)


@brought
def test_every_listed_file_is_there_and_found_by_its_short_name():
    assert NodeModulesFinder().check() == []
    for name, file in FILES.items():
        assert finders.find(name) == str(settings.ROOT / "node_modules" / file)


@pytest.mark.parametrize(
    "name",
    [
        "axe-core/axe.min.js",
        "fonts/../package.json",
        "@fontsource-variable/vazirmatn/index.css",
        "package.json",
    ],
)
def test_nothing_else_of_the_packages_is_served(name):
    assert not NodeModulesFinder().find(name)


def test_source_maps_are_not_looked_for():
    rules = [
        rule if isinstance(rule, str) else rule[0]
        for _glob, all_ in ManifestStorage.patterns
        for rule in all_
    ]
    assert rules
    assert not any("sourceMappingURL" in rule for rule in rules)


def test_the_lock_names_no_registry():
    lock = (settings.ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "registry" not in lock


@brought
@pytest.mark.django_db
def test_the_first_page_is_at_most_100_kilobytes_with_its_fonts(client):
    sent = client.get("/", headers={"accept-encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    html = sent.content
    text = gzip.decompress(html).decode()
    # The icon for a phone's home screen is asked for when somebody puts it there, not with the page.
    text = re.sub(r'<link rel="apple-touch-icon"[^>]*>', "", text)
    names = set(re.findall(r'/static/([^"#]+)', text))
    for name in [name for name in names if name.endswith(".css")]:
        css = Path(finders.find(name)).read_text()
        folder = Path(name).parent
        names |= {
            str((Path("/") / folder / url).resolve().relative_to("/"))
            for url in re.findall(r'url\("([^"]+)"\)', css)
        }
    assert {"fonts/vazirmatn-arabic.woff2", "shared/icons.svg", "portal/girih.svg"} <= names
    sizes = {}
    for name in names:
        content = Path(finders.find(name)).read_bytes()
        sizes[name] = len(content) if name.endswith("woff2") else len(gzip.compress(content))
    total = len(html) + sum(sizes.values())
    assert total <= 100_000, sizes
