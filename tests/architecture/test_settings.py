"""Every setting is explained where people look for it."""

import re

from tests.architecture.sources import PRODUCT, ROOT

READ = re.compile(r"(?:environ(?:\.get|\.pop)?[\[(]\s*|flag\(\s*)\"([A-Z_]+)\"")
INTERNAL = {"DJANGO_SETTINGS_MODULE"}


def test_every_setting_is_in_the_documentation():
    used = {
        name for file in PRODUCT.rglob("*.py") for name in READ.findall(file.read_text(encoding="utf-8"))
    } - INTERNAL
    explained = set(
        re.findall(r"`([A-Z_]{4,})`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"))
    )
    assert len(used) > 10
    assert used - explained == set()
