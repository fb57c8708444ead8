"""Taking a part of a conversation into a case of its own."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets.models import Unit
from sepas.cases import bond_policies, search
from sepas.cases.actions.deciding import DECIDED, decision_for
from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.bond_events import CaseLinked, CaseSplit
from sepas.cases.events import CaseOpened
from sepas.cases.lifecycle import CASE, Kind
from sepas.cases.models import Attachment, Case, CaseLink, Post, Promise, Tie
from sepas.cases.promises import told
from sepas.cases.promises.clocks import wind
from sepas.cases.promises.moments import REPORTED_BY_KIND, Moment
from sepas.cases.promises.plan import plan_for
from sepas.cases.promises.terms import terms_of
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.ids import new_code, new_secret
from sepas.kernel.insert import insert, insert_all
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.service_levels.queries import calendar_of

WHY = "the policy of splitting was asked"


def split_case(
    actor: Actor,
    *,
    case: Case,
    kind: str,
    description: str,
    posts: Sequence[int] = (),
    attachments: Sequence[int] = (),
    unit: Unit | None = None,
    now: datetime,
) -> Case:
    """Open a case of the same customer from chosen posts and files of `case`, which leave it; both are linked.

    It has its own code, link, decision and promises, and the clocks count from when the customer reported it:
    the first of the chosen posts, else the opening of `case`. An answer that was given since counts as given.
    Raises `Invalid` with everything that needs attention at once.
    """
    require(bond_policies.may_split(actor, case))
    problems = Problems()
    if kind not in Kind.values:
        problems.add("kind", _("Choose what you need."), allowed=Kind.values)
    with problems:
        description = cleaned(
            "description", description, missing=_("Say in a sentence what the new case is about.")
        )
    said = list(Post.objects.unscoped(WHY).filter(case=case, pk__in=posts).order_by("at", "pk"))
    files = list(Attachment.objects.unscoped(WHY).filter(case=case, pk__in=attachments, erased_at=None))
    if len(said) != len(set(posts)) or len(files) != len(set(attachments)):
        problems.add("posts", _("Some of it is not in this case any more. Look at it again."))
    elif not said and not files:
        problems.add("posts", _("Choose what belongs to the new case."))
    if case.merged_into_id is not None:
        problems.add("posts", _("This case goes on in another one. Write there, or undo the merge."))
    if unit is not None and unit.organisation_id != case.organisation_id:
        problems.add("unit", _("This product belongs to another company. Choose that company."))
    problems.tell()
    files += list(Attachment.objects.unscoped(WHY).filter(case=case, post__in=said, erased_at=None))
    files = list({file.pk: file for file in files}.values())
    reported = min((post.at for post in said), default=case.opened_at)
    with transaction.atomic():
        swap(case, touched_at=now, forgotten_at=None)
        new = _opened(actor, case, kind, description, unit, reported, now)
        Post.objects.unscoped(WHY).filter(pk__in=[post.pk for post in said]).update(case=new)
        Attachment.objects.unscoped(WHY).filter(pk__in=[file.pk for file in files]).update(case=new)
        search.renew_said(case.pk, new.pk)
        CaseLink.objects.unscoped(WHY).create(first=case, second=new, tie=Tie.RELATED, at=now)
        moved = [post.pk for post in said], [file.pk for file in files]
        for fact, subject in (
            (CaseSplit(new.pk, new.code, *moved), case),
            (CaseLinked(Tie.RELATED, case.pk, case.code, False), new),
        ):
            record(fact, actor=actor, organisation_id=case.organisation_id, subject_id=subject.pk, at=now)
    return new


def _opened(
    actor: Actor,
    source: Case,
    kind: str,
    description: str,
    unit: Unit | None,
    reported: datetime,
    now: datetime,
) -> Case:
    case = Case(
        organisation=source.organisation,
        branch=source.branch,
        code=new_code(),
        secret=new_secret(),
        kind=kind,
        state=CASE.initial,
        customer=source.customer,
        unit=unit,
        description=description,
        opened_at=reported,
        touched_at=now,
    )
    names = (Moment.CASE_OPENED, *REPORTED_BY_KIND.get(kind, ()))
    case.moments = dict.fromkeys([str(name) for name in names], reported.isoformat())
    answered = source.moments.get(Moment.REPLIED)
    if answered is not None and datetime.fromisoformat(answered) >= reported:
        case.moments[str(Moment.REPLIED)] = answered
    if kind in DECIDED:
        case.decision = decision_for(actor, case, {}, case.moments, now)
    promises = _promises(case)
    for field, value in told.summary(promises).items():
        setattr(case, field, value)
    insert(case)
    insert_all(promises)
    search.add(case, customer=case.customer, unit=unit)
    record(
        CaseOpened(
            code=case.code,
            kind=case.kind,
            branch_id=case.branch_id,
            customer_id=case.customer_id,
            unit_id=case.unit_id,
            decision_id=case.decision_id,
            promises=told.as_data(promises),
            split_from=source.code,
        ),
        actor=actor,
        organisation_id=case.organisation_id,
        subject_id=case.pk,
        at=now,
        first=True,
    )
    return case


def _promises(case: Case) -> list[Promise]:
    promises = plan_for(case, terms_of(case.decision)).since(case.moments)
    if promises:
        case.branch.organisation = case.organisation
        calendar = calendar_of(case.branch)
        for promise in promises:
            wind(promise, calendar)
    return promises
