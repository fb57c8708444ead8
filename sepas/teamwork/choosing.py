"""By which rule a case finds its person, and why. Pure: no database, no clock.

    choose(rules, about, people) -> Choice(person, rule, why)

Rules are tried in their order. The first whose conditions hold and that finds somebody who fits decides; where one
holds and nobody fits, the next is tried, and the first such rule says why nobody was found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Text = dict[str, str]
LEVELS = {1: ("نوآموز", "learner"), 2: ("کاربلد", "skilled"), 3: ("استاد", "expert")}


@dataclass(frozen=True, slots=True)
class Conditions:
    """A case has to be in each list that is not empty. `promise`: `law` (something is owed by law) or empty;
    `hours`: `open` or `closed`, whether the branch works at the moment, or empty.
    """

    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    branches: tuple[int, ...] = ()
    cities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    promise: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Wants:
    """What the person needs. `skilled`: the class of the product is among their skills, at `level` or better."""

    skilled: bool = False
    level: int = 1
    same_branch: bool = False
    on_shift: bool = True
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    pk: int
    name: str
    conditions: Conditions = Conditions()
    wants: Wants = Wants()
    way: str = "least_loaded"
    last: int | None = None
    """Whose turn it was last."""


@dataclass(frozen=True, slots=True)
class About:
    """What rules look at in a case. `branches`: its branch and all above it."""

    kind: str
    branch: int
    branches: tuple[int, ...] = ()
    product_class: str = ""
    city: str = ""
    language: str = "fa"
    owed_by_law: bool = False
    open_now: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be given work at the case's branch. `skills`: class to level, those that are valid today;
    `load`: open work, weighted; `there`: at work today, and the branch is open.
    """

    pk: int
    name: str
    branch: int | None = None
    roles: frozenset[str] = frozenset()
    skills: dict[str, int] = field(default_factory=dict)
    load: float = 0.0
    there: bool = True
    away: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Who takes it (None: nobody), by which rule (None: none holds), and why, in both languages."""

    person: Person | None
    rule: Rule | None
    why: Text


def choose(rules: Sequence[Rule], about: About, people: Sequence[Person]) -> Choice:
    """The person for a case by the first rule that finds one."""
    nobody: Choice | None = None
    for rule in rules:
        if not holds(rule.conditions, about):
            continue
        left, missing = _fitting(rule.wants, about, people)
        if left:
            person = _WAYS[rule.way](left, rule.last)
            return Choice(person, rule, _because(rule, person, about))
        if nobody is None:
            nobody = Choice(None, rule, missing)
    return nobody or Choice(
        None,
        None,
        {"fa": "هیچ قاعدهٔ تخصیصی برای این درخواست نیست.", "en": "No rule of assignment is for this case."},
    )


def holds(conditions: Conditions, about: About) -> bool:
    """Whether the rule is for such a case."""
    lists = (
        (conditions.kinds, (about.kind,)),
        (conditions.classes, (about.product_class,)),
        (conditions.branches, about.branches),
        (conditions.cities, (about.city,)),
        (conditions.languages, (about.language,)),
    )
    if any(wanted and not set(wanted) & set(given) for wanted, given in lists):
        return False
    if conditions.promise == "law" and not about.owed_by_law:
        return False
    return not conditions.hours or (conditions.hours == "open") == about.open_now


def _fitting(wants: Wants, about: About, people: Sequence[Person]) -> tuple[list[Person], Text]:
    """Those who have everything; where a need leaves nobody, that need is what is missing."""
    left = list(people)
    level = LEVELS.get(wants.level, LEVELS[1])
    needs: tuple[tuple[Callable[[Person], bool], Text], ...] = (
        (
            lambda one: not wants.roles or bool(one.roles & set(wants.roles)),
            {
                "fa": "هیچ‌کس با نقش خواسته‌شده در این شعبه نیست.",
                "en": "Nobody at this branch has the wanted role.",
            },
        ),
        (
            lambda one: not wants.same_branch or one.branch == about.branch,
            {"fa": "هیچ‌کس از همین شعبه نیست.", "en": "Nobody works at this very branch."},
        ),
        (
            lambda one: not wants.skilled or one.skills.get(about.product_class, 0) >= wants.level,
            {
                "fa": f"هیچ‌کس مهارت این کالا را در سطح «{level[0]}» ندارد.",
                "en": f"Nobody has the skill for this product at the level “{level[1]}”.",
            },
        ),
        (
            lambda one: not one.away,
            {"fa": "هرکه مناسب است امروز در مرخصی است.", "en": "Everybody who fits is away today."},
        ),
        (
            lambda one: not wants.on_shift or one.there,
            {
                "fa": "شعبه حالا تعطیل است و کسی سر کار نیست.",
                "en": "The branch is closed now and nobody is at work.",
            },
        ),
    )
    for fits, missing in needs:
        left = [person for person in left if fits(person)]
        if not left:
            return [], missing
    return left, {}


def _least_loaded(people: list[Person], last: int | None) -> Person:
    return min(people, key=lambda person: (person.load, person.pk))


def _in_turn(people: list[Person], last: int | None) -> Person:
    ordered = sorted(people, key=lambda person: person.pk)
    return next((person for person in ordered if last is None or person.pk > last), ordered[0])


_WAYS: dict[str, Callable[[list[Person], int | None], Person]] = {
    "least_loaded": _least_loaded,
    "round_robin": _in_turn,
}


def _because(rule: Rule, person: Person, about: About) -> Text:
    parts: list[Text] = [{"fa": f"قاعدهٔ «{rule.name}»", "en": f"Rule “{rule.name}”"}]
    if rule.wants.skilled:
        level = LEVELS[person.skills[about.product_class]]
        parts.append({"fa": f"در این کالا {level[0]} است", "en": f"{level[1]} with this product"})
    if rule.wants.same_branch:
        parts.append({"fa": "از همین شعبه است", "en": "of this very branch"})
    if rule.way == "round_robin":
        parts.append({"fa": "نوبت اوست", "en": "it is their turn"})
    else:
        parts.append({"fa": "کار بازش از همه کمتر است", "en": "has the least open work"})
    return {
        "fa": "؛ ".join(part["fa"] for part in parts) + ".",
        "en": "; ".join(part["en"] for part in parts) + ".",
    }
