"""What somebody meets who begins with nothing: a verb says what is missing, or brings it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def sepas(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sepas", *words],
        cwd=ROOT,
        env={**os.environ, "SEPAS_VAR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3", **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_verb_on_an_empty_database_says_what_to_do_without_a_trace(tmp_path: Path) -> None:
    said = sepas(tmp_path, "verify")
    assert said.returncode == 1
    assert "Run `sepas migrate`" in said.stderr
    assert "sepas migrate را اجرا کنید" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_database_that_is_not_there_is_told_in_both_languages(tmp_path: Path) -> None:
    said = sepas(tmp_path, "organisation", "list", DATABASE_URL="postgres://nobody@127.0.0.1:9/nothing")
    assert said.returncode == 1
    assert "the database does not answer" in said.stderr
    assert "پایگاه داده پاسخ نمی‌دهد" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_first_company_brings_its_database_with_it(tmp_path: Path) -> None:
    made = sepas(tmp_path, "organisation", "create", "pars", "--name", "پارس", "--admin", "nasrin")
    assert made.returncode == 0, made.stderr
    assert "one-time password" in made.stdout
    assert sepas(tmp_path, "organisation", "list").stdout == "pars  پارس\n"
    doctor = sepas(tmp_path, "doctor", "--language", "en").stdout
    assert "✓ database is up to date" in doctor
    assert f"✓ can write to {tmp_path}/media" in doctor


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_told(cast, tmp_path: Path) -> None:
    from sepas.cli.main import main

    with pytest.raises(SystemExit, match=r"nothing\.csv cannot be read"):
        main(["import", str(tmp_path / "nothing.csv"), "--organisation", "sard"])
