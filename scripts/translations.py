"""Check the Persian catalogue against the sources, without GNU gettext.

    translations.py             every text is there, translated, not fuzzy, with the same placeholders
    translations.py --update    add the texts that are missing to the catalogue, untranslated

Texts are read from Python by its syntax tree and from templates by Django's own reader of them.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "sepas" / "locale" / "fa" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
ARABIC = re.compile("[\u064a\u0643]")
SINGULAR = {"gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
Key = tuple[str | None, str, str]
"""Context, text, plural."""


def main() -> int:
    used = dict(texts())
    if "--update" in sys.argv:
        return update(used)
    problems = [*compare(used)]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(used)} texts, {len(problems)} problems")
    return 1 if problems else 0


def compare(used: dict[Key, str]) -> Iterator[str]:
    """Everything that is wrong with the catalogue, each with the place of the text."""
    if not CATALOGUE.exists():
        if used:
            yield f"{CATALOGUE}: there is no catalogue for {len(used)} texts"
        return
    catalogue = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(CATALOGUE))}
    for (context, text, plural), place in sorted(used.items(), key=lambda item: item[1]):
        entry = catalogue.get((context, text))
        if entry is None or entry.obsolete:
            yield f"{place}: not in the catalogue: {text!r}"
            continue
        given = list(entry.msgstr_plural.values()) if plural else [entry.msgstr]
        if entry.fuzzy:
            yield f"{place}: the translation is marked fuzzy: {text!r}"
        elif not given or not all(given):
            yield f"{place}: not translated: {text!r}"
        for translated in filter(None, given):
            wanted = set(PLACEHOLDER.findall(text)) | set(PLACEHOLDER.findall(plural))
            if set(PLACEHOLDER.findall(translated)) - wanted or (
                not plural and wanted - set(PLACEHOLDER.findall(translated))
            ):
                yield f"{place}: other placeholders in {translated!r} than in {text!r}"
            if ARABIC.search(translated):
                yield f"{place}: Arabic ي or ك in {translated!r}; write ی and ک"


def update(used: dict[Key, str]) -> int:
    """Add what is missing; what is no longer used is left for a person to remove."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    if CATALOGUE.exists():
        file = polib.pofile(str(CATALOGUE), wrapwidth=0)
    else:
        file = polib.POFile(wrapwidth=0)
        file.metadata = {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": "fa",
            "Plural-Forms": "nplurals=2; plural=(n > 1);",
        }
    have = {(entry.msgctxt, entry.msgid) for entry in file}
    added = 0
    for (context, text, plural), place in sorted(used.items(), key=lambda item: item[1]):
        if (context, text) in have:
            continue
        added += 1
        file.append(
            polib.POEntry(
                msgctxt=context,
                msgid=text,
                msgid_plural=plural,
                msgstr_plural={0: "", 1: ""} if plural else {},
                occurrences=[(place.rpartition(":")[0], "")],
            )
        )
    file.save(str(CATALOGUE))
    print(f"{added} texts added to {CATALOGUE.relative_to(ROOT)}")
    return 0


def texts() -> Iterator[tuple[Key, str]]:
    """Every text for people in the sources, with the place where it is."""
    for file in sorted((ROOT / "sepas").rglob("*.py")):
        if "migrations" not in file.parts:
            yield from in_python(file.read_text(encoding="utf-8"), file.relative_to(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
    from django.utils.translation.template import templatize

    for file in sorted((ROOT / "sepas").rglob("templates/**/*")):
        if file.suffix not in {".html", ".txt"}:
            continue
        source = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        yield from in_template(source, file.relative_to(ROOT))


def in_python(source: str, file: Path) -> Iterator[tuple[Key, str]]:
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names.update({alias.asname or alias.name: alias.name for alias in node.names})
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            key = of_call(names[node.func.id], node.args)
            if key:
                yield key, f"{file}:{node.lineno}"


def of_call(function: str, arguments: list[ast.expr]) -> Key | None:
    words = [
        item.value for item in arguments if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]
    if function in SINGULAR and words:
        return None, words[0], ""
    if function in PLURAL and len(words) > 1:
        return None, words[0], words[1]
    if function in CONTEXT and len(words) > 1:
        return words[0], words[1], ""
    if function in CONTEXT_PLURAL and len(words) > 2:
        return words[0], words[1], words[2]
    return None


CALL = re.compile(
    r"\b(_|n?p?gettext)\(((?:\s*,?\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))+)", re.DOTALL
)
STRING = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)


def in_template(source: str, file: Path) -> Iterator[tuple[Key, str]]:
    """`source` is what Django makes of a template: calls of gettext, everything else blanked out."""
    for found in CALL.finditer(source):
        function = "gettext" if found[1] == "_" else found[1]
        words = [ast.literal_eval("(" + word.replace("\n", "\\n") + ")") for word in STRING.findall(found[2])]
        key = of_call(function, [ast.Constant(word) for word in words])
        if key:
            yield key, f"{file}:{source.count(chr(10), 0, found.start()) + 1}"


if __name__ == "__main__":
    sys.exit(main())
