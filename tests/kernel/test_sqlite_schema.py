"""Tables of SQLite are changed in place where that is possible, and come out as those that Django writes anew."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, migrations, models
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as Djangos
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext

from sepas.kernel.engines.sqlite.schema import DatabaseSchemaEditor as Ours

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite"),
    pytest.mark.usefixtures("db"),
]
Change = Callable[[], list[Any]]


def thing(**fields: Any) -> list[Any]:
    house = migrations.CreateModel("House", [("id", models.BigAutoField(primary_key=True))])
    own = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=9)),
        ("house", models.ForeignKey("things.House", models.CASCADE)),
        ("worth", models.IntegerField(default=0)),
    ]
    index = models.Index(fields=["name", "house"], name="thing_name_house")
    options = {
        "constraints": [models.UniqueConstraint(fields=["name"], name="thing_name")],
        "indexes": [index],
    }
    return [house, migrations.CreateModel("Thing", own, options=options)]


def added(name: str, field: Any) -> list[Any]:
    return [migrations.AddField("thing", name, field)]


def altered(name: str, field: Any) -> list[Any]:
    return [migrations.AlterField("thing", name, field)]


class Made:
    """A file of its own with a table that has two rows, changed by one of the two editors."""

    def __init__(self, place: Path, editor: Any, *changes: list[Any]):
        self.own = connection.copy()
        self.own.settings_dict = {**connection.settings_dict, "NAME": str(place)}
        self.own.SchemaEditorClass = editor
        self.state, self.said = ProjectState(), ""
        self.run(thing())
        self.sql("INSERT INTO things_house (id) VALUES (1)")
        self.sql("INSERT INTO things_thing (id, name, house_id, worth) VALUES (1, 'a', 1, 0), (2, 'b', 1, 5)")
        for change in changes:
            self.run(change)

    def run(self, operations: list[Any], *, back: bool = False) -> None:
        with CaptureQueriesContext(self.own) as said, self.own.schema_editor() as editor:
            for operation in operations:
                before = self.state.clone()
                if back:
                    after = self.before.clone()
                    operation.database_backwards("things", editor, before, after)
                else:
                    self.before, after = before, before.clone()
                    operation.state_forwards("things", after)
                    operation.database_forwards("things", editor, before, after)
                self.state = after
        self.said = "\n".join(query["sql"] for query in said)

    @property
    def copied(self) -> bool:
        return "new__things_thing" in self.said

    def sql(self, query: str) -> list[Any]:
        with self.own.cursor() as cursor:
            return list(cursor.execute(query).fetchall())

    def shape(self) -> dict[str, Any]:
        """Columns by name, without their defaults; keys, checks and indexes; rows."""
        columns = sorted(row[1:4] + row[5:] for row in self.sql("PRAGMA table_info(things_thing)"))
        keys = sorted(row[2:] for row in self.sql("PRAGMA foreign_key_list(things_thing)"))
        with self.own.cursor() as cursor:
            found = self.own.introspection.get_constraints(cursor, "things_thing")
        asked = ("columns", "unique", "index", "check")
        constraints = sorted(str([each[name] for name in asked]) for each in found.values())
        names = [row[0] for row in columns]
        kept = ", ".join(f"{name}, typeof({name})" for name in names)
        rows = self.sql(f"SELECT {kept} FROM things_thing ORDER BY id")
        return {"columns": columns, "keys": keys, "constraints": constraints, "names": names, "rows": rows}

    def takes(self, **values: Any) -> bool:
        """Whether a whole row may be written."""
        row = {"id": 7, "name": "z", "house_id": 1, "worth": 0, **values}
        marks = ", ".join(["%s"] * len(row))
        try:
            with self.own.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO things_thing ({', '.join(row)}) VALUES ({marks})", list(row.values())
                )
                cursor.execute("DELETE FROM things_thing WHERE id = 7")
        except IntegrityError:
            return False
        return True


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Callable[..., tuple[Made, Made]]]:
    made: list[Made] = []

    def make(change: Change) -> tuple[Made, Made]:
        made.extend(
            Made(tmp_path / name, editor, change()) for name, editor in (("ours", Ours), ("djangos", Djangos))
        )
        return made[0], made[1]

    yield make
    for each in made:
        with closing(each.own):
            pass


IN_PLACE = {
    "text": models.TextField(default="", blank=True),
    "quoted": models.CharField(max_length=20, default="it's 100%"),
    "number": models.PositiveSmallIntegerField(default=3),
    "negative": models.IntegerField(default=-4, db_index=True),
    "whether": models.BooleanField(default=True),
    "list": models.JSONField(default=list),
    "document": models.JSONField(default=dict, blank=True),
    "part": models.DecimalField(max_digits=5, decimal_places=2, default="1.50"),
}


@pytest.mark.parametrize("kind", IN_PLACE)
def test_a_column_with_a_constant_is_added_in_place_and_is_what_django_makes(both: Any, kind: str) -> None:
    ours, djangos = both(lambda: added("more", IN_PLACE[kind].clone()))
    assert (ours.copied, djangos.copied) == (False, True)
    assert ours.shape() == djangos.shape()
    given = ours.sql("SELECT more FROM things_thing WHERE id = 1")[0][0]
    for value in (given, None, -1, "no json", "[1]"):
        assert ours.takes(more=value) == djangos.takes(more=value), value
    assert ours.takes(more=given)
    assert not ours.takes(more=None)


@pytest.mark.parametrize("kind", IN_PLACE)
def test_such_a_column_goes_again_and_a_later_copy_of_the_table_keeps_its_values(
    both: Any, kind: str
) -> None:
    ours, djangos = both(lambda: added("more", IN_PLACE[kind].clone()))
    for made in (ours, djangos):
        made.run(altered("name", models.CharField(max_length=12)))
        assert made.copied
    assert ours.shape() == djangos.shape()
    assert ours.sql("PRAGMA table_info(things_thing)") == djangos.sql("PRAGMA table_info(things_thing)")
    for made in (ours, djangos):
        made.run([migrations.RemoveField("thing", "more")])
    assert ours.shape() == djangos.shape()
    assert "more" not in ours.shape()["names"]


@pytest.mark.parametrize(
    "field",
    [
        models.CharField(max_length=5, null=True, unique=True),
        models.CharField(max_length=5, null=True, default="x"),
        models.DateTimeField(auto_now_add=True),
        models.CharField(max_length=40, default=lambda: "made"),
        models.ForeignKey("things.House", models.CASCADE, default=1),
    ],
)
def test_what_sqlite_cannot_add_is_copied_as_ever(both: Any, field: Any) -> None:
    ours, djangos = both(lambda: added("more", field.clone()))
    assert (ours.copied, djangos.copied) == (True, True)
    assert ours.shape()["columns"] == djangos.shape()["columns"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("house", models.ForeignKey("things.House", models.CASCADE, db_index=False)),
        ("worth", models.IntegerField(default=0, db_index=True)),
    ],
)
def test_an_index_comes_and_goes_in_place(both: Any, name: str, field: Any) -> None:
    operations = altered(name, field)
    ours, djangos = both(lambda: altered(name, field.clone()))
    assert (ours.copied, djangos.copied) == (False, True)
    first = ours.shape()
    assert first == djangos.shape()
    for made in (ours, djangos):
        made.run(operations, back=True)
    assert (ours.copied, djangos.copied) == (False, True)
    assert ours.shape() == djangos.shape()
    assert ours.shape()["constraints"] != first["constraints"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("worth", models.IntegerField(default=0, null=True)),
        ("worth", models.PositiveIntegerField(default=0)),
        ("name", models.CharField(max_length=12)),
        ("house", models.ForeignKey("things.House", models.CASCADE, db_constraint=False)),
        ("house", models.ForeignKey("things.Thing", models.CASCADE)),
    ],
)
def test_another_column_is_copied_as_ever(both: Any, name: str, field: Any) -> None:
    ours, djangos = both(lambda: altered(name, field.clone()))
    assert (ours.copied, djangos.copied) == (True, True)
    assert ours.shape() == djangos.shape()


def test_an_index_that_is_still_to_be_made_is_not_made(tmp_path: Path) -> None:
    """A table, and a change of its column, in one migration."""
    house = models.ForeignKey("things.House", models.CASCADE)
    other = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True)), ("house", house)])
    without = models.ForeignKey("things.House", models.CASCADE, db_index=False)
    made = Made(tmp_path / "one", Ours, [other, migrations.AlterField("other", "house", without)])
    with closing(made.own):
        assert made.sql("PRAGMA index_list(things_other)") == []
