"""Settings. Everything that differs between installs comes from the environment; see docs/settings.md."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from sepas.config.connections import *  # noqa: F403 - settings all the same
from sepas.config.connections import SEPAS_OIDC_ISSUER, database_of, origin_of
from sepas.config.secrets_file import local_secret

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("SEPAS_VAR", ROOT / "var"))
TESTING = "pytest" in sys.modules


def flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


DEBUG = flag("SEPAS_DEBUG", False)
EMBEDDED = flag("SEPAS_EMBEDDED", True)
"""One machine, nothing else to start: SQLite, local secret, messages to the outbox page."""

SECRET_KEY = os.environ.get("SEPAS_SECRET_KEY") or local_secret(VAR / "secret_key", allowed=EMBEDDED)
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("SEPAS_SECRET_KEY_FALLBACKS", "").split(",") if key]
ALLOWED_HOSTS = os.environ.get("SEPAS_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("SEPAS_ORIGINS", "").split(",") if origin]
_PORT = os.environ.get("SEPAS_PORT", "8000")
BASE_URL = os.environ.get("SEPAS_BASE_URL", f"http://127.0.0.1:{_PORT}").rstrip("/")
BEHIND_TLS = BASE_URL.startswith("https://")
SEPAS_LIVE_PORT = int(os.environ.get("SEPAS_LIVE_PORT") or int(_PORT) + 1000)
"""Where `sepas live` listens."""
_LIVE_HERE = "" if BEHIND_TLS else f"http://{urlsplit(BASE_URL).hostname}:{SEPAS_LIVE_PORT}/live/"
SEPAS_LIVE_URL = os.environ.get("SEPAS_LIVE_URL", _LIVE_HERE if EMBEDDED else "")
"""The address at which browsers find the stream of changes; empty: pages ask from time to time."""

INSTALLED_APPS = [
    "sepas.kernel",
    "sepas.parties",
    "sepas.service_levels",
    "sepas.assets",
    "sepas.warranty",
    "sepas.offers",
    "sepas.cases",
    "sepas.notices",
    "sepas.webhooks",
    "sepas.teamwork",
    "sepas.catalogue",
    "sepas.exchange",
    "sepas.flows",
    "sepas.web",
    "sepas.api",
    "sepas.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "django_prometheus",
]

MIDDLEWARE = [
    "sepas.web.middleware.request_id",
    "sepas.web.middleware.one_epoch",
    "sepas.web.middleware.gzip_pages",
    "django.middleware.security.SecurityMiddleware",
    "sepas.web.csp.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sepas.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sepas.web.middleware.actor",
    "sepas.web.accounts.enforcement.settled_sign_in",
    "sepas.web.middleware.domain_errors",
]
API_MIDDLEWARE = [
    "sepas.web.middleware.request_id",
    "sepas.web.middleware.one_epoch",
    "django.middleware.security.SecurityMiddleware",
    "sepas.web.csp.ContentSecurityPolicy",
    "sepas.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""What the API needs of it: it knows nobody by a cookie, shows no page and answers errors itself."""

ROOT_URLCONF = "sepas.config.urls"
WSGI_APPLICATION = "sepas.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "sepas" / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sepas.web.context.reader",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "sepas.web.templatetags.reader",
                "sepas.web.templatetags.wording",
                "sepas.web.templatetags.citing",
            ],
        },
    }
]
COTTON_DIR = "components"

# --- Records -----------------------------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{VAR / 'sepas.sqlite3'}")
DATABASES = {"default": database_of(DATABASE_URL, prepared=flag("SEPAS_PREPARED", True))}
if TESTING and DATABASES["default"]["ENGINE"].endswith("sqlite"):
    # A file, not :memory:, so that threads and processes of one test see the same database. Each run has its own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "parties.User"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache"
        if TESTING
        else "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
    }
}
SESSION_ENGINE = "sepas.web.session_store"

# --- Language, calendar, time ------------------------------------------------------------------------------

