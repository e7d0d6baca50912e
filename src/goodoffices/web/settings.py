"""Django's settings: everything that may differ between installations comes from the environment.

See docs/reference/settings.md for the meaning of each name; ``goodoffices check`` explains what
an installation lacks. Production (``GOODOFFICES_DEBUG`` off) refuses to start unsafe.
"""

from __future__ import annotations

from pathlib import Path

from csp.constants import SELF
from django.utils.translation import gettext_lazy as _

from goodoffices.web import environment as env

PACKAGE = Path(__file__).resolve().parents[1]
DEMO = env.flag("DEMO", False, "the invented demonstration programme with known passwords")
DEBUG = env.flag("DEBUG", False, "development mode; never where real people could be harmed")
DATA = env.folder("DATA", Path.cwd() / "var", "the folder of the database, files and snapshots")

_key = env.secret("SECRET_KEY", "signs sessions and links; at least 50 characters")
if _key is None:
    from goodoffices.web.secret import kept_secret

    _key = kept_secret(DATA)
if len(_key) < 50:
    raise env.BadSetting("GOODOFFICES_SECRET_KEY must hold at least 50 characters")
SECRET_KEY = _key

ALLOWED_HOSTS = env.words("HOSTS", ["localhost", "127.0.0.1", "[::1]"], "host names served")
ADDRESS = env.text(
    "ADDRESS", "", "https:// address people open this installation at, for links sent out"
)
SITE_HOSTS = env.pairs(
    "SITE_HOSTS",
    "host=programme, ...: host names that show a programme's public site, nothing else",
)
SITE_ONLY = env.flag("SITE_ONLY", False, "serve public sites and nothing of the workspace")
ALLOWED_HOSTS += [host for host in SITE_HOSTS if host not in ALLOWED_HOSTS]
HTTPS = env.flag("HTTPS", not (DEBUG or DEMO), "cookies only over HTTPS, and HSTS")
CSRF_TRUSTED_ORIGINS = env.words("ORIGINS", [], "https:// origins allowed to send forms")

INSTALLED_APPS = [
    "goodoffices.web",
    "goodoffices.site",
    "goodoffices.publish",
    "goodoffices.rights",
    "goodoffices.monitor",
    "goodoffices.field",
    "goodoffices.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "ninja",
    "csp",
]

MIDDLEWARE = [
    "goodoffices.site.middleware.public_face",
    "django.middleware.security.SecurityMiddleware",
    "goodoffices.web.static_files.Files",
    "goodoffices.web.middleware.errors",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "goodoffices.web.middleware.sessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "goodoffices.web.middleware.programme",
]

ROOT_URLCONF = "goodoffices.web.urls"
WSGI_APPLICATION = "goodoffices.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goodoffices.web.context.surroundings",
            ],
            "builtins": ["goodoffices.web.templatetags.offices"],
        },
    }
]

