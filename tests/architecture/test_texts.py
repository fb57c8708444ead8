"""Persian is written where translators and lawyers find it: catalogues, packs, data with both languages."""

import ast
import re

from tests.architecture.sources import modules, templates

PERSIAN = re.compile("[\u0621-\u064a\u066e-\u06d3]{2,}")
"""A word; single letters, digits and marks are for folding and reading."""
LETTERS = {
    "sepas/kernel/text.py": "folds the letters themselves",
    "sepas/kernel/dates/names.py": "names of months and weekdays",
    "sepas/kernel/dates/reading.py": "reads what people write",
    "sepas/kernel/dates/showing.py": "digits and separators",
    "sepas/kernel/money.py": "digits and separators",
    "sepas/service_levels/official.py": "names of holidays as the calendar gives them",
    "sepas/service_levels/defaults.py": "promises that are kept as rows, in both languages",
    "sepas/exchange/headers.py": "names of columns as people write them",
    "sepas/exchange/fields.py": "examples in templates of files",
    "sepas/exchange/kinds/cases.py": "states as people write them",
    "sepas/cases/queries/sentences.py": "sentences about facts, in both languages side by side",
    "sepas/cases/queries/timeline.py": "the product's own name",
    "sepas/cases/queries/tracking.py": "what happens next, in both languages side by side",
    "sepas/cases/reader.py": "sums of rights, in both languages side by side",
    "sepas/kernel/slips.py": "letters, and the keys that they stand on",
    "sepas/flows/tell_customer.py": "messages that are kept as rows, in both languages",
    "sepas/api/examples.py": "examples in the documents of the API",
    "sepas/api/examples_products.py": "examples in the documents of the API",
    "sepas/api/examples_office.py": "examples in the documents of the API",
    "sepas/warranty/contracts.py": "provisions that are kept as documents, in both languages",
    "sepas/warranty/wording.py": "explanations that are kept with a decision, in both languages",
    "sepas/cli/explain.py": "both languages side by side, without Django",
    "sepas/cli/decide.py": "both languages side by side, without Django",
    "sepas/cli/checkup.py": "both languages side by side, for a terminal",
    "sepas/cli/doctor.py": "both languages side by side, for a terminal",
    "sepas/cli/main.py": "both languages side by side, when settings cannot be loaded",
}
DATA = ("sepas/cli/demo", "sepas/cli/simulation/", "sepas/rules/")
"""The demo and simulated worlds are made of Persian names; the engine's own texts come in pairs, without Django."""


def in_pairs(tree: ast.Module) -> set[int]:
    """The strings inside dicts that have both an `fa` and an `en` key."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            if {"fa", "en"} <= keys:
                found |= {id(inner) for inner in ast.walk(node)}
    return found


def side_by_side(tree: ast.Module) -> set[int]:
    """The strings of `say(fa, en)` and of a tuple of a Persian and an English text."""
    found = set()
    for node in ast.walk(tree):
        said = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say"
        pair = node.args if said else node.elts if isinstance(node, ast.Tuple) else []
        if len(pair) == 2 and not PERSIAN.search(ast.unparse(pair[1])):
            found |= {id(inner) for inner in ast.walk(pair[0])}
    return found


def docstrings(tree: ast.Module) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def test_no_persian_sentence_hides_in_code():
    wrong = []
    for path, tree in modules().items():
        if path in LETTERS or path.startswith(DATA):
            continue
        allowed = in_pairs(tree) | side_by_side(tree) | docstrings(tree)
        wrong += [
            f"{path}:{node.lineno}: {node.value[:40]}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and PERSIAN.search(node.value)
            and id(node) not in allowed
        ]
    assert wrong == []


def test_exceptions_are_still_needed():
    gone = [
        path for path in LETTERS if path in modules() and not PERSIAN.search(ast.unparse(modules()[path]))
    ]
    assert gone == []


OWN_NAME = ">فارسی<"
"""A language is always called by its own name."""
WITHOUT_DJANGO = {"sepas/web/templates/500.html"}
"""Shown when nothing else works, so in both languages at once."""


def test_no_persian_sentence_hides_in_a_template():
    comments = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
    wrong = [
        path
        for path, source in templates().items()
        if path not in WITHOUT_DJANGO and PERSIAN.search(comments.sub("", source).replace(OWN_NAME, ""))
    ]
    assert wrong == []


INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a <style> element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(
        r"<script(?![^>]*\b(?:src=|type=.application/(?:ld\+)?json))", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def test_templates_hold_nothing_that_the_security_policy_refuses():
    wrong = [
        f"{path}:{source.count(chr(10), 0, found.start()) + 1}: {what}"
        for path, source in templates().items()
        for what, pattern in INLINE.items()
        for found in pattern.finditer(source)
    ]
    assert wrong == []


def test_the_patterns_see_what_they_are_for():
    bad = {
        "a style attribute": '<p class="x" style="color:red">',
        "a <style> element": "<style>p{}</style>",
        "a script without src": "<script>alert(1)</script>",
        "an event attribute": '<a href="#" onclick="x()">',
        "a javascript: address": '<a href="javascript:x()">',
    }
    assert {what: bool(INLINE[what].search(text)) for what, text in bad.items()} == dict.fromkeys(
        INLINE, True
    )
    assert not INLINE["a script without src"].search("<script src=\"{% static 'x.js' %}\" defer></script>")
