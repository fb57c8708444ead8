"""Finding one case, and the cases of one person."""

import hmac

from django.db.models import QuerySet

from sepas.cases.models import Case, ShareLink
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.compiled import Compiled
from sepas.kernel.errors import NotFound
from sepas.kernel.ids import read_code
from sepas.kernel.text import to_latin_digits

FARTHEST = 10
"""Merges in a row that a code or link leads through."""
RELATED = (
    "organisation",
    "branch",
    "customer",
    "unit__model",
    "assignee",
    "decision",
    "appointment__technician",
)


def case_by_code(actor: Actor, code: str) -> Case:
    """The case with this public code, as typed; raises `NotFound` where there is none that the actor may
    see.
    """
    digits = read_code(code)
    found = _by_code.first(digits, given=actor) if digits else None
    if found is None:
        raise NotFound()
    return leading(found) if actor.is_public else found


def _of_code(actor: Actor, code: str) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).select_related(*RELATED).filter(code=code)


_by_code = Compiled(_of_code, str)


def leading(case: Case) -> Case:
    """The case that goes on in the place of one that was merged, for its customer; itself otherwise.

    What was merged into another customer's case leads nowhere: its customer sees nothing of theirs. No query for a
    case that was not merged.
    """
    for _step in range(FARTHEST):
        if case.merged_into_id is None:
            return case
        rows = Case.objects.unscoped("the customer of a merged case follows the one that goes on")
        survivor = rows.select_related(*RELATED).get(pk=case.merged_into_id)
        if survivor.customer_id != case.customer_id:
            return case
        case = survivor
    return case


def case_by_secret(secret: str) -> tuple[Actor, Case]:
    """The case that a tracking link opens, and its holder as an actor. One query; raises `NotFound`."""
    case = _by_secret.first(secret) if secret else None
    if case is None:
        raise NotFound()
    case = leading(case)
    return link_holder(case), case


def _of_secret(secret: str) -> QuerySet[Case]:
    return (
        Case.objects.unscoped("the secret is the permission").select_related(*RELATED).filter(secret=secret)
    )


_by_secret = Compiled(_of_secret, str)


def case_by_code_and_mobile(code: str, last_digits: str) -> tuple[Actor, Case]:
    """Tracking without the link: the code and the last four digits of the customer's mobile number.

    Doors limit how often one address may try. Raises `NotFound`, whichever of the two was wrong.
    """
    digits = read_code(code)
    case = (
        Case.objects.unscoped("code and number together are the permission")
        .select_related(*RELATED)
        .filter(code=digits)
        .first()
        if digits
        else None
    )
    typed = to_latin_digits(last_digits).strip()
    if case is None or not hmac.compare_digest(case.customer.mobile[-4:].encode(), typed.encode()):
        raise NotFound()
    case = leading(case)
    return link_holder(case), case


def link_holder(case: Case) -> Actor:
    """Whoever holds the link of `case`. Without a name, which would be kept for ever with every fact."""
    return Actor(
        Kind.LINK,
        id=case.customer_id,
        organisation_id=case.organisation_id,
        case_id=case.pk,
        language=case.customer.language,
    )


def case_by_share(secret: str) -> tuple[Actor, Case]:
    """The case that a link for looking on opens, and its holder. One query; raises `NotFound`."""
    link = (
        ShareLink.objects.unscoped("the secret is the permission")
        .select_related(*(f"case__{name}" for name in RELATED))
        .filter(secret=secret, revoked_at=None)
        .first()
        if secret
        else None
    )
    if link is None:
        raise NotFound()
    case = leading(link.case)
    viewer = Actor(
        Kind.VIEWER, organisation_id=case.organisation_id, case_id=case.pk, language=case.customer.language
    )
    return viewer, case


def cases_of_customer(actor: Actor, *, limit: int = 50) -> list[Case]:
    """What a customer (or link holder) has with the organisations served here, newest first. One query."""
    found = Case.objects.visible_to(actor).select_related(
        "organisation", "branch", "unit__model", "customer", "appointment"
    )
    return list(found.order_by("-opened_at", "-id")[:limit])


def share_links(actor: Actor, case: Case) -> list[ShareLink]:
    """The links for looking on that stand, oldest first; nobody sees them but the customer. One query."""
    standing = ShareLink.objects.visible_to(actor).filter(case=case, revoked_at=None)
    return list(standing.order_by("created_at", "pk"))


def codes_of_cases(actor: Actor) -> QuerySet[Case, str]:
    """The codes of all cases that the actor sees, for a subquery over what hangs from a case by its code."""
    return Case.objects.visible_to(actor).order_by().values_list("code", flat=True)
