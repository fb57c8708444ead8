"""GET /desk/deliveries/ : what the workers gave up on."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.kernel import clock
from sepas.kernel.outbox import queries as outbox
from sepas.kernel.outbox.policies import may_replay
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page

SHOWN = 100


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "deliveries.view")
    rows = list(outbox.dead_deliveries(actor)[:SHOWN])
    context = {
        "deliveries": [
            {
                "row": row,
                "may": may_replay(actor, row),
                "last_line": row.error.strip().splitlines()[-1] if row.error.strip() else "",
            }
            for row in rows
        ],
        "backlog": outbox.backlog(clock.now()),
    }
    return page(request, "desk/deliveries/list.html", context, section="deliveries")
