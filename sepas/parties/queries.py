"""Reads of organisations, branches, staff and customers. The number of SQL queries is fixed in each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field

from django.core.paginator import Page
from django.db import connections
from django.db.models import Count, F, Q, QuerySet

from sepas.kernel import epoch, slips
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import NotFound
from sepas.kernel.pages import BoundedPaginator
from sepas.kernel.text import by_name, compact, fold
from sepas.parties import numbers
from sepas.parties.models import (
    ApiToken,
    Branch,
    Consent,
    Customer,
    CustomRole,
    Organisation,
    RoleAssignment,
    SpecialDay,
    Staff,
)
from sepas.parties.models.customers import CustomerQuerySet
from sepas.parties.words import Meant, fts_match
from sepas.parties.words_index import CUSTOMERS_FTS

PAGE_SIZE = 25


def organisation(key: str | int) -> Organisation:
    """An organisation by slug or id. Which companies there are is public. Raises `NotFound`."""
    rows = Organisation.objects.unscoped("names of organisations are public")
    found = rows.filter(pk=key) if isinstance(key, int) else rows.filter(slug=key)
    result = found.first()
    if result is None:
        raise NotFound()
    return result


def arranged_organisation(pk: int) -> Organisation:
    """As `organisation`, for reading only: kept until something is arranged anew, and shared by all who ask."""
    return epoch.kept(pk, "organisation", lambda: organisation(pk))


def organisations() -> list[Organisation]:
    """All organisations, by Persian name; for the public choice of company."""
    return by_name(Organisation.objects.unscoped("names of organisations are public").order_by("pk"))


def branches(actor: Actor, *, closed: bool = False) -> QuerySet[Branch]:
    """The organisation's branches in the order of the tree; closed ones only if asked for."""
    found = Branch.objects.visible_to(actor).select_related("organisation").order_by("path")
    return found if closed else found.filter(active=True)


def branch(actor: Actor, pk: int) -> Branch:
    """One branch of the actor's organisation; raises `NotFound`."""
    found = Branch.objects.visible_to(actor).select_related("organisation", "parent").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def public_branches(of: Organisation) -> list[Branch]:
    """Open branches of an organisation for anybody: where one can go with a broken thing."""
    found = Branch.objects.unscoped("addresses of branches are public")
    return _with_organisation(found.filter(organisation=of, active=True).order_by("path"), of)


def default_branch(of: Organisation, city: str = "") -> Branch:
    """Where a request goes that names no branch: one in that city, else the first at the top of the tree.

    Raises `NotFound` when the organisation has no open branch.
    """

    def read() -> list[Branch]:
        rows = Branch.objects.unscoped("intake needs a place before there is an actor with one")
        return list(rows.filter(organisation=of, active=True).order_by("pk"))

    open_ones = epoch.kept(of.pk, "open branches", read)
    if not open_ones:
        raise NotFound()
    wanted = compact(city)
    nearest = min(
        open_ones, key=lambda row: (not (wanted and compact(row.city) == wanted), row.path.count("/"), row.pk)
    )
    return _with_organisation([copy(nearest)], of)[0]


def special_days(actor: Actor, *, branch: Branch | None = None) -> list[SpecialDay]:
    """Special days set for a branch itself, or for the whole organisation, by date."""
    return list(SpecialDay.objects.visible_to(actor).filter(branch=branch).order_by("day"))


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person with their roles, for a list."""

    staff: Staff
    roles: list[RoleAssignment] = field(default_factory=list)


def staff(actor: Actor, *, inactive: bool = False) -> list[StaffRow]:
    """The organisation's people with their roles, by name, in two queries."""
    people = Staff.objects.visible_to(actor).select_related("user", "branch").order_by("pk")
    if not inactive:
        people = people.filter(active=True)
    held = (
        RoleAssignment.objects.visible_to(actor)
        .filter(staff__in=people.order_by())
        .select_related("branch", "custom")
        .order_by("pk")
    )
    roles: dict[int, list[RoleAssignment]] = defaultdict(list)
    for row in held:
        roles[row.staff_id].append(row)
    return [StaffRow(person, roles[person.pk]) for person in by_name(people)]


def staff_member(actor: Actor, pk: int) -> StaffRow:
    """One person with roles; raises `NotFound`."""
    person = Staff.objects.visible_to(actor).select_related("user", "branch").filter(pk=pk).first()
    if person is None:
        raise NotFound()
    held = RoleAssignment.objects.visible_to(actor).filter(staff=person).select_related("branch", "custom")
    return StaffRow(person, list(held.order_by("pk")))


def custom_roles(actor: Actor) -> list[CustomRole]:
    """The organisation's own roles that are in use, by name. One query."""
    return by_name(CustomRole.objects.visible_to(actor).filter(active=True).order_by("pk"))


def custom_role(actor: Actor, pk: int) -> CustomRole:
    """One role of the organisation's own; raises `NotFound`."""
    found = CustomRole.objects.visible_to(actor).filter(pk=pk, active=True).first()
    if found is None:
        raise NotFound()
    return found


def roles_held(actor: Actor) -> dict[str, int]:
    """How many active people hold each role, by its key. One query."""
    rows = RoleAssignment.objects.visible_to(actor).filter(staff__active=True).order_by()
    return dict(rows.values_list("role").annotate(people=Count("staff", distinct=True)))


def assignable(actor: Actor, at: Branch | None = None) -> list[Staff]:
    """Active people who may be given work at a branch: those who work there, above it, or nowhere fixed."""
    found = Staff.objects.visible_to(actor).filter(active=True)
    if at is not None:
        found = found.filter(Q(branch=None) | Q(branch__in=at.ancestor_ids))
    return by_name(found.order_by("pk"))


