"""The content security policy, written once."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentSecurityPolicy(CSPMiddleware):
    """The library's, which writes the policy anew for each answer; one that nothing changes is kept."""

    _of: Any = None
    _policy = ""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or HEADER in response or hasattr(request, "_csp_nonce") or _own(response):
            return super().process_response(request, response)
        if self._of is not settings.CONTENT_SECURITY_POLICY:
            self._policy, self._of = build_policy(), settings.CONTENT_SECURITY_POLICY
        response[HEADER] = self._policy
        return response


def _own(response: HttpResponseBase) -> bool:
    """Whether a view changed the policy of its answer."""
    return any(name.startswith("_csp_") for name in response.__dict__)
