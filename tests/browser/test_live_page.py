"""A page of the desk whose stream a newer tab took: it asks from time to time, and comes back when looked at."""

import pytest

from tests.browser.test_desk_journey import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STREAM = """
window.streams = [];
window.EventSource = class extends EventTarget {
  constructor(address) { super(); this.address = address; this.closed = false; window.streams.push(this); }
  close() { this.closed = true; }
};
window.look = (hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
};
"""


@pytest.mark.parametrize("visitor", [{"language": "en", "width": 1440}], indirect=True)
def test_a_replaced_stream_stays_closed_until_the_page_is_looked_at_later(visitor, committed_cast, settings):
    settings.SEPAS_LIVE_URL = visitor.base
    page = visitor.page
    page.clock.install()
    page.add_init_script(STREAM)
    sign_in(visitor, "alice")
    closed = "window.streams.map(stream => stream.closed)"
    assert page.evaluate(closed) == [False]
    page.evaluate("window.streams[0].dispatchEvent(new MessageEvent('replaced', {data: '{}'}))")
    assert page.evaluate(closed) == [True]
    page.evaluate("window.look(true); window.look(false)")
    assert page.evaluate(closed) == [True]
    page.clock.fast_forward(31_000)
    assert page.evaluate(closed) == [True]
    with page.expect_request("**/desk/notifications/count/"):
        page.evaluate("window.look(true); window.look(false)")
    assert page.evaluate(closed) == [True, False]
