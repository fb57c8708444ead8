import io
import json

import pytest

from sepas.cli.main import main

ASKED = {
    "as_of": "2026-11-21",
    "jurisdiction": "IR",
    "product_class": "refrigerator",
    "facts": {"purchase_date": "2026-09-01", "delivery_date": "2026-09-02"},
}


@pytest.fixture
def decide(tmp_path, capsys):
    def run(asked, *words):
        file = tmp_path / "facts.json"
        file.write_text(asked if isinstance(asked, str) else json.dumps(asked), encoding="utf-8")
        code = main(["decide", str(file), *words])
        out = capsys.readouterr()
        return code, out.out, out.err.replace(str(file), "facts.json")

    return run


def test_it_prints_the_whole_answer_as_json(decide):
    code, out, err = decide(ASKED)
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert {"lines", "obligations", "remedies", "ladder", "trace", "missing", "packs"} <= set(answer)
    assert answer["lines"]


def test_it_explains_in_the_language_asked_for(decide):
    code, fa, _ = decide(ASKED, "--text")
    _, en, _ = decide(ASKED, "--text", "--language", "en")
    assert code == 0
    assert "چه چیزی بر عهدهٔ کیست" in fa
    assert "Who bears what" in en


def test_it_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(ASKED)))
    assert main(["decide", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ('{"as_of": }', "facts.json:1:11: not JSON"),
        ("[]", "request: a JSON object is needed"),
        ({**ASKED, "as_of": "yesterday"}, "as_of: write a date as YYYY-MM-DD"),
        ({**ASKED, "as_of": None}, "as_of: write a date as YYYY-MM-DD"),
        ({**ASKED, "jurisdiction": "MARS"}, "jurisdiction: one of "),
        ({**ASKED, "when": 1}, "when: there is no such field"),
        ({**ASKED, "facts": []}, "facts: a JSON object is needed"),
        ({**ASKED, "packs": "ir"}, "packs: a list of pack ids is needed"),
        ({**ASKED, "facts": {"purchase_date": "soon"}}, "purchase_date: "),
        ({**ASKED, "facts": {"colour": "red"}}, "colour: "),
        ({**ASKED, "product_class": "spaceship"}, "product_class: "),
    ],
)
def test_what_cannot_be_used_is_named_with_what_can(decide, asked, said):
    code, out, err = decide(asked, "--language", "en")
    assert (code, out) == (2, "")
    assert said in err


def test_every_wrong_field_is_named_at_once(decide):
    _, _, err = decide({"as_of": 1, "facts": {"colour": "red", "purchase_date": 5}}, "--language", "en")
    assert len(err.splitlines()) == 3


def test_a_file_that_is_not_there_is_told(capsys):
    assert main(["decide", "/nowhere.json"]) == 2
    assert capsys.readouterr().err == "sepas decide: /nowhere.json: No such file or directory\n"
