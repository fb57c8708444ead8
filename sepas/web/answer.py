"""What doors answer with: pages, fragments, redirects after a POST, and errors for people."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import DomainError, Invalid

TITLES = {
    400: _("This request could not be understood"),
    403: _("You cannot do this"),
    404: _("We could not find this page"),
    409: _("This has changed meanwhile"),
    422: _("Something needs your attention"),
    429: _("Please wait a little"),
}

BY_CODE = {"already_open": _("We have this request already")}


class SeeOther(HttpResponseRedirect):
    """After a POST: the result is over there, ask for it with GET."""

    status_code = 303


def see_other(to: str) -> HttpResponse:
    """The answer to a POST that did something; a reload of what follows repeats nothing."""
    return SeeOther(to)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or only `fragment` when htmx asks for a part of the page."""
    htmx = getattr(request, "htmx", None)
    chosen = fragment if fragment and htmx and not htmx.boosted else template
    return render(request, chosen, dict(context or {}), status=status)


def with_errors(
    request: HttpRequest,
    template: str,
    error: Invalid,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | None = None,
) -> HttpResponse:
    """The same form again, with what was typed and what is wrong with it: status 422."""
    known = {**(context or {}), "errors": error.fields, "problem": error.message}
    return page(request, template, known, fragment=fragment, status=error.status)


def nothing_to_see(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """A page for the address of a form: nothing was changed, and the page that the form stands on, if it has one."""
    above = request.path.rstrip("/").rpartition("/")[0] + "/"
    try:
        resolve(above)
    except Resolver404:
        above = ""
    response = render(request, "errors/nothing_to_see.html", {"section": "", "above": above}, status=405)
    response["Allow"] = refused["Allow"]
    return response


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A page for an error: its sentence, what to do next, a way back. For htmx only the alert."""
    context = {
        "status": error.status,
        "title": BY_CODE.get(error.code) or TITLES.get(error.status, TITLES[400]),
        "error": error,
        "fields": error.fields if isinstance(error, Invalid) else {},
        "back": way_back(request),
    }
    retry_after = error.data.get("retry_after")
    if retry_after:
        context["minutes"] = max(1, -(-int(retry_after) // 60))
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.boosted:
        response = render(request, "errors/alert.html", context, status=error.status)
        response["HX-Retarget"] = "#alerts"
        response["HX-Reswap"] = "innerHTML show:window:top"
    else:
        response = render(request, "errors/page.html", context, status=error.status)
    if retry_after:
        response["Retry-After"] = str(int(retry_after))
    return response


def way_back(request: HttpRequest, default: str = "/") -> str:
    """Where the person came from, if that is a page of ours; else `default`."""
    came_from = request.headers.get("Referer", "")
    if came_from and url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return came_from
    return default


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """`next` of a form or address, if it stays on this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if target and url_has_allowed_host_and_scheme(target, {request.get_host()}):
        return target
    return default
