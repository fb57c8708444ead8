"""The pages. An address is the path of the file that answers it."""

from django.urls import include, path

from sepas.web.portal import manuals
from sepas.web.portal.handover import show as handover
from sepas.web.portal.home import home
from sepas.web.portal.installable import manifest, offline, worker
from sepas.web.portal.me import invoices as my_invoices
from sepas.web.portal.me.code import enter, leave, send
from sepas.web.portal.me.data import consents, data, download
from sepas.web.portal.me.erasure import erasure
from sepas.web.portal.me.notices import notices as my_notices
from sepas.web.portal.me.page import me
from sepas.web.portal.me.units import card as unit_card
from sepas.web.portal.me.units import show as unit
from sepas.web.portal.me.units import verbs as unit_verbs
from sepas.web.portal.p import product, resolver
from sepas.web.portal.preferences import preferences
from sepas.web.portal.register import register, registered
from sepas.web.portal.register_invoice import register_invoice, sent
from sepas.web.portal.request.confirm import confirm
from sepas.web.portal.request.questions import questions
from sepas.web.portal.request.start import start
from sepas.web.portal.request.which import which
from sepas.web.portal.rights import rights
from sepas.web.portal.t import times, verbs
from sepas.web.portal.t.calendar import calendar_file
from sepas.web.portal.t.case import case
from sepas.web.portal.t.files import file
from sepas.web.portal.t.looking import looking
from sepas.web.portal.t.notices import notices
from sepas.web.portal.track import track

urlpatterns = [
    path("", home, name="home"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", worker, name="worker"),
    path("offline/", offline, name="offline"),
    path("preferences/", preferences, name="preferences"),
    path("rights/", rights, name="rights"),
    path("register/", register, name="register"),
    path("register/invoice/", register_invoice, name="register-invoice"),
    path("register/invoice/<str:token>/", sent, name="invoice-sent"),
    path("register/<str:token>/", registered, name="registered"),
    path("request/", start, name="request"),
    path("request/which/", which, name="request-which"),
    path("request/questions/", questions, name="request-questions"),
    path("request/confirm/", confirm, name="request-confirm"),
    path("track/", track, name="track"),
    path("t/<str:secret>/", case, name="tracking"),
    path("t/<str:secret>/reply/", verbs.verb(verbs.reply, "#talk"), name="tracking-reply"),
    path("t/<str:secret>/answer/", verbs.verb(verbs.answer), name="tracking-answer"),
    path("t/<str:secret>/reopening/", verbs.verb(verbs.reopening), name="tracking-reopening"),
    path("t/<str:secret>/escalation/", verbs.verb(verbs.escalation), name="tracking-escalation"),
    path("t/<str:secret>/closure/", verbs.verb(verbs.closure), name="tracking-closure"),
    path(
        "t/<str:secret>/appointment/",
        verbs.verb(verbs.appointment, "#appointment"),
        name="tracking-appointment",
    ),
    path("t/<str:secret>/time/", verbs.verb(times.time, "#appointment"), name="tracking-time"),
    path("t/<str:secret>/appointment.ics", calendar_file, name="tracking-calendar"),
    path("t/<str:secret>/agreement/", verbs.verb(verbs.agreement, "#appointment"), name="tracking-agreement"),
    path(
        "t/<str:secret>/another-time/",
        verbs.verb(verbs.another_time, "#appointment"),
        name="tracking-another-time",
    ),
    path(
        "t/<str:secret>/cancelling/", verbs.verb(verbs.cancelling, "#appointment"), name="tracking-cancelling"
    ),
    path(
        "t/<str:secret>/nobody-came/",
        verbs.verb(verbs.nobody_came, "#appointment"),
        name="tracking-nobody-came",
    ),
    path("t/<str:secret>/rating/", verbs.verb(verbs.rating, "#rating"), name="tracking-rating"),
    path("t/<str:secret>/sharing/", verbs.verb(verbs.sharing, "#sharing"), name="tracking-sharing"),
    path("t/<str:secret>/unsharing/", verbs.verb(verbs.unsharing, "#sharing"), name="tracking-unsharing"),
    path("t/<str:secret>/notices/", notices, name="tracking-notices"),
    path("s/<str:secret>/", looking, name="looking"),
    path("t/<str:secret>/files/<int:pk>/", file, name="tracking-file"),
    path("me/", me, name="me"),
    path("me/code/", send, name="me-code"),
    path("me/enter/", enter, name="me-enter"),
    path("me/data/", data, name="me-data"),
    path("me/data.json", download, name="me-download"),
    path("me/consents/", consents, name="me-consents"),
    path("me/notices/<int:pk>/", my_notices, name="me-notices"),
    path("me/erasure/<int:pk>/", erasure, name="me-erasure"),
    path("me/leave/", leave, name="me-leave"),
    path("me/units/<int:pk>/", unit.show, name="me-unit"),
    path("me/units/<int:pk>/card/", unit_card.show, name="me-unit-card"),
    path("me/units/<int:pk>/handover/", unit_verbs.verb(unit_verbs.handover), name="me-handover"),
    path("me/units/<int:pk>/cancellation/", unit_verbs.verb(unit_verbs.cancellation), name="me-cancellation"),
    path("me/units/<int:pk>/loss/", unit_verbs.verb(unit_verbs.lost), name="me-loss"),
    path("me/units/<int:pk>/finding/", unit_verbs.verb(unit_verbs.found), name="me-finding"),
    path("me/units/<int:pk>/release/", unit_verbs.verb(unit_verbs.release), name="me-release"),
    path("me/invoices/<int:pk>/", my_invoices.file, name="me-invoice"),
    path("handover/<str:secret>/", handover.show, name="handover"),
    path("handover/<str:secret>/acceptance/", handover.acceptance, name="handover-acceptance"),
    path("handover/<str:secret>/refusal/", handover.refusal, name="handover-refusal"),
    path("01/<str:gtin>", resolver.resolve, name="gtin"),
    path("01/<str:gtin>/21/<path:serial>", resolver.resolve, name="gtin-serial"),
    path("manuals/<str:key>/", manuals.show, name="manual"),
    path("p/<str:gtin>/", product.show, name="product"),
    path("p/<str:gtin>/<path:serial>/", product.show, name="product-unit"),
    path("desk/", include("sepas.web.desk.urls")),
    path("office/", include("sepas.web.office.urls")),
]
