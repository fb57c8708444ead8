"""The form of a guarantee: what was typed, as a document, and what it shows again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sepas import rules
from sepas.assets import vocabulary
from sepas.assets.models import ProductModel
from sepas.kernel.errors import Invalid, type_of_text
from sepas.parties.models import Organisation
from sepas.warranty.actions.guarantees import kind_of
from sepas.warranty.comparing import Kind
from sepas.warranty.contracts import CAUSES, EXCLUDED, STARTS, contract_document, values_of
from sepas.web.forms import read_date, read_number, sent_date

LEVELS = {"contract": _("guarantee"), "campaign": _("campaign"), "goodwill": _("goodwill")}
_NAME = re.compile(r"[a-z][a-z0-9_.-]{1,40}")


def document_in(sent: QueryDict, organisation: Organisation, today: date, *, draft: bool) -> dict[str, Any]:
    """What the form says as a document; a `draft` needs no names yet. Raises `Invalid` with everything at once."""
    wrong: dict[str, type_of_text] = {}
    name, version = sent.get("pack", "").strip().lower(), sent.get("version", "").strip()
    title = {"fa": sent.get("title_fa", "").strip(), "en": sent.get("title_en", "").strip()}
    if draft:
        name, version = "draft", "1"
        title["fa"] = title["fa"] or str(_("this guarantee"))
    if not _NAME.fullmatch(name):
        wrong["pack"] = _("Latin letters, digits and dashes, such as gold-2026.")
    if not version:
        wrong["version"] = _("Give this version a short name, such as 1.")
    if not title["fa"]:
        wrong["title_fa"] = _("This cannot be left empty.")
    months = read_number(sent.get("months", ""))
    if not months or months > 240:
        wrong["months"] = _("Write how many months, from 1 to 240.")
    km, days = (_whole(sent, field, wrong) for field in ("km", "repair_days"))
    lines, partly = _lines(sent, wrong)
    starts = sent.get("starts", "purchase_date")
    if starts not in STARTS:
        wrong["starts"] = _("Choose one from the list.")
    begins, ends = (_day(sent, field, wrong) for field in ("valid_from", "valid_to"))
    if ends and ends < (begins or today):
        wrong["valid_to"] = _("The last day cannot be before the first.")
    if wrong:
        raise Invalid(wrong)
    assert months is not None
    return contract_document(
        pack=name,
        version=version,
        title={"fa": title["fa"], "en": title["en"] or title["fa"]},
        valid_from=begins or today,
        valid_to=ends,
        months=months,
        km=km,
        lines=lines,
        partly=partly,
        starts=starts,
        excludes=[cause for cause in CAUSES if cause in sent.getlist("excludes")],
        product_classes=_classes(sent),
        repair_days=days,
        level=sent.get("level", "contract"),
        jurisdiction=organisation.jurisdiction,
        calendar=organisation.calendar,
    )


def models_in(sent: QueryDict, models: Sequence[ProductModel]) -> list[ProductModel]:
    """The models that were ticked."""
    wanted = set(sent.getlist("product_models"))
    return [row for row in models if str(row.pk) in wanted]


def kinds_in(sent: QueryDict, models: Sequence[ProductModel]) -> list[Kind]:
    """The kinds of product to compare for: of the ticked models and classes, else of all that is sold."""
    classes, ticked = _classes(sent), models_in(sent, models)
    sold = sorted({kind_of(model) for model in ticked or models})
    if not classes:
        return sold
    found = [kind for kind in sold if kind[0] in classes]
    missing = [name for name in classes if not ticked and name not in {kind[0] for kind in found}]
    return found + [(name, "passenger" if name == "motor_vehicle" else "") for name in missing]


def fields_of(sent: QueryDict | None, earlier: Mapping[str, Any] | None, today: date) -> dict[str, Any]:
    """What the form shows: what was sent, or an earlier version to write the next from, or a usual beginning."""
    words = rules.standard_library().vocabulary
    classes = vocabulary.choices("product_class")
    if sent:
        value: dict[str, Any] = {
            name: sent.get(name, "")
            for name in (
                "title_fa",
                "title_en",
                "pack",
                "version",
                "months",
                "km",
                "repair_days",
                "starts",
                "level",
            )
        }
        ticked = {name: sent.getlist(name) for name in ("lines", "excludes", "classes", "product_models")}
        shares = {line: sent.get(f"share_{line}", "") for line in words.lines}
        days: dict[str, Any] = {name: sent_date(sent, name) for name in ("valid_from", "valid_to")}
    else:
        values = (values_of(earlier) if earlier else None) or {}
        value = {
            name: values.get(name) for name in ("months", "km", "repair_days", "starts", "level", "pack")
        }
        value |= {f"title_{code}": values["title"][code] for code in ("fa", "en")} if values else {}
        value["version"] = _next(str(values["version"])) if values else "1"
        partly = values.get("partly", {})
        ticked = {
            "lines": [*values["lines"], *partly] if values else ["parts", "labour"],
            "excludes": values["excludes"] if values else list(EXCLUDED),
            "classes": values.get("product_classes", []),
            "product_models": [],
        }
        shares = {line: partly.get(line, "") for line in words.lines}
        days = {"valid_from": today, "valid_to": None}
    return {
        "value": value,
        "days": days,
        "ticked": ticked,
        "lines": [(name, title, shares[name]) for name, title in words.lines.items()],
        "causes": list(CAUSES.items()),
        "classes": list(classes.items()),
        "starts": list(STARTS.items()),
        "levels": list(LEVELS.items()),
    }


def _lines(sent: QueryDict, wrong: dict[str, type_of_text]) -> tuple[list[str], dict[str, int]]:
    known = rules.standard_library().vocabulary.lines
    lines, partly = [], {}
    for line in sent.getlist("lines"):
        share = sent.get(f"share_{line}", "").strip()
        percent = read_number(share) if share else 100
        if line not in known:
            continue
        if not percent or percent > 100:
            wrong["lines"] = _("A share is a number from 1 to 100; leave it empty for all of it.")
        elif percent == 100:
            lines.append(line)
        else:
            partly[line] = percent
    if not (lines or partly) and "lines" not in wrong:
        wrong["lines"] = _("Choose at least one thing that the guarantee covers.")
    return lines, partly


def _whole(sent: QueryDict, field: str, wrong: dict[str, type_of_text]) -> int | None:
    text = sent.get(field, "").strip()
    number = read_number(text) if text else None
    if text and not number:
        wrong[field] = _("Write a whole number.")
    return number


def _day(sent: QueryDict, field: str, wrong: dict[str, type_of_text]) -> date | None:
    try:
        return read_date(sent, field)
    except Invalid as error:
        wrong |= error.fields
        return None


def _classes(sent: QueryDict) -> list[str]:
    return [name for name in vocabulary.choices("product_class") if name in sent.getlist("classes")]


def _next(version: str) -> str:
    """The version after this one: its last number raised by one."""
    found = re.search(r"(\d+)(\D*)$", version)
    if found is None:
        return f"{version}-2"
    return f"{version[: found.start()]}{int(found[1]) + 1}{found[2]}"
