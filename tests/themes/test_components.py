"""The page frame and the components, rendered without a database."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from html5lib import HTMLParser

from themes import german, samples
from themes.templatetags import components

BERLIN = timezone.get_default_timezone()


def render(source, **context):
    return engines["django"].from_string(source).render(context)


def parse(html):
    """Strict: an unclosed or misplaced tag is an error."""
    return HTMLParser(strict=True).parse(html)


# --- Frame --------------------------------------------------------------------------------------


def test_frame_renders_with_nothing_at_all():
    html = render_to_string("base.html", {})
    parse(html)
    assert '<html lang="de" data-theme="hills">' in html
    assert 'id="inhalt"' in html


def test_frame_of_a_city():
    context = {"city": samples.city("rastatt"), "frame": samples.frame("/farben.css", "/mitmachen/"), "member": None}
    context["request"] = SimpleNamespace(path="/mitmachen/ideen/")
    html = render_to_string("base.html", context)
    parse(html)
    assert 'data-theme="rastatt"' in html
    assert "– Stadt Rastatt</title>" in html
    assert '<a href="/mitmachen/" aria-current="true">Mitmachen</a>' in html
    assert "landscapes/rastatt.svg#l" in html
    assert "Anmelden" in html
    assert "csrf" not in html


def test_frame_of_a_member():
    context = {
        "city": samples.city("redi"),
        "frame": samples.frame("", "/"),
        "member": {"name": "Kim", "unread": 3, "admin_url": "/a/"},
    }
    html = render_to_string("base.html", context)
    assert "Anmelden" not in html
    assert "Redaktion" in html
    assert "ungelesene Nachrichten" in html
    assert "regional.digital" in html


@pytest.mark.parametrize("status", [400, 403, 404])
def test_error_pages(status):
    html = render_to_string(f"{status}.html", {"city": samples.city("bretten"), "frame": samples.frame("", "/")})
    parse(html)
    assert f"Fehler {status}" in html


def test_last_resort_needs_no_context_and_no_tag():
    html = render_to_string("500.html")
    parse(html)
    assert "/static/themes/portal.css" in html


def test_titles_are_escaped():
    assert "<b>" not in render_to_string("error.html", {"title": "<b>x</b>"}).split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize(
    ("path", "here", "expected"),
    [
        ("/a/", "/a/", ' aria-current="page"'),
        ("/a/", "/a/b/", ' aria-current="true"'),
        ("/a", "/a/b/", ' aria-current="true"'),
        ("/a/", "/ab/", ""),
        ("/", "/a/", ""),
        ("", "/", ""),
        ("/a/", None, ""),
    ],
)
def test_current_menu_entry(path, here, expected):
    assert components.current(path, here) == expected


# --- Gallery ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "args", "extra"),
    [
        ("index", [], {}),
        ("index", [], {"member": ""}),
        ("form", [], {}),
        ("form", [], {"fehler": ""}),
        ("error", [404], {}),
    ],
)
def test_gallery_pages_are_valid_html(settings, name, args, extra):
    from themes import views

    settings.DEMO = True
    request = RequestFactory().get("/demo/gestaltung/", {"theme": "ettlingen", "scheme": "dark", **extra})
    response = getattr(views, name)(request, *args)
    html = response.content.decode()
    parse(html)
    assert 'data-theme="ettlingen" data-scheme="dark"' in html


def test_gallery_exists_in_demos_only(settings):
    from django.http import Http404

    from themes import views

    settings.DEMO = False
    with pytest.raises(Http404):
        views.index(RequestFactory().get("/"))


# --- Forms --------------------------------------------------------------------------------------


def test_field_wires_label_hint_and_error():
    form = samples.SampleForm({"email": "x"})
    html = render('{% include "components/field.html" with field=form.email only %}', form=form)
    assert '<label for="id_email">' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'autocomplete="email"' in html


def test_groups_are_fieldsets_whose_summary_link_finds_them():
    form = samples.SampleForm({})
    html = render('{% include "components/form.html" with form=form only %}', form=form)
    assert '<fieldset class="field-group bad" id="id_hours"' in html
    assert 'href="#id_hours"' in html or 'href="#id_hours_0"' in html
    assert html.count("(freiwillig)") == 3
    assert "csrf" not in html
    token = render('{% include "components/form.html" with form=form csrf_token="t" only %}', form=form)
    assert 'name="csrfmiddlewaretoken" value="t"' in token


def test_pager_keeps_the_other_parameters():
    page = Paginator(range(100), 10).page(5)
    html = render(
        '{% include "components/pager.html" with page=page params=params only %}',
        page=page,
        params=QueryDict("q=a%26b&t=1&t=2&page=5"),
    )
    assert 'href="?q=a%26b&amp;t=1&amp;t=2&amp;page=6"' in html
    assert 'aria-current="page"' in html
    assert (
        render('{% include "components/pager.html" with page=page only %}', page=Paginator([1], 10).page(1)).strip()
        == ""
    )


def test_query_helpers():
    params = QueryDict("a=1&b=2&b=3&page=4")
    assert components.query(params, a=None, page=2) == "?b=2&b=3&page=2"
    assert components.query(None) == "?"
    assert components.without(params, "b", 3) == "?a=1&b=2"
    assert components.page_query(params, "", 1) == "?a=1&b=2&b=3&page=1"


def test_highlight_escapes_everything():
    assert components.highlight("<b>Reisepass</b> & Pass", "reisepass <b>") == (
        "<mark>&lt;b&gt;</mark><mark>Reisepass</mark>&lt;/b&gt; &amp; Pass"
    )
    assert components.highlight("a & b", "") == "a &amp; b"


def test_unknown_landscape_falls_back_to_the_hills():
    assert components.landscape_url("../../x").endswith("landscapes/hills.svg")
    assert components.landscape_url(None).endswith("landscapes/hills.svg")


# --- German -------------------------------------------------------------------------------------


@pytest.fixture
def noon(monkeypatch):
    now = dt.datetime(2026, 11, 24, 12, 0, tzinfo=BERLIN)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def test_days_and_moments(noon):
    at = noon.replace(hour=18)
    assert german.moment(at) == "heute, 18 Uhr"
    assert german.moment(at.replace(minute=5) + dt.timedelta(1)) == "morgen, 18:05 Uhr"
    assert german.moment((at - dt.timedelta(1)).date()) == "gestern"
    assert german.day(dt.date(2026, 12, 6)) == "6. Dezember"
    assert german.day(dt.date(2027, 1, 6)) == "6. Januar 2027"
    assert german.moment(dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC)) == "heute, 23:30 Uhr"
    assert german.moment(dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)) == "morgen, 0:30 Uhr"
    assert german.moment(None) == german.day("x") == german.clock(None) == ""


def test_spans_and_hours(noon):
    start = noon.replace(hour=18)
    assert german.span(start, start.replace(hour=20, minute=30)) == "heute, 18 bis 20:30 Uhr"
    assert german.span(dt.date(2026, 11, 27), dt.date(2026, 12, 6)) == "27. November bis 6. Dezember"
    assert german.hours(start, start.replace(hour=20)) == "18 bis 20 Uhr"
    assert german.hours(dt.date(2026, 11, 27), dt.date(2026, 12, 6)) == "bis 6. Dezember"
    assert german.hours(start) == "18 Uhr"


def test_ago(noon):
    assert german.ago(noon - dt.timedelta(seconds=20)) == "gerade eben"
    assert german.ago(noon - dt.timedelta(minutes=1)) == "vor 1 Minute"
    assert german.ago(noon - dt.timedelta(minutes=25)) == "vor 25 Minuten"
    assert german.ago(noon - dt.timedelta(hours=2)) == "vor 2 Stunden"
    assert german.ago(noon - dt.timedelta(days=1)) == "gestern"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 Byte"),
        (999, "999 Byte"),
        (96_000, "96 KB"),
        (999_600, "1 MB"),
        (1_840_000, "1,8 MB"),
        (2_500_000_000, "2,5 GB"),
        ("x", ""),
    ],
)
def test_file_sizes(size, text):
    assert german.filesize(size) == text


def test_numbers():
    assert german.number(2108) == "2.108"
    assert german.number(4.2) == "4,2"
    assert german.number(4.26, 1) == "4,3"
    assert german.number(None) == ""


def test_an_address_breaks_after_the_at_sign():
    assert components.breakable("amt@stadt.example") == "amt@<wbr>stadt.example"
    assert components.breakable("<b>@x") == "&lt;b&gt;@<wbr>x"
    assert components.breakable("115") == "115"


def test_a_plain_tag_keeps_its_spelling():
    from django.template.loader import render_to_string

    html = render_to_string("components/tags.html", {"tags": ["Natur und Umwelt", {"title": "Feste und Brauchtum"}]})
    assert "Natur und Umwelt" in html
    assert "Feste und Brauchtum" in html
