"""Who reads which messages: they hold numbers of customers and secret links of cases."""

import pytest

from sepas.cases.actions.open import open_case
from sepas.kernel.outbox.work import run_pending
from sepas.notices import queries
from sepas.notices.actions import queue_message
from sepas.notices.models import Message
from sepas.notices.templates import render
from sepas.parties.models import Role
from tests.cast import MARYAM, NOW, REZA, STRANGER, Cast, actor_of, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(cast: Cast) -> dict[str, str]:
    """A case in Tehran and one in Isfahan, each with its message; and a message of no case."""
    made = {}
    for place, mobile in ((cast.tehran, MARYAM), (cast.isfahan, REZA)):
        case = open_case(
            actor_of("adam"), organisation=cast.sard, kind="advice", description="چطور؟", mobile=mobile,
            branch=place, now=NOW,
        )  # fmt: skip
        made[place.code] = case.code
    run_pending(NOW)
    queue_message(
        organisation=cast.sard, channel="sms", recipient=MARYAM, template="one_time_code",
        context={"otp": "1", "minutes": {"fa": "۵", "en": "5"}}, language="fa", key="of no case", now=NOW,
    )  # fmt: skip
    return made


def read_by(name: str) -> list[str]:
    return sorted(message.case_code for message in queries.messages(actor_of(name)).messages)


def test_a_branch_manager_reads_the_messages_of_the_branchs_cases_only(
    cast: Cast, codes: dict[str, str]
) -> None:
    make_staff(cast.sard, "nima", "نیما نادری", Role.BRANCH_MANAGER, at=cast.isfahan)
    assert read_by("carol") == [codes["tehran"]]
    assert read_by("nima") == [codes["isfahan"]]


def test_who_sees_messages_of_the_whole_company_reads_all(cast: Cast, codes: dict[str, str]) -> None:
    assert read_by("dana") == sorted(["", *codes.values()])


def test_nobody_else_reads_any(cast: Cast, codes: dict[str, str]) -> None:
    assert [read_by(name) for name in ("alice", "bob", "mallory", "maryam", "guest")] == [[], [], [], [], []]


def test_a_one_time_code_that_no_gateway_sent_is_read_out_by_the_customers_own_company(cast: Cast) -> None:
    for number, state in ((MARYAM, "outbox"), (STRANGER, "outbox"), (REZA, "sent")):
        message = queue_message(
            organisation=None, channel="sms", recipient=number, template="one_time_code",
            context={"otp": "1", "minutes": {"fa": "۵", "en": "5"}}, language="fa", key=f"code {number}", now=NOW,
        )  # fmt: skip
        Message.objects.unscoped("test").filter(pk=message.pk).update(state=state, available_at=None)
    readers = {
        name: [m.recipient for m in queries.messages(actor_of(name)).messages]
        for name in ("dana", "carol", "mallory")
    }
    assert readers == {"dana": [MARYAM], "carol": [], "mallory": []}


def test_a_one_time_code_says_its_minutes_in_the_readers_language(db: None) -> None:
    for language, says in (("fa", "تا ۲ دقیقه معتبر است."), ("en", "It is valid for 2 minutes.")):
        context = {"otp": "481516", "minutes": {"fa": "۲", "en": "2"}}
        assert says in render("one_time_code", context, language=language, channel="sms").body
