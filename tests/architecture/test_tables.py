"""What import-linter cannot see of tables: foreign keys go down only, and nobody reads up through them."""

import ast

from django.apps import apps

from tests.architecture.sources import calls, layers, modules


def package(model) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "sepas" else None


def relations():
    """Every relation that a model of the product declares itself."""
    for model in apps.get_models(include_auto_created=False):
        if package(model) is None:
            continue
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation and not field.auto_created and package(field.related_model):
                yield model, field


def test_there_are_relations_to_look_at():
    assert len(list(relations())) > 20


def test_foreign_keys_point_downward_or_stay_inside():
    wrong = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model, field in relations()
        if package(model) != package(field.related_model)
        and layers()[package(field.related_model)] >= layers()[package(model)]
    ]
    assert wrong == []


def test_no_relation_leaves_a_reverse_accessor():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field in relations()
        if not (field.remote_field.related_name or "").endswith("+")
    ]
    assert wrong == []


def test_no_relation_names_another_package_by_a_string():
    """An import shows a dependency to import-linter; a string hides it."""
    wrong = []
    for path, tree in modules().items():
        own = path.split("/")[1]
        for name, call in calls(tree):
            if name.split(".")[-1] not in {"ForeignKey", "OneToOneField", "ManyToManyField"} or not call.args:
                continue
            target = call.args[0]
            if isinstance(target, ast.Constant) and target.value != "self":
                label = target.value.split(".")[0] if "." in target.value else own
                if label != own:
                    wrong.append(f"{path}:{call.lineno}: {target.value}")
    assert wrong == []


def test_no_model_has_effects_in_save_or_delete():
    wrong = [
        f"{path}:{node.lineno}: {node.name}.{item.name}"
        for path, tree in modules().items()
        if "/models" in path
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.endswith("QuerySet")
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name in {"save", "delete"}
    ]
    assert wrong == []
