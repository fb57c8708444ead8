"""Components in the states that the page of the design does not assert."""

import re

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler

from sepas.web.preferences import Reader, reading


def render(source, **context):
    with reading(Reader(language="en", calendar="gregorian", digits="latin")):
        return re.sub(
            r"\s+", " ", engines["django"].from_string(CottonCompiler().process(source)).render(context)
        )


def test_tabs_mark_the_present_one_and_count_zero_too():
    items = [("/a/", "Open", 0), ("/b/", "Mine")]
    shown = render('<c-tabs label="Views" :items="items" current="/b/" />', items=items)
    assert re.findall(r'href="([^"]+)" aria-current="page"', shown) == ["/b/"]
    assert shown.count('class="count"') == 1
    assert ">0<" in shown


def test_progress_without_a_value_is_without_an_end():
    assert "value=" not in render('<c-progress label="Reading" />')
    assert 'value="0"' in render('<c-progress label="Reading" value="0" />')


def test_a_dialog_is_a_details_that_needs_no_script():
    shown = render('<c-dialog label="Filter" name="narrow"><p>body</p></c-dialog>')
    assert '<details class="dialog" id="narrow" data-dialog >' in shown
    assert re.search(r"<summary[^>]*>.*Filter.*</summary>.*body", shown)
    assert re.search(r"<button[^>]*data-close hidden", shown)


def test_a_file_drop_is_a_plain_file_input():
    shown = render('<c-drop name="sheet" label="Sheet" accept=".csv" error="Not a sheet" required="yes" />')
    assert re.search(
        r'<input id="id_sheet" name="sheet" type="file" accept=".csv"\s+required aria-invalid="true"', shown
    )
    assert 'aria-describedby="error_sheet' in shown


def test_what_is_copied_is_shown_in_full_and_escaped():
    shown = render('<c-copy :text="text" />', text='a"b<c')
    assert shown.count("a&quot;b&lt;c") == 2
    assert re.search(r"data-copy=\"a&quot;b&lt;c\"[^>]*hidden", shown)


@pytest.mark.parametrize(("first", "next_", "links"), [("", "", 0), ("/x/", "", 1), ("/x/", "/y/", 2)])
def test_more_offers_only_what_there_is(first, next_, links):
    shown = render('<c-more :first="first" :next="next_" />', first=first, next_=next_)
    assert shown.count("<a class") == links
    assert ("<nav" in shown) is bool(links)


def test_an_empty_list_offers_its_action_only_when_there_is_one():
    assert "<a " not in render('<c-empty title="None"><p>why</p></c-empty>')
    assert 'href="/new/"' in render('<c-empty title="None" href="/new/" action="Add" />')


def test_a_stat_leads_somewhere_only_with_an_address():
    assert "<a" not in render('<c-stat label="Late" value="3" />')
    assert '<a class="stat stat-bad" href="/late/">' in render(
        '<c-stat label="Late" value="3" tone="bad" href="/late/" />'
    )


def test_steps_say_in_words_what_is_done():
    shown = render('<c-steps :items="items" />', items=[("one", "done"), ("two", "here"), ("three", "")])
    assert shown.count("(done)") == 1
    assert shown.count('aria-current="step"') == 1


def test_a_skeleton_has_as_many_lines_as_asked():
    assert render('<c-skeleton lines="4" />').count("skeleton-line") == 4


def test_segments_press_the_one_in_force():
    shown = render(
        '<c-segments name="theme" label="Look" value="b" :options="o" />', o=[("a", "A"), ("b", "B", "fa")]
    )
    assert re.findall(r'value="(\w)"[^>]*aria-pressed="true"', shown) == ["b"]
    assert 'value="b" lang="fa"' in shown
