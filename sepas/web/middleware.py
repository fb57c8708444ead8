"""Request in: reader, actor and request id known. Domain errors out as pages in the reader's language."""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from sepas.kernel import epoch
from sepas.kernel.actor import GUEST
from sepas.kernel.errors import DomainError
from sepas.parties import masks
from sepas.web import preferences, sessions
from sepas.web.answer import error_page, nothing_to_see

Handler = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id(get_response: Handler) -> Handler:
    """Every request has an id that its answer carries, so that a person can name the one that failed."""

    def handle(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        request.id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return response

    return handle


def one_epoch(get_response: Handler) -> Handler:
    """A request sees hours, guarantees and promises as they are arranged when it begins."""

    def handle(request: HttpRequest) -> HttpResponse:
        with epoch.looking():
            return get_response(request)

    return handle


def language(get_response: Handler) -> Handler:
    """The reader's language, calendar and digits hold for the whole request."""

    def handle(request: HttpRequest) -> HttpResponse:
        reader = preferences.read(request, settings.LANGUAGE_CODE)
        request.reader = reader  # type: ignore[attr-defined]
        request.language = request.LANGUAGE_CODE = reader.language  # type: ignore[attr-defined]
        with preferences.reading(reader), masks.hiding():
            response = get_response(request)
            if isinstance(response, StreamingHttpResponse) and not response.is_async and masks.hidden():
                response.streaming_content = _hiding(response.streaming_content, masks.hidden())
        response.headers.setdefault("Content-Language", request.reader.language)  # type: ignore[attr-defined]
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response

    return handle


def actor(get_response: Handler) -> Handler:
    """Who asks: staff by their sign-in, a customer by the mobile number of the session, else a guest.

    A request without a session cookie is a guest's and costs no query. Staff who chose no language here read in
    the one of their profile.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = GUEST  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        known = request.actor = sessions.actor_of(request)  # type: ignore[attr-defined]
        masks.show_to(known)
        if not known.is_staff or preferences.chose_language(request):
            return get_response(request)
        reader = preferences.read(request, known.language, profile=known.language)
        request.reader = reader  # type: ignore[attr-defined]
        request.language = request.LANGUAGE_CODE = reader.language  # type: ignore[attr-defined]
        with preferences.reading(reader):
            return get_response(request)

    return handle


def _hiding(pieces: Iterable[bytes], fields: frozenset[str]) -> Iterator[bytes]:
    """A stream goes on when the request is over; what was hidden in it stays so."""
    waiting = iter(pieces)
    while True:
        with masks.hiding(fields):
            piece = next(waiting, None)
        if piece is None:
            return
        yield piece


class gzip_pages(GZipMiddleware):  # noqa: N801 - listed beside its function neighbours in the settings
    """Pages go over the wire at a quarter of their size; Django's own pads them, so that their length tells nothing
    of a secret in them. Everything else is left as it is: ETags of the API, files, streams.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)  # type: ignore[return-value]


class domain_errors:  # noqa: N801 - listed beside its function neighbours in the settings
    """A `DomainError` that no view answered becomes a page: what happened, what to do, a way back. So does the address
    of a form that somebody opens, as happens when a page that was answered to it is asked for again.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not request.path.startswith("/api/"):
            return nothing_to_see(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DomainError) and not request.path.startswith("/api/"):
            return error_page(request, error)
        return None
