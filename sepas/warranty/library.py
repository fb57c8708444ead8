"""The packs that hold for a model: the standard library, and the organisation's own guarantees beside it.

Compiling packs takes milliseconds, deciding microseconds: compiled libraries are kept by the hashes of what is in
them, so a decision at a door compiles nothing.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from django.db.models import Q

from sepas import rules
from sepas.assets.models import ProductModel
from sepas.kernel import epoch
from sepas.parties.models import Organisation
from sepas.warranty.models import Guarantee, ending

KEPT = 256
"""Compiled libraries kept in a process; each is the standard one and some documents."""


@dataclass(frozen=True, slots=True)
class Held:
    """A library and the guarantees in it, by id."""

    library: rules.Library
    guarantees: tuple[int, ...]


def library_for(organisation: Organisation, model: ProductModel | None) -> Held:
    """The library for a model of `organisation`; with no model, of the guarantees promised for all of them.

    One query when it was asked before, two when a document is new to this process.
    """
    return _held(_promised(organisation.pk, model.pk if model is not None else None))


def libraries_for(models: Iterable[ProductModel]) -> dict[int, Held]:
    """As `library_for` for several models of any organisations, by their ids. One query, one more for new documents."""
    wanted = {model.pk: model.organisation_id for model in models}
    rows = Guarantee.objects.unscoped("what an organisation promises is public").filter(
        Q(product_models=None) | Q(product_models__in=list(wanted)), organisation_id__in=set(wanted.values())
    )
    promised = rows.order_by("pk").values_list(
        "pk", "digest", "ended_on", "organisation_id", "product_models"
    )
    found: dict[int, list[Row]] = {pk: [] for pk in wanted}
    for pk, mark, ended_on, organisation_id, model_id in promised.distinct():
        for model, house in wanted.items():
            if house == organisation_id and model_id in (None, model):
                found[model].append((pk, mark, ended_on))
    return {model: _held(marks) for model, marks in found.items()}


def library_of(guarantee_ids: Sequence[int], *, at: datetime | None = None) -> Held:
    """The library as it was with exactly these guarantees, for replay; `at` is before any later ending of them."""
    if not guarantee_ids:
        return _held([])
    rows = Guarantee.objects.unscoped("the packs that a kept decision rests on").filter(pk__in=guarantee_ids)
    found = rows.order_by("pk").values_list("pk", "digest", "ended_on", "ended_at")
    return _held(
        [
            (pk, mark, ended_on if at is None or (ended_at and ended_at <= at) else None)
            for pk, mark, ended_on, ended_at in found
        ]
    )


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of a document."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_force(documents: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Documents as they hold beside one another: a version of a pack ends the day before the next one begins.

    The documents as published never change; this is read from all of them every time, in any order.
    """
    versions: dict[str, list[dict[str, Any]]] = {}
    for document in documents:
        versions.setdefault(str(document["pack"]), []).append(copy.deepcopy(dict(document)))
    held: list[dict[str, Any]] = []
    for pack in sorted(versions):
        in_order = sorted(versions[pack], key=begins)
        for version, following in zip(in_order, [*in_order[1:], None], strict=True):
            if following is not None:
                last = (date.fromisoformat(begins(following)) - timedelta(days=1)).isoformat()
                valid = dict(version.get("valid") or {})
                valid["to"] = min(str(valid.get("to") or last), last)
                version["valid"] = valid
            held.append(version)
    return held


def begins(document: Mapping[str, Any]) -> str:
    """The ISO day from which a document holds; an open beginning is before everything."""
    return str((document.get("valid") or {}).get("from") or "0001-01-01")


Row = tuple[int, str, date | None]
"""A guarantee's id, digest, and the last day of purchase where it was ended."""


def _promised(organisation_id: int, model_id: int | None) -> list[Row]:
    def read() -> list[Row]:
        for_model = Q(product_models=None)
        if model_id is not None:
            for_model |= Q(product_models=model_id)
        rows = Guarantee.objects.unscoped("what an organisation promises is public")
        promised = rows.filter(for_model, organisation_id=organisation_id).order_by("pk")
        return list(promised.values_list("pk", "digest", "ended_on").distinct())

    return epoch.kept(organisation_id, ("guarantees", model_id), read)


def _held(rows: list[Row]) -> Held:
    ids = tuple(pk for pk, _digest, _ended in rows)
    if not ids:
        return Held(rules.standard_library(), ())
    marks = tuple(sorted(f"{mark} {ended or ''}" for _pk, mark, ended in rows))
    library = _compiled.get(marks)
    if library is None:
        library = _compiled.keep(marks, _documents({pk: ended for pk, _mark, ended in rows}))
    return Held(library, ids)


def _documents(ended: Mapping[int, date | None]) -> list[dict[str, Any]]:
    rows = Guarantee.objects.unscoped("what an organisation promises is public").filter(pk__in=list(ended))
    found = rows.order_by("pk").values_list("pk", "source")
    return [ending(json.loads(source), ended[pk]) for pk, source in found]


class _Compiled:
    """Libraries by the hashes of their documents; the least used goes first."""

    def __init__(self) -> None:
        self._libraries: dict[tuple[str, ...], rules.Library] = {}
        self._lock = Lock()

    def get(self, marks: tuple[str, ...]) -> rules.Library | None:
        with self._lock:
            library = self._libraries.pop(marks, None)
            if library is not None:
                self._libraries[marks] = library
            return library

    def keep(self, marks: tuple[str, ...], documents: list[dict[str, Any]]) -> rules.Library:
        library = rules.standard_library().extended(in_force(documents))
        with self._lock:
            while len(self._libraries) >= KEPT:
                del self._libraries[next(iter(self._libraries))]
            self._libraries[marks] = library
        return library


_compiled = _Compiled()
