"""GET /desk/ratings/ : sums for everybody who sees cases; single ratings for those who may read them."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas.cases.queries import ratings, sums
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_number

SCORES = {
    1: _("Not at all satisfied"),
    2: _("Rather not satisfied"),
    3: _("Neither satisfied nor dissatisfied"),
    4: _("Rather satisfied"),
    5: _("Fully satisfied"),
}


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "cases.view")
    may_read = actor.may("ratings.view")
    rows, before = (
        ratings(actor, before=read_number(request.GET.get("before", ""))) if may_read else ([], None)
    )
    found = sums(actor)
    context = {
        "sums": found,
        "mean": f"{found.mean:.1f}" if found.mean is not None else "",
        "shares": [(SCORES[score], number, percent) for score, number, percent in found.shares],
        "may_read": may_read,
        "ratings": [(row, SCORES[row.score]) for row in rows],
        "next": before,
    }
    return page(request, "desk/ratings/list.html", context, section="ratings")
