"""GET, POST /office/texts/<name>/ : one message; POST keeps the organisation's words, or previews what is typed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Invalid, NotFound
from sepas.notices import policies
from sepas.notices.actions.texts import reset_text, switch_message, write_text
from sepas.notices.templates import TEMPLATES, Template
from sepas.notices.wording import NEEDED, OF_THE_INSTALL, own_texts
from sepas.web.answer import page as fragment
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.texts.shown import WAYS, preview, values, words_of
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, name: str) -> HttpResponse:
    actor, now, template, way = actor_of(request), clock.now(), _template(name), _way(request)
    if request.method != "POST":
        return _page(request, template, way)
    subject, body = request.POST.get("subject", ""), request.POST.get("body", "").replace("\r\n", "\n")
    if "preview" in request.POST:
        if getattr(request, "htmx", None):
            shown = preview(organisation_of(request), template, subject, body, way[1])
            return fragment(
                request,
                "office/texts/preview.html",
                {"preview": shown, "channel": way[0], "language": way[1]},
            )
        return _page(request, template, way, typed=(subject, body))

    def run() -> str:
        write_text(
            actor, organisation=organisation_of(request), template=name, channel=way[0], language=way[1],
            subject=subject, body=body, now=now,
        )  # fmt: skip
        messages.success(request, _("From now on the message is sent in these words."))
        return f"/office/texts/{name}/?way={way[0]}-{way[1]}"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, template, way, typed=(subject, body), error=error)


@staff_only
@require_POST
def reset(request: HttpRequest, name: str) -> HttpResponse:
    """POST /office/texts/<name>/reset : the standard words again."""
    actor, now, way = actor_of(request), clock.now(), _way(request)
    organisation, template = organisation_of(request), _template(name).name

    def run() -> str:
        reset_text(
            actor, organisation=organisation, template=template, channel=way[0], language=way[1], now=now
        )
        messages.success(request, _("The standard words are sent again."))
        return f"/office/texts/{name}/?way={way[0]}-{way[1]}"

    return once_then(request, run, now=now)


@staff_only
@require_POST
def switch(request: HttpRequest, name: str) -> HttpResponse:
    """POST /office/texts/<name>/switch : sends this message, or stops sending it."""
    actor, now, template, on = (
        actor_of(request),
        clock.now(),
        _template(name),
        request.POST.get("on") == "yes",
    )

    def run() -> str:
        switch_message(actor, organisation=organisation_of(request), template=template.name, on=on, now=now)
        messages.success(
            request, _("This message is sent from now on.") if on else _("This message is no longer sent.")
        )
        return f"/office/texts/{name}/"

    return once_then(request, run, now=now)


def _page(
    request: HttpRequest,
    template: Template,
    way: tuple[str, str],
    *,
    typed: tuple[str, str] | None = None,
    error: Invalid | None = None,
) -> HttpResponse:
    actor, organisation = actor_of(request), organisation_of(request)
    own = own_texts(organisation.pk)
    subject, body = typed or words_of(organisation, template, *way)
    context: dict[str, Any] = {
        "template": template,
        "channel": way[0],
        "language": way[1],
        "way": f"{way[0]}-{way[1]}",
        "ways": [(f"/office/texts/{template.name}/?way={value}", label) for value, label in WAYS],
        "here": f"/office/texts/{template.name}/?way={way[0]}-{way[1]}",
        "subject": subject,
        "body": body,
        "is_own": (template.name, *way) in own.texts,
        "off": template.name in own.off,
        "places": [
            (f"{{{place}}}", value, place in NEEDED.get(template.name, ()))
            for place, value in values(organisation, template).items()
        ],
        "preview": preview(organisation, template, subject, body, way[1]),
        "may": policies.may_word(actor, organisation.pk),
        "may_read": actor.may("activity.view"),
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
    }
    return page(
        request, "office/texts/edit.html", context, section="texts", status=error.status if error else 200
    )


def _template(name: str) -> Template:
    if name not in TEMPLATES or name in OF_THE_INSTALL:
        raise NotFound()
    return TEMPLATES[name]


def _way(request: HttpRequest) -> tuple[str, str]:
    """Channel and language; in the address, so that a preview needs no field of its own."""
    wanted = request.POST.get("way") or request.GET.get("way", "")
    channel, _dash, language = (wanted if wanted in dict(WAYS) else "sms-fa").partition("-")
    return channel, language
