"""Whatever a form or a file sends, the loader answers with a library or with problems, never with a crash."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sepas.rules import BadFacts, Library, PackError, Problem
from tests.rules import small
from tests.rules.small import LAW, VOCABULARY

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=True),
    st.text(max_size=12),
    st.sampled_from(
        ["covered", "days(3)", "accident", "law.minimum", "km(3) < odometer", "0x1F", "1:30", "2025-13-01"]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["fa", "en", "line", "value"]), st.text(max_size=3), max_size=2),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, item in entries:
        found += places(item, (*path, key))
    return found


@st.composite
def damaged(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """A document with some of its values replaced by junk."""
    out = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(out)))
        inside = out
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = draw(JUNK)
    return out


def outcome(load: Callable[[], Library]) -> tuple[Library | None, tuple[Problem, ...]]:
    """What loading gave: a library, or at least one problem."""
    try:
        return load(), ()
    except PackError as error:
        return None, error.problems or pytest.fail("refused without a reason")


def law() -> dict[str, Any]:
    found = yaml.safe_load(LAW)
    assert isinstance(found, dict)
    return {**found, "pack": "fuzz.law"}


@settings(max_examples=300, deadline=None)
@given(document=damaged(small.CONTRACT) | damaged(law()))
def test_a_damaged_pack_loads_or_says_what_is_wrong(document: dict[str, Any]) -> None:
    found, problems = outcome(lambda: small.library().extended([document]))
    assert all(problem.what and problem.remedy for problem in problems)
    if found is None:
        return
    facts = found.parse_facts({"product_class": "phone", "odometer": 10})
    found.decide(facts, as_of=date(2025, 6, 1), jurisdiction="IR").as_dict()


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_damaged_file_loads_or_says_where(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["vocabulary.yaml", "law.yaml"]))
    texts = {"vocabulary.yaml": VOCABULARY, "law.yaml": LAW}
    text = texts[name]
    start = data.draw(st.integers(0, len(text) - 1))
    end = min(len(text), start + data.draw(st.integers(0, 30)))
    texts[name] = text[:start] + data.draw(st.text(max_size=8)) + text[end:]
    _, problems = outcome(lambda: small.read_library(texts))
    assert all(problem.line > 0 for problem in problems)


@settings(max_examples=300, deadline=None)
@given(
    condition=st.text(alphabet="abcdef ()<>=+-*/'\"{}[],.0123456789:\n", max_size=40) | st.text(max_size=20)
)
def test_any_text_as_a_condition_is_read_or_refused(condition: str) -> None:
    document = copy.deepcopy(small.CONTRACT)
    document["provisions"][0]["when"] = condition
    found, problems = outcome(lambda: small.library().extended([document]))
    assert all(
        problem.path.startswith("provisions[0]") or problem.path == "contract.labour" for problem in problems
    )
    assert (found is None) == bool(problems)


@settings(max_examples=300, deadline=None)
@given(raw=st.dictionaries(st.sampled_from([*small.library().schema.names, "nonsense"]), JUNK, max_size=6))
def test_any_facts_are_read_or_refused_by_name(raw: dict[str, Any]) -> None:
    facts, wrong = None, set()
    try:
        facts = small.library().parse_facts(raw)
    except BadFacts as error:
        wrong = {problem.field for problem in error.problems}
    assert wrong <= set(raw)
    assert (facts is None) == bool(wrong)
    if facts is not None:
        small.library().decide(facts, as_of=date(2025, 6, 1), jurisdiction="IR").as_dict()