LANGUAGE_CODE = os.environ.get("SEPAS_LANGUAGE", "fa")
LANGUAGES = [("fa", _("Persian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "sepas" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DISPLAY_TIME_ZONE = os.environ.get("SEPAS_TIME_ZONE", "Asia/Tehran")

# --- Files -------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "sepas" / "web" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "sepas.web.assets.NodeModulesFinder",
]
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "sepas.web.assets.ManifestStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
if WHITENOISE_USE_FINDERS:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
SEPAS_IMPORT_MB = int(os.environ.get("SEPAS_IMPORT_MB", "100"))
"""The largest file that may be brought in."""
SEPAS_EXPORT_DAYS = int(os.environ.get("SEPAS_EXPORT_DAYS", "7"))
"""How long the file of an export is kept."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- Signing in --------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sepas.web.accounts.passwords.NotOnesName"},
    {"NAME": "sepas.web.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "sepas.web.accounts.passwords.NotCommon"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "sepas.web.accounts.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
"""Nobody makes this installation write to strangers."""
MFA_ADAPTER = "sepas.web.accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "authenticate": "sepas.web.accounts.forms.Authenticate",
    "reauthenticate": "sepas.web.accounts.forms.Reauthenticate",
    "activate_totp": "sepas.web.accounts.forms.ActivateTOTP",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Sepas"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "sepas.web.accounts.oidc.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SEPAS_REQUIRE_SECOND_FACTOR = flag("SEPAS_REQUIRE_SECOND_FACTOR", not EMBEDDED)

# --- Safe by default ---------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = False
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the proxy that ends TLS redirects to it
    *("security.W005", "security.W021"),  # other hosts of the same domain are not ours to bind
]
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF, *([SEPAS_LIVE_URL] if SEPAS_LIVE_URL.startswith("http") else [])],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A browser refuses to be sent on from our form to the identity provider unless it is named.
        "form-action": [SELF, *origin_of(SEPAS_OIDC_ISSUER)],
        "frame-ancestors": [NONE],
    }
}

# --- Messages to people ------------------------------------------------------------------------------------

EMAIL_BACKEND = os.environ.get("SEPAS_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("SEPAS_SMTP_HOST", "")
SEPAS_NOTICES_OUTBOX = flag("SEPAS_NOTICES_OUTBOX", EMBEDDED)
"""True: messages stop at the visible outbox page instead of going to a gateway."""
SEPAS_GATEWAYS = os.environ.get("SEPAS_GATEWAYS", "sepas.adapters.gateways.configured")
SEPAS_SMS_URL = os.environ.get("SEPAS_SMS_URL", "")
SEPAS_SMS_TOKEN = os.environ.get("SEPAS_SMS_TOKEN", "")
SEPAS_SMS_SENDER = os.environ.get("SEPAS_SMS_SENDER", "")
SEPAS_SMS_FIELDS = dict(
    pair.split("=", 1) for pair in os.environ.get("SEPAS_SMS_FIELDS", "").split(",") if "=" in pair
)
"""The gateway's own names of fields: `to=receptor,text=message,from=sender,key=localid`."""
SEPAS_SMS_ID_FIELD = os.environ.get("SEPAS_SMS_ID_FIELD", "id")
SEPAS_SMS_AUTH_HEADER = os.environ.get("SEPAS_SMS_AUTH_HEADER", "Authorization")
SEPAS_SMS_AUTH_SCHEME = os.environ.get("SEPAS_SMS_AUTH_SCHEME", "Bearer")
SEPAS_UNDO_SECONDS = int(os.environ.get("SEPAS_UNDO_SECONDS", "20"))
"""How long an answer to a customer may be taken back before it goes out; 0 sends at once."""
SEPAS_TRACKING_PATH = "/t/{secret}/"
"""Where the tracking link of a case leads, below BASE_URL."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("SEPAS_LOG_LEVEL", "WARNING")},
}

if TESTING:
    SEPAS_UNDO_SECONDS = 0
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    MEDIA_ROOT = VAR / "test-media"
