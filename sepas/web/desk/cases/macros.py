"""GET /desk/cases/<code>/macros/ : the macros that one may run here. GET, POST …/macros/<id>/ : what one would do, step
by step; POST does it.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sepas.cases import policies
from sepas.cases import queries as cases
from sepas.cases.actions.bulk_verbs import VERBS
from sepas.cases.lifecycle import HoldReason
from sepas.cases.models import Case, Post
from sepas.kernel import clock
from sepas.kernel.errors import Conflict, Invalid, Refused
from sepas.kernel.policy import require
from sepas.teamwork import queries as teamwork
from sepas.teamwork.actions.macros import preview, run_macro
from sepas.teamwork.macro import Aside, Macro
from sepas.web.desk.cases.ties import snooze_until
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then


@staff_only
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    case = cases.case_by_code(actor, code)
    require(policies.may_note(actor, case))
    context = {"case": case, "macros": teamwork.macros(actor)}
    return page(
        request, "desk/cases/macros.html", context, section="inbox", fragment="desk/cases/macro_list.html"
    )


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, code: str, macro: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case, kept = cases.case_by_code(actor, code), teamwork.macro(actor, macro)
    require(policies.may_note(actor, case))
    if request.method != "POST":
        return _page(request, case, kept, now)
    sent = request.POST
    seen = sent.get("seen", "")

    def act() -> str:
        run_macro(
            actor,
            case=case,
            macro=kept,
            promises=teamwork.promises_of(actor, case),
            body=sent.get("body"),
            seen=int(seen) if seen.isdecimal() and len(seen) < 19 else None,
            until=_until(kept, now),
            now=now,
        )
        messages.success(request, _("Done: %(title)s") % {"title": kept.title})
        return f"/desk/cases/{case.code}/"

    try:
        return once_then(request, act, now=now)
    except (Invalid, Conflict, Refused) as error:
        # What a step refused is shown with all steps, as the case is now; nothing of them was done.
        return _page(request, cases.case_by_code(actor, code), kept, now, error)


def _page(request: HttpRequest, case: Case, macro: Macro, now: datetime, error: Any = None) -> HttpResponse:
    actor = actor_of(request)
    steps = preview(actor, case, macro, teamwork.promises_of(actor, case), until=_until(macro, now), now=now)
    last = Post.objects.visible_to(actor).filter(case=case, internal=False).order_by("-pk").first()
    context: dict[str, Any] = {
        "case": case,
        "macro": macro,
        "steps": [
            {
                "step": step,
                "label": VERBS[step.verb],
                "reason": HoldReason(step.wish.reason).label if step.wish.reason else "",
                "until": Aside(step.wish.choice).label if step.wish.choice else "",
            }
            for step in steps
        ],
        "possible": bool(steps) and all(step.answer for step in steps),
        "seen": last.pk if last else 0,
        "body": request.POST.get("body"),
        "problem": _told(error),
    }
    return page(
        request, "desk/cases/macro.html", context, section="inbox", status=error.status if error else 200
    )


def _until(macro: Macro, now: datetime) -> datetime | None:
    return snooze_until(macro.aside, now) if macro.aside else None


def _told(error: Any) -> Any:
    if isinstance(error, Invalid):
        return next(iter(error.fields.values()), error.message)
    return error.message if error else ""
