"""Ready texts are filled in the customer's language; a word that means nothing is told when the text is kept."""

import pytest

from sepas.cases.models import Promise
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.teamwork import queries
from sepas.teamwork.actions.canned import keep_canned_reply, remove_canned_reply
from sepas.teamwork.models import CannedReply
from sepas.teamwork.variables import VARIABLES
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_variables_are_filled_in_the_customers_language_and_calendar(world):
    case, alice = world.open(unit=world.fridge), world.actor("alice")
    kept = keep_canned_reply(
        alice,
        title="سلام",
        body_fa="{مشتری} گرامی، پروندهٔ {کد} برای {مدل}: {موعد}. {کارشناس}",
        body_en="Dear {customer}, {model}: {next_promise}",
        now=NOW,
    )
    text = queries.filled(alice, case, kept)
    assert text.startswith("مریم محمدی گرامی، پروندهٔ ")
    assert "یخچال فریزر سرد ۵۰۰" in text
    assert "۱۴۰۵" in text or "آبان" in text or "آذر" in text
    assert text.endswith(world.staff("alice").name_fa)
    case.customer.language = "en"
    english = queries.filled(alice, case, kept)
    assert english.startswith("Dear ")
    assert "Sard 500 fridge" in english
    assert "2026" in english


def test_every_variable_becomes_something_for_a_case_without_product_and_promise(world):
    case, alice = world.open(), world.actor("alice")
    Promise.objects.unscoped("test").filter(case=case).delete()
    every = " | ".join("{" + name + "}" for name in VARIABLES)
    kept = keep_canned_reply(alice, title="همه", body_fa=every, now=NOW)
    parts = queries.filled(alice, case, kept).split(" | ")
    assert len(parts) == len(VARIABLES)
    assert all(part and "{" not in part for part in parts)


def test_an_unknown_word_in_braces_is_told_with_those_that_there_are(world):
    with pytest.raises(Invalid) as told:
        keep_canned_reply(
            world.actor("alice"), title="سلام", body_fa="سلام {اسم}", body_en="Hi {nam}", now=NOW
        )
    assert set(told.value.fields) == {"body_fa", "body_en"}
    assert "{اسم}" in str(told.value.fields["body_fa"])
    assert "{مشتری}" in str(told.value.fields["body_fa"])
    assert not CannedReply.objects.unscoped("test").exists()


def test_title_and_text_are_needed_and_told_together(world):
    with pytest.raises(Invalid) as told:
        keep_canned_reply(world.actor("alice"), title=" ", now=NOW)
    assert set(told.value.fields) == {"title", "body_fa"}


def test_an_agent_keeps_personal_texts_that_nobody_else_sees(world):
    kept = keep_canned_reply(world.actor("alice"), title="مال من", body_fa="سلام", now=NOW)
    assert [row.title for row in queries.canned_replies(world.actor("alice"))] == ["مال من"]
    assert queries.canned_replies(world.actor("carol")) == []
    with pytest.raises(NotFound):
        queries.canned_reply(world.actor("carol"), kept.pk)


def test_shared_texts_are_kept_by_managers_and_seen_by_all_of_the_company_alone(world):
    with pytest.raises(Refused):
        keep_canned_reply(world.actor("alice"), title="همه", body_fa="سلام", personal=False, now=NOW)
    kept = keep_canned_reply(world.actor("carol"), title="همه", body_fa="سلام", personal=False, now=NOW)
    assert [row.pk for row in queries.canned_replies(world.actor("alice"))] == [kept.pk]
    assert queries.canned_replies(world.actor("mallory")) == []
    with pytest.raises(Refused):
        remove_canned_reply(world.actor("alice"), kept=kept, now=NOW)
    remove_canned_reply(world.actor("carol"), kept=kept, now=NOW)
    assert queries.canned_replies(world.actor("alice")) == []


def test_search_folds_letters_and_the_most_used_come_first(world):
    alice = world.actor("alice")
    for title, used in (("نشانی شعبه", 1), ("نشانی انبار", 7), ("سلام", 3)):
        kept = keep_canned_reply(alice, title=title, body_fa="متن", now=NOW)
        CannedReply.objects.unscoped("test").filter(pk=kept.pk).update(used=used)
    assert [row.title for row in queries.canned_replies(alice, text="نشاني")] == ["نشانی انبار", "نشانی شعبه"]


def test_ready_texts_cost_two_queries_however_many_there_are(world, django_assert_num_queries):
    case, alice = world.open(), world.actor("alice")
    for number in range(20):
        keep_canned_reply(alice, title=f"متن {number}", body_fa="سلام {مشتری}", now=NOW)
    with django_assert_num_queries(2):
        assert len(queries.ready(alice, case)) == 12


def test_texts_used_alike_stand_in_the_order_of_the_alphabet(world):
    for title in ("یادآوری", "پوزش", "گزارش ۱۰", "گزارش ۹", "وقت"):
        keep_canned_reply(world.actor("alice"), title=title, body_fa="متن", body_en="", now=NOW)
    titles = [row.title for row in queries.canned_replies(world.actor("alice"))]
    assert titles == ["پوزش", "گزارش ۹", "گزارش ۱۰", "وقت", "یادآوری"]
