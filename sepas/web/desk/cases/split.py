"""GET, POST /desk/cases/<code>/split/ : take a part of the conversation into a case of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import queries as assets
from sepas.cases import bond_policies
from sepas.cases import queries as cases
from sepas.cases.actions.split import split_case
from sepas.cases.lifecycle import Kind
from sepas.cases.models import Case
from sepas.cases.queries.page import attachments_of, posts_of
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.ids import show_code
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then
from sepas.web.preferences import current
from sepas.web.templatetags.reader import in_digits


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, code: str) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case = cases.case_by_code(actor, code)
    require(bond_policies.may_split(actor, case))
    if request.method != "POST":
        return _page(request, case)
    sent = request.POST

    def run() -> str:
        unit = sent.get("unit", "")
        new = split_case(
            actor,
            case=case,
            kind=sent.get("kind", ""),
            description=sent.get("description", ""),
            posts=_numbers(sent.getlist("posts")),
            attachments=_numbers(sent.getlist("files")),
            unit=assets.unit(actor, int(unit)) if unit.isdecimal() and len(unit) < 19 else None,
            now=now,
        )
        shown = in_digits(show_code(new.code), current())
        messages.success(request, _("The new case is open; its code is %(code)s.") % {"code": shown})
        return f"/desk/cases/{new.code}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, case, error)


def _page(request: HttpRequest, case: Case, error: Invalid | None = None) -> HttpResponse:
    actor, sent = actor_of(request), request.POST
    chosen_posts, chosen_files = set(sent.getlist("posts")), set(sent.getlist("files"))
    context: dict[str, Any] = {
        "case": case,
        "posts": [(post, str(post.pk) in chosen_posts) for post in posts_of(actor, case)],
        "files": [
            (file, str(file.pk) in chosen_files)
            for file in attachments_of(actor, case)
            if file.post_id is None
        ],
        "kinds": Kind.choices,
        "units": assets.units_of_customer(actor, case.customer_id),
        "sent": sent if error else {"unit": str(case.unit_id or ""), "kind": case.kind},
        "errors": error.fields if error else {},
    }
    return page(
        request, "desk/cases/split.html", context, section="inbox", status=error.status if error else 200
    )


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]
