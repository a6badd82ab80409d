"""Small real files to download: PDF with a tag tree and language, CSV, calendar."""

from __future__ import annotations

import datetime as dt
import zlib

from django.core.files.base import ContentFile

from portal.cities.models import City
from portal.library.models import PortalDocument

from .kinds import Portal
from .registry import once
from .texts.papers import PAPERS


def document(city: City, name: str, text: Portal, today: dt.date) -> PortalDocument | None:
    """The file, made on first use; None if a person deleted it since."""
    return once(city, f"document/{name}", lambda: _make(city, name, text, today))


def _make(city: City, name: str, text: Portal, today: dt.date) -> PortalDocument:
    if name.endswith(".csv"):
        title, data = f"Eckdaten {city.name}", _csv(city)
    elif name.endswith(".ics"):
        title, data = f"Sitzungstermine {city.name}", _ics(city, text, today)
    else:
        title, paragraphs = PAPERS[name]
        data = pdf(f"{title} – {city.name}", [p.replace("{name}", city.name) for p in paragraphs])
    document = PortalDocument(title=title, collection=city.collection)
    document.file.save(f"{city.slug}-{name}", ContentFile(data), save=False)
    document.file_size = len(data)
    document.save()
    return document


def _csv(city: City) -> bytes:
    """One row, semicolon and UTF-8 with a mark: what spreadsheet programs in German offices open at once."""
    head = "name;ags;einwohner;stand;grundlage;breite_wgs84;laenge_wgs84;koordinaten_quelle"
    date = city.population_date.isoformat() if city.population_date else ""
    row = [city.name, city.ags or "", str(city.population or ""), date, city.population_basis]
    row += [f"{city.latitude:.4f}", f"{city.longitude:.4f}", "GeoNames (CC BY 4.0)"]
    return ("\ufeff" + head + "\r\n" + ";".join(row) + "\r\n").encode()


def _ics(city: City, text: Portal, today: dt.date) -> bytes:
    from icalendar import Calendar
    from icalendar import Event as Entry

    from .builder import Dates

    calendar = Calendar()
    calendar.add("prodid", "-//re@di//Demo//DE")
    calendar.add("version", "2.0")
    dates = Dates(today)
    for event in text.events:
        if event.topic != "Rathaus":
            continue
        entry = Entry()
        start = dates.start(event)
        entry.add("uid", f"{event.slug}@{city.slug}.example")
        entry.add("summary", event.title)
        entry.add("dtstamp", dt.datetime.combine(today, dt.time(), dt.UTC))
        entry.add("dtstart", start.astimezone(dt.UTC))
        entry.add("location", event.place)
        calendar.add_component(entry)
    return calendar.to_ical()


# --- PDF ----------------------------------------------------------------------------------------


def pdf(title: str, paragraphs: list[str]) -> bytes:
    """One page, tagged (H1, P), with language and title: readable aloud in the right order (ISO 32000-1, 14.8)."""
    lines: list[tuple[int, int, str]] = [(0, 20, line) for line in _wrap(title, 46)]
    for number, paragraph in enumerate(paragraphs, start=1):
        lines += [(number, 12, line) for line in _wrap(paragraph, 84)]
    out, y, last = [], 780, -1
    for number, size, line in lines:
        if number != last:
            if last >= 0:
                out.append("EMC")
            out.append(f"/{'H1' if number == 0 else 'P'} <</MCID {number}>> BDC")
            y -= 12
            last = number
        out.append(f"BT /F1 {size} Tf 1 0 0 1 60 {y} Tm ({_escape(line)}) Tj ET")
        y -= size + 6
    stream = zlib.compress("\n".join([*out, "EMC"]).encode("cp1252"))
    count = len(paragraphs) + 1
    first = 8
    kids = " ".join(f"{first + i} 0 R" for i in range(count))
    objects = [
        "<</Type/Catalog/Pages 2 0 R/Lang(de-DE)/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R"
        "/ViewerPreferences<</DisplayDocTitle true>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/StructParents 0/Tabs/S"
        "/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        stream,
        f"<</Type/StructTreeRoot/K[{kids}]/ParentTree<</Nums[0[{kids}]]>>>>",
        f"<</Title({_escape(title)})>>",
        *(f"<</Type/StructElem/S/{'H1' if i == 0 else 'P'}/P 6 0 R/Pg 3 0 R/K {i}>>" for i in range(count)),
    ]
    data, offsets = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        if isinstance(body, bytes):
            head = f"<</Length {len(body)}/Filter/FlateDecode>>\nstream\n".encode()
            content = head + body + b"\nendstream"
        else:
            content = body.encode("cp1252")
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    tail += f"<</Size {len(objects) + 1}/Root 1 0 R/Info 7 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + tail.encode()


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _wrap(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
