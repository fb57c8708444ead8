"""The one router of `/cases`; its modules add to it."""

from ninja import Router

router = Router()
