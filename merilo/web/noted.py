"""What Django and allauth tell of log-ins, passwords and two-factor log-in, kept in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as log_ins

from merilo.people.audit.log import Action, note


def listen() -> None:
    """Begin to keep them."""
    log_ins.user_login_failed.connect(_failed, dispatch_uid="noted_failed")
    kept = {
        Action.LOG_IN: (log_ins.user_logged_in,),
        Action.LOG_OUT: (log_ins.user_logged_out,),
        Action.PASSWORD: (account.password_changed, account.password_set, account.password_reset),
        Action.TWO_FACTOR: (mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset),
    }
    for action, heard in kept.items():
        for number, signal in enumerate(heard):
            signal.connect(_noting(action), weak=False, dispatch_uid=f"noted_{action}_{number}")


def _noting(action: Action) -> Callable[..., None]:
    def noted(user: Any = None, **_rest: Any) -> None:
        if user is not None:
            note(user.person, action)

    return noted


def _failed(credentials: dict[str, Any], **_rest: Any) -> None:
    note(None, Action.LOG_IN_FAILED, str(credentials.get("email") or credentials.get("username") or ""))
