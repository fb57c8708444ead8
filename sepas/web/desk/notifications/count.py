"""GET /desk/notifications/count/ : the bell with its number, asked for by the page after it was read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sepas.teamwork import queries as teamwork
from sepas.web.desk.gate import actor_of, staff_only


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    context = {"unread": teamwork.unread(actor_of(request))}
    return render(request, "desk/notifications/bell.html", context)
