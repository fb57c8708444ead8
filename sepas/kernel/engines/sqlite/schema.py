"""Changes of tables that SQLite can make in place, where Django writes the whole table anew."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement
from django.db.backends.sqlite3 import schema
from django.db.models import NOT_PROVIDED, Field, Model


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's. A new column with a constant for every row is added to the table as it is, and an index of one column
    comes and goes without the table being copied.

    SQLite reads that constant from the table's definition for rows that were there before, so it stays written there:
    a statement that leaves the column out is given it, where Django's table would refuse. No statement of ours does.
    """

    def add_field(self, model: type[Model], field: "Field[Any, Any]") -> None:
        if _constant(field) and self.effective_default(field) is not None:
            BaseDatabaseSchemaEditor.add_field(self, model, field)
        else:
            super().add_field(model, field)

    def skip_default_on_alter(self, field: "Field[Any, Any]") -> bool:
        """SQLite cannot take a default off a column."""
        return True

    def _alter_field(
        self, model: type[Model], old_field: Any, new_field: Any, *how: Any, **more: Any
    ) -> None:
        if self._has_waiting(model) or self._column(model, old_field) != self._column(model, new_field):
            super()._alter_field(model, old_field, new_field, *how, **more)  # type: ignore[misc]
            return
        indexes_of = self._field_indexes_sql  # type: ignore[attr-defined]
        had, has = indexes_of(model, old_field), indexes_of(model, new_field)
        if had and not has:
            of_model = {index.name for index in model._meta.indexes}
            only = {"index": True, "unique": False, "primary_key": False, "exclude": of_model}
            for name in self._constraint_names(model, [old_field.column], **only):  # type: ignore[attr-defined]
                self.execute(self._delete_index_sql(model, name))  # type: ignore[attr-defined]
        elif has and not had:
            for statement in has:
                self.execute(statement)

    def _has_waiting(self, model: type[Model]) -> bool:
        """Whether indexes of the table are still to be made at the end of this migration."""
        table = model._meta.db_table
        return any(isinstance(sql, Statement) and sql.references_table(table) for sql in self.deferred_sql)

    def _column(self, model: type[Model], field: Any) -> tuple[Any, ...]:
        """All that the table's definition says of a column."""
        target = field.target_field if field.remote_field and field.db_constraint else None
        points = (target.model._meta.db_table, target.column) if target else None
        return (
            field.column,
            self.column_sql(model, field),
            field.db_parameters(connection=self.connection)["check"],
            points,
        )


def _constant(field: "Field[Any, Any]") -> bool:
    """Whether a column must be filled, with the same in every row, and is nothing more than a column."""
    plain = not (field.null or field.unique or field.primary_key or field.is_relation or field.generated)
    made = callable(field.default) and field.default not in (dict, list)
    made = made or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return plain and field.concrete and field.db_default is NOT_PROVIDED and not made
