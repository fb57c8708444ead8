"""Open cases of another program: each is opened here once, with decision and code; those over there are not taken."""

from collections.abc import Callable

from sepas.cases.models import Case
from sepas.exchange.models import BroughtIn, Import, ImportFault
from tests.cases.world import make_world
from tests.cast import NOW, Cast
from tests.exchange.conftest import counts

FILE = (
    "Ticket ID,Customer Name,Mobile,IMEI,Problem,Status,Store\n"
    "T-1,مریم,09121110001,SRD-500-0001,سرد نمی‌کند,Open,tehran\n"
    "T-2,نگار,09125550001,,صدا می‌دهد,Repaired & Collected,\n"
    "T-3,نگار,09125550001,NONE-1,صدا می‌دهد,Open,\n"
    "T-4,نگار,09125550001,,چراغش خاموش است,Waiting for part,isfahan\n"
)


def test_open_ones_are_opened_here_and_now_and_the_rest_is_told(
    cast: Cast, brought: Callable[..., Import]
) -> None:
    world = make_world(cast)
    row = brought(FILE)
    told = {f.line: list(f.problems) for f in ImportFault.objects.unscoped("test").filter(of=row)}
    assert (row.kind, row.shape, counts(row)) == ("cases", "repairdesk_ticket", (2, 0, 0, 2)), told
    assert told == {3: ["status"], 4: ["serial"]}
    first, last = Case.objects.unscoped("test").order_by("pk")
    assert (first.unit_id, first.customer_id, first.branch_id) == (
        world.fridge.pk, cast.maryam.pk, cast.tehran.pk,
    )  # fmt: skip
    assert (first.subject, first.state, first.opened_at, last.branch_id) == (
        "T-1", "new", NOW, cast.isfahan.pk,
    )  # fmt: skip
    assert first.decision_id
    assert len(first.code) == 12


def test_a_case_is_opened_once_whoever_brings_it_and_however_often(
    cast: Cast, brought: Callable[..., Import]
) -> None:
    make_world(cast)
    brought(FILE)
    assert counts(brought(FILE, by="dave")) == (0, 0, 2, 2)
    assert Case.objects.unscoped("test").count() == 2
    assert BroughtIn.objects.unscoped("test").count() == 2


def test_a_dry_run_opens_none_and_tells_nobody(cast: Cast, brought: Callable[..., Import]) -> None:
    make_world(cast)
    row = brought(FILE, dry=True)
    assert (row.state, counts(row)) == ("checked", (2, 0, 0, 2))
    assert Case.objects.unscoped("test").count() == 0
    assert BroughtIn.objects.unscoped("test").count() == 0
