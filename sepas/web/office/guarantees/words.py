"""A comparison with the law in plain words: what is less, what the customer gets anyway, and what is more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sepas import rules
from sepas.kernel.dates import format_date, format_number
from sepas.rules.model import Text
from sepas.warranty.contracts import STARTS
from sepas.web.preferences import current
from sepas.web.templatetags.reader import in_digits


@dataclass(frozen=True, slots=True)
class Said:
    """One finding: for which products, what differs, what the law gives all the same, and where that is written."""

    products: str
    text: str
    anyway: str = ""
    instrument: Text | None = None
    article: str = ""
    status: str = ""
    title: Text | None = None


def said_of(comparison: Mapping[str, Any]) -> dict[str, list[Said]]:
    """The findings of `compare_with_law` under `less`, `more` and `silent`; those kept by samples say less."""
    library = rules.standard_library()
    found: dict[str, list[Said]] = {}
    for where in ("less", "more", "silent"):
        rows = [_as_boundary(row) for row in comparison.get(where, [])]
        found[where] = [_said(library, where, row) for row in rows]
    return found


def _as_boundary(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A finding of an earlier release, which looked at sample months only."""
    if "kind" in row:
        return row
    return {
        "kind": "sample",
        "lines": [row["line"]],
        "products": [[row["product_class"], ""]],
        "law": {"provision": row["law"].get("provision"), "months": row["months"]},
        "guarantee": {},
    }


def _said(library: rules.Library, where: str, row: Mapping[str, Any]) -> Said:
    law, own = row["law"], row["guarantee"]
    text, anyway = _SAY[row["kind"]](library, where, row, law, own)
    products = listed([_product(library, kind) for kind in row["products"]])
    for pack in library.packs:
        for provision in pack.provisions:
            if provision.id == law.get("provision"):
                source = pack.sources[provision.source]
                return Said(
                    products,
                    text,
                    anyway if where != "more" else "",
                    source.instrument,
                    provision.article,
                    provision.status,
                    provision.title,
                )
    return Said(products, text, anyway if where != "more" else "")


def _line(library: rules.Library, where: str, row: Any, law: Any, own: Any) -> tuple[str, str]:
    lines = _lines(library, row["lines"])
    if where == "more":
        return _("%(lines)s: covered for %(own)s. The law does not give this.") % {
            "lines": lines,
            "own": _period(own),
        }, ""
    return _("%(lines)s: not covered. The law covers it for %(law)s.") % {
        "lines": lines,
        "law": _period(law),
    }, _anyway_until(law)


def _term(library: rules.Library, where: str, row: Any, law: Any, own: Any) -> tuple[str, str]:
    words = {"lines": _lines(library, row["lines"]), "own": _period(own), "law": _period(law)}
    if where == "more":
        return _("%(lines)s: %(own)s, where the law gives %(law)s.") % words, ""
    return _("%(lines)s: only %(own)s. The law gives %(law)s.") % words, _anyway_until(law)


def _shared(library: rules.Library, where: str, row: Any, law: Any, own: Any) -> tuple[str, str]:
    words = {
        "lines": _lines(library, row["lines"]),
        "own": _number(round(own["share"])),
        "law": _number(round(law["share"])),
    }
    text = _("%(lines)s: %(own)s percent is paid, by law %(law)s percent.") % words
    return text, _("The customer gets the rest by law, until %(day)s.") % {"day": _day(law["until"])} if law[
        "until"
    ] else _("The customer gets the rest by law.")


def _km(library: rules.Library, where: str, row: Any, law: Any, own: Any) -> tuple[str, str]:
    text = _("%(own)s, where the law says: %(law)s.") % {"own": _distance(own), "law": _distance(law)}
    return text, _("Between the two the customer gets what the law gives.")


