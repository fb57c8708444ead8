"""The desk's addresses; each is the path of the file that answers it."""

from django.urls import path

from sepas.web.desk import inbox
from sepas.web.desk.cases import (
    answers,
    assignment,
    attachments,
    closure,
    escalation,
    hold,
    inspection,
    progress,
    reopening,
    reply,
    resolution,
    resumption,
    sheet,
    show,
    triage,
)

urlpatterns = [
    path("", inbox.show),
    path("cases/<str:code>/", show.show),
    path("cases/<str:code>/reply", reply.post),
    path("cases/<str:code>/answers", answers.post),
    path("cases/<str:code>/triage", triage.post),
    path("cases/<str:code>/assignment", assignment.post),
    path("cases/<str:code>/progress", progress.post),
    path("cases/<str:code>/inspection", inspection.post),
    path("cases/<str:code>/hold", hold.post),
    path("cases/<str:code>/resumption", resumption.post),
    path("cases/<str:code>/escalation", escalation.post),
    path("cases/<str:code>/resolution", resolution.post),
    path("cases/<str:code>/reopening", reopening.post),
    path("cases/<str:code>/closure", closure.post),
    path("cases/<str:code>/sheet/", sheet.show),
    path("cases/<str:code>/attachments/<int:pk>", attachments.show),
]
