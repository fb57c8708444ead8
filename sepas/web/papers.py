"""Files that people sent, given back to those who may see them: shown if a picture, never sniffed, never run."""

from typing import Any, Protocol

from django.http import FileResponse

SHOWN = {"image/jpeg", "image/png", "image/webp"}


class Kept(Protocol):
    """A row with a file that was checked when it came."""

    file: Any
    name: Any
    content_type: Any


def private_file(kept: Kept) -> FileResponse:
    """The answer with the bytes; ask first whether the reader may see the row."""
    response = FileResponse(
        kept.file.open("rb"),
        as_attachment=kept.content_type not in SHOWN,
        filename=kept.name,
        content_type=kept.content_type,
    )
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
