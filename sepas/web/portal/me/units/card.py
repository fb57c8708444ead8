"""GET /me/units/<id>/card/ : the guarantee card on paper, with the code that leads back to the unit."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sepas.assets import queries as assets
from sepas.kernel import clock
from sepas.warranty import owning
from sepas.warranty.cards import rights_card
from sepas.warranty.days import local_day
from sepas.web.answer import page
from sepas.web.codes import qr, unit_link
from sepas.web.portal.me.gate import customers_only
from sepas.web.portal.visitors import visitor


@never_cache
@customers_only
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    actor = visitor(request)
    unit = assets.unit(actor, pk)
    card = rights_card(unit, as_of=local_day(clock.now(), unit.organisation))
    link = unit_link(unit)
    context = {
        "section": "me",
        "unit": unit,
        "card": card,
        "guarantee_card": owning.card_of(actor, unit),
        "link": link,
        "qr": qr(link),
    }
    return page(request, "portal/me/units/card.html", context)
