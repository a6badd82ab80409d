"""How long a newcomer waits: the first start of the demo, and a later one, until it answers."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests import servers
from tests.operations.installation import environment, portal

PATIENCE = 300.0  # seconds


def measure(folder: Path) -> tuple[float, float]:
    """Seconds of the first start (database, ten portals, static files; packages are there) and of a later one."""
    port = servers.free_port()
    env = environment(folder) | {"PORT": str(port)}
    started = time.perf_counter()
    portal(env, "demo-serve", "--prepare-only")
    prepared = time.perf_counter() - started
    return prepared, until_it_answers(env, port)


def until_it_answers(env: dict[str, str], port: int) -> float:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "site/manage.py", "demo-serve"], env=env, cwd=servers.ROOT, stdout=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - started < PATIENCE and process.poll() is None:
            with suppress(OSError):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
                connection.request("GET", "/", headers={"Host": f"bruchsal.localhost:{port}"})
                if connection.getresponse().status == 200:
                    return time.perf_counter() - started
            time.sleep(0.05)
        raise RuntimeError("the demo does not answer")
    finally:
        process.terminate()
        process.wait(30)
