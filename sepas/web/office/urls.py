"""The office's addresses; each is the path of the file that answers it."""

from django.urls import path

from sepas.web.office import (
    assignment,
    design,
    exports,
    organisation,
    promises,
    revocation,
    setup,
    start,
    tokens,
)
from sepas.web.office.audit import export as audit_export
from sepas.web.office.audit import list as audit
from sepas.web.office.branches import days, hours, place
from sepas.web.office.branches import list as branch_list
from sepas.web.office.branches import show as branch
from sepas.web.office.guarantees import check as guarantee_check
from sepas.web.office.guarantees import ending as guarantee_ending
from sepas.web.office.guarantees import list as guarantees
from sepas.web.office.imports import files as import_files
from sepas.web.office.imports import list as import_list
from sepas.web.office.imports import passwords as import_passwords
from sepas.web.office.imports import show as import_show
from sepas.web.office.imports import steer as import_steer
from sepas.web.office.models import launch as model_launch
from sepas.web.office.models import list as model_list
from sepas.web.office.models import new as new_model
from sepas.web.office.models import show as model
from sepas.web.office.packs import bench as pack_bench
from sepas.web.office.packs import comparison as pack_comparison
from sepas.web.office.packs import list as pack_list
from sepas.web.office.packs import one as pack
from sepas.web.office.photos import list as photo_list
from sepas.web.office.photos import show as photo
from sepas.web.office.roles import edit as role
from sepas.web.office.roles import list as role_list
from sepas.web.office.services import list as service_list
from sepas.web.office.services import new as new_service
from sepas.web.office.services import show as service
from sepas.web.office.staff import access, roles, skills
from sepas.web.office.staff import list as staff_list
from sepas.web.office.staff import show as staff
from sepas.web.office.texts import edit as text
from sepas.web.office.texts import list as text_list
from sepas.web.office.webhooks import list as webhook_list
from sepas.web.office.webhooks import show as webhook
from sepas.web.office.webhooks import verbs as webhook_verbs

urlpatterns = [
    path("", start.show),
    path("setup/", setup.show),
    path("organisation/", organisation.show),
    path("texts/", text_list.show),
    path("texts/<str:name>/", text.show),
    path("texts/<str:name>/reset", text.reset),
    path("texts/<str:name>/switch", text.switch),
    path("audit/", audit.show),
    path("audit/export", audit_export.show),
    path("branches/", branch_list.show),
    path("branches/<int:pk>/", branch.show),
    path("branches/<int:pk>/hours", hours.post),
    path("branches/<int:pk>/days", days.post),
    path("branches/<int:pk>/days/<int:day_id>/removal", days.remove),
    path("branches/<int:pk>/place", place.move),
    path("branches/<int:pk>/closure", place.close),
    path("branches/<int:pk>/reopening", place.reopen),
    path("days/", days.show),
    path("days/<int:day_id>/removal", days.remove),
    path("roles/", role_list.show),
    path("roles/new/", role.new),
    path("roles/<int:pk>/", role.show),
    path("roles/<int:pk>/removal", role.remove),
    path("staff/", staff_list.show),
    path("staff/<int:pk>/", staff.show),
    path("staff/<int:pk>/roles", roles.post),
    path("staff/<int:pk>/roles/<int:role_id>/revocation", roles.revoke),
    path("staff/<int:pk>/deactivation", access.deactivate),
    path("staff/<int:pk>/reactivation", access.reactivate),
    path("staff/<int:pk>/sessions/<int:session_id>/ending", access.sign_out),
    path("staff/<int:pk>/password", access.reset),
    path("staff/<int:pk>/skills", skills.skill),
    path("staff/<int:pk>/absences", skills.absence),
    path("assignment/", assignment.show),
    path("assignment/<int:pk>/removal", assignment.remove),
    path("assignment/<int:pk>/place", assignment.place),
    path("routine", assignment.routine),
    path("flows", assignment.flows),
    path("promises/", promises.show),
    path("promises/<int:pk>/removal", promises.remove),
    path("guarantees/", guarantees.show),
    path("guarantees/check", guarantee_check.post),
    path("guarantees/<int:pk>/ending", guarantee_ending.post),
    path("models/", model_list.show),
    path("models/new/", new_model.show),
    path("models/<int:pk>/", model.show),
    path("models/<int:pk>/launch/", model_launch.show),
    path("services/", service_list.show),
    path("services/new/", new_service.show),
    path("services/<int:pk>/", service.show),
    path("services/<int:pk>/offering", service.offering),
    path("services/<int:pk>/withdrawal", service.withdrawal),
    path("photos/", photo_list.show),
    path("photos/<int:pk>/", photo.show),
    path("photos/<int:pk>/removal", photo.removal),
    path("packs/", pack_list.show),
    path("packs/bench/", pack_bench.show),
    path("packs/<str:pack_id>/comparison/", pack_comparison.show),
    path("packs/<str:pack_id>/<str:version>/", pack.show),
    path("design/", design.show),
    path("imports/", import_list.show),
    path("imports/templates/<str:kind>.csv", import_files.template),
    path("imports/<int:pk>/", import_show.show),
    path("imports/<int:pk>/pause", import_steer.pause),
    path("imports/<int:pk>/resumption", import_steer.resume),
    path("imports/<int:pk>/cancellation", import_steer.cancel),
    path("imports/<int:pk>/passwords", import_passwords.post),
    path("imports/<int:pk>/errors.csv", import_files.errors),
    path("exports/", exports.show),
    path("exports/<int:pk>/file", exports.file),
    path("webhooks/", webhook_list.show),
    path("webhooks/<int:pk>/", webhook.show),
    path("webhooks/<int:pk>/secret", webhook_verbs.secret),
    path("webhooks/<int:pk>/test", webhook_verbs.test),
    path("webhooks/<int:pk>/switch", webhook_verbs.switch),
    path("webhooks/<int:pk>/removal", webhook_verbs.remove),
    path("webhooks/<int:pk>/deliveries/<int:delivery_id>/replay", webhook_verbs.again),
    path("tokens/", tokens.show),
    path("tokens/<int:pk>/revocation", revocation.post),
]
