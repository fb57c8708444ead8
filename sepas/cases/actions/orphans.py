"""Clearing away files that no row names: what a process left that was killed between writing them and its commit."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Q

from sepas.cases.models import Attachment

FOLDER = "cases"
KEPT = timedelta(days=1)
"""A file may be there before its row for as long as a transaction lasts; a day is far more than that."""
WHY = "whether any row names a file"


def forget_orphans(now: datetime) -> int:
    """Delete old files of cases that no attachment names, in one of the folders; how many. Each hour has its folder, so
    that looking costs little however many files there are.
    """
    try:
        folders = sorted(default_storage.listdir(FOLDER)[0])
    except FileNotFoundError:
        return 0
    if not folders:
        return 0
    folder = f"{FOLDER}/{folders[int(now.timestamp() // 3600) % len(folders)]}"
    names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    named: set[str] = set()
    for at in range(0, len(names), 400):
        some = names[at : at + 400]
        rows = Attachment.objects.unscoped(WHY).filter(Q(file__in=some) | Q(thumbnail__in=some))
        for pair in rows.values_list("file", "thumbnail"):
            named.update(pair)
    old = [
        name for name in names if name not in named and default_storage.get_modified_time(name) < now - KEPT
    ]
    for name in old:
        default_storage.delete(name)
    return len(old)
