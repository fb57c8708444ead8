"""A piece of a page that is kept is another one for whatever it depends on, and sees nothing else."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe

from sepas.parties import masks
from sepas.web.preferences import Reader, reading


def rendered(source: str, **values: object) -> str:
    return Template("{% load i18n kept %}" + source).render(Context(values))


def test_it_is_written_once_for_the_same_values() -> None:
    told = []

    class Told:
        def __str__(self) -> str:
            told.append(1)
            return "x"

    template, value = Template("{% load kept %}{% kept value=value %}{{ value }}{% endkept %}"), Told()
    assert [template.render(Context({"value": value})) for _time in range(3)] == ["x", "x", "x"]
    assert len(told) == 1


def test_each_value_has_its_own() -> None:
    template = Template("{% load kept %}{% kept value=value %}{{ value }}{% endkept %}")
    values = [1, True, 1.0, "<b>", mark_safe("<b>"), None, ""]
    shown = [template.render(Context({"value": value})) for value in values]
    assert shown == ["1", "True", "1.0", "&lt;b&gt;", "<b>", "None", ""]


def test_what_is_not_named_is_not_seen() -> None:
    assert rendered("{% kept %}[{{ secret }}{{ reader.theme }}]{% endkept %}", secret="x") == "[auto]"


def test_another_reader_gets_another_text() -> None:
    template = Template('{% load i18n kept %}{% kept %}{% trans "Inbox" %}{{ 12|digits }}{% endkept %}')
    with reading(Reader()):
        persian = template.render(Context())
    with reading(Reader("en", "gregorian", "latin")):
        assert template.render(Context()) == "Inbox12"
    with reading(Reader(digits="latin")):
        assert template.render(Context()) == persian.replace("۱۲", "12")


def test_what_is_hidden_from_one_is_not_kept_for_another() -> None:
    template = Template("{% load kept %}{% kept number=number %}{{ number|phone }}{% endkept %}")
    with masks.hiding(frozenset({"fields.contact"})):
        hidden = template.render(Context({"number": "+989121110001"}))
    assert "•" in hidden
    assert "•" not in template.render(Context({"number": "+989121110001"}))


def test_no_more_than_a_bound_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from sepas.web import kept

    monkeypatch.setattr(kept, "MOST", 3)
    pieces = kept.Kept()
    assert [pieces.text(at, lambda at=at: str(at)) for at in (*range(7), 0)] == [*"0123456", "0"]
    assert len(pieces._texts) <= 3


@pytest.mark.parametrize(
    "source", ["{% kept %}{% csrf_token %}{% endkept %}", "{% kept value %}{% endkept %}"]
)
def test_a_form_of_one_request_and_a_value_without_a_name_are_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered(source)
