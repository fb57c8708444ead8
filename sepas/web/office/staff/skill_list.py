"""What somebody can work on and when they are away, for their page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.parties.models import Staff
from sepas.rules import standard_library
from sepas.teamwork import queries
from sepas.teamwork.policies import may_set_skills


def skills_context(actor: Actor, staff: Staff) -> dict[str, Any]:
    """What the person's page shows of skills and days away. Two queries."""
    classes = standard_library().schema.facts["product_class"].choices
    return {
        "skills": [(row, classes.get(row.name, row.name)) for row in queries.skills_of(actor, staff)],
        "skill_classes": list(classes.items()),
        "skill_levels": [
            (2, _("does it well")),
            (1, _("learns it")),
            (3, _("teaches it")),
            (0, _("no more")),
        ],
        "absences": queries.absences_of(actor, staff, now=clock.now()),
        "may_skills": may_set_skills(actor, staff),
    }
