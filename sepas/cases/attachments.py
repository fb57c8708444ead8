from typing import Protocol


class Upload(Protocol):
    """A file as doors hand it over: Django's uploaded files are such."""

    name: str | None
    size: int | None

    def read(self) -> bytes: ...
