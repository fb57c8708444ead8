"""Check rule packs: every load error with its file, line and remedy."""

import argparse
import sys
from pathlib import Path

from sepas.rules import Library, PackError, load_library, read_library, standard_library


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="load packs and say what is wrong with them")
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        help="folders with a vocabulary, or pack files to check beside the packs that Sepas ships; none: those packs",
    )


def run(options: argparse.Namespace) -> int:
    failed = 0
    for path in options.paths or [None]:
        try:
            library = load(path)
        except PackError as error:
            failed += len(error.problems)
            for problem in error.problems:
                print(problem, file=sys.stderr)
        except OSError as error:
            failed += 1
            print(f"{path}: {error.strerror}", file=sys.stderr)
        else:
            print(f"{path or 'standard packs'}: {len(library.packs)} pack versions are sound")
    if failed:
        print(f"{failed} problems", file=sys.stderr)
    return 1 if failed else 0


def load(path: Path | None) -> Library:
    """The library at `path`: a folder with its vocabulary, or one file beside the standard packs."""
    if path is None:
        return standard_library()
    if path.is_dir():
        return load_library(path)
    from importlib.resources import files

    from sepas.rules.library import yaml_files

    shipped = dict(yaml_files(files("sepas.rules").joinpath("packs"), ""))
    own = path.resolve()
    texts = {name: text for name, text in shipped.items() if not str(own).endswith(f"/rules/packs/{name}")}
    return read_library({**texts, str(path): path.read_text(encoding="utf-8")})
