"""How large a file is, in the reader's words."""

from django.template import Context, Template

from sepas.web.preferences import Reader, of_language, reading

PERSIAN, ENGLISH = of_language("fa"), of_language("en")
MIXED = Reader(language="fa", calendar="gregorian", digits="latin")


def shown(source: str, reader: Reader, **values) -> str:
    with reading(reader):
        return Template(source).render(Context(values))


def test_a_size_is_said_in_the_readers_digits_and_words():
    assert shown("{{ n|size }}", PERSIAN, n=31_232) == "۳۰٫۵\u00a0کیلوبایت"
    assert shown("{{ n|size }}", PERSIAN, n=2 * 1024 * 1024) == "۲\u00a0مگابایت"
    assert shown("{{ n|size }}", PERSIAN, n=148) == "۱۴۸\u00a0بایت"
    assert shown("{{ n|size }}", MIXED, n=31_232) == "30.5\u00a0کیلوبایت"
    assert shown("{{ n|size }}", ENGLISH, n=31_232) == "30.5\u00a0KB"
