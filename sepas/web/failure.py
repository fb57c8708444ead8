"""What people see when we failed: the page of their own door, or, where even that fails, a plain one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error


def failure(request: HttpRequest) -> HttpResponse:
    try:
        return render(request, "errors/wrong.html", {"section": ""}, status=500)
    except Exception:
        # Whatever broke the page may break this one too; the plain one needs nothing.
        return server_error(request)
