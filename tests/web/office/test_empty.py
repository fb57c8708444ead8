"""A company that begins: every list says why it is empty and what fills it; a search that finds nothing says so."""

import pytest

from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mallory(client, world):
    """Administrator of a company that has nothing yet."""
    signed = sign_in(client, "mallory")
    signed.cookies["reader"] = "en..."
    return signed


@pytest.mark.parametrize(
    ("address", "says", "offers"),
    [
        ("/office/models/", "No product models yet", "/office/models/new/"),
        ("/desk/units/", "No products yet", "/desk/units/new/"),
        ("/desk/customers/", "No customers yet", "/desk/cases/new/"),
        ("/office/tokens/", "No program has a key", "/office/tokens/"),
    ],
)
def test_an_empty_list_teaches(mallory, address, says, offers):
    page = mallory.get(address).content.decode()
    start = page.index(says)
    assert 'class="empty"' in page
    assert f'"{offers}"' in page[start:]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/office/models/?q=zzz", "No such model"),
        ("/desk/units/?q=ZZZ999", "No such serial number"),
        ("/desk/customers/?q=zzz", "Nobody by that name or number"),
    ],
)
def test_a_search_without_result_does_not_claim_that_there_is_nothing(mallory, address, says):
    page = mallory.get(address).content.decode()
    assert says in page
    assert " yet<" not in page[page.index('class="empty"') :]
