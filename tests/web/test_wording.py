"""Where in a law something stands, and how large a file is, in the reader's words."""

import pytest
from django.template import Context, Template

from sepas.web.preferences import Reader, of_language, reading
from sepas.web.templatetags.wording import citation

PERSIAN, ENGLISH = of_language("fa"), of_language("en")
MIXED = Reader(language="fa", calendar="gregorian", digits="latin")


def shown(source: str, reader: Reader, **values) -> str:
    with reading(reader):
        return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("article", "persian", "english"),
    [
        ("2, 16", "۲، ۱۶", "2, 16"),
        ("9, note 2 (older numbering)", "۹، تبصرهٔ ۲ (شماره‌گذاری پیشین)", "9, note 2 (older numbering)"),
        ("5, note", "۵، تبصره", "5, note"),
        ("5, annex II", "۵، پیوست II", "5, annex II"),
        (
            "techteam, nikoutell; iliasteel",
            "techteam, nikoutell; iliasteel",
            "techteam, nikoutell; iliasteel",
        ),
        ("", "", ""),
    ],
)
def test_an_article_is_said_in_the_readers_words(article, persian, english):
    assert shown("{{ a|where }}", PERSIAN, a=article) == persian
    assert shown("{{ a|where }}", ENGLISH, a=article) == english


def test_a_size_is_said_in_the_readers_digits_and_words():
    assert shown("{{ n|size }}", PERSIAN, n=31_232) == "۳۰٫۵\u00a0کیلوبایت"
    assert shown("{{ n|size }}", PERSIAN, n=2 * 1024 * 1024) == "۲\u00a0مگابایت"
    assert shown("{{ n|size }}", MIXED, n=31_232) == "30.5\u00a0کیلوبایت"
    assert shown("{{ n|size }}", ENGLISH, n=31_232) == "30.5\u00a0KB"


@pytest.mark.parametrize(
    ("article", "shown_as"),
    [("2, 16", "قانون، مادهٔ ۲، ۱۶"), ("itdomains", "قانون (<bdi>itdomains</bdi>)"), ("", "قانون")],
)
def test_a_citation_says_the_instrument_and_where_in_it(article, shown_as):
    with reading(PERSIAN):
        written = citation({"instrument": {"fa": "قانون", "en": "Act"}, "article": article}, "")
    assert written == f'<span class="citation">{shown_as}</span>'
