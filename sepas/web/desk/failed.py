"""GET /desk/failed/ : how much failed, beside the pages of the navigation that mend it; asked for after a page was
read, by those alone who may mend it, so that no page waits for it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas.flows.failed import MOST, failed_work
from sepas.web.desk.gate import actor_of, staff_only

SINCE = {"1": _("the last day"), "7": _("the last week"), "30": _("the last month")}
"""How far back the lists of what failed look, in days."""


def since_of(chosen: str, now: datetime) -> datetime | None:
    """The moment from which on, None for all that there is."""
    return now - timedelta(days=int(chosen)) if chosen in SINCE else None


def since_choices(chosen: str) -> dict[str, Any]:
    """What the filter shows."""
    return {"sinces": list(SINCE.items()), "since": chosen if chosen in SINCE else ""}


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    context = {"failed": list(failed_work(actor_of(request)).items()), "most": MOST}
    return render(request, "desk/failed.html", context)
