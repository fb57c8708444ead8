"""GET /desk/messages/ : outgoing messages with their states, newest first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.kernel import clock
from sepas.notices import policies
from sepas.notices import queries as notices
from sepas.notices.causes import causes_of
from sepas.notices.models import Channel, MessageState
from sepas.notices.templates import TEMPLATES
from sepas.web.desk.failed import since_choices, since_of
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "messages.view")
    state = request.GET.get("state", "")
    before = request.GET.get("before", "")
    causes = causes_of(actor) if state == MessageState.DEAD else []
    chosen = next((cause for cause in causes if cause.key == request.GET.get("cause", "")), None)
    template = request.GET.get("kind", "") if request.GET.get("kind") in TEMPLATES else ""
    channel = request.GET.get("channel", "") if request.GET.get("channel") in Channel.values else ""
    found = notices.messages(
        actor,
        ids=chosen.ids if chosen else None,
        state=state if state in MessageState.values else "",
        case_code=request.GET.get("case", "")[:12],
        template=template,
        channel=channel,
        since=since_of(request.GET.get("since", ""), clock.now()),
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    numbers = notices.counts(actor)
    context = {
        "found": [(message, policies.may_replay(actor, message)) for message in found.messages],
        "next": found.next,
        "causes": causes,
        "chosen": chosen,
        "may_replay": actor.may("deliveries.replay"),
        "state": state,
        "kinds": [(name, each.title) for name, each in TEMPLATES.items()],
        "kind": template,
        "channels": Channel.choices,
        "channel": channel,
        **since_choices(request.GET.get("since", "")),
        "states": [(value, label, numbers[value]) for value, label in MessageState.choices],
    }
    return page(request, "desk/messages/list.html", context, section="messages")
