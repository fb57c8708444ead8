"""The lives of a model and of a unit, as tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sepas.kernel.lifecycle import Lifecycle


class UnitState(TextChoices):
    IN_USE = "in_use", _("in use")
    REPLACED = "replaced", _("replaced")
    RETURNED = "returned", _("returned")


class ModelState(TextChoices):
    PLANNED = "planned", _("planned")
    ON_SALE = "on_sale", _("on sale")
    DISCONTINUED = "discontinued", _("sold no more")
    SERVICE_ENDED = "service_ended", _("service has ended")


MODEL = Lifecycle(
    initial=ModelState.PLANNED,
    moves={
        "launch": {ModelState.PLANNED: ModelState.ON_SALE},
        "discontinue": {ModelState.ON_SALE: ModelState.DISCONTINUED},
        "end_service": {ModelState.DISCONTINUED: ModelState.SERVICE_ENDED},
    },
)

UNIT = Lifecycle(
    initial=UnitState.IN_USE,
    moves={
        "edit": {state.value: state.value for state in UnitState},
        "transfer": {UnitState.IN_USE: UnitState.IN_USE},
        "release": {UnitState.IN_USE: UnitState.IN_USE},
        "report_lost": {UnitState.IN_USE: UnitState.IN_USE},
        "report_found": {UnitState.IN_USE: UnitState.IN_USE},
        "replace": {UnitState.IN_USE: UnitState.REPLACED},
        "return": {UnitState.IN_USE: UnitState.RETURNED},
    },
)
