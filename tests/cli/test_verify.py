import pytest
from django.db import connection

from sepas.cli.main import main
from sepas.kernel.activity import guards, seal, verify
from tests.kernel.facts import NOON, boil

pytestmark = pytest.mark.django_db


def test_a_whole_history_is_told_with_its_head(capsys):
    boil()
    seal.seal(7, NOON)
    number, hash = verify.head(7)
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == f"organisation 7: whole; last checkpoint {number}:{hash}\n"
    assert main(["verify", "--organisation", "7", "--known", f"{number}:{hash}"]) == 0
    assert main(["verify", "--organisation", "7", "--known", "1:abc"]) == 1
    assert "checkpoint 1: rewritten" in capsys.readouterr().out


def test_what_is_wrong_is_told_and_the_exit_code_says_so(capsys):
    fact = boil()
    seal.seal(7, NOON)
    with connection.cursor() as cursor:
        for statement in guards.lift(connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE kernel_event SET name = 'x' WHERE id = %s", [fact.pk])
    assert main(["verify"]) == 1
    assert capsys.readouterr().out == f"organisation 7: event {fact.pk}: changed\n"


def test_a_checkpoint_that_cannot_be_read_is_told(capsys):
    assert main(["verify", "--organisation", "7", "--known", "one"]) == 2
    assert "NUMBER:HASH" in capsys.readouterr().err
