"""The customer hears of whatever happens to their case: code and link, answers, holds, ends, changes,
rights.
"""

from typing import Any

from django.conf import settings

from sepas.cases.bond_events import CaseMerged, CaseUnmerged
from sepas.cases.events import (
    CaseDecided,
    CaseEscalated,
    CaseHeld,
    CaseOpened,
    CaseReplied,
    CaseResolved,
    PromiseBreached,
)
from sepas.cases.kinds import REPAIR
from sepas.cases.lifecycle import HoldReason
from sepas.cases.models import Case, Post
from sepas.cases.queries.sentences import HOLDS, promised, rights_in_words
from sepas.cases.reader import Reader
from sepas.flows.switches import is_on
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.ids import code_in_text
from sepas.notices.actions import tell_customer
from sepas.warranty.models import Decision
from sepas.warranty.queries import kept_outcomes

LONGEST_QUOTE = 300
"""Letters of an answer that are sent along; the rest is read on the page."""


@reacts_to(CaseOpened)
def of_opening(fact: Event, event: CaseOpened) -> None:
    def words(case: Case, reader: Reader) -> dict[str, str]:
        first = sorted(
            (each for each in event.promises if each.get("due_at")), key=lambda each: each["due_at"]
        )
        line = promised(first[:1], reader)
        return {
            "promise": f"\n{line}" if line else "",
            "other": code_in_text(event.split_from, reader.language),
        }

    tell(fact, "case_split" if event.split_from else "case_opened", words)


@reacts_to(CaseMerged)
def of_merge(fact: Event, event: CaseMerged) -> None:
    def words(case: Case, reader: Reader) -> dict[str, str]:
        own = code_in_text(case.code, reader.language)
        other = code_in_text(event.survivor_code, reader.language)
        if not event.same_customer:
            how = reader.say(
                f"درخواست {own} شما همراه با درخواست دیگری برای همین دستگاه پیگیری می‌شود.",
                f"Your request {own} is handled together with another one for the same product.",
            )
        else:
            how = reader.say(
                f"درخواست {own} شما با درخواست {other} یکی شد و همان‌جا پیگیری می‌شود.",
                f"Your request {own} was put together with {other} and goes on there.",
            )
        return {"how": how}

    tell(fact, "case_merged", words)


@reacts_to(CaseUnmerged)
def of_unmerging(fact: Event, event: CaseUnmerged) -> None:
    if event.was == "duplicate":
        tell(fact, "case_unmerged", lambda case, reader: {})


@reacts_to(CaseReplied)
def of_answer(fact: Event, event: CaseReplied) -> None:
    if event.internal or event.by_customer:
        return

    def words(case: Case, reader: Reader) -> dict[str, str]:
        post = Post.objects.unscoped("told to the case's own customer").get(pk=event.post_id)
        return {"body": shortened(post.body) or reader.say("فایلی فرستادیم.", "We sent a file.")}

    tell(fact, "staff_replied", words)


@reacts_to(CaseHeld)
def of_hold(fact: Event, event: CaseHeld) -> None:
    def words(case: Case, reader: Reader) -> dict[str, str]:
        if event.reason == HoldReason.WAITING_FOR_CUSTOMER:
            return {"reason": reader.say("منتظر پاسخ شما هستیم", "we are waiting for your answer")}
        return {"reason": reader.say(*HOLDS[HoldReason(event.reason)])}

    tell(fact, "case_held", words)


@reacts_to(CaseResolved)
def of_resolution(fact: Event, event: CaseResolved) -> None:
    tell(
        fact,
        "case_resolved",
        lambda case, reader: {
            "resolution": shortened(event.resolution),
            "until": reader.moment(event.reopen_until),
        },
    )


@reacts_to(CaseDecided)
def of_decision(fact: Event, event: CaseDecided) -> None:
    if event.supersedes_id is None or not event.changed:
        return

    def words(case: Case, reader: Reader) -> dict[str, str]:
        # What stays comes first: a sentence about one line must not read as if all were lost.
        kept = Decision.objects.unscoped("told to the case's own customer").get(pk=event.decision_id)
        outcomes = kept_outcomes(kept)
        free = all(outcomes.get(name) == "covered" for name in REPAIR)
        stays = (
            reader.say("تعمیر برای شما رایگان است.\n", "The repair is free of charge for you.\n")
            if free
            else ""
        )
        return {"explanation": stays + shortened(reader.text(event.explanation))}

    tell(fact, "decision_changed", words)


@reacts_to(PromiseBreached)
def of_breach(fact: Event, event: PromiseBreached) -> None:
    if event.source == "organisation":
        return

    def words(case: Case, reader: Reader) -> dict[str, str]:
        right = rights_in_words(event.rights, reader)
        if not right:
            right = reader.say("می‌توانید شکایت کنید.", "You may complain.")
        return {"promise": reader.text(event.title), "right": right}

    tell(fact, "promise_breached", words)


@reacts_to(CaseEscalated)
def of_escalation(fact: Event, event: CaseEscalated) -> None:
    def words(case: Case, reader: Reader) -> dict[str, str]:
        due = reader.moment(event.due_at)
        return {
            "step": reader.text(event.text),
            "due": reader.say(f"\nمهلت پاسخ: {due}", f"\nAnswer due by {due}") if due else "",
        }

    tell(fact, "case_escalated", words)


def link_of(case: Case) -> str:
    """The address under which whoever holds it follows the case."""
    return settings.BASE_URL + settings.SEPAS_TRACKING_PATH.format(secret=case.secret)


def shortened(text: str) -> str:
    """The beginning of a text, at a word's end, for a message that costs by the letter."""
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"


def tell(fact: Event, template: str, words: Any) -> None:
    """Queue a message about the case of `fact`, unless the organisation switched this flow off; `words(case, reader)`
    gives what the text needs besides company, code, link and name.
    """
    if not is_on("tell_customer", fact.organisation_id):
        return
    case = (
        Case.objects.unscoped("told to its own customer")
        .select_related("organisation", "customer")
        .get(pk=fact.subject_id)
    )
    reader = Reader.speaking(case.customer.language, case.organisation)
    organisation = case.organisation
    tell_customer(
        organisation=organisation,
        customer=case.customer,
        template=template,
        context={
            "company": reader.say(organisation.name_fa, organisation.name_en or organisation.name_fa),
            "code": code_in_text(case.code, reader.language),
            "link": link_of(case),
            "name": case.customer.name,
            **words(case, reader),
        },
        key=f"{template}:{fact.pk}",
        case_code=case.code,
        now=fact.at,
    )
