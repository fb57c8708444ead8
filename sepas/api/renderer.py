"""Answers as JSON text."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.renderers import JSONRenderer

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


class Renderer(JSONRenderer):
    """ninja's, by a quicker hand: values that JSON does not know are written by ninja's encoder all the same."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        try:
            return orjson.dumps(data, self.encoder_class().default, _OPTIONS)
        except TypeError:  # numbers beyond 64 bits, names that are no text
            return super().render(request, data, response_status=response_status)
