"""An organisation's own wording of messages: checked when written, used when sent, kept as history."""

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.notices.actions.queue import tell_customer
from sepas.notices.actions.texts import reset_text, switch_message, write_text
from sepas.notices.models import Message
from sepas.notices.templates import TEMPLATES, preview
from sepas.notices.wording import NEEDED, editable, missing, problem, size_of
from tests.cast import NOW, actor_of

pytestmark = pytest.mark.django_db
OWN = "{company}: {reason}؛ {code}"


def write(cast, who="adam", **more):
    values = {"template": "case_held", "channel": "sms", "language": "fa", "body": OWN, "now": NOW} | more
    return write_text(actor_of(who), organisation=cast.sard, **values)


def tell(cast, key, organisation=None, customer=None, template="case_held"):
    context = {
        name: value.get("fa") if isinstance(value, dict) else value
        for name, value in TEMPLATES[template].sample.items()
    }
    return tell_customer(
        organisation=organisation or cast.sard,
        customer=customer or cast.maryam,
        template=template,
        context=context,
        key=key,
        now=NOW,
    )


def test_what_is_sent_is_in_the_organisations_words(cast):
    before = tell(cast, "one")
    assert before is not None
    assert before.body == preview("case_held", language="fa").body
    write(cast)
    told = tell(cast, "two")
    assert told is not None
    assert told.body == "سردسازان نمونه: منتظر پاسخ شما هستیم؛ \u200e1234-5678-9012"


def test_another_organisation_keeps_its_own(cast):
    write(cast)
    told = tell(cast, "one", organisation=cast.rival, customer=cast.maryam)
    assert told is not None
    assert told.body == preview("case_held", language="fa").body


def test_the_fact_keeps_what_it_was_before_and_who_changed_it(cast):
    row = write(cast)
    write(cast, body="{code} {reason} هنوز")
    first, second = Event.objects.of("message_text", row.pk)
    assert first.data["before"] == {"text": TEMPLATES["case_held"].sms["fa"]}
    assert (second.data["before"], second.data["after"]) == ({"text": OWN}, {"text": "{code} {reason} هنوز"})
    assert second.actor_id == cast.adam.pk


def test_the_same_words_again_change_nothing(cast):
    row = write(cast)
    write(cast)
    assert Event.objects.of("message_text", row.pk).count() == 1


def test_it_is_set_back_to_the_standard(cast):
    write(cast)
    reset_text(
        actor_of("adam"), organisation=cast.sard, template="case_held", channel="sms", language="fa", now=NOW
    )
    told = tell(cast, "one")
    assert told is not None
    assert told.body == preview("case_held", language="fa").body
    assert Event.objects.filter(name="message_text.reset").count() == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{code}\n{reason} {kod}", ["2", "{kod}", "{code}", "{company}"]),
        ("{code} {reason} }", ["1"]),
        ("{code.__class__} {reason}", ["1", "{code.__class__}"]),
        ("{code!r} {reason}", ["1"]),
        ("{code:>99999999} {reason}", ["1"]),
        ("{reason}", ["{code}"]),
        ("", []),
        ("{code} {reason}" + "آ" * 1000, []),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused_with_where_and_why(cast, body, said):
    with pytest.raises(Invalid) as refused:
        write(cast, body=body)
    for word in said:
        assert word in str(refused.value.fields["body"])
    assert not Event.objects.filter(subject_type="message_text").exists()


def test_an_email_needs_a_subject(cast):
    with pytest.raises(Invalid) as refused:
        write(cast, channel="email")
    assert set(refused.value.fields) == {"subject"}


@pytest.mark.parametrize("who", ["alice", "bob", "carol"])
def test_others_may_not_word_messages(cast, who):
    with pytest.raises(Refused):
        write(cast, who)


def test_another_companys_administrator_finds_nothing(cast):
    with pytest.raises(NotFound):
        write(cast, "mallory")


def test_a_message_is_switched_off_and_on(cast):
    switch_message(actor_of("adam"), organisation=cast.sard, template="case_held", on=False, now=NOW)
    assert tell(cast, "one") is None
    assert not Message.objects.unscoped("test").exists()
    switch_message(actor_of("adam"), organisation=cast.sard, template="case_held", on=True, now=NOW)
    assert tell(cast, "two") is not None


def test_what_must_be_told_cannot_be_switched_off(cast):
    with pytest.raises(Conflict):
        switch_message(
            actor_of("adam"), organisation=cast.sard, template="promise_breached", on=False, now=NOW
        )


def test_codes_of_the_installation_are_nobodys_to_word(cast):
    with pytest.raises(NotFound):
        write(cast, template="one_time_code", body="{otp}")


@pytest.mark.parametrize("template", editable(), ids=lambda template: template.name)
def test_every_standard_text_would_be_accepted(template):
    for words in (template.sms, template.email or template.sms, template.subject):
        for text in words.values():
            assert problem(template, text) is None
    assert all(missing(template, text) == [] for text in template.sms.values())
    assert NEEDED.get(template.name, frozenset()) <= set(template.sample)


@pytest.mark.parametrize(
    ("text", "parts", "letters"),
    [
        ("", 0, 0),
        ("a" * 160, 1, 160),
        ("a" * 161, 2, 161),
        ("a" * 306, 2, 306),
        ("a" * 307, 3, 307),
        ("[" * 80, 1, 160),
        ("[" * 81, 2, 162),
        ("آ" * 70, 1, 70),
        ("آ" * 71, 2, 71),
        ("آ" * 134, 2, 134),
        ("آ" * 135, 3, 135),
        ("😀" * 35, 1, 70),
        ("😀" * 36, 2, 72),
    ],
)
def test_sms_are_counted_as_they_are_charged(text, parts, letters):
    assert (size_of(text).parts, size_of(text).letters) == (parts, letters)
