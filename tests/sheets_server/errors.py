"""Errors as Google answers them."""

from __future__ import annotations

from typing import Any

STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
PROJECT = "381868581846"


class ApiError(Exception):
    """An answer with an error status; ``body()`` is its JSON."""

    def __init__(
        self, code: int, message: str, *, status: str = "", details: list[Any] | None = None, reason: str = ""
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.details, self.reason = code, message, details, reason
        self.status = status or STATUS_NAMES.get(code, "UNKNOWN")

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.reason:
            error["errors"] = [{"message": self.message, "domain": _domain(self.reason), "reason": self.reason}]
        else:
            error["status"] = self.status
        if self.details:
            error["details"] = self.details
        return {"error": error}


class BadRequest(ApiError):
    """What the caller asked for cannot be done."""

    def __init__(self, message: str, details: list[Any] | None = None) -> None:
        super().__init__(400, message, details=details)


def bad_field(descriptions: list[tuple[str, str]]) -> BadRequest:
    """Given fields and what is wrong with each, return the error of a body that does not fit its message type."""
    violations = [{"field": field, "description": text} for field, text in descriptions]
    details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": violations}]
    return BadRequest("\n".join(text for _, text in descriptions), details)


def not_found() -> ApiError:
    return ApiError(404, "Requested entity was not found.")


def no_permission() -> ApiError:
    return ApiError(403, "The caller does not have permission")


def file_not_found(file_id: str) -> ApiError:
    """Drive says the same of a file that is not there and of one that the caller may not see."""
    return ApiError(404, f"File not found: {file_id}.", reason="notFound")


def unauthenticated() -> ApiError:
    return ApiError(
        401,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    )


def api_disabled(service: str) -> ApiError:
    """Given 'sheets' or 'drive', return the error of a project in which that API is not switched on."""
    name, host = {"sheets": ("Google Sheets API", "sheets.googleapis.com")}.get(
        service, ("Google Drive API", "drive.googleapis.com")
    )
    url = f"https://console.developers.google.com/apis/api/{host}/overview?project={PROJECT}"
    return ApiError(
        403,
        f"{name} has not been used in project {PROJECT} before or it is disabled. Enable it by visiting {url} then "
        "retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and "
        "retry.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.Help",
                "links": [{"description": "Google developers console API activation", "url": url}],
            },
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "SERVICE_DISABLED",
                "domain": "googleapis.com",
                "metadata": {"service": host, "consumer": f"projects/{PROJECT}"},
            },
        ],
    )


def quota_exceeded(service: str, kind: str, per_user: bool, limit: int) -> ApiError:
    """Given 'sheets' or 'drive', 'Read' or 'Write' and whose limit it is, return the 429 of a minute that is full."""
    unit, whose = ("{project}/{user}", "PerUser") if per_user else ("{project}", "")
    words = f"{kind} requests per minute" + (" per user" if per_user else "")
    return ApiError(
        429,
        f"Quota exceeded for quota metric '{kind} requests' and limit '{words}' of service '{service}.googleapis.com' "
        f"for consumer 'project_number:{PROJECT}'.",
        details=[
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {
                    "quota_limit_value": str(limit),
                    "service": f"{service}.googleapis.com",
                    "quota_unit": f"1/min/{unit}",
                    "quota_limit": f"{kind}RequestsPerMinute{whose or 'PerProject'}",
                    "consumer": f"projects/{PROJECT}",
                    "quota_metric": f"{service}.googleapis.com/{kind.lower()}_requests",
                    "quota_location": "global",
                },
            },
            {
                "@type": "type.googleapis.com/google.rpc.Help",
                "links": [
                    {
                        "description": "Request a higher quota limit.",
                        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                    }
                ],
            },
        ],
    )


def storage_full() -> ApiError:
    return ApiError(403, "The user's Drive storage quota has been exceeded.", reason="storageQuotaExceeded")


def _domain(reason: str) -> str:
    return "usageLimits" if reason.lower().endswith(("exceeded", "notconfigured")) else "global"
