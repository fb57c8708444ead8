"""The one router of `/cases`; its modules add to it."""

from ninja import Router

from sepas.api.doors import token

router = Router(auth=token)
