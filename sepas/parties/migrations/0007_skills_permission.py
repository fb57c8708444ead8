"""Who edits staff kept their skills until now: own roles with the one right get the other."""

from typing import Any

from django.db import migrations


def give(apps: Any, schema_editor: Any) -> None:
    roles = apps.get_model("parties", "CustomRole")
    for role in roles.objects.using(schema_editor.connection.alias).all():
        if "staff.edit" in role.permissions and "skills.edit" not in role.permissions:
            role.permissions = sorted([*role.permissions, "skills.edit"])
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("parties", "0006_own_roles")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
