"""Where webhooks may go: out, and nowhere that only this machine can see."""

import pytest

from sepas.adapters.webhook_http import HttpPoster
from sepas.kernel.errors import Invalid
from sepas.webhooks.addresses import checked_url, may_reach
from sepas.webhooks.ports import Refused


@pytest.mark.parametrize(
    "url",
    [
        "", "hooks", "ftp://example.com/", "http://example.com/hooks", "https://", "https://a b.example/",
        "https://user:secret@example.com/", "https://10.0.0.7/hooks", "https://192.168.1.1/", "https://[fd00::1]/",
        "https://169.254.169.254/latest/meta-data", "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/",
        "http://127.0.0.1.example.com/", "https://example.com:99999/", "https://example.com/\r\nHost: x",
        "https://example.com/" + "a" * 500, "https://نمونه.example/",
    ],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused(url: str):
    with pytest.raises(Invalid) as refused:
        checked_url(url)
    assert list(refused.value.fields) == ["url"]


def test_addresses_outside_are_kept_as_they_are(settings):
    assert checked_url(" https://hooks.example.com:8443/in?x=1 ") == "https://hooks.example.com:8443/in?x=1"
    assert checked_url("http://127.0.0.1:9000/in") == "http://127.0.0.1:9000/in"
    settings.EMBEDDED = False
    for url in ("http://127.0.0.1:9000/in", "https://127.0.0.1/in", "https://localhost/in"):
        with pytest.raises(Invalid):
            checked_url(url)


def test_a_name_that_leads_inside_is_refused_when_it_is_asked(settings, monkeypatch):
    """Also where one of its addresses is outside: which one is connected to is not the caller's to choose."""
    settings.EMBEDDED = False
    told = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.1.2.3", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kw: told)
    with pytest.raises(Refused, match=r"10\.1\.2\.3"):
        HttpPoster(timeout=1).post("https://innocent.example/", headers={}, body=b"")


def test_the_settings_may_allow_a_network(settings):
    settings.EMBEDDED, settings.SEPAS_WEBHOOK_ALLOW = False, ["10.20.0.0/16"]
    assert may_reach("10.20.3.4")
    assert not may_reach("10.21.3.4")
    assert not may_reach("127.0.0.1")
    assert not may_reach("224.0.0.1")
    assert not may_reach("::ffff:192.168.0.1")
    assert may_reach("93.184.215.14")
    assert checked_url("https://10.20.3.4/in")
