"""Static files from npm packages: a whitelist of exact files under short names, never whole packages."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Warning
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

FILES = {
    "fonts/vazirmatn-arabic.woff2": "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
    "fonts/vazirmatn-latin.woff2": "@fontsource-variable/vazirmatn/files/vazirmatn-latin-wght-normal.woff2",
    "vendor/jsqr.js": "jsqr/dist/jsQR.js",
}
"""Served name to file inside `node_modules`."""


class NodeModules(FileSystemStorage):
    """`node_modules` seen through the whitelist."""

    prefix = ""

    def path(self, name: str) -> str:
        return os.path.join(self.location, *FILES[name.replace(os.sep, "/")].split("/"))


class NodeModulesFinder(BaseFinder):
    """Finds the whitelisted files; says by a system check which of them `npm ci` has not brought."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.storage = NodeModules(location=settings.ROOT / "node_modules")
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        missing = [name for name in FILES if not os.path.exists(self.storage.path(name))]
        if not missing:
            return []
        return [
            Warning(
                f"Front-end files are missing: {', '.join(missing)}",
                hint="Run `npm ci --ignore-scripts`.",
                id="sepas.web.W001",
            )
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.replace(os.sep, "/")
        found = self.storage.path(name) if name in FILES else ""
        if found and os.path.exists(found):
            return [found] if find_all else found
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, NodeModules]]:
        for name in FILES:
            if not matches_patterns(name, ignore_patterns or ()) and os.path.exists(self.storage.path(name)):
                yield name, self.storage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed names. Source maps are not served, so references to them are left alone."""

    patterns = tuple(
        (
            glob,
            tuple(
                rule
                for rule in rules
                if "sourceMappingURL" not in (rule if isinstance(rule, str) else rule[0])
            ),
        )
        for glob, rules in CompressedManifestStaticFilesStorage.patterns
    )