DATABASES = {"default": env.database(DATA)}
PUBLIC_DATABASE = "site"
"""How public sites reach the database: a connection that can read what is released, no more."""
DATABASES[PUBLIC_DATABASE] = env.public_database(DATABASES["default"])
DATABASE_ROUTERS = ["goodoffices.site.confining.PublicRouter"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
    if DATABASES["default"]["ENGINE"].endswith("postgresql")
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Drawn ground of maps: each process keeps its own, because the way to a shared cache in the
    # database costs a page more than drawing anew once a process.
    "drawn": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "goodoffices.web.accounts.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_USER_DISPLAY = "goodoffices.web.accounts.shown_name"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Good Offices: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Good Offices"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic")), ("he", _("Hebrew"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC", "time zone of the server; programmes have their own")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "goodoffices.web.static_files.Storage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2"),
    "map",  # read by developers alone, and half of all the bytes
]
WHITENOISE_MIMETYPES = {".geojson": "application/geo+json"}
WHITENOISE_MAX_AGE = 0 if DEBUG else 60
EVIDENCE_ROOT = DATA / "evidence"
EVIDENCE_LIMIT_BYTES = env.number("EVIDENCE_LIMIT_MB", 2048, "largest file kept, in MB") * 2**20
TIMESTAMP_URL = env.text("TIMESTAMP_URL", "", "time-stamping authority (RFC 3161) for files")
TESSERACT = env.text(
    "TESSERACT", "tesseract", "program that reads text in pictures, by name or path; none if empty"
)
TIMESTAMP_ROOTS = env.text(
    "TIMESTAMP_ROOTS", "", "file of its trusted certificates (PEM); no stamps without it"
)
CALENDARS = [
    address.rstrip("/")
    for address in env.words(
        "CALENDARS", [], "OpenTimestamps calendars that are asked for proofs of files"
    )
]
SAVE_PAGES = env.flag("SAVE_PAGES", False, "programmes may save web pages that reports link to")
IMPORT_LIMIT_BYTES = env.number("IMPORT_LIMIT_MB", 1024, "largest file imported, in MB") * 2**20
FIELD_DIGEST = env.flag("FIELD_DIGEST", False, "Digest access for devices that cannot do better")
FIELD_POST_LIMIT_BYTES = (
    env.number("FIELD_POST_LIMIT_MB", 100, "largest post of a device, in MB", low=1) * 2**20
)
WEBHOOK_PRIVATE = env.flag(
    "WEBHOOK_PRIVATE", False, "webhooks may lead into the own network, and answers over http"
)
IDENTITY_KEYRING = env.folder(
    "IDENTITY_KEYRING",
    DATA / "identity-keys",
    "file of the keys of identities; better on another disk than the database and its backups",
)
IDENTITY_KEYS = env.secret(
    "IDENTITY_KEYS", "the keys of identities themselves, in the place of that file"
)
RELEASE_KEY_PATH = env.folder(
    "RELEASE_KEY_PATH",
    DATA / "release-key",
    "file of the key that moves places in open data; kept apart from the database, never changed",
)
RELEASE_KEY = env.secret("RELEASE_KEY", "that key itself, in the place of the file")
SNAPSHOT_ROOT = DATA / "snapshots"
MEDIA_ROOT = DATA / "media"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_TEMP_DIR = None

EMAIL_HOST = env.text("SMTP_HOST", "", "mail server; without one, links are handed over by hand")
MAIL_IS_SENT = bool(EMAIL_HOST) or DEBUG or DEMO
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend"
    if EMAIL_HOST
    else "console.EmailBackend"
    if DEBUG or DEMO
    else "dummy.EmailBackend"
)
EMAIL_TIMEOUT = 10
ACCOUNT_EMAIL_NOTIFICATIONS = bool(EMAIL_HOST)
EMAIL_PORT = env.number("SMTP_PORT", 25, "port of the mail server", low=1, high=65535)
EMAIL_HOST_USER = env.text("SMTP_USER", "", "user at the mail server")
EMAIL_HOST_PASSWORD = env.secret("SMTP_PASSWORD", "password at the mail server") or ""
EMAIL_USE_TLS = env.flag("SMTP_TLS", False, "STARTTLS to the mail server")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "good-offices@localhost", "sender of our mail")
BOUNCE_ADDRESS = env.text(
    "BOUNCE_ADDRESS", "", "address that mail of mailings comes back to, +something after its name"
)
MAIL_SALT = env.secret(
    "MAIL_SALT", "hashes addresses of the mailing list; kept in the data folder if not given"
)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12, "hours until a session ends", low=1) * 3600
SESSION_IDLE_SECONDS = 60 * env.number(
    "IDLE_MINUTES", 120, "minutes without a request until a session ends", low=5
)
API_PER_MINUTE = env.number("API_PER_MINUTE", 240, "API requests a token may make a minute", low=1)
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "goodoffices.web.pages.csrf_failure"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.flag(
    "BEHIND_PROXY", False, "one reverse proxy sets X-Forwarded-Proto and X-Forwarded-For"
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
LOGGING_CONFIG = "goodoffices.web.logs.configure"
LOGGING = {
    "level": env.text("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
    "whole_errors": DEBUG,
}
SILENCED_SYSTEM_CHECKS = ["security.W008"]
