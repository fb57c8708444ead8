"""A caller of the API: a token of sard with every scope, and how to talk to it."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from sepas.assets.models import ProductModel, Unit
from sepas.kernel.text import compact
from sepas.parties.actions.tokens import issue_token
from sepas.parties.roles import TOKEN_SCOPES
from tests.cast import NOW, Cast, actor_of

SERIAL = "SRD-RF-000123"


class Caller:
    """Speaks JSON and shows the answer as `(status, body)`."""

    def __init__(self, raw: str = "", language: str = "en", at: str = "/api/v1") -> None:
        self.client, self.at = Client(), at
        self.headers = {"accept-language": language}
        if raw:
            self.headers["authorization"] = f"Bearer {raw}"
        self.last: Any = None

    def get(self, path: str, **query: str) -> tuple[int, Any]:
        self.last = self.client.get(f"{self.at}{path}", query, headers=self.headers)
        return self.last.status_code, self.last.json()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Any method; no body comes back from what has none."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        self.last = self.client.generic(
            method,
            f"{self.at}{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={**self.headers, **more},
        )
        return self.last.status_code, self.last.json() if self.last.content else None

    def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = body if isinstance(body, str) else json.dumps(body if body is not None else {})
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        self.last = self.client.post(
            f"{self.at}{path}", sent, content_type="application/json", headers={**self.headers, **more}
        )
        return self.last.status_code, self.last.json()


@pytest.fixture
def token_of(cast: Cast) -> Callable[..., str]:
    """A raw token made by the administrator of an organisation, with the scopes given (default: all)."""

    def make(by: str = "adam", scopes: set[str] | None = None, expires_at: datetime | None = None) -> str:
        organisation = cast.rival if by == "mallory" else cast.sard
        issued = issue_token(
            actor_of(by),
            organisation=organisation,
            name=f"app of {by}",
            scopes=sorted(scopes if scopes is not None else TOKEN_SCOPES),
            expires_at=expires_at,
            now=NOW,
        )
        return issued.raw

    return make


@pytest.fixture
def caller(token_of: Callable[..., str]) -> Caller:
    return Caller(token_of())


@pytest.fixture
def guest() -> Caller:
    return Caller()


@pytest.fixture
def fridge(cast: Cast) -> Unit:
    """Maryam's refrigerator, bought in a Tehran shop on 1 June 2026."""
    model = ProductModel.objects.create(
        organisation=cast.sard,
        code="RF-500",
        name_fa="یخچال ۵۰۰",
        name_en="Fridge 500",
        product_class="refrigerator",
    )
    return Unit.objects.create(
        organisation=cast.sard,
        model=model,
        serial=SERIAL,
        serial_key=compact(SERIAL),
        sold_on=date(2026, 6, 1),
        delivered_on=date(2026, 6, 1),
        sold_by=cast.tehran,
        owner=cast.maryam,
    )
