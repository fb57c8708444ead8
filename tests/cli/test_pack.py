import shutil
from pathlib import Path

import sepas.rules
from sepas.cli.main import main

PACKS = Path(sepas.rules.__file__).parent / "packs"


def test_the_packs_that_sepas_ships_are_sound(capsys):
    assert main(["pack", "check"]) == 0
    assert "pack versions are sound" in capsys.readouterr().out


def test_a_wrong_pack_is_told_by_file_and_line(tmp_path, capsys):
    folder = tmp_path / "packs"
    shutil.copytree(PACKS, folder)
    broken = next(file for file in sorted(folder.rglob("*.yaml")) if file.parent != folder)
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("level: law", "level: whim", 1), encoding="utf-8")
    line = text.splitlines().index("level: law") + 1
    assert main(["pack", "check", str(folder)]) == 1
    told = capsys.readouterr().err
    assert f"{broken.relative_to(folder)}:{line}" in told
    assert "problems" in told


def test_one_file_is_checked_beside_the_packs_that_are_there(tmp_path, capsys):
    own = tmp_path / "own.yaml"
    own.write_text("pack: own\nversion: '1'\n", encoding="utf-8")
    assert main(["pack", "check", str(own)]) == 1
    assert f"{own}:" in capsys.readouterr().err


def test_a_path_that_is_not_there_is_told(capsys):
    assert main(["pack", "check", "/nowhere.yaml"]) == 1
    assert "/nowhere.yaml: No such file" in capsys.readouterr().err
