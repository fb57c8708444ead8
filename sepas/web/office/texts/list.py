"""GET /office/texts/ : every message that customers get, in whose words, and whether it is sent."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.notices import policies
from sepas.notices.wording import editable, own_texts
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.texts.shown import WAYS, sample_of


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor, organisation = actor_of(request), organisation_of(request)
    own = own_texts(organisation.pk)
    context = {
        "texts": [
            {
                "template": template,
                "own": [label for value, label in WAYS if (template.name, *value.split("-")) in own.texts],
                "off": template.name in own.off,
                "sample": sample_of(organisation, template, "sms", actor.language, own),
            }
            for template in editable()
        ],
        "may": policies.may_word(actor, organisation.pk),
    }
    return page(request, "office/texts/list.html", context, section="texts")
