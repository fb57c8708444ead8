"""What staff see of a message that was sent: all but the secret that acts as the customer."""

from sepas.notices.models import Message, MessageState


def test_the_secret_of_a_link_is_shown_only_where_nothing_is_sent(db) -> None:
    secret = "ddtVU3u_tA3er-YltI9DYr_Nr9Y"
    body = f"پیگیری بدون رمز:\nhttps://sard.example/t/{secret}/"
    assert secret in Message(body=body, state=MessageState.OUTBOX).shown
    for state in (MessageState.QUEUED, MessageState.SENT, MessageState.DEAD):
        assert Message(body=body, state=state).shown == "پیگیری بدون رمز:\nhttps://sard.example/t/…/"
