"""What to photograph, by what is needed: guidance as data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sepas.assets.models import ProductModel
from sepas.cases.lifecycle import Kind
from sepas.catalogue.models import PhotoHint
from sepas.catalogue.queries import photo_hints_for
from sepas.web.templatetags.reader import say

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
    Kind.ACTIVATION: (PLATE, INVOICE),
    Kind.MAINTENANCE: (PLATE, WHOLE),
    Kind.PARTS_ORDER: (PLATE, PART),
    Kind.RETURN: (PLATE, FAULT, BOX, INVOICE),
    Kind.REPLACEMENT: (PLATE, FAULT, FILM, INVOICE),
    Kind.REFUND: (PLATE, FAULT, FILM, INVOICE),
    Kind.ADVICE: (FAULT, FILM),
    Kind.TRAINING: (WHOLE,),
    Kind.COMPLAINT: (FAULT, INVOICE),
}
"""By kind of request; kinds that are not here need no photos."""


def shots(hints: Sequence[PhotoHint] = ()) -> list[tuple[str, tuple[Shot, ...]]]:
    """Kinds with what to photograph for them. `hints` of a company stand in place of the general advice, besides the
    rating plate, for the kinds of request that they help with.
    """
    found = {str(kind): wanted for kind, wanted in SHOTS.items()}
    for kind in found.keys() | {hint.kind for hint in hints if hint.kind}:
        own = tuple(_shot(hint) for hint in hints if hint.kind in {"", kind})
        if own:
            general = found.get(kind, ())
            found[kind] = (PLATE, *own) if PLATE in general else own
    return list(found.items())


def shots_for(
    kind: str, organisation_id: int, model: ProductModel | None, product_class: str = ""
) -> tuple[Shot, ...]:
    """What to photograph for a request of this kind about a thing of this model or kind. One query an epoch."""
    return dict(shots(photo_hints_for(organisation_id, model, product_class))).get(kind, ())


def _shot(hint: PhotoHint) -> Shot:
    title = {"fa": hint.title_fa, "en": hint.title_en or hint.title_fa}
    return Shot("camera", say(title), say({"fa": hint.hint_fa, "en": hint.hint_en or hint.hint_fa}))
