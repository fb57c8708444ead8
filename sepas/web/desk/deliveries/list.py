"""GET /desk/deliveries/ : what the workers gave up on, by cause; with `cause`, the rows behind one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.kernel import clock
from sepas.kernel.outbox import queries as outbox
from sepas.kernel.outbox.causes import MOST, causes_of, last_line
from sepas.kernel.outbox.policies import may_replay
from sepas.web.desk.failed import since_choices, since_of
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page

SHOWN = 100


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "deliveries.view")
    now = clock.now()
    everything = causes_of(actor)
    chosen = next((cause for cause in everything if cause.key == request.GET.get("cause", "")), None)
    kinds = sorted({cause.name for cause in everything})
    kind = request.GET.get("kind", "") if request.GET.get("kind") in kinds else ""
    rows = outbox.dead_deliveries(actor)
    if chosen is not None:
        rows = rows.filter(pk__in=chosen.ids)
    else:
        rows = outbox.dead_deliveries(actor, reaction=kind, since=since_of(request.GET.get("since", ""), now))
    ids = {row.pk for row in rows[:MOST]} if kind or request.GET.get("since") else None
    causes = [cause for cause in everything if ids is None or ids & set(cause.ids)]
    payload = actor.may("deliveries.replay")
    context: dict[str, Any] = {
        "causes": causes,
        "chosen": chosen,
        "deliveries": [
            {
                "row": row,
                "may": may_replay(actor, row),
                "last_line": last_line(row.error),
                "payload": row.event.data if payload else None,
            }
            for row in rows[:SHOWN]
        ],
        "shown": SHOWN,
        "backlog": outbox.backlog(now),
        "kinds": kinds,
        "kind": kind,
        **since_choices(request.GET.get("since", "")),
    }
    return page(request, "desk/deliveries/list.html", context, section="deliveries")