def customers(actor: Actor, *, text: str = "", page: int = 1) -> Page[Customer]:
    """Customers whose name or number contains every word of `text`, newest first, the first thousand; two queries.

    Numbers are found by any part, in any digits, with or without the country's prefix; by the whole alone for whoever
    does not see them.
    """
    return BoundedPaginator(customers_found(actor, text), PAGE_SIZE).get_page(page)


def customers_found(actor: Actor, text: str) -> QuerySet[Customer]:
    """As `customers`, to be sliced by the caller. SQLite looks words of three letters and more up in its index."""
    found = Customer.objects.visible_to(actor).order_by("-pk")
    words = search_words(text)
    if connections[found.db].vendor == "sqlite" and (indexed := [word for word in words if len(word) >= 3]):
        words = [word for word in words if len(word) < 3]
        found = _customers_matching(found, " AND ".join(f'"{word}"' for word in indexed))
    for word in words:
        found = found.filter(search__contains=word)
    return _telling_nothing(found, search_words(text), actor)


def _telling_nothing(found: CustomerQuerySet, words: Sequence[str], actor: Actor) -> CustomerQuerySet:
    """For whoever does not see numbers: of words that are numbers only those found in the name, or whole ones."""
    typed = [word for word in words if word.isdigit()]
    if not typed or numbers.may_find_by_part(actor):
        return found
    found = found.annotate(bare=numbers.without_number(F("search"), "mobile"))
    for word in typed:
        found = found.filter(Q(bare__contains=word) | numbers.whole_number(word, "mobile"))
    return found


def customers_meant(actor: Actor, readings: Sequence[Meant]) -> list[Customer]:
    """Customers that the nearest of the readings find, a page at most. One query for each until one finds."""
    for reading in readings:
        found = Customer.objects.visible_to(actor).order_by("-pk")
        if connections[found.db].vendor == "sqlite":
            if not (match := fts_match(reading)):
                continue
            found = _customers_matching(found, match)
        else:
            for choices in reading.groups:
                either = Q(pk__in=[])
                for choice in choices:
                    either |= Q(*(("search__contains", word) for word in choice))
                found = found.filter(either)
        typed = [word for choices in reading.groups for choice in choices for word in choice]
        if rows := list(_telling_nothing(found, typed, actor)[:PAGE_SIZE]):
            return rows
    return []


def customers_by_slip(actor: Actor, digits: str) -> list[Customer]:
    """Customers whose Iranian mobile number is one slip away from `digits`, typed with or without its zero. One query;
    none for what cannot be such a number, nor for whoever does not see numbers.
    """
    if not numbers.may_find_by_part(actor):
        return []
    number = digits.removeprefix("0098").removeprefix("0").removeprefix("98")
    if not 9 <= len(number) <= 11:
        return []
    near = [f"+98{slip}" for slip in sorted(slips.number_slips(number)) if len(slip) == 10 and slip[0] == "9"]
    return list(Customer.objects.visible_to(actor).filter(mobile__in=near).order_by("-pk")[:PAGE_SIZE])


def _customers_matching(customers: CustomerQuerySet, match: str) -> CustomerQuerySet:
    # In the index's own order, which is that of entry; SQLite then reads it backwards and sorts nothing. The plus
    # keeps it from asking the index once for every customer, which it prefers where nothing has to be in order.
    found: CustomerQuerySet = customers.extra(  # type: ignore[assignment]  # noqa: S610
        tables=[CUSTOMERS_FTS],
        where=[f"{CUSTOMERS_FTS} MATCH %s", f"+{CUSTOMERS_FTS}.rowid = parties_customer.id"],
        params=[match],
        order_by=[f"-{CUSTOMERS_FTS}.rowid"],
    )
    return found


def customer(actor: Actor, pk: int) -> Customer:
    """One customer; raises `NotFound`."""
    found = Customer.objects.visible_to(actor).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def customers_of_mobile(actor: Actor) -> list[Customer]:
    """The rows of a signed-in customer, one for each organisation that knows the number. One query."""
    if actor.kind != Kind.CUSTOMER:
        return []
    return list(Customer.objects.visible_to(actor).select_related("organisation").order_by("pk"))


def consents(actor: Actor, customer: Customer) -> list[Consent]:
    """A customer's consents, standing and withdrawn, newest first."""
    return list(Consent.objects.visible_to(actor).filter(customer=customer).order_by("-given_at", "-pk"))


def consented(customer: Customer, purpose: str) -> bool:
    """Whether the customer's consent for a purpose stands now."""
    standing = Consent.objects.unscoped("what may be done with somebody's data binds everybody")
    return standing.filter(customer=customer, purpose=purpose, withdrawn_at=None).exists()


def tokens(actor: Actor) -> list[ApiToken]:
    """The organisation's API tokens, newest first; nothing for whoever may not edit them."""
    return list(
        ApiToken.objects.visible_to(actor).select_related("created_by").order_by("-created_at", "-pk")
    )


def search_words(text: str) -> list[str]:
    """Words to look for; a number typed with spaces or a prefix is one word."""
    words = fold(text).split()
    if words and all(word.isdigit() for word in words):
        digits = "".join(words)
        return [digits[2:] if digits.startswith("00") else digits]
    return words


def _with_organisation(rows: Iterable[Branch], of: Organisation) -> list[Branch]:
    found = list(rows)
    for row in found:
        row.organisation = of
    return found
