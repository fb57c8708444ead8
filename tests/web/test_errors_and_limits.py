"""Domain errors become pages; trying too often is stopped; a form works once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused, TooMany
from sepas.kernel.models import OnceKey
from sepas.web.limits import limit
from sepas.web.middleware import domain_errors
from sepas.web.once import new_key, once_then

NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


def request(method="get", path="/x/", data=None, **headers):
    made = getattr(RequestFactory(), method)(path, data or {}, headers=headers)
    made.htmx = HtmxDetails(made)
    made._messages = []
    return made


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused("نه"), 403),
        (NotFound(), 404),
        (Conflict("نه"), 409),
        (Invalid({"a": "نه"}), 422),
        (TooMany("نه", data={"retry_after": 90}), 429),
    ],
)
def test_an_error_becomes_a_page_with_its_status_and_a_way_back(error, status):
    response = domain_errors(lambda r: None).process_exception(request(), error)
    assert response.status_code == status
    assert "<!DOCTYPE html>" in response.content.decode()
    assert str(error.message) in response.content.decode()


def test_htmx_gets_only_the_alert():
    response = domain_errors(lambda r: None).process_exception(
        request(**{"hx-request": "true"}), Refused("دسترسی ندارید")
    )
    assert response["HX-Retarget"] == "#alerts"
    assert "<!DOCTYPE" not in response.content.decode()
    assert "دسترسی ندارید" in response.content.decode()


@pytest.mark.django_db
def test_the_address_of_a_form_is_a_page_that_leads_back(client):
    english = {"accept-language": "en"}
    answer = client.get("/t/some-secret/closure/", headers=english)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "Opening it changed nothing." in page
    assert 'href="/t/some-secret/"' in page


def test_other_exceptions_are_left_alone():
    assert domain_errors(lambda r: None).process_exception(request(), ValueError()) is None


def test_too_many_says_when_to_come_back():
    response = domain_errors(lambda r: None).process_exception(
        request(), TooMany("x", data={"retry_after": 61})
    )
    assert response["Retry-After"] == "61"


@pytest.mark.django_db
def test_the_last_allowed_try_passes_and_the_next_is_stopped_until_the_window_ends():
    for _ in range(3):
        limit(request(), "code", times=3, seconds=60, now=NOW)
    with pytest.raises(TooMany) as caught:
        limit(request(), "code", times=3, seconds=60, now=NOW + timedelta(seconds=20))
    assert caught.value.data == {"retry_after": 40, "limit": 3}
    limit(request(), "other", times=3, seconds=60, now=NOW)
    limit(request(), "code", times=3, seconds=60, now=NOW + timedelta(seconds=60))


@pytest.mark.django_db
def test_one_number_tried_from_many_addresses_is_stopped_too():
    for last in range(2):
        made = request()
        made.META["REMOTE_ADDR"] = f"10.0.0.{last}"
        limit(made, "otp", times=2, seconds=60, now=NOW, who="+98912")
    made = request()
    made.META["REMOTE_ADDR"] = "10.0.0.9"
    with pytest.raises(TooMany):
        limit(made, "otp", times=2, seconds=60, now=NOW, who="+98912")


@pytest.mark.django_db
def test_a_form_sent_twice_works_once_and_leads_to_the_same_place():
    key, done = new_key(), []

    def act():
        done.append(1)
        return f"/t/{len(done)}/"

    places = [
        once_then(request("post", data={"once": key, "a": "1"}), act, now=NOW)["Location"] for _ in range(2)
    ]
    assert places == ["/t/1/", "/t/1/"]
    assert len(done) == 1


@pytest.mark.django_db
def test_the_same_form_with_other_contents_is_a_conflict():
    key = new_key()
    once_then(request("post", data={"once": key, "a": "1"}), lambda: "/", now=NOW)
    with pytest.raises(Conflict):
        once_then(request("post", data={"once": key, "a": "2"}), lambda: "/", now=NOW)


@pytest.mark.django_db
def test_a_form_without_its_key_does_nothing():
    with pytest.raises(Invalid):
        once_then(request("post", data={"a": "1"}), lambda: pytest.fail("it acted"), now=NOW)
    assert OnceKey.objects.count() == 0
