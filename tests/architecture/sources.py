"""Reading the product's own sources, and tables that a person looks over when they change."""

import ast
import os
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ROOT / "sepas"
TABLES = Path(__file__).resolve().parent


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python module of the product but migrations, by its path from the root."""
    return {
        str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(PRODUCT.rglob("*.py"))
        if "migrations" not in file.parts
    }


@cache
def templates() -> dict[str, str]:
    return {
        str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
        for file in sorted(PRODUCT.rglob("templates/**/*"))
        if file.suffix in {".html", ".txt", ".svg"}
    }


@cache
def layers() -> dict[str, int]:
    """The height of every package by the import contract: 0 is the lowest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(): height for height, row in enumerate(reversed(rows)) for name in row.split("|")}


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name of what is called: `timezone.now`, `record`, `.unscoped`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def same_as_table(name: str, lines: list[str]) -> None:
    """Compare with a table kept beside the tests; SEPAS_WRITE_TABLES=1 writes it anew, for git to show."""
    file = TABLES / name
    if os.environ.get("SEPAS_WRITE_TABLES"):
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    kept = file.read_text(encoding="utf-8").splitlines()
    added, gone = sorted(set(lines) - set(kept)), sorted(set(kept) - set(lines))
    assert (added, gone) == ([], []), (
        f"{name} does not say what the code says. Look at each line; if it is right, run "
        "SEPAS_WRITE_TABLES=1 pytest tests/architecture and commit the table."
    )
