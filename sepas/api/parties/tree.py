"""`POST /branches/{pk}/place`, `/closure`, `/reopening`: the tree of branches. `GET /roles`: what people may do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field, StrictInt

from sepas.api.cases.verbs import Empty
from sepas.api.doors import LARGEST_ID, Body, Id, Token, actor_of, both, idempotent
from sepas.api.paging import whole
from sepas.api.parties.places import BranchOut, branch_above, shown_branch
from sepas.kernel.clock import now
from sepas.parties import queries
from sepas.parties.actions.branches import close_branch, move_branch, reopen_branch
from sepas.parties.models import Branch, CustomRole
from sepas.parties.roles import PERMISSION_NAMES, ROLE_PERMISSIONS, Role

router = Router()
ANY, EDIT = Token(), Token("branches.edit")


class PlaceIn(Body):
    parent: StrictInt | None = Field(
        ..., ge=1, le=LARGEST_ID, description="The branch above it; null: the top."
    )


class PermissionOut(Schema):
    code: str
    name: dict[str, str]


class RoleKindOut(Schema):
    """A role that people may hold: one that every organisation has, or one of its own."""

    role: str = Field(..., description="As in `roles` of a member of staff.")
    name: dict[str, str]
    own: bool = Field(..., description="Made by the organisation.")
    based_on: str
    permissions: list[PermissionOut]
    held: int = Field(..., description="How many active people hold it.")


class RoleKindsOut(Schema):
    items: list[RoleKindOut]
    next: str


@router.post("/branches/{pk}/place", response=BranchOut, summary="Move a branch in the tree", auth=EDIT)
def place(request: HttpRequest, response: HttpResponse, pk: Id, payload: PlaceIn) -> dict[str, Any]:
    """With everything below it. Whoever holds a role above the new place reaches it at once."""
    return _do(request, response, pk, payload, lambda row: move_branch(
        actor_of(request), branch=row, parent=branch_above(request, payload.parent), now=now()
    ))  # fmt: skip


@router.post("/branches/{pk}/closure", response=BranchOut, summary="Close a branch down", auth=EDIT)
def closure(request: HttpRequest, response: HttpResponse, pk: Id, payload: Empty = None) -> dict[str, Any]:
    """Nothing new is given to it. Not while one below it is open, nor the last one."""
    return _do(request, response, pk, payload, lambda row: close_branch(
        actor_of(request), branch=row, now=now()
    ))  # fmt: skip


@router.post("/branches/{pk}/reopening", response=BranchOut, summary="Let a branch serve again", auth=EDIT)
def reopening(request: HttpRequest, response: HttpResponse, pk: Id, payload: Empty = None) -> dict[str, Any]:
    return _do(request, response, pk, payload, lambda row: reopen_branch(
        actor_of(request), branch=row, now=now()
    ))  # fmt: skip


@router.get("/roles", response=RoleKindsOut, summary="Roles, and what each may do", auth=ANY)
def roles(request: HttpRequest) -> dict[str, Any]:
    """Those that every organisation has, then its own. Only people make and give roles."""
    actor = actor_of(request)
    held = queries.roles_held(actor)
    return whole(
        [*Role, *queries.custom_roles(actor)],
        lambda role: (
            shown_own(role, held) if isinstance(role, CustomRole) else shown_built_in(Role(role), held)
        ),
    )


def shown_built_in(role: Role, held: dict[str, int]) -> dict[str, Any]:
    return {
        "role": role.value,
        "name": both(role.label),
        "own": False,
        "based_on": role.value,
        "permissions": _named(ROLE_PERMISSIONS[role]),
        "held": held.get(role.value, 0),
    }


def shown_own(role: CustomRole, held: dict[str, int]) -> dict[str, Any]:
    return {
        "role": role.key,
        "name": {"fa": role.name_fa, "en": role.name_en or role.name_fa},
        "own": True,
        "based_on": role.based_on,
        "permissions": _named(role.permissions),
        "held": held.get(role.key, 0),
    }


def _named(permissions: Any) -> list[dict[str, Any]]:
    return [
        {"code": code, "name": both(name)} for code, name in PERMISSION_NAMES.items() if code in permissions
    ]


def _do(
    request: HttpRequest, response: HttpResponse, pk: int, payload: Any, act: Callable[[Branch], Branch]
) -> dict[str, Any]:
    return idempotent(
        request, response, payload, lambda: shown_branch(act(queries.branch(actor_of(request), pk)))
    )
