"""Customers from a file: found by mobile number in any spelling, filled in, never overwritten unasked."""

from collections.abc import Callable

from sepas.exchange.models import Import, ImportFault
from sepas.parties.models import Customer
from tests.cast import Cast
from tests.exchange.conftest import counts

FILE = "mobile,name,address\n۰۹۱۲ ۵۵۵ ۰۰۰۱,نگار,شیراز\n+98 912 111 0001,مریم دیگر,تبریز\n021-88000000,x,\n"


def of(mobile: str) -> Customer:
    return Customer.objects.unscoped("test").get(mobile=mobile)


def test_new_ones_are_added_and_known_ones_filled_in(cast: Cast, brought: Callable[..., Import]) -> None:
    before = of(cast.maryam.mobile)
    row = brought(FILE, kind="customers")
    assert counts(row) == (1, 1, 0, 1)
    negar, maryam = of("+989125550001"), of(cast.maryam.mobile)
    assert (negar.name, negar.address, negar.organisation_id) == ("نگار", "شیراز", cast.sard.pk)
    assert (maryam.name, maryam.address) == (before.name, "تبریز")
    assert list(ImportFault.objects.unscoped("test").get(of=row).problems) == ["mobile"]
    assert counts(brought(FILE, kind="customers")) == (0, 0, 2, 1)


def test_what_is_known_otherwise_is_corrected_when_asked(cast: Cast, brought: Callable[..., Import]) -> None:
    brought(FILE, kind="customers", options={"update": True})
    assert of(cast.maryam.mobile).name == "مریم دیگر"


def test_each_house_has_customers_of_its_own(cast: Cast, brought: Callable[..., Import]) -> None:
    row = brought("mobile,name\n09121110001,غریبه\n", kind="customers", by="mallory")
    assert counts(row) == (1, 0, 0, 0)
    same = Customer.objects.unscoped("test").filter(mobile=cast.maryam.mobile)
    assert same.count() == 2
    assert same.get(organisation=cast.sard).name == cast.maryam.name
