"""GET /desk/deliveries/ : what the workers gave up on, by cause; with `cause`, the rows behind one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.kernel import clock
from sepas.kernel.outbox import queries as outbox
from sepas.kernel.outbox.causes import causes_of, last_line
from sepas.kernel.outbox.policies import may_replay
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page

SHOWN = 100


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "deliveries.view")
    causes = causes_of(actor)
    chosen = next((cause for cause in causes if cause.key == request.GET.get("cause", "")), None)
    rows = outbox.dead_deliveries(actor)
    if chosen is not None:
        rows = rows.filter(pk__in=chosen.ids)
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
        "backlog": outbox.backlog(clock.now()),
    }
    return page(request, "desk/deliveries/list.html", context, section="deliveries")
