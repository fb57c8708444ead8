"""Being forgotten: what goes, what stays and why, and what an open case holds back."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sepas.cases import search
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Attachment, Case, Post, SearchText
from sepas.flows.erase_customer import erase_customer, preview
from sepas.flows.held import held_about
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.verify import breaks
from sepas.kernel.errors import NotFound, Refused
from sepas.kernel.outbox.work import run_pending
from sepas.kernel.text import fold
from sepas.notices.actions.queue import tell_customer
from sepas.notices.models import Message
from sepas.parties import words_index
from sepas.parties.actions.consents import give_consent
from sepas.parties.actions.customers import edit_customer
from sepas.parties.models import Consent, Customer, LeavingWord, WordKey
from sepas.teamwork.models import Draft, Notification
from tests.cases.world import MORNING, World, fresh, make_world
from tests.cast import MARYAM

pytestmark = pytest.mark.django_db
ALL = "the test looks at everything"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "PNG")
    return SimpleUploadedFile("خانهٔ مریم.png", out.getvalue())


def closed(world: World, **more) -> Case:
    adam = world.actor("adam")
    case = world.open(unit=world.fridge, files=[picture()], name="مریم محمدی", **more)
    reply_to_case(world.actor("maryam"), case=case, body="پلاک ۷ زنگ دوم", files=[picture()], now=MORNING)
    case = resolve_case(adam, case=case, resolution="برد عوض شد", now=MORNING)
    return close_case(adam, case=case, now=MORNING)


def told(world: World) -> None:
    tell_customer(
        organisation=world.sard,
        customer=world.maryam,
        template="staff_replied",
        context={
            "company": "سرد",
            "code": "1",
            "link": "https://…/t/secret/",
            "name": "مریم",
            "body": "سلام",
        },
        key="one",
        now=MORNING,
    )


def everything_held() -> str:
    """Every text of every table where something of a person could stand, events and all."""
    rows = [
        list(model.objects.unscoped(ALL).values_list())
        for model in (Customer, Case, Post, Attachment, SearchText, Message)
    ]
    return repr(rows) + repr(list(Event.objects.values_list("data", "actor_name")))


def test_a_person_is_forgotten_everywhere(world, tmp_path):
    case = closed(world)
    maryam = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    Customer.objects.unscoped(ALL).filter(pk=maryam.pk).update(
        address="خیابان شریعتی", email="maryam@example.com"
    )
    maryam.refresh_from_db()
    give_consent(world.actor("maryam"), customer=maryam, purpose="survey", channel="portal", now=MORNING)
    maryam.refresh_from_db()
    told(world)
    would = preview(world.actor("maryam"), maryam)
    assert (would.closed_cases, would.posts, would.files, would.messages, would.complete) == (
        1,
        1,
        2,
        1,
        True,
    )
    assert len(list(tmp_path.rglob("*.*"))) == 4

    assert erase_customer(world.actor("maryam"), customer=maryam, now=MORNING) is True
    while run_pending(MORNING):
        pass

    held = everything_held()
    for word in (
        "مریم",
        MARYAM[-7:],
        "09121110001",
        "شریعتی",
        "maryam@",
        "پلاک",
        "سرد نمی",
        "زنگ",
        "secret/",
    ):
        assert word not in held, word
    gone = Customer.objects.unscoped(ALL).get(pk=maryam.pk)
    assert gone.erased_at == MORNING
    assert not any(char.isdigit() for char in gone.mobile[-1:])
    assert list(tmp_path.rglob("*.*")) == []
    assert not Attachment.objects.unscoped(ALL).exists()
    assert not Consent.objects.unscoped(ALL).filter(withdrawn_at=None).exists()
    assert fresh(case).code == case.code
    assert search.narrow(Case.objects.visible_to(world.actor("adam")), case.code).get() == case
    assert not search.narrow(Case.objects.visible_to(world.actor("adam")), "09121110001").exists()
    assert breaks("case", case.pk) == []


def vocabulary() -> set[str]:
    words_index.settle()
    return set(WordKey.objects.unscoped(ALL).values_list("word", flat=True))


def test_search_forgets_the_words_that_only_they_had(world):
    closed(world, description="پریسکوپ یخچال شکسته است")
    world.open("reza", mobile=world.actor("reza").mobile, description="یخچال صدا می‌دهد")
    assert {fold("پریسکوپ"), fold("یخچال"), fold("محمدی")} <= vocabulary()
    maryam = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    erase_customer(world.actor("maryam"), customer=maryam, now=MORNING)
    left = vocabulary()
    assert fold("یخچال") in left
    assert fold("صدا") in left
    assert not {fold("پریسکوپ"), fold("شکسته"), fold("محمدی")} & left


def test_reasons_drafts_and_what_colleagues_were_told_go_too(world):
    adam, later = world.actor("adam"), MORNING + timedelta(days=1)
    case = world.open(unit=world.fridge)
    assign_case(adam, case=case, assignee=world.cast.bob, now=MORNING)
    reply_to_case(world.actor("maryam"), case=case, body="کلید زیر گلدان است", now=MORNING)
    while run_pending(MORNING):
        pass
    Draft.objects.create(case=case, author=world.cast.bob, body="کلید را برداشتم", at=MORNING)
    resolve_case(adam, case=fresh(case), resolution="شد", now=MORNING)
    reopen_case(world.actor("maryam"), case=fresh(case), why="گلدان شکست", now=later)
    resolve_case(adam, case=fresh(case), resolution="شد", now=later)
    close_case(adam, case=fresh(case), now=later)
    assert Notification.objects.unscoped(ALL).filter(text__contains="گلدان").count() == 1
    maryam = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    erase_customer(world.actor("maryam"), customer=maryam, now=later)
    while run_pending(later):
        pass
    beside = [list(model.objects.unscoped(ALL).values_list()) for model in (Draft, Notification)]
    assert "گلدان" not in everything_held() + repr(beside)
    assert "کلید" not in everything_held() + repr(beside)


def test_messages_to_a_number_of_earlier_go_with_their_case(world):
    case = closed(world)
    told(world)
    Message.objects.unscoped(ALL).update(recipient="+989121119999", case_code=case.code)
    maryam = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    assert preview(world.actor("maryam"), maryam).messages == 1
    erase_customer(world.actor("maryam"), customer=maryam, now=MORNING)
    assert list(Message.objects.unscoped(ALL).values_list("recipient", "body")) == [("", "•••")]


def test_an_open_case_keeps_name_and_number_until_it_closes(world):
    adam = world.actor("adam")
    first = closed(world)
    case = world.open(description="هنوز کسی نیامده")
    maryam = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    assert preview(world.actor("maryam"), maryam).open_cases == [case.code]
    assert erase_customer(world.actor("maryam"), customer=maryam, now=MORNING) is False
    while run_pending(MORNING):
        pass
    assert fresh(first).description == ""
    assert fresh(case).description == "هنوز کسی نیامده"
    assert fresh(case).customer.mobile == world.maryam.mobile
    close_case(adam, case=resolve_case(adam, case=fresh(case), resolution="آمدیم", now=MORNING), now=MORNING)
    while run_pending(MORNING):
        pass
    assert fresh(case).description == ""
    assert fresh(case).customer.erased_at is not None
    assert held_about(world.actor("maryam")) == []


def test_erasing_twice_does_nothing_more(world):
    case = closed(world)
    maryam = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    erase_customer(world.actor("adam"), customer=maryam, now=MORNING)
    before = Event.objects.count()
    erase_customer(world.actor("adam"), customer=maryam, now=MORNING)
    assert Event.objects.count() == before
    assert Event.objects.of("case", case.pk).filter(name="case.erased").count() == 1


@pytest.mark.parametrize(("who", "refusal"), [("alice", Refused), ("mallory", NotFound), ("reza", NotFound)])
def test_others_may_not(world, who, refusal):
    closed(world)
    with pytest.raises(refusal):
        erase_customer(world.actor(who), customer=world.maryam, now=MORNING)
    assert Customer.objects.unscoped(ALL).get(pk=world.maryam.pk).mobile == world.maryam.mobile


def test_what_is_held_is_shown_whole_and_only_to_its_person(world, django_assert_num_queries):
    closed(world)
    told(world)
    with django_assert_num_queries(9):
        (held,) = held_about(world.actor("maryam"))
    found = held.as_dict()
    assert found["person"]["mobile"] == world.maryam.mobile
    assert [row["body"] for row in found["posts"]] == ["پلاک ۷ زنگ دوم"]
    assert [len(found[name]) for name in ("cases", "files", "messages")] == [1, 2, 1]
    assert held_about(world.actor("reza"))[0].cases == []
    assert held_about(world.actor("stranger")) == []
    assert held_about(world.actor("adam")) == []


def test_search_forgets_what_only_they_said_in_their_conversations(world):
    case = world.open()
    reply_to_case(world.actor("maryam"), case=case, body="قورباغهٔ پلاستیکی در مخزن", now=MORNING)
    reply_to_case(world.actor("alice"), case=case, body="مشتری بدعنق", internal=True, now=MORNING)
    other = world.open("reza", mobile=world.actor("reza").mobile)
    reply_to_case(world.actor("reza"), case=other, body="مخزن چکه می‌کند", now=MORNING)
    told = {fold("پلاستیکی"), fold("بدعنق"), fold("مخزن")}
    assert told <= vocabulary()
    resolve_case(world.actor("adam"), case=fresh(case), resolution="شد", now=MORNING)
    close_case(world.actor("maryam"), case=fresh(case), now=MORNING)
    maryam = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    erase_customer(world.actor("maryam"), customer=maryam, now=MORNING)
    assert told & vocabulary() == {fold("مخزن")}
    assert {fold("چکه")} <= vocabulary()


def test_a_name_that_was_given_up_is_forgotten_too_if_the_worker_has_not_seen_it_yet(world):
    maryam = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    edit_customer(world.actor("alice"), customer=maryam, name="مریم سهرابی", now=MORNING)
    assert LeavingWord.objects.unscoped(ALL).get().word == fold("محمدی")
    erase_customer(world.actor("maryam"), customer=maryam, now=MORNING)
    assert not LeavingWord.objects.unscoped(ALL).exists()
    assert not {fold("محمدی"), fold("سهرابی")} & vocabulary()
