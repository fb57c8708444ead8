"""Doing something once, however often and by however many it is asked."""

import threading
from typing import Any

import pytest
from django.db import connection

from sepas.kernel.errors import Conflict
from sepas.kernel.models import OnceKey
from sepas.kernel.once import once
from sepas.parties.models import Organisation
from tests.cast import NOW


def make(slug: str = "only") -> dict[str, Any]:
    row = Organisation.objects.create(slug=slug, name_fa=slug, created_at=NOW)
    return {"id": row.pk}


def asked(key: str = "key-1", request: Any = "the same", act: Any = make) -> tuple[dict[str, Any], bool]:
    return once(scope="test", key=key, request=request, now=NOW, act=act)


def count() -> int:
    return Organisation.objects.unscoped("test").count()


def test_the_second_time_gives_the_first_answer(db: None) -> None:
    first, replayed = asked()
    assert replayed is False
    assert asked() == (first, True)
    assert count() == 1


def test_another_key_is_another_time(db: None) -> None:
    asked()
    _answer, replayed = asked("key-2", act=lambda: make("second"))
    assert replayed is False
    assert count() == 2


def test_a_key_cannot_be_used_for_something_else(db: None) -> None:
    asked()
    with pytest.raises(Conflict) as refused:
        asked(request="another")
    assert refused.value.code == "key_reused"
    assert count() == 1


def test_what_failed_may_be_tried_again_with_the_same_key(db: None) -> None:
    def broken() -> dict[str, Any]:
        make()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asked(act=broken)
    assert count() == 0
    assert not OnceKey.objects.exists()
    assert asked()[1] is False
    assert count() == 1


def test_two_clients_at_the_same_moment_have_one_effect(transactional_db: None) -> None:
    start, answers = threading.Barrier(4), []

    def client() -> None:
        start.wait()
        answers.append(asked())
        connection.close()

    threads = [threading.Thread(target=client) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count() == 1
    assert sorted(replayed for _answer, replayed in answers) == [False, True, True, True]
    assert len({answer["id"] for answer, _replayed in answers}) == 1
