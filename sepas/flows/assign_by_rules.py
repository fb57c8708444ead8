"""What nobody has finds its person by the organisation's rules, when it is opened and when it was looked at."""

from sepas.cases.events import CaseOpened, CaseTriaged
from sepas.cases.models import Case
from sepas.cases.queries.one import RELATED
from sepas.flows.switches import is_on
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.teamwork.actions.assigning import assign_by_rules


@reacts_to(CaseOpened)
def of_opened(fact: Event, event: CaseOpened) -> None:
    """A new case, whichever door it came in by."""
    _assign(fact)


@reacts_to(CaseTriaged)
def of_triaged(fact: Event, event: CaseTriaged) -> None:
    """One that was put right as to kind or branch."""
    _assign(fact)


def _assign(fact: Event) -> None:
    if not is_on("assign_by_rules", fact.organisation_id):
        return
    case = (
        Case.objects.unscoped("the product acts for the organisation")
        .select_related(*RELATED)
        .get(pk=fact.subject_id)
    )
    assign_by_rules(case, now=fact.at)
