"""A file brought in from its first byte to its last row."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sepas.assets.models import ProductModel
from sepas.exchange import bring, make
from sepas.exchange.actions.steer import start_import
from sepas.exchange.actions.upload import settle_import, upload_import
from sepas.exchange.models import Import
from sepas.exchange.work import step
from tests.assets.made import make_model
from tests.cases.world import World, make_world
from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    bring.forget()
    make.forget()


@pytest.fixture
def fridge(cast: Cast) -> ProductModel:
    return make_model(cast.sard, "RF-500", name_fa="یخچال ۵۰۰", gtin="09506000134352")


def work(now: Any = NOW, most: int = 1000) -> int:
    """Let a worker do everything that waits; how many steps it took."""
    steps = 0
    while steps < most and step(now):
        steps += 1
    return steps


@pytest.fixture
def drafted(cast: Cast) -> Callable[..., Import]:
    """A file as a draft: text or bytes, by whom, and what is said of it."""

    def draft(
        content: str | bytes, *, by: str = "adam", kind: str = "", name: str = "f.csv", **settled: Any
    ) -> Import:
        data = content.encode() if isinstance(content, str) else content
        row = upload_import(
            cast.actor_of(by), organisation=cast.rival if by == "mallory" else cast.sard, file=io.BytesIO(data),
            name=name, size=len(data), kind=kind, now=NOW,
        )  # fmt: skip
        return settle_import(cast.actor_of(by), row=row, **settled) if settled else row

    return draft


@pytest.fixture
def brought(cast: Cast, drafted: Callable[..., Import]) -> Callable[..., Import]:
    """A file brought in to its end, or only tried."""

    def bring_in(content: str | bytes, *, dry: bool = False, by: str = "adam", **more: Any) -> Import:
        row = start_import(cast.actor_of(by), row=drafted(content, by=by, **more), dry=dry, now=NOW)
        work()
        row.refresh_from_db()
        return row

    return bring_in


def counts(row: Import) -> tuple[int, int, int, int]:
    return row.added, row.changed, row.there, row.wrong


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)
