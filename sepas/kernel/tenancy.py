"""Tenancy that fails closed: a queryset refuses to run until it was given an actor's scope.

`Model.objects.visible_to(actor)` is the ordinary way. `Model.objects.unscoped("why")` is for invariants and
workers, and an architecture test lists every place that says it.
"""

from typing import Any, Self, TypeVar

from django.db import models

from sepas.kernel.actor import Actor

M = TypeVar("M", bound=models.Model)


class UnscopedQuery(RuntimeError):
    """A query ran without an actor's scope: a programming error, never shown to people."""


class ScopedQuerySet(models.QuerySet[M]):
    """Subclass per model and write `_visible(actor) -> Q`."""

    _scope: str | None = None

    def _visible(self, actor: Actor) -> models.Q:
        raise NotImplementedError(f"{type(self).__name__} must say what an actor may see")

    def visible_to(self, actor: Actor) -> Self:
        """Only the rows that this actor may see."""
        found = self.filter(self._visible(actor))
        found._scope = "actor"
        return found

    def unscoped(self, why: str) -> Self:
        """All rows, for an invariant or a worker; `why` is for the reader."""
        if not why:
            raise ValueError("say why the query needs no actor")
        found = self._chain()  # type: ignore[attr-defined]
        found._scope = why
        return found  # type: ignore[no-any-return]

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._scope = self._scope
        return clone  # type: ignore[no-any-return]

    def _checked(self) -> None:
        if self._scope is None:
            raise UnscopedQuery(f"{self.model.__name__}: use visible_to(actor), or unscoped(why)")

    def _fetch_all(self) -> None:
        self._checked()
        super()._fetch_all()

    def iterator(self, *args: Any, **kw: Any) -> Any:
        self._checked()
        return super().iterator(*args, **kw)

    def count(self) -> int:
        self._checked()
        return super().count()

    def exists(self) -> bool:
        self._checked()
        return super().exists()

    def aggregate(self, *args: Any, **kw: Any) -> dict[str, Any]:
        self._checked()
        return super().aggregate(*args, **kw)

    def update(self, **kw: Any) -> int:
        self._checked()
        return super().update(**kw)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._checked()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]


class OrganisationQuerySet(ScopedQuerySet[M]):
    """Rows that every member of the organisation may read, and nobody else."""

    def _visible(self, actor: Actor) -> models.Q:
        if actor.organisation_id is None or actor.is_public:
            return models.Q(pk__in=[])
        return models.Q(organisation_id=actor.organisation_id)
