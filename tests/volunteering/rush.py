"""So many requests at the same moment, from one thread: connected first, all sent, then read as they come."""

from __future__ import annotations

import selectors
import socket
import time


def rush(port: int, host: str, paths: list[str], body: bytes) -> tuple[list[int], list[float], float]:
    """POST to every path at once. Statuses, milliseconds of each from its sending, seconds until the last answer."""
    chosen = selectors.DefaultSelector()
    sockets = []
    for _path in paths:
        sock = socket.create_connection(("127.0.0.1", port), 60)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setblocking(False)
        sockets.append(sock)
    sent: dict[socket.socket, float] = {}
    parts: dict[socket.socket, bytes] = {}
    started = time.perf_counter()
    for sock, path in zip(sockets, paths, strict=True):
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        sent[sock], parts[sock] = time.perf_counter(), b""
        sock.send(head.encode() + body)
        chosen.register(sock, selectors.EVENT_READ)
    statuses, took = [], []
    while sent:
        for key, _mask in chosen.select(120):
            sock: socket.socket = key.fileobj  # type: ignore[assignment]
            try:
                data = sock.recv(65536)
            except ConnectionError:
                data = b""
            parts[sock] += data
            if data and b"\r\n\r\n" not in parts[sock]:
                continue
            statuses.append(int(parts[sock].split(b" ", 2)[1]) if parts[sock] else 599)
            took.append((time.perf_counter() - sent.pop(sock)) * 1000)
            chosen.unregister(sock)
            sock.close()
    return statuses, took, time.perf_counter() - started
