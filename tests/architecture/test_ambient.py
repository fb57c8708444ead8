"""Nothing ambient in the domain: no clock, no scope that was not given, no signal."""

import ast

from tests.architecture.sources import calls, dotted, modules, same_as_table

CLOCKS = {
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
}
WITH_A_VALUE = {"timezone.localtime", "timezone.localdate"}
"""These read the clock only when they are given nothing."""
DOORS = {"web", "api", "cli", "adapters", "config"}
"""They may ask `kernel.clock`; everything below is told the time."""
WORKER = "sepas/kernel/outbox/work.py"
"""The worker has no caller that could tell it the time between two batches."""


def test_only_the_clock_reads_the_time():
    wrong = [
        f"{path}:{call.lineno}: {name}()"
        for path, tree in modules().items()
        if path != "sepas/kernel/clock.py"
        for name, call in calls(tree)
        if name in CLOCKS and not (name in WITH_A_VALUE and call.args)
    ]
    assert wrong == []


def test_only_doors_and_the_worker_ask_the_clock():
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules().items()
        if path.split("/")[1] not in DOORS and path != WORKER
        for name, call in calls(tree)
        if name == "clock.now"
    ]
    assert wrong == []


def said(tree, why) -> list[str]:
    """The reason as text: written there, or in a constant of the module, or handed on by a parameter `why`."""
    if isinstance(why, ast.Constant):
        return [why.value]
    if isinstance(why, ast.Name):
        if why.id == "why":
            return ["(the caller's reason)"]
        imported = [
            node.module
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and why.id in {alias.name for alias in node.names}
        ]
        if imported:
            tree = modules()[f"{imported[0].replace('.', '/')}.py"]
        return [
            node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and [dotted(target) for target in node.targets] == [why.id]
            and isinstance(node.value, ast.Constant)
        ]
    return []


def test_every_query_without_an_actor_is_listed_with_its_reason():
    found = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "unscoped":
                continue
            reasons = said(tree, node.args[0]) if node.args else []
            assert reasons, f"{path}:{node.lineno}: say why in so many words"
            found += [f"{path}: {reason}" for reason in reasons]
    same_as_table("unscoped.txt", sorted(set(found)))


def test_nobody_listens_to_signals():
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and ((node.module or "").endswith(".signals") or node.module == "django.dispatch")
    ]
    assert wrong == []