def _cause(library: rules.Library, where: str, row: Any, law: Any, own: Any) -> tuple[str, str]:
    choices = library.schema.facts["defect_cause"].choices
    causes = listed([choices[name][current().language] for name in row["causes"]])
    if where == "more":
        return _("Covers faults from: %(causes)s. The law does not.") % {"causes": causes}, ""
    return (
        _("Leaves out faults from: %(causes)s. The law covers them.") % {"causes": causes},
        _("Such a fault is repaired free of charge by law."),
    )


def _start(library: rules.Library, where: str, row: Any, law: Any, own: Any) -> tuple[str, str]:
    day = STARTS[row["start"]][current().language]
    if where == "more":
        return _("Counts from %(day)s when that is later; the law does not.") % {"day": day}, ""
    return (
        _("Does not count from %(day)s. The law does, so its time ends later.") % {"day": day},
        _("Where %(day)s is later, the customer has the law's time to its end.") % {"day": day},
    )


def _repair(library: rules.Library, where: str, row: Any, law: Any, own: Any) -> tuple[str, str]:
    theirs = _days(law["within"]) if law["within"] is not None else ""
    if where == "silent":
        return (
            _("Names no time for a repair; the law gives %(law)s.") % {"law": theirs},
            _("The customer can count on the time of the law."),
        )
    if not theirs:
        return _("Repair within %(own)s. The law names no time.") % {"own": _days(own["within"])}, ""
    text = _("Repair within %(own)s; the law gives %(law)s.") % {"own": _days(own["within"]), "law": theirs}
    return text, _("After %(law)s the customer has the rights that the law gives for lateness.") % {
        "law": theirs
    }


def _sample(library: rules.Library, where: str, row: Any, law: Any, own: Any) -> tuple[str, str]:
    months = _months(law["months"])
    return (
        _("%(lines)s: less than the law after %(months)s.")
        % {"lines": _lines(library, row["lines"]), "months": months},
        _("There the law counts."),
    )


_SAY = {
    "line": _line,
    "term": _term,
    "share": _shared,
    "km": _km,
    "cause": _cause,
    "start": _start,
    "repair": _repair,
    "sample": _sample,
}


def _anyway_until(law: Mapping[str, Any]) -> str:
    if not law["until"]:
        return _("The customer gets it by law, without an end.")
    return _("Bought on the first day, the customer gets it by law until %(day)s.") % {
        "day": _day(law["until"])
    }


def _period(side: Mapping[str, Any]) -> str:
    if side["until"] is None:
        return _("a time without an end")
    months, days = side["months"], side["days"]
    if months and days:
        return _("%(months)s and %(days)s") % {"months": _months(months), "days": _days(days)}
    return _months(months) if months else _days(days)


def _distance(side: Mapping[str, Any]) -> str:
    if side["km"] is None:
        return _("no limit in kilometres")
    return _("up to %(km)s km") % {"km": _number(side["km"])}


def _months(count: int) -> str:
    return ngettext("%(number)s month", "%(number)s months", count) % {"number": _number(count)}


def _days(count: int) -> str:
    return ngettext("%(number)s day", "%(number)s days", count) % {"number": _number(count)}


def _number(value: int) -> str:
    reader = current()
    return in_digits(format_number(value, reader.language), reader)


def _day(iso: str) -> str:
    reader = current()
    return in_digits(format_date(date.fromisoformat(iso), reader.calendar, reader.language), reader)


def _lines(library: rules.Library, names: Sequence[str]) -> str:
    return listed([library.vocabulary.lines[name][current().language] for name in names])


def _product(library: rules.Library, kind: Sequence[str]) -> str:
    language = current().language
    facts = library.schema.facts
    if kind[1]:
        return str(facts["vehicle_class"].choices[kind[1]][language])
    return str(facts["product_class"].choices[kind[0]][language])


def listed(names: Sequence[str]) -> str:
    """Names in one line, as the reader's language joins them."""
    return ("، " if current().language == "fa" else ", ").join(names)
