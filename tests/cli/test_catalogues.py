import gettext
import os

import polib

from sepas.cli import catalogues


def catalogue(root, text):
    folder = root / "fa" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    file.append(polib.POEntry(msgid="Close", msgstr=text))
    file.append(polib.POEntry(msgid="Open", msgstr="باز", flags=["fuzzy"]))
    file.save(str(folder / "django.po"))
    return folder


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path):
    folder = catalogue(tmp_path, "بستن")
    assert catalogues.compile_all(tmp_path) == 1
    assert catalogues.compile_all(tmp_path) == 0
    catalogue(tmp_path, "ببند")
    os.utime(folder / "django.po", (2e9, 2e9))
    assert catalogues.compile_all(tmp_path) == 1
    with (folder / "django.mo").open("rb") as compiled:
        read = gettext.GNUTranslations(compiled)
    assert read.gettext("Close") == "ببند"
    assert read.gettext("Open") == "Open"
    assert sorted(file.name for file in folder.iterdir()) == ["django.mo", "django.po"]
