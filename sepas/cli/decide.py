"""Answer a file of facts by the rules, as JSON or in words. The file is what POST /api/v1/decisions takes."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from sepas.rules import BadFacts, Decision, FactProblem, Library, PackError, standard_library

FIELDS = ("as_of", "jurisdiction", "product_class", "facts", "packs")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", help="JSON: {as_of, jurisdiction, product_class, facts, packs?}; - reads it here"
    )
    parser.add_argument("--text", action="store_true", help="explain in words instead of JSON")
    parser.add_argument("--language", choices=["fa", "en"], default="fa")


def run(options: argparse.Namespace) -> int:
    language: str = options.language
    try:
        raw = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
        decision = decide(standard_library(), json.loads(raw))
    except OSError as error:
        return _fail(f"{options.file}: {error.strerror}")
    except UnicodeDecodeError:
        return _fail(f"{options.file}: not a UTF-8 text file")
    except json.JSONDecodeError as error:
        return _fail(f"{options.file}:{error.lineno}:{error.colno}: not JSON: {error.msg}")
    except BadFacts as error:
        for problem in error.problems:
            _fail(f"{problem.field}: {problem.message[language]}")
        return 2
    except PackError as error:
        return _fail(str(error))
    if options.text:
        from sepas.cli.explain import explain

        print(explain(decision, language))
    else:
        print(json.dumps(decision.as_dict(), ensure_ascii=False, indent=2))
    return 0


def decide(library: Library, request: Any) -> Decision:
    """The decision that a request asks for. Raises `BadFacts` that names every field that is wrong."""
    if not isinstance(request, dict):
        raise BadFacts([_problem("request", "یک شیء JSON لازم است", "a JSON object is needed", FIELDS)])
    problems = [
        _problem(name, "چنین فیلدی وجود ندارد", "there is no such field", FIELDS)
        for name in request
        if name not in FIELDS
    ]
    as_of = _day(request.get("as_of"))
    if as_of is None:
        problems.append(
            _problem(
                "as_of", "تاریخ را به شکل YYYY-MM-DD بنویسید", "write a date as YYYY-MM-DD", ["YYYY-MM-DD"]
            )
        )
    jurisdiction = request.get("jurisdiction", "IR")
    if jurisdiction not in library.jurisdictions:
        allowed = library.jurisdictions
        problems.append(
            _problem(
                "jurisdiction", f"یکی از این‌ها: {'، '.join(allowed)}", f"one of {', '.join(allowed)}", allowed
            )
        )
    facts, packs = request.get("facts", {}), request.get("packs")
    if not isinstance(facts, dict):
        problems.append(_problem("facts", "یک شیء JSON لازم است", "a JSON object is needed"))
        facts = {}
    if packs is not None and not (isinstance(packs, list) and all(isinstance(item, str) for item in packs)):
        problems.append(_problem("packs", "فهرستی از شناسه‌ها لازم است", "a list of pack ids is needed"))
    if request.get("product_class") is not None:
        facts = {"product_class": request["product_class"], **facts}
    try:
        known = library.parse_facts(facts)
    except BadFacts as error:
        raise BadFacts([*problems, *error.problems]) from None
    if problems or as_of is None:
        raise BadFacts(problems)
    return library.decide(known, as_of=as_of, jurisdiction=jurisdiction, packs=packs)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _problem(field: str, fa: str, en: str, allowed: Any = ()) -> FactProblem:
    return FactProblem(field, "invalid", {"fa": fa, "en": en}, tuple(allowed))


def _fail(line: str) -> int:
    print(f"sepas decide: {line}", file=sys.stderr)
    return 2
