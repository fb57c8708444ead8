"""A handful of cases, one in each state, with people who speak as people do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sepas.assets.models import Unit
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.open import open_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.models import Case
from sepas.cli.demo.organisations import SARD, Places
from sepas.parties.actors import actor_for_mobile, actor_for_user

WHY = "the demo world is made by whoever runs this installation"


@dataclass(frozen=True)
class Story:
    """A case and how far it came; `days` ago it was opened."""

    days: int
    serial: str
    kind: str
    name: str
    mobile: str
    words: str
    technician: str = ""
    far: str = "opened"
    """`opened`, `triaged`, `assigned`, `on_hold`, `resolved` or `closed`."""


STORIES = [
    Story(0, "SARD-620-1001", "guarantee_repair", "مریم احمدی", "09121110001",
          "یخچال از دیشب خنک نمی‌کند و صدای بلندی می‌دهد."),
    Story(1, "SARD-WM9-3002", "return", "رضا موسوی", "09121110002",
          "ماشین لباسشویی را سه روز پیش اینترنتی خریدم و می‌خواهم پس بدهم.", far="triaged"),
    Story(4, "SARD-WM9-3001", "guarantee_repair", "سمیرا نوری", "09121110003",
          "وسط شستن خاموش می‌شود و آب را تخلیه نمی‌کند.", "technician", "assigned"),
    Story(9, "SARD-620-1002", "guarantee_repair", "علی رضایی", "09131110004",
          "کمپرسور مدام روشن است و فریزر برفک می‌زند.", "technician2", "on_hold"),
    Story(20, "SARD-TV55-4001", "guarantee_repair", "نسرین کیانی", "09131110005",
          "سمت راست صفحه خط عمودی افتاده است.", "technician2", "resolved"),
    Story(45, "SARD-340-2001", "paid_repair", "حسن توکلی", "09151110006",
          "در یخچال درست بسته نمی‌شود؛ لاستیک دور در پاره شده است.", "technician3", "closed"),
]  # fmt: skip


def create(places: Places, now: datetime) -> None:
    """Every story, told at the time it happened."""
    for story in sorted(STORIES, key=lambda told: -told.days):
        tell(places, story, now)


def tell(places: Places, story: Story, now: datetime) -> None:
    customer = actor_for_mobile(f"+98{story.mobile[1:]}", "fa")
    unit = Unit.objects.unscoped(WHY).get(organisation=places.companies[SARD], serial=story.serial)
    at = now - timedelta(days=story.days, hours=2)
    case = open_case(
        customer,
        organisation=places.companies[SARD],
        kind=story.kind,
        description=story.words,
        mobile=story.mobile,
        name=story.name,
        unit=unit,
        now=at,
    )
    agent = actor_for_user(places.staff["agent"].user)
    assert agent is not None
    if story.far == "opened":
        return
    triage_case(agent, case=case, now=at + timedelta(minutes=20))
    if story.far == "triaged":
        return
    assign_case(agent, case=case, assignee=places.staff[story.technician], now=at + timedelta(minutes=30))
    reply_to_case(
        agent,
        case=case,
        body="درخواست شما را دیدیم و به تعمیرکار سپردیم. برای هماهنگی زمان با شما تماس می‌گیرد.",
        now=at + timedelta(minutes=40),
    )
    _repair(places, story, case, at)


def _repair(places: Places, story: Story, case: Case, at: datetime) -> None:
    technician = actor_for_user(places.staff[story.technician].user)
    assert technician is not None
    if story.far == "on_hold":
        hold_case(
            technician,
            case=case,
            reason="waiting_for_part",
            note="ترموستات سفارش داده شد.",
            now=at + timedelta(days=1),
        )
    if story.far in {"resolved", "closed"}:
        resolve_case(
            technician,
            case=case,
            resolution="قطعهٔ معیوب تعویض و دستگاه آزمایش شد.",
            now=at + timedelta(days=2),
        )
    if story.far == "closed":
        manager = actor_for_user(places.staff["director"].user)
        assert manager is not None
        close_case(manager, case=case, now=at + timedelta(days=9))
