"""The language of the profile: chosen by oneself only."""

import pytest

from sepas.kernel.errors import Invalid, Refused
from sepas.kernel.models import Event
from sepas.parties.actions.language import choose_language
from sepas.parties.models import Staff
from tests.cast import NOW, actor_of

pytestmark = pytest.mark.django_db


def test_it_is_kept_and_on_record(cast):
    choose_language(actor_of("alice"), staff=cast.alice, language="en", now=NOW)
    assert Staff.objects.unscoped("test").get(pk=cast.alice.pk).language == "en"
    event = Event.objects.order_by("-pk").first()
    assert event.data["changes"] == {"language": ["fa", "en"]}


def test_choosing_the_same_again_writes_nothing(cast):
    before = Event.objects.count()
    choose_language(actor_of("alice"), staff=cast.alice, language="fa", now=NOW)
    assert Event.objects.count() == before


@pytest.mark.parametrize("who", ["bob", "adam", "mallory"])
def test_nobody_chooses_for_somebody_else(cast, who):
    with pytest.raises(Refused):
        choose_language(actor_of(who), staff=cast.alice, language="en", now=NOW)
    assert Staff.objects.unscoped("test").get(pk=cast.alice.pk).language == "fa"


def test_only_languages_that_there_are(cast):
    with pytest.raises(Invalid):
        choose_language(actor_of("alice"), staff=cast.alice, language="de", now=NOW)
