"""Who gets a token, and for how long: oauth2.googleapis.com/token, and what workload identity asks of
sts.googleapis.com and iamcredentials.googleapis.com."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.world import ROBOT

LIFETIME = 3599
_LONGEST = 3600
_TOLERANCE = 300
_TIMEFRAME = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp "
    "values in the JWT claim."
)


def grant(call: Call) -> Answer:
    """A token for the account that signed (its times are checked against the server's clock, its signature is not), for
    a refresh token, or in exchange for one of another party."""
    form = {name: values[-1] for name, values in parse_qs(call.content.decode()).items()}
    kind = form.get("grant_type", "")
    user, scope = ROBOT, form.get("scope", "")
    if kind.endswith("jwt-bearer"):
        try:
            claims = _claims(form.get("assertion", ""))
        except ValueError:
            return _refused("invalid_grant", "Invalid JWT Signature.")
        now, issued, expires = call.world.clock.seconds(), claims.get("iat", 0), claims.get("exp", 0)
        if issued > now + _TOLERANCE or expires < now - _TOLERANCE or expires - issued > _LONGEST:
            return _refused("invalid_grant", _TIMEFRAME)
        user, scope = claims.get("sub") or claims.get("iss") or ROBOT, claims.get("scope", "")
    elif kind not in ("refresh_token", "urn:ietf:params:oauth:grant-type:token-exchange"):
        return _refused("unsupported_grant_type", f"Invalid grant_type: {kind}")
    token = _new_token(call, user)
    answer: dict[str, Any] = {"access_token": token, "expires_in": LIFETIME, "token_type": "Bearer"}
    if kind == "refresh_token":
        answer["scope"] = scope
    if kind.endswith("token-exchange"):
        answer["issued_token_type"] = "urn:ietf:params:oauth:token-type:access_token"
    return Answer(body=answer)


def impersonate(call: Call, account: str) -> Answer:
    """A token for a service account, asked for by somebody who has one already."""
    expires = call.world.clock.now() + timedelta(seconds=LIFETIME)
    token = _new_token(call, account)
    return Answer(body={"accessToken": token, "expireTime": expires.strftime("%Y-%m-%dT%H:%M:%SZ")})


def _new_token(call: Call, user: str) -> str:
    token = "ya29." + call.world.files.new_id(60)
    call.world.tokens[token] = (user, call.world.clock.seconds() + LIFETIME)
    return token


def _claims(assertion: str) -> dict[str, Any]:
    parts = assertion.split(".")
    if len(parts) != 3:
        raise ValueError("no JWT")
    claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    if not isinstance(claims, dict):
        raise ValueError("no claims")
    return claims


def _refused(error: str, description: str) -> Answer:
    return Answer(400, {"error": error, "error_description": description})
