"""`/cases`: opened, read and moved by the verbs of their lifecycle."""

from ninja import Router

from sepas.api.cases import collection, one, verbs
from sepas.api.doors import token

router = Router(auth=token)
router.add_router("", collection.router)
router.add_router("", one.router)
router.add_router("", verbs.router)
