"""What to photograph, by what is needed: guidance as data."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sepas.cases.lifecycle import Kind

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Shot:
    """One thing worth a photo or film; `icon` is a name of the sprite."""

    icon: str
    title: Text
    hint: Text


PLATE = Shot("scan", _("The rating plate"), _("with model and serial number, so near that you can read it"))
FAULT = Shot(
    "camera", _("The fault itself"), _("once near, once from a step away; a message on the display too")
)
FILM = Shot("video", _("A film of ten seconds"), _("when it makes a noise, leaks or only fails now and then"))
WHOLE = Shot(
    "image", _("The whole device in its place"), _("with its connections, so that we bring the right things")
)
PLACE = Shot("image", _("The place for it"), _("socket, water and drain, and the way to it"))
INVOICE = Shot("file", _("Invoice or guarantee card"), _("the page with date and seller"))
PART = Shot("camera", _("The part that you need"), _("the old one, with any number on it"))
BOX = Shot("box", _("The package"), _("if it arrived damaged, all sides"))

SHOTS: dict[str, tuple[Shot, ...]] = {
    Kind.GUARANTEE_REPAIR: (PLATE, FAULT, FILM, INVOICE),
    Kind.PAID_REPAIR: (PLATE, FAULT, FILM, WHOLE),
    Kind.INSTALLATION: (PLATE, PLACE),
    Kind.MAINTENANCE: (PLATE, WHOLE),
    Kind.PARTS_ORDER: (PLATE, PART),
    Kind.RETURN: (PLATE, FAULT, BOX, INVOICE),
    Kind.ADVICE: (FAULT, FILM),
    Kind.TRAINING: (WHOLE,),
    Kind.COMPLAINT: (FAULT, INVOICE),
}
"""By kind of request; kinds that are not here need no photos."""


def shots() -> list[tuple[str, tuple[Shot, ...]]]:
    """Kinds with what to photograph for them."""
    return [(str(kind), wanted) for kind, wanted in SHOTS.items()]
