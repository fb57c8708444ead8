from collections.abc import Callable, Iterator

import pytest

from sepas.cases.actions.open import open_case
from sepas.cases.models import Case
from sepas.webhooks.actions.endpoints import FreshEndpoint, register_webhook
from tests.cast import MARYAM, NOW, Cast, actor_of
from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[tuple[Receiver, str]]:
    with receiving() as found:
        yield found


@pytest.fixture
def hook(cast: Cast, receiver: tuple[Receiver, str]) -> FreshEndpoint:
    """Sard's webhook at the receiver, for openings and resolutions."""
    return register(cast, receiver[1])


def register(cast: Cast, url: str, **more: object) -> FreshEndpoint:
    given: dict = {"name": "warehouse", "events": ["case.opened", "case.resolved"], **more}
    return register_webhook(actor_of("adam"), organisation=cast.sard, url=url, now=NOW, **given)


@pytest.fixture
def opened(cast: Cast) -> Callable[[], Case]:
    """Opens a case for Maryam."""
    numbers = iter(range(100))

    def make() -> Case:
        return open_case(
            actor_of("alice"),
            organisation=cast.sard,
            kind="advice",
            description=f"یخچال صدای {next(numbers)} می‌دهد",
            mobile=MARYAM,
            now=NOW,
        )

    return make
