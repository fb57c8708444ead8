"""Static files from npm packages: a whitelist, not whole packages."""

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class NodeModulesFinder(BaseFinder):
    def find(self, path, find_all=False, **kw):
        return [] if find_all else None

    def list(self, ignore_patterns):
        return iter(())


class ManifestStorage(ManifestStaticFilesStorage):
    pass
