"""Files in and out at the command line."""

from pathlib import Path

import pytest

from sepas.assets.models import ProductModel, Unit
from sepas.cli.main import main
from tests.cases.world import make_world
from tests.cast import Cast


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "units.csv"
    made.write_text("serial,model\nA-1,RF-500\nA-2,NONE\n", encoding="utf-8")
    return made


def test_rows_are_brought_in_and_wrong_ones_written_to_a_file(
    cast: Cast, fridge: ProductModel, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.csv"
    words = ["import", str(file), "--organisation", "sard", "--errors", str(wrong)]
    assert main([*words, "--dry-run"]) == 1
    assert Unit.objects.unscoped("test").count() == 0
    assert main(words) == 1
    assert "1 added, 0 changed, 0 already there, 1 not taken" in capsys.readouterr().out
    assert Unit.objects.unscoped("test").get().serial == "A-1"
    assert wrong.read_text(encoding="utf-8-sig").splitlines()[1].startswith("A-2,NONE,3,")


def test_a_file_that_is_no_table_is_refused_with_a_sentence(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert main(["import", str(empty), "--organisation", "sard"]) == 1
    assert "file:" in capsys.readouterr().out


def test_where_there_are_several_houses_one_is_named(cast: Cast, file: Path) -> None:
    with pytest.raises(SystemExit, match="--organisation"):
        main(["import", str(file)])


def test_cases_are_taken_out_with_the_filters_of_the_list(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, out = make_world(cast).open(), tmp_path / "cases.csv"
    words = [
        "export",
        "cases",
        "--organisation",
        "sard",
        "-o",
        str(out),
        "--columns",
        "code",
        "--language",
        "en",
    ]
    assert main(words) == 0
    assert out.read_text(encoding="utf-8-sig") == f"Tracking code\n{case.code}\n"
    assert main([*words, "--filter", "state=closed"]) == 0
    assert out.read_text(encoding="utf-8-sig") == "Tracking code\n"
    assert capsys.readouterr().out.startswith("1 rows, ")


def test_a_person_takes_out_what_that_person_may(cast: Cast, tmp_path: Path) -> None:
    words = ["export", "staff", "-o", str(tmp_path / "x.csv"), "--as"]
    assert main([*words, "dave"]) == 0
    with pytest.raises(SystemExit, match="nobody"):
        main([*words, "nobody"])
