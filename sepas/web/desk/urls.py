"""The desk's addresses; each is the path of the file that answers it."""

from django.urls import path

from sepas.web.desk import (
    appointments,
    board,
    bulk,
    calendar,
    downloads,
    failed,
    history,
    inbox,
    profile,
    search,
    views,
)
from sepas.web.desk.canned import edit as canned_edit
from sepas.web.desk.canned import list as canned_list
from sepas.web.desk.canned import removal as canned_removal
from sepas.web.desk.cards import labels
from sepas.web.desk.cards import list as card_list
from sepas.web.desk.cases import (
    answers,
    appointment,
    assignment,
    attachments,
    cancellation,
    closure,
    draft,
    escalation,
    free,
    hold,
    inspection,
    intake,
    links,
    merger,
    new,
    presence,
    progress,
    ready,
    reopening,
    reply,
    resolution,
    resumption,
    sheet,
    show,
    split,
    taking,
    triage,
    undoing,
)
from sepas.web.desk.cases import macros as case_macros
from sepas.web.desk.customers import erasure as customer_erasure
from sepas.web.desk.customers import list as customer_list
from sepas.web.desk.customers import show as customer
from sepas.web.desk.deliveries import list as delivery_list
from sepas.web.desk.deliveries import many as delivery_many
from sepas.web.desk.deliveries import replay as delivery_replay
from sepas.web.desk.handovers import list as handover_list
from sepas.web.desk.handovers import settle as handover_settle
from sepas.web.desk.invoices import list as invoice_list
from sepas.web.desk.invoices import settle as invoice_settle
from sepas.web.desk.macros import edit as macro_edit
from sepas.web.desk.macros import list as macro_list
from sepas.web.desk.macros import removal as macro_removal
from sepas.web.desk.messages import list as message_list
from sepas.web.desk.messages import many as message_many
from sepas.web.desk.messages import replay as message_replay
from sepas.web.desk.notifications import count as notification_count
from sepas.web.desk.notifications import list as notification_list
from sepas.web.desk.notifications import reading as notification_reading
from sepas.web.desk.ratings import list as rating_list
from sepas.web.desk.registrations import list as registration_list
from sepas.web.desk.registrations import review
from sepas.web.desk.units import card as unit_card
from sepas.web.desk.units import edit as unit_edit
from sepas.web.desk.units import extension as unit_extension
from sepas.web.desk.units import handover as unit_handover
from sepas.web.desk.units import label as unit_label
from sepas.web.desk.units import list as unit_list
from sepas.web.desk.units import loss as unit_loss
from sepas.web.desk.units import new as new_unit
from sepas.web.desk.units import show as unit

urlpatterns = [
    path("", inbox.show),
    path("search/", search.show),
    path("profile/", profile.show),
    path("profile/told", profile.told),
    path("profile/sessions/<int:session_id>/ending", profile.sign_out),
    path("failed/", failed.show),
    path("views/", views.show),
    path("board/", board.show),
    path("calendar/", calendar.show),
    path("appointments/", appointments.show),
    path("bulk/", bulk.show),
    path("bulk/undo", bulk.undo),
    path("cases/new/", new.show),
    path("cases/new/draft", intake.post),
    path("customers/<int:pk>/history/", history.customer),
    path("units/<int:pk>/history/", history.unit),
    path("cases/<str:code>/", show.show),
    path("cases/<str:code>/reply", reply.post),
    path("cases/<str:code>/answers", answers.post),
    path("cases/<str:code>/triage", triage.post),
    path("cases/<str:code>/assignment", assignment.post),
    path("cases/<str:code>/appointment", appointment.post),
    path("cases/<str:code>/appointment/free/", free.show),
    path("cases/<str:code>/appointment/confirmation", appointment.confirmation),
    path("cases/<str:code>/appointment/cancellation", appointment.cancellation),
    path("cases/<str:code>/appointment/no-show", appointment.absence),
    path("cases/<str:code>/progress", progress.post),
    path("cases/<str:code>/inspection", inspection.post),
    path("cases/<str:code>/hold", hold.post),
    path("cases/<str:code>/resumption", resumption.post),
    path("cases/<str:code>/escalation", escalation.post),
    path("cases/<str:code>/resolution", resolution.post),
    path("cases/<str:code>/reopening", reopening.post),
    path("cases/<str:code>/closure", closure.post),
    path("cases/<str:code>/claim", taking.claim),
    path("cases/<str:code>/release", taking.release),
    path("cases/<str:code>/snooze", taking.snooze),
    path("cases/<str:code>/waking", taking.wake),
    path("cases/<str:code>/links", links.link),
    path("cases/<str:code>/links/<int:link>/removal", links.unlink),
    path("cases/<str:code>/merger/", merger.show),
    path("cases/<str:code>/unmerging", merger.undo),
    path("cases/<str:code>/split/", split.show),
    path("cases/<str:code>/undoing", undoing.post),
    path("cases/<str:code>/sheet/", sheet.show),
    path("cases/<str:code>/attachments/<int:pk>", attachments.show),
    path("cases/<str:code>/draft", draft.post),
    path("cases/<str:code>/presence", presence.post),
    path("cases/<str:code>/ready/", ready.show),
    path("cases/<str:code>/waiting/<int:waiting>/cancellation", cancellation.post),
    path("cases/<str:code>/macros/", case_macros.show),
    path("cases/<str:code>/macros/<int:macro>/", case_macros.run),
    path("macros/", macro_list.show),
    path("macros/<int:pk>/", macro_edit.show),
    path("macros/<int:pk>/removal", macro_removal.post),
    path("canned/", canned_list.show),
    path("canned/<int:pk>/", canned_edit.show),
    path("canned/<int:pk>/removal", canned_removal.post),
    path("notifications/", notification_list.show),
    path("notifications/count/", notification_count.show),
    path("notifications/reading", notification_reading.post),
    path("customers/", customer_list.show),
    path("customers/<int:pk>/", customer.show),
    path("downloads/<str:what>.csv", downloads.show),
    path("customers/<int:pk>/erasure/", customer_erasure.show),
    path("ratings/", rating_list.show),
    path("units/", unit_list.show),
    path("units/new/", new_unit.show),
    path("units/<int:pk>/", unit.show),
    path("units/<int:pk>/edit/", unit_edit.show),
    path("units/<int:pk>/card", unit_card.post),
    path("units/<int:pk>/label/", unit_label.show),
    path("units/<int:pk>/handover", unit_handover.post),
    path("units/<int:pk>/extension/", unit_extension.show),
    path("units/<int:pk>/extension/ending/", unit_extension.ending),
    path("units/<int:pk>/loss", unit_loss.lost),
    path("units/<int:pk>/finding", unit_loss.found),
    path("units/<int:pk>/release", unit_loss.release),
    path("cards/", card_list.show),
    path("labels/", labels.show),
    path("handovers/", handover_list.show),
    path("handovers/<int:pk>/acceptance", handover_settle.accept),
    path("handovers/<int:pk>/cancellation", handover_settle.cancel),
    path("invoices/", invoice_list.show),
    path("invoices/<int:pk>/file", invoice_settle.file),
    path("invoices/<int:pk>/review", invoice_settle.post),
    path("registrations/", registration_list.show),
    path("registrations/<int:pk>/review", review.post),
    path("messages/", message_list.show),
    path("messages/replay", message_many.post),
    path("messages/<int:pk>/replay", message_replay.post),
    path("deliveries/", delivery_list.show),
    path("deliveries/replay", delivery_many.post),
    path("deliveries/<int:pk>/replay", delivery_replay.post),
]
