"""Finding people by number without telling the number: whoever may not see it finds by the whole of it or not at all.

What somebody can find by a part of a number, they can guess digit by digit; so a search for those who do not see
numbers looks at texts from which the number is taken out, at every door.
"""

from django.db.models import CharField, F, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Replace, Substr

from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import Invalid
from sepas.parties import masks
from sepas.parties.phones import parse_mobile


def may_find_by_part(actor: Actor) -> bool:
    """Whether a part of a number finds its people for this actor: whoever sees numbers."""
    if actor.kind == Kind.TOKEN and not actor.may("customers.view"):
        return False
    return "fields.contact" not in masks.hidden_from(actor)


def may_find_by_name(actor: Actor) -> bool:
    """Programs are told names of customers only with `customers.view`."""
    return actor.kind != Kind.TOKEN or actor.may("customers.view")


def without_number(text: Combinable, mobile: str) -> Combinable:
    """The folded `text` without the number at the path `mobile`, as it is dialled at home and abroad."""
    abroad = Substr(F(mobile), 2)
    at_home = Concat(Value("0"), Substr(F(mobile), 4), output_field=CharField())
    return without(without(text, abroad), at_home)


def without(text: Combinable, part: Combinable) -> Combinable:
    """The stored `text` without `part`, wherever it occurs."""
    return Replace(text, part, Value(""), output_field=TextField())  # type: ignore[arg-type]


def whole_number(word: str, mobile: str) -> Q:
    """Whether the folded `word` is the whole number at the path `mobile`."""
    for written in (word, f"+{word}"):
        try:
            return Q(**{mobile: parse_mobile(written)})
        except Invalid:
            continue
    return Q(pk__in=[])
