"""django-helpdesk on the same server and database as Sepas, for `bench/intake.py`: installed, set up, served, ended."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import serving as common

HOME = Path(os.environ.get("SEPAS_BENCH_PEER", "/tmp/sepas-bench-helpdesk"))
PACKAGES = ("django-helpdesk==2.6.1", "granian", "psycopg[binary]")
FORM = "/tickets/submit/"
SETTINGS = """
import os
SECRET_KEY = "bench"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.sites", "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.humanize",
    "rest_framework", "helpdesk",
]
SITE_ID = 1
HELPDESK_TEAMS_MODE_ENABLED = False
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
if os.environ["PEER_VENDOR"] == "sqlite":
    DATABASES = {"default": {
        "ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PEER_DATABASE"], "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE", "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
                            "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
    }}
else:
    from urllib.parse import urlsplit
    _at = urlsplit(os.environ["PEER_DATABASE"])
    DATABASES = {"default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": _at.path[1:], "USER": _at.username or "",
        "PASSWORD": _at.password or "", "HOST": _at.hostname, "PORT": _at.port or 5432, "CONN_MAX_AGE": 60,
    }}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
STATIC_URL = "/static/"
MEDIA_ROOT = os.environ["PEER_FOLDER"] + "/media"
USE_TZ = True
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = {"version": 1, "root": {"level": "ERROR"}}
"""
URLS = """
from django.urls import include, path
urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
"""
WSGI = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
QUEUE = """
import django; django.setup()
from helpdesk.models import Queue
queue = Queue.objects.create(title="Service", slug="service", allow_public_submission=True)
print(queue.pk)
"""


def install() -> Path | None:
    """The Python of a virtual environment with the peer, made on the first call; None, with a line that says why."""
    python = HOME / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        have = subprocess.run(
            [str(python), "-c", "import helpdesk, granian, psycopg"], capture_output=True, check=False
        )
        if have.returncode:
            subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"django-helpdesk is skipped: it cannot be installed here ({error})")
        return None
    return python


@contextlib.contextmanager
def serving(python: Path, vendor: str) -> Iterator[tuple[common.Server, dict[str, str]]]:
    """The peer with an empty database and one public queue; and what its form must hold besides the words."""
    folder = common.FOLDER / "helpdesk"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("settings.py", SETTINGS), ("urls.py", URLS), ("wsgi.py", WSGI)):
        (folder / name).write_text(text)
    common.make_database(vendor, "helpdesk")
    url = common.database(vendor, "helpdesk")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": str(folder),
        "PEER_VENDOR": vendor,
        "PEER_DATABASE": url.removeprefix("sqlite:///") if vendor == "sqlite" else url,
        "PEER_FOLDER": str(folder),
        "PYTHONWARNINGS": "ignore",
    }
    subprocess.run([str(python), "-m", "django", "migrate", "-v0"], env=env, cwd=folder, check=True)
    made = subprocess.run(
        [str(python), "-c", QUEUE], env=env, cwd=folder, check=True, capture_output=True, text=True
    )
    port = common.free_port()
    command = [
        *(str(python), "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *(
            "--workers",
            str(common.WORKERS),
            "--blocking-threads",
            "4",
            "--log-level",
            "warning",
            "wsgi:application",
        ),
    ]
    with common.serving(command, env, folder, port) as server:
        status, page, _ = server.client().ask("GET", FORM)
        if status != 200:
            raise SystemExit(f"the peer's form answers {status}")
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.decode())
        form = {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}
        yield server, {**form, "queue": made.stdout.split()[-1], "priority": "3"}
