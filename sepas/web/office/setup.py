"""GET /office/setup/ : what a new organisation still needs; each step is the page where it is really done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas.flows.setting_up import OPTIONAL, STEPS, SettingUp, setting_up
from sepas.kernel.actor import Actor
from sepas.parties import policies
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page

WORDS: dict[str, dict[str, Any]] = {
    "identity": {
        "title": _("Say who you are"),
        "why": _("Customers read your name and number on every page and message; the number makes this step done."),
        "href": "/office/organisation/",
        "icon": "building",
    },
    "branch": {
        "title": _("Open the first branch and its hours"),
        "why": _("Promises count opening hours, and every case needs a place where it is worked on."),
        "href": "/office/branches/",
        "icon": "clock",
    },
    "colleague": {
        "title": _("Invite the first colleague"),
        "why": _("Work is handed to people. Each signs in alone and sees only what their role needs."),
        "href": "/office/staff/",
        "icon": "people",
    },
    "model": {
        "title": _("Describe the first product model"),
        "why": _("Which law and which guarantee holds depends on what kind of product it is."),
        "href": "/office/models/",
        "icon": "box",
    },
    "guarantee": {
        "title": _("Publish a guarantee"),
        "why": _("From its terms every branch gives the same answer, with the reason. The law holds without it too."),
        "href": "/office/guarantees/",
        "icon": "shield",
    },
    "promises": {
        "title": _("Promise how fast you are"),
        "why": _("A customer who knows by when you answer need not call. What you promise is measured from then on."),
        "href": "/office/promises/",
        "icon": "calendar",
    },
    "sender": {
        "title": _("Connect a message sender"),
        "why": _("Until then, messages to customers are kept here instead of being sent."),
        "href": "/desk/messages/",
        "icon": "mail",
        "who": _("Whoever runs this installation sets it: SEPAS_SMS_URL, in the page on settings."),
    },
    "case": {
        "title": _("Try it with one case"),
        "why": _("Open a case as if a customer called, and watch the promise, the decision and the message appear."),
        "href": "/desk/cases/new/",
        "icon": "phone",
    },
}  # fmt: skip


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    found = setting_up(actor_of(request))
    return page(request, "office/setup.html", {"setup": steps(found)}, section="setup")


def concerns(actor: Actor) -> bool:
    """Whether setting up is this person's to do: whoever arranges places and people of the whole organisation."""
    return all(
        policies.may_use(actor, name, organisation_id=actor.organisation_id)
        for name in ("branches.edit", "staff.edit")
    )


def card(actor: Actor) -> dict[str, Any] | None:
    """What the desk reminds an administrator of; None for others and once all it needs is there. One query at most."""
    if not concerns(actor):
        return None
    found = setting_up(actor)
    return None if found.complete else steps(found)


def steps(found: SettingUp) -> dict[str, Any]:
    """The steps in words, and how many are done."""
    return {
        "steps": [
            {
                "name": name,
                "done": name in found.done,
                "next": name == found.next,
                "optional": name in OPTIONAL,
            }
            | WORDS[name]
            for name in STEPS
        ],
        "done": len(found.done - OPTIONAL),
        "all": len(STEPS) - len(OPTIONAL),
        "next": WORDS.get(found.next),
    }
