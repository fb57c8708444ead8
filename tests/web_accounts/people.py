"""A browser of a member of staff, and the app on their phone."""

import base64
import hashlib
import hmac
import struct

from django.http import HttpResponse
from django.test import Client

from tests.cast import PASSWORD

LOGIN, DESK, CHOOSE, SET_UP = (
    "/accounts/login/",
    "/desk/",
    "/accounts/password/change/",
    "/accounts/2fa/totp/activate/",
)


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(LOGIN, {"login": name, "password": password, **more})


def totp(secret: str, at: float) -> str:
    """RFC 6238 with SHA-1, thirty seconds and six digits, as phones do it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def set_up_second_factor(client: Client, at: float) -> tuple[str, list[str]]:
    """Scan the code, enter the first number; the secret and the recovery codes shown."""
    secret = client.get(SET_UP).context["form"].secret
    answer = client.post(SET_UP, {"code": totp(secret, at)})
    assert answer.status_code == 302, answer.context["form"].errors
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    return secret, codes


def is_in(client: Client) -> bool:
    answer = client.get(DESK)
    return answer.status_code == 200 and answer.content.removeprefix(b"inside as ") != b""
