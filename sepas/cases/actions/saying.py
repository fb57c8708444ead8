"""What is said along with a verb, kept where it can be erased: facts cannot be."""

from datetime import datetime

from sepas.cases import search
from sepas.cases.models import Case, Post
from sepas.kernel.actor import Actor


def write_post(actor: Actor, case: Case, body: str, now: datetime, *, internal: bool = False) -> Post:
    """A post under the name by which the other side knows the author."""
    post = Post.objects.create(
        case=case,
        author_kind=actor.kind.value,
        author_name=case.customer.name if actor.is_public else actor.name,
        internal=internal,
        body=body,
        at=now,
    )
    search.add_said(case, body, internal=internal)
    return post


def say_why(actor: Actor, case: Case, why: str, now: datetime) -> int | None:
    """Keep the reason for a verb as a post; its id, or None when nothing was said."""
    return write_post(actor, case, why, now).pk if why else None
