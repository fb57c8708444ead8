"""The history of a case, in the reader's language, read from its facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sepas.cases.models import Case
from sepas.cases.queries.sentences import SENTENCES, Line
from sepas.cases.reader import Reader
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.compiled import Compiled


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history, in the reader's language.

    `event` is the fact's name; `who` is a name as the reader may know it: customers see their own and the
    company's, never a member of staff's; programs a customer's only if they may see customers. `detail` is a
    longer text below the line; `tone` is `plain`, `good`, `warn` or `bad`. `internal` entries are only told to
    staff.
    """

    at: datetime
    event: str
    who: str
    text: str
    detail: str = ""
    tone: str = "plain"
    internal: bool = False


def timeline(actor: Actor, case: Case) -> list[Entry]:
    """The history of `case`, oldest first. One query. Show it only to who may see the case."""
    return told(actor, case, _facts(case.pk))


_facts = Compiled(lambda pk: Event.objects.of("case", pk), int)


def told(actor: Actor, case: Case, events: Iterable[Event]) -> list[Entry]:
    """Facts as lines for this reader; facts that are none of theirs, or that nothing is said of, are left
    out.
    """
    reader = Reader.of(actor, case.organisation)
    named = actor.kind != Kind.TOKEN or actor.may("customers.view")
    found = []
    for event in events:
        sentence = SENTENCES.get(event.name)
        line = sentence(event.data, reader) if sentence else None
        if line is not None and not (line.internal and reader.public):
            found.append(_entry(event, line, _who(event, case, reader, named)))
    return found


def _entry(event: Event, line: Line, who: str) -> Entry:
    return Entry(event.at, event.name, who, line.text, line.detail, line.tone, line.internal)


def _who(event: Event, case: Case, reader: Reader, named: bool) -> str:
    if event.actor_kind in {Kind.CUSTOMER, Kind.LINK, Kind.VIEWER, Kind.GUEST}:
        nameless = reader.say("شما", "You") if reader.is_customer else reader.say("مشتری", "Customer")
        return (case.customer.name if named else "") or nameless
    if event.actor_kind == Kind.SYSTEM:
        return reader.say("سپاس", "Sepas") if not reader.public else _company(case, reader)
    if reader.public:
        return _company(case, reader)
    staff_id = event.actor_id if event.actor_kind == Kind.STAFF else None
    return reader.person(event.actor_name, staff_id)


def _company(case: Case, reader: Reader) -> str:
    organisation = case.organisation
    return reader.say(organisation.name_fa, organisation.name_en or organisation.name_fa)
