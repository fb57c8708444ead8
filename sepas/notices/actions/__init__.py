"""Queueing messages, and trying failed ones again."""

from sepas.notices.actions.queue import queue_message, tell_customer
from sepas.notices.actions.replay import replay_message

__all__ = ["queue_message", "replay_message", "tell_customer"]
