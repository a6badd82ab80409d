"""Where a video may come from: an address a person copied from the browser → the frame that shows it.

YouTube only through its no-cookie host, Vimeo with "do not track", PeerTube on any public host by the shape of its
addresses. Everything else is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from .policy import is_public_host

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_VIMEO_PATH = re.compile(r"/(?:video/)?(\d{5,12})(?:/([0-9a-f]{8,12}))?/?")
_PEERTUBE_PATH = re.compile(rf"/(?:w|videos/watch|videos/embed)/({_UUID}|[1-9A-HJ-NP-Za-km-z]{{20,24}})/?")
_YOUTUBE = {"www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"}


@dataclass(frozen=True)
class Video:
    """`embed`: address of the frame; `origin`: its host for the policy; `link`: the page of the video."""

    provider: str
    embed: str
    origin: str
    link: str


def video(url: str) -> Video | None:
    """The video behind an https address, or None when the host or the shape is not known."""
    if len(url) > 300:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or port or parts.username or not is_public_host(host):
        return None
    if host in _YOUTUBE:
        return _youtube(host, parts.path, parts.query)
    if host in {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}:
        found = _VIMEO_PATH.fullmatch(parts.path)
        if not found:
            return None
        secret = f"h={found[2]}&" if found[2] else ""
        link = f"https://vimeo.com/{found[1]}" + (f"/{found[2]}" if found[2] else "")
        origin = "https://player.vimeo.com"
        return Video("Vimeo", f"{origin}/video/{found[1]}?{secret}dnt=1", origin, link)
    found = _PEERTUBE_PATH.fullmatch(parts.path)
    if found:
        origin = f"https://{host}"
        return Video(f"PeerTube ({host})", f"{origin}/videos/embed/{found[1]}?p2p=0", origin, f"{origin}/w/{found[1]}")
    return None


def _youtube(host: str, path: str, query: str) -> Video | None:
    if host == "youtu.be":
        key = path.strip("/")
    elif path == "/watch":
        key = parse_qs(query).get("v", [""])[0]
    else:
        first, _, key = path.strip("/").partition("/")
        if first not in {"embed", "shorts", "live"}:
            return None
    if not _YOUTUBE_ID.fullmatch(key):
        return None
    origin = "https://www.youtube-nocookie.com"
    return Video("YouTube", f"{origin}/embed/{key}?rel=0", origin, f"https://www.youtube.com/watch?v={key}")
