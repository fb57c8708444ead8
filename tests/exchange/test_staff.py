"""Staff from a file: people with a role and no known password."""

from collections.abc import Callable

from sepas.exchange.models import Import, ImportFault
from sepas.exchange.queries import waiting_staff
from sepas.parties.models import RoleAssignment, Staff
from tests.cast import Cast
from tests.exchange.conftest import counts

FILE = (
    "نام کاربری,نام فارسی,محل کار,نقش,موبایل\nnima,نیما نادری,isfahan,technician,0912 555 0003\n"
    "alice,آلیس,,,\nsara,,tehran,agent,\nzari,زری زارعی,tehran,king,\n"
)


def test_people_are_added_with_their_role_where_they_work(cast: Cast, brought: Callable[..., Import]) -> None:
    row = brought(FILE, kind="staff")
    told = {f.line: list(f.problems) for f in ImportFault.objects.unscoped("test").filter(of=row)}
    assert (counts(row), told) == ((1, 0, 1, 2), {4: ["name_fa"], 5: ["role"]})
    nima = Staff.objects.unscoped("test").select_related("user").get(user__username="nima")
    assert (nima.organisation_id, nima.branch_id, nima.mobile) == (
        cast.sard.pk, cast.isfahan.pk, "+989125550003",
    )  # fmt: skip
    role = RoleAssignment.objects.unscoped("test").get(staff=nima)
    assert (role.role, role.branch_id) == ("technician", cast.isfahan.pk)
    assert nima.user.last_login is None
    assert [person.pk for person in waiting_staff(cast.actor_of("adam"), row)] == [nima.pk]
    assert counts(brought(FILE, kind="staff")) == (0, 0, 2, 2)


def test_whoever_another_house_brought_in_does_not_wait_here(
    cast: Cast, brought: Callable[..., Import]
) -> None:
    row = brought(FILE, kind="staff")
    assert waiting_staff(cast.actor_of("mallory"), row) == []
