"""Django's settings, all drawn from one `Environment`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from gwidam import environment

ENV = environment.read()
HERE = Path(__file__).resolve().parent

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
PUBLIC_URL = ENV.public_url
LIVE_URL = ENV.live_url
FILES = ENV.data / "files"
SHELF = ENV.data / "likeness"  # a copy of what the database has; see gwidam.understand.shelf
LIVE_PORT = ENV.live_port
HOUSE_NAME = ENV.house_name

# Rooms from the top of the stairs down, so that a higher room's template or word wins.
ROOMS = ["desks", "change", "own", "understand", "listen", "moments", "people", "post", "core"]
INSTALLED_APPS = [
    "gwidam",
    *(f"gwidam.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gwidam.core.middleware.OnePolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gwidam.people.middleware.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gwidam.people.middleware.Door",
    "gwidam.core.middleware.OneRequest",
]

ROOT_URLCONF = "gwidam.urls"
WSGI_APPLICATION = "gwidam.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "gwidam.desks.context.house",
            ],
        },
    }
]


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for a PostgreSQL URL; a unix socket is given as `?host=/folder`."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "gwidam.core.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        # A connection is kept for the life of its thread, and looked at before use: that rides out a restart.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # What is asked again and again is planned once a connection, not once a request.
        "OPTIONS": {**options, "connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 2},
    }


DATABASES = {
    "default": database(ENV.database_url or ENV.test_database_url or "postgresql://gwidam@localhost/gwidam")
}

AUTH_USER_MODEL = "people.Employee"
AUTHENTICATION_BACKENDS = [
    "gwidam.people.sessions.ByPassword",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},  # OWASP ASVS 5.0, 6.2.1
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gwidam.people.passwords.CompanyWords"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the organisation chart, not from strangers
ACCOUNT_ADAPTER = "gwidam.people.accounts.StaffOnly"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, whatever the browser does with its windows
ALLAUTH_TRUSTED_PROXY_COUNT = int(ENV.behind_proxy)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the addresses are the company's own
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Gwidam"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://")

# OWASP ASVS 5.0, 7.3: idle 30 minutes would sign an agent out over lunch; a working day, and closed with it.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "gwidam.people.sessions"  # a cached session would outlive its end
IS_TLS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_TLS
SECURE_HSTS_SECONDS = 31_536_000 if IS_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
if ENV.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True

# The live streams have a port of their own, or an address of their own behind a proxy.
LIVE_ORIGINS = [LIVE_URL, *(f"http://{host}:{LIVE_PORT}" for host in ALLOWED_HOSTS if not set("*[") & set(host))]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF, *LIVE_ORIGINS],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
API_RATE = 3000  # requests of one key in 10 seconds at one web process; 0: as many as they like

LANGUAGE_CODE = ENV.language
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "gwidam_language"
FORMAT_MODULE_PATH = ["gwidam.core.formats"]
LOCALE_PATHS = [HERE / room / "locale" for room in ROOMS]
TIME_ZONE = ENV.time_zone
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {"BACKEND": "gwidam.core.storage.HashedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_MANIFEST_STRICT = False

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TIER = ENV.tier
EMBEDDER_URL = ENV.embedder_url
SMTP_URL = ENV.smtp_url
MAIL_FROM = ENV.mail_from
LETTERS_A_DAY = ENV.letters_a_day
OUTBOUND_NETWORKS = ENV.outbound_networks
OUTBOUND_HTTP = ENV.outbound_http
ASTERISK_URL = ENV.asterisk_url

PROCRASTINATE_IMPORT_PATHS = ["gwidam.core.jobs"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
