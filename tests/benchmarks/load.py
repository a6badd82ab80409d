"""Requests to this machine over kept connections, from raw sockets: the client costs little beside the server."""

from __future__ import annotations

import re
import socket
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.I)


class Visitor:
    def __init__(self, port: int, host: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"{host}:{port}"

    def message(self, path: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nAccept-Encoding: br, gzip\r\n\r\n".encode()

    def get(self, message: bytes) -> None:
        """Send and read one answer; anything but 200 with a length is an error."""
        self.socket.sendall(message)
        data = self.socket.recv(262_144)
        while b"\r\n\r\n" not in data:
            data += self._more()
        end = data.index(b"\r\n\r\n") + 4
        found = _LENGTH.search(data, 0, end)
        if not data.startswith(b"HTTP/1.1 200 ") or found is None:
            raise RuntimeError(f"unexpected answer: {data[:200]!r}")
        missing = end + int(found[1]) - len(data)
        while missing > 0:
            missing -= len(self._more())

    def _more(self) -> bytes:
        data = self.socket.recv(262_144)
        if not data:
            raise RuntimeError("the server closed the connection")
        return data

    def close(self) -> None:
        self.socket.close()


def rate(port: int, host: str, path: str, *, seconds: float, clients: int = 4, fresh: bool = False) -> float:
    """Requests per second. `fresh`: every request has an address of its own, so none comes from the page cache."""

    def run(number: int) -> int:
        visitor, count = Visitor(port, host), 0
        message, end = visitor.message(path), time.perf_counter() + seconds
        while time.perf_counter() < end:
            visitor.get(visitor.message(f"{path}?ungespeichert={number}-{count}") if fresh else message)
            count += 1
        visitor.close()
        return count

    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(run, range(clients))) / seconds


def p50(port: int, host: str, path: str, *, times: int = 200) -> float:
    """Milliseconds that half of the requests of one client stay under, never cached."""
    return statistics.median(timings(port, host, path, times))


def p95(port: int, host: str, path: str, *, times: int = 200) -> float:
    """Milliseconds that 95 % of the requests of one client stay under, never cached."""
    return statistics.quantiles(timings(port, host, path, times), n=20)[-1]


def timings(port: int, host: str, path: str, times: int) -> list[float]:
    """Milliseconds of each request of one client, warmed up. Each has an address of its own."""
    visitor, took = Visitor(port, host), []
    for number in range(times + 10):
        message = visitor.message(f"{path}?ungespeichert={number}")
        started = time.perf_counter()
        visitor.get(message)
        took.append((time.perf_counter() - started) * 1000)
    visitor.close()
    return took[10:]
