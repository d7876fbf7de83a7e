"""Credentials of every kind, as files, and the test server that takes them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.sheets_server.world import ROBOT


@cache
def _private_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def kept(path: Path, said: object, mode: int = 0o600) -> Path:
    path.write_text(json.dumps(said), encoding="utf-8")
    path.chmod(mode)
    return path


def service_account(address: str = ROBOT) -> dict[str, Any]:
    return {
        "type": "service_account",
        "project_id": "okr-robots",
        "private_key_id": "1",
        "private_key": _private_key(),
        "client_email": address,
        "client_id": "1",
        "token_uri": "https://oauth2.googleapis.com/token",
    }


def authorised_user() -> dict[str, Any]:
    return {"type": "authorized_user", "client_id": "1", "client_secret": "2", "refresh_token": "3"}


def workload_identity(subject_token: Path, address: str = ROBOT) -> dict[str, Any]:
    subject_token.write_text("a token of another party", encoding="utf-8")
    return {
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/github",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": "https://sts.googleapis.com/v1/token",
        "service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
        f"{address}:generateAccessToken",
        "credential_source": {"file": str(subject_token)},
    }
