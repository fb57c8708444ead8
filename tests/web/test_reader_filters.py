"""Dates, numbers, codes and texts in the reader's own way."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from sepas.web.preferences import Reader, of_language, reading


def shown(source: str, reader: Reader, **values) -> str:
    with reading(reader):
        return Template(source).render(Context(values))


PERSIAN, ENGLISH = of_language("fa"), of_language("en")
MIXED = Reader(language="fa", calendar="gregorian", digits="latin")


@pytest.mark.parametrize(
    ("reader", "text"), [(PERSIAN, "۱۲ مرداد ۱۴۰۴"), (ENGLISH, "3 August 2025"), (MIXED, "3 اوت 2025")]
)
def test_a_day_is_shown_in_calendar_language_and_digits(reader, text):
    assert shown("{{ d|day }}", reader, d=date(2025, 8, 3)) == text


def test_a_moment_is_shown_on_the_local_clock():
    late = datetime(2025, 8, 3, 21, 0, tzinfo=UTC)
    assert shown("{{ d|moment }}", PERSIAN, d=late) == "۱۳ مرداد ۱۴۰۴، ساعت ۰۰:۳۰"
    assert shown("{{ d|day }}", ENGLISH, d=late) == "4 August 2025"


def test_money_is_said_in_toman():
    assert shown("{{ a|toman }}", PERSIAN, a=240000) == "۲۴٬۰۰۰ تومان"
    assert shown("{{ a|toman }}", ENGLISH, a=240000) == "24,000 toman"


def test_a_code_is_grouped_and_left_to_right():
    assert shown("{{ c|code }}", PERSIAN, c="123456789012") == (
        '<bdi class="code" dir="ltr">۱۲۳۴ ۵۶۷۸ ۹۰۱۲</bdi>'
    )


def test_an_iranian_mobile_number_is_shown_as_people_write_it():
    assert shown("{{ n|phone }}", ENGLISH, n="+989121234567") == '<bdi dir="ltr">0912 123 4567</bdi>'


def test_a_text_of_two_languages_is_said_in_the_readers_and_escaped():
    text = {"fa": "۳ روز", "en": "3 <days>"}
    assert shown("{{ t|say }}", ENGLISH, t=text) == "3 &lt;days&gt;"
    assert shown("{{ t|say }}", MIXED, t=text) == "3 روز"


def test_empty_values_show_nothing():
    assert (
        shown(
            "{{ n|day }}{{ n|moment }}{{ n|ago }}{{ n|code }}{{ n|toman }}{{ n|number }}{{ n|say }}",
            PERSIAN,
            n=None,
        )
        == ""
    )


@pytest.mark.parametrize(
    ("moment", "persian", "english"),
    [
        ((13, 30), "تا یکشنبه ۱۲ مرداد ۱۴۰۴، ساعت ۱۷:۰۰", "by Sunday 3 August 2025, 17:00"),
        ((20, 29), "تا پایان یکشنبه ۱۲ مرداد ۱۴۰۴", "by the end of Sunday 3 August 2025"),
    ],
)
def test_days_run_out_at_their_end_and_hours_at_their_time(moment, persian, english):
    due = datetime(2025, 8, 3, *moment, 59, 999999, tzinfo=UTC)
    for reader, text in ((PERSIAN, persian), (ENGLISH, english)):
        with translation.override(reader.language):
            assert shown("{{ d|until }}", reader, d=due) == text


@pytest.mark.parametrize(
    ("article", "persian", "english"),
    [
        ("17", "، مادهٔ ۱۷", ", article 17"),
        ("12, note 1", "، مادهٔ ۱۲، تبصرهٔ ۱", ", article 12, note 1"),
        ("5, note", "، مادهٔ ۵، تبصره", ", article 5, note"),
        (
            "9, note 2 (older numbering)",
            "، مادهٔ ۹، تبصرهٔ ۲ (شماره‌گذاری پیشین)",
            ", article 9, note 2 (older numbering)",
        ),
        ("13(4), 13(5), 16", "، مادهٔ ۱۳(۴)، ۱۳(۵) و ۱۶", ", article 13(4), 13(5), 16"),
        ("customer rights, 1", " (حقوق مشتری، بند ۱)", " (customer rights, 1)"),
        ("5, annex II", "، مادهٔ ۵، پیوست II", ", article 5, annex II"),
        (
            "techteam, nikoutell; iliasteel",
            " (techteamfan.com, nikoutell.com; iliasteel.ir)",
            " (techteamfan.com, nikoutell.com; iliasteel.ir)",
        ),
        ("Moin Motors; Saipa Yadak", " (معین‌موتور؛ سایپا یدک)", " (Moin Motors; Saipa Yadak)"),
        ("3-1", "، مادهٔ ۳، بند ۱", ", article 3-1"),
        ("38-c", "، مادهٔ ۳۸، بند ج", ", article 38-c"),
        ("", "", ""),
    ],
)
def test_the_place_in_a_law_is_said_in_the_readers_language(article, persian, english):
    for reader, text in ((PERSIAN, persian), (ENGLISH, english)):
        with translation.override(reader.language):
            assert shown("{{ a|article_of }}", reader, a=article) == text
