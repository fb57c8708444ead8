"""Request in, actor and language known; domain errors out as pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def language(get_response: Handler) -> Handler:
    return get_response


def actor(get_response: Handler) -> Handler:
    return get_response


def domain_errors(get_response: Handler) -> Handler:
    return get_response
