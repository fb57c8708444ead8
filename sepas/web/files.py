"""Serving what people added to a case: never sniffed, never run, in parts where a player asks for parts."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from sepas.cases.models import Attachment
from sepas.kernel.errors import NotFound

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
FILMS = frozenset({"video/mp4", "video/quicktime"})
PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def serve(request: HttpRequest, found: Attachment, *, also: frozenset[str] = frozenset()) -> HttpResponseBase:
    """The file itself; `?small` its small picture. Pictures and films (and `also`) are shown, others downloaded."""
    if "small" in request.GET:
        if not found.thumbnail:
            raise NotFound()
        response: HttpResponseBase = FileResponse(found.thumbnail.open("rb"), content_type="image/jpeg")
        return _guarded(response)
    shown = found.content_type in PICTURES | FILMS | also
    if found.content_type in FILMS:
        response = _in_parts(request, found)
    else:
        response = FileResponse(
            found.file.open("rb"),
            as_attachment=not shown,
            filename=found.name,
            content_type=found.content_type if shown else "application/octet-stream",
        )
    return _guarded(response)


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _in_parts(request: HttpRequest, found: Attachment) -> HttpResponseBase:
    """One range of a file (RFC 9110 §14); a header that is no single range is passed over, as the standard says."""
    size = found.size
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    begin, end = 0, size - 1
    status = 200
    if asked and any(asked.groups()):
        first, last = asked.groups()
        if first:
            begin, end = int(first), min(int(last), size - 1) if last else size - 1
        else:
            begin, end = max(size - int(last), 0), size - 1
        if begin >= size or begin > end:
            refused = HttpResponse(status=416)
            refused["Content-Range"] = f"bytes */{size}"
            return refused
        status = 206
    file = found.file.open("rb")
    file.seek(begin)
    response = StreamingHttpResponse(
        _pieces(file, end - begin + 1), status=status, content_type=found.content_type
    )
    response["Content-Length"] = str(end - begin + 1)
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = "inline"
    if status == 206:
        response["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return response


def _pieces(file: Any, left: int) -> Iterator[bytes]:
    with file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
