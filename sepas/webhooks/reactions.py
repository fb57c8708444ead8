"""Whatever happens is owed to every endpoint that wants to hear it, from the same commit on."""

from sepas.kernel import epoch
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import follows
from sepas.kernel.ids import new_secret
from sepas.kernel.insert import write_waiting
from sepas.webhooks.models import Endpoint, EndpointState, WebhookDelivery
from sepas.webhooks.payloads import OFFERED, payload_of


@follows(OFFERED)
def owe(event: Event) -> None:
    """Write down what is owed. No query of its own where nobody listens (`epoch` keeps who does)."""
    if event.organisation_id is None:
        return
    listening = [each for each in _active(event.organisation_id) if event.name in each.events]
    if not listening:
        return
    write_waiting()  # a payload is read from what just happened
    wanted = {(each.details, each.amounts) for each in listening}
    payloads = {each: payload_of(event, details=each[0], amounts=each[1]) for each in wanted}
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            organisation_id=event.organisation_id,
            endpoint=endpoint,
            event=event,
            name=event.name,
            key=f"msg_{new_secret()[:32]}",
            payload=payloads[endpoint.details, endpoint.amounts],
            available_at=event.at,
            created_at=event.at,
        )
        for endpoint in listening
    )


def _active(organisation_id: int) -> list[Endpoint]:
    def read() -> list[Endpoint]:
        rows = Endpoint.objects.unscoped("what happens is owed to whoever was promised to hear it")
        return list(rows.filter(organisation_id=organisation_id, state=EndpointState.ACTIVE))

    return epoch.kept(organisation_id, "webhooks", read)
