"""One word is found by any of its spellings, and what people wrote is kept as they meant it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepas.kernel.text import alphabetical, compact, fold, normalise, to_latin_digits, to_persian_digits

PERSIAN = st.text(
    st.sampled_from(
        list("اآأإبپتثجچحخدذرزژسشصضطظعغفقکكگلمنوؤهةۀھەیيىئء۰۱۲٠١٢012٬,.ـًّٔ ﻻﷲﯾ-/\n\t«»،؛؟\u200c\u200d\u200f")
    ),
    max_size=30,
)

SAME = [
    ("یخچال", "يخچال"),
    ("کالا", "كالا"),
    ("موسی", "موسى"),
    ("ماشین‌لباسشویی", "ماشینلباسشویی"),
    ("می‌شود", "میشود"),
    ("ضمانت‌نامه", "ضمانتنامه"),
    ("رئیس", "رییس"),
    ("آئین‌نامه", "آیین‌نامه"),
    ("مسؤول", "مسوول"),
    ("مسأله", "مساله"),
    ("آب", "اب"),
    ("إصفهان", "اصفهان"),
    ("تأیید", "تایید"),
    ("املاء", "املا"),
    ("شیء", "شی"),
    ("دایرة", "دایره"),
    ("خانۀ", "خانه"),
    ("خانهٔ", "خانه"),
    ("کتابـــخانه", "کتابخانه"),
    ("مُحَمَّد", "محمد"),
    ("قرآن", "قران"),
    ("ﻻستیک", "لاستیک"),
    ("ﯾﺨﭽﺎﻝ", "یخچال"),
    ("ﷲ", "الله"),
    ("۱۲۳", "123"),
    ("١٢٣", "123"),
    ("۱۲۳", "١٢٣"),
    ("१२३", "123"),
    ("123", "123"),
    ("۲۴٬۰۰۰", "24000"),
    ("24,000", "۲۴۰۰۰"),
    ("۱٬۲۵۰٬۰۰۰ تومان", "1250000 تومان"),
    ("۲۴٫۵", "24.5"),
    ("TV-500", "tv 500"),
    ("Samsung", "SAMSUNG"),
    ("Straße", "STRASSE"),
    ("café", "CAFE"),
    ("İstanbul", "istanbul"),
    ("ışık", "IŞIK"),
    ("  یخچال   فریزر ", "یخچال فریزر"),
    ("یخچال، فریزر", "یخچال فریزر"),
    ("«یخچال»؟", "یخچال"),
    ("یخچال/فریزر", "یخچال فریزر"),
    ("یخچال_فریزر", "یخچال فریزر"),
    ("سلام\u200f", "سلام"),
    ("سلام\u200e دنیا", "سلام دنیا"),
    ("یخ\u00adچال", "یخچال"),
    ("یخچال\u00a0فریزر", "یخچال\nفریزر"),
    ("۵۰۰ ﷼", "500 ریال"),
    ("ھمراه", "همراه"),
    ("ہمراه", "همراه"),
    ("بچە", "بچه"),
    ("ڪتاب", "کتاب"),
    ("ٱلرحمن", "الرحمن"),
]

APART = [
    ("یخچال", "یخچالی"),
    ("بار", "پار"),
    ("زرد", "ژرد"),
    ("گل", "کل"),
    ("چای", "جای"),
    ("می رود", "میرود"),
    ("ماشین لباسشویی", "ماشینلباسشویی"),
    ("1234", "12345"),
    ("12 34", "1234"),
    ("24.000", "24000"),
    ("1,2", "12"),
    ("سیب", "صیب"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_word_fold_to_the_same(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_the_folded_form_is_plain():
    assert fold("  قیمتِ «یخچال‌فریزرِ» LG: ۲۴٬۰۰۰٬۰۰۰ ﷼! ") == "قیمت یخچالفریزر lg 24000000 ریال"
    assert fold("؟!…") == ""


@given(st.one_of(st.text(), PERSIAN))
def test_folding_twice_changes_nothing(s):
    assert fold(fold(s)) == fold(s)


@given(PERSIAN)
def test_a_tidied_text_is_found_as_the_original_was(s):
    assert fold(normalise(s)) == fold(s)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ab-۱۲ ۳۴", "AB1234"),
        ("SN: 00-12_a/B", "SN0012AB"),
        ("٠٩١٢", "0912"),
        ("\u200eWM‌2025\u200f", "WM2025"),
        ("1,234", "1234"),
        ("ك-۱", "ک1"),
        ("o0", "O0"),
        ("—", ""),
    ],
)
def test_a_serial_number_is_compared_by_letters_and_digits(written, code):
    assert compact(written) == code


@given(PERSIAN)
def test_compacting_twice_changes_nothing(s):
    assert compact(compact(s)) == compact(s)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" يخچال  كار نمي‌كند ", "یخچال کار نمی‌کند"),
        ("رئیس، مسأله، دایرة، خانۀ", "رئیس، مسأله، دایرة، خانۀ"),
        ("ساعت ۱۰ تا 12 و ١٤", "ساعت ۱۰ تا 12 و ١٤"),
        ("می‌‌شود", "می‌شود"),
        ("\u200cمی\u200c شود\u200c", "می شود"),
        ("ﻻستیک", "لاستیک"),
        ("۵۰۰ ﷼", "۵۰۰ ﷼"),
        ("m² و ½", "m² و ½"),
        ("خط اول \r\n\r\n\r\n\r\n  خط دوم\t\tپایان", "خط اول\n\nخط دوم پایان"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("a\x00b\x07c", "abc"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("مُحَمَّد", "مُحَمَّد"),
        ("هـ.ش", "هـ.ش"),
        ("یخچال\u00a0فریزر", "یخچال فریزر"),
        ("cafe\u0301", "café"),
        ("   \n ", ""),
    ],
)
def test_what_a_person_wrote_is_tidied_and_keeps_its_meaning(written, kept):
    assert normalise(written) == kept


@given(st.one_of(st.text(), PERSIAN))
def test_tidying_twice_changes_nothing(s):
    assert normalise(normalise(s)) == normalise(s)


def test_digits_change_and_nothing_else():
    assert to_latin_digits("ساعت ۱۰:۴۵ و ١٢ و 7") == "ساعت 10:45 و 12 و 7"
    assert to_persian_digits("ساعت 10:45 و ١٢ و ۷") == "ساعت ۱۰:۴۵ و ۱۲ و ۷"


def test_names_stand_in_the_order_of_the_alphabet_not_of_unicode():
    names = [
        "یوسف",
        "گلناز",
        "پیمان",
        "آرش",
        "کامران",
        "ژاله",
        "بهرام",
        "چیستا",
        "علي",
        "Omid",
        "زهرا",
        "ثریا",
    ]
    ordered = [
        "Omid",
        "آرش",
        "بهرام",
        "پیمان",
        "ثریا",
        "چیستا",
        "زهرا",
        "ژاله",
        "علي",
        "کامران",
        "گلناز",
        "یوسف",
    ]
    assert sorted(names, key=alphabetical) == ordered


def test_numbers_within_names_are_ordered_by_value_in_any_digits() -> None:
    ordered = ["شعبهٔ ۲", "شعبه 9", "شعبهٔ ١٠", "شعبهٔ ۱۰۰", "شعبهٔ گلستان", "شعبهٔ یزد"]
    mixed = [ordered[place] for place in (3, 5, 2, 0, 4, 1)]
    assert sorted(mixed, key=alphabetical) == ordered
    assert alphabetical("شعبهٔ ۰۷") == alphabetical("شعبهٔ 7")
