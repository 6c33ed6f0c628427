"""Django's settings of the web application: those of what people own, and what pages need on top.

The workspace is named by MERILO_WORKSPACE. Everything else that may be set from outside is read here, strictly:
MERILO_HOSTS (names under which it may be reached, by commas), MERILO_HTTPS (1: behind a proxy that speaks HTTPS),
MERILO_EMAIL_URL (smtp://user:password@host:587; without it mails are written into the workspace's folder `outbox`).
MERILO_URL (the address under which people open it, for the links in mails) is read where mails are written.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from merilo.people.settings import *  # noqa: F403 - this builds upon it
from merilo.people.settings import INSTALLED_APPS as PEOPLE_APPS
from merilo.people.settings import chosen, database
from merilo.web import place

_settings = place.settings()
_https = os.environ.get("MERILO_HTTPS", "") == "1"

SECRET_KEY = place.secret()
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("MERILO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if _https else []

INSTALLED_APPS = [
    "merilo.web",  # before allauth, whose pages are framed by ours
    *PEOPLE_APPS,
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # the list of own sessions tells times with it
    "django_htmx",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "merilo.web.middleware.spoken",
    "merilo.web.middleware.seen",
    "merilo.web.middleware.told",
]
ROOT_URLCONF = "merilo.web.urls"
CSRF_FAILURE_VIEW = "merilo.web.pages.broken.stale"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "merilo.web.context.everywhere",
                "merilo.web.context.logging",
            ],
            "builtins": [f"merilo.web.templatetags.{name}" for name in ("words", "charts", "journal")],
        },
    }
]
DATABASES = {"default": database(place.root(), chosen(_settings.database))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = _settings.language
LANGUAGES = [("en", "English"), ("ru", "Русский")]
TIME_ZONE = _settings.time_zone
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [place.root() / "cache" / "static"] if (place.root() / "cache" / "static").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # an invitation is such a link too
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "merilo.web.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Merilo"
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a form has some fields for each column of each file
FILE_UPLOAD_HANDLERS = ["merilo.web.uploads.LimitedUploads"]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

EMAIL_TIMEOUT = 30  # seconds that a mail server may be silent
DEFAULT_FROM_EMAIL = os.environ.get("MERILO_EMAIL_FROM", "merilo@localhost")
_mail = urlsplit(os.environ.get("MERILO_EMAIL_URL", ""))
if _mail.hostname:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.port == 587, _mail.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(place.root() / "outbox")

LOGGING_CONFIG = "logging.config.dictConfig"  # type: ignore[assignment] # the command line sets none
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING"},
        "django_tasks_db": {"handlers": ["stderr"], "level": "WARNING"},
        "merilo": {"handlers": ["stderr"], "level": "INFO"},
    },
}
