"""A small OpenID Connect provider on this machine: discovery, keys, PKCE, signed id tokens."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "sepas", "a secret between the two"


class Provider:
    """`claims` go into the id token; `other_key` signs with a key that nobody published."""

    def __init__(self) -> None:
        self.issuer = ""
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.other_key = False
        self.challenges: dict[str, str] = {}
        self.refused: list[str] = []

    def authorise(self, address: str) -> dict[str, str]:
        """What the person's browser does here: yes, it is me. Returns what goes back to the product."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_hex(8)
        self.challenges[code] = asked["code_challenge"]
        return {"code": code, "state": asked["state"]}

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        challenge = self.challenges.pop(sent.get("code", ""), None)
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if challenge != base64.urlsafe_b64encode(proof).decode().rstrip("="):
            self.refused.append("pkce")
            return None
        if sent.get("client_secret") != SECRET:
            self.refused.append("secret")
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "1001", "iat": now, "exp": now + 300, **self.claims,
        }  # fmt: skip
        key = self.stranger if self.other_key else self.key
        return {
            "access_token": secrets.token_hex(8),
            "token_type": "Bearer",
            "id_token": jwt.encode(claims, key, algorithm="RS256", headers={"kid": "k1"}),
        }

    def document(self, path: str) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}
        return None


@contextmanager
def provider_running() -> Iterator[Provider]:
    found = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(found.document(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self.reply(found.token({name: values[0] for name, values in parse_qs(body).items()}))

        def reply(self, body: dict[str, Any] | None) -> None:
            self.send_response(200 if body is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body or {"error": "invalid_grant"}).encode())

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
