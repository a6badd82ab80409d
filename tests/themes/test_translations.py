"""English: every text of the sources has it, whole and fit to be filled in; and a visitor who chose it sees it."""

from __future__ import annotations

import re
import string

import pytest
from django.utils import translation
from django_scopes import scope
from html5lib import HTMLParser

from participation.moderation.models import Decision
from portal.audit.verbs import label_of
from portal.cities import language
from portal.content.models import ContentPage
from portal.operations import messages
from tests.accounts.browser import Browser, at, sign_in
from tests.factories import make_page, make_user

PERCENT = re.compile(r"%\(\w+\)[sd]|%[sd%]")
TAG = re.compile(r"</?\w+[^>]*>")


@pytest.fixture(scope="module")
def catalog():
    return messages.read(messages.english())


def texts(value) -> list[str]:
    return list(value) if isinstance(value, tuple | list) else [value]


def braces(text: str) -> list[str]:
    return sorted(name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name)


def complaints(message) -> list[str]:
    """What is wrong with one message's English; empty when nothing is."""
    if not messages.is_translated(message.string):
        return ["no English"]
    found = ["fuzzy"] if message.fuzzy else []
    german, english = texts(message.id), texts(message.string)
    if len(german) != len(english):
        found.append("singular and plural")
    for source, target in zip(german, english, strict=False):
        if sorted(PERCENT.findall(source)) != sorted(PERCENT.findall(target)):
            found.append(f"placeholders: {target}")
        if "%" not in source and braces(source) != braces(target):
            found.append(f"placeholders: {target}")
        if sorted(TAG.findall(source)) != sorted(TAG.findall(target)):
            found.append(f"markup: {target}")
        for part in (str.lstrip, str.rstrip):  # "  und " keeps its spaces, a mail its last line
            if len(source) - len(part(source)) != len(target) - len(part(target)):
                found.append(f"space around: {target!r}")
    return found


def test_every_text_of_the_sources_has_english(catalog):
    missing = [m.id for m in messages.collected() if m.id and not catalog.get(m.id, m.context)]
    assert not missing, "run `make messages` and translate what is empty"
    wrong = {texts(m.id)[0]: found for m in catalog if m.id and (found := complaints(m))}
    assert not wrong


def test_nothing_is_left_over(catalog):
    known = {(m.id, m.context) for m in messages.collected()}
    assert not [m.id for m in catalog if (m.id, m.context) not in known], "run `make messages`"


@pytest.mark.parametrize(
    ("german", "english", "what"),
    [("Seite", "", "no English"), ("von %(city)s", "from %(town)s", "placeholders"), ("%(n)s %%", "%(n)s %", "placeholders"),
     ("{page} neu", "{pages} new", "placeholders"), ("<b>Neu</b>", "New", "markup"), (" und ", "and", "space around"),
     (("%(n)s Tag", "%(n)s Tage"), ("%(n)s day", "days"), "placeholders")],
)  # fmt: skip
def test_the_check_sees_what_is_wrong(german, english, what):
    catalog = messages.Catalog(locale="en")
    assert any(what in line for line in complaints(catalog.add(german, english)))


def test_collecting_sees_templates_and_code():
    found = {m.id for m in messages.collected()}
    assert "Zum Inhalt springen" in found  # {% translate %}
    assert "Teil der Allianz re@di" in found
    assert ("%(n)s Antwort", "%(n)s Antworten") in found  # {% blocktranslate count %}
    assert "Gelöschtes Konto" in found  # Python
    assert " und " in found


def test_every_verb_of_the_audit_trail_has_words():
    verbs = set()
    for path in messages.sources():
        if path.suffix == ".py" and "record(" in (text := path.read_text(encoding="utf-8")):
            apps = "accounts|cities|comments|content|editorial|moderation|notifications|offices|pages"
            verbs |= set(re.findall(rf'(?:record\([^"]*?, |verb = |else )"((?:{apps})\.\w+)"', text))
    verbs |= {f"moderation.{kind}" for kind in Decision.Kind.values}
    assert len(verbs) > 40
    assert not {verb for verb in verbs if label_of(verb) == verb}


# --- A visitor chooses ------------------------------------------------------------------------------


@pytest.fixture
def visitor(bruchsal, on_host):
    return on_host(bruchsal)


def frame(response) -> tuple[str, str]:
    """The page's language and the text of its header."""
    html = response.content.decode()
    page = HTMLParser(namespaceHTMLElements=False).parse(html)
    return page.get("lang"), " ".join("".join(page.find(".//header").itertext()).split())


def test_german_without_asking_and_without_cookie(visitor):
    response = visitor.get("/", headers={"accept-language": "en"})
    lang, head = frame(response)
    assert lang == "de"
    assert "Anmelden" in head
    assert "Sign in" not in head
    assert not response.cookies


def test_choosing_english_and_going_back(visitor):
    chosen = visitor.get("/sprache/en/?weiter=/")
    assert (chosen.status_code, chosen["Location"]) == (302, "/")
    cookie = chosen.cookies["sprache"]
    assert (cookie.value, cookie["domain"], cookie["samesite"], cookie["httponly"]) == ("en", "", "Lax", True)
    lang, head = frame(visitor.get("/"))
    assert lang == "en"
    for words in ("Sign in", "City portal", "Easy language", "Deutsch", "Part of the re@di alliance"):
        assert words in head
    assert "Anmelden" not in head

    visitor.get("/sprache/de/?weiter=/")
    assert "sprache" not in {name for name, morsel in visitor.cookies.items() if morsel.value}
    assert frame(visitor.get("/"))[0] == "de"


@pytest.mark.parametrize(
    "target", ["", "https://boese.example/", "//boese.example/", "/\\boese.example", "javascript:alert(1)"]
)
def test_the_choice_leads_nowhere_else(visitor, target):
    assert visitor.get("/sprache/en/", {"weiter": target})["Location"] == "/"
    assert visitor.get("/sprache/en/", headers={"referer": target})["Location"] == "/"


def test_without_an_english_page_one_stays_where_one_is(visitor):
    here = "http://bruchsal.localhost:8000/suche/?q=Ausweis"
    assert visitor.get("/sprache/en/", headers={"referer": here})["Location"] == "/suche/?q=Ausweis"


@pytest.mark.parametrize("code", ["fr", "EN", "en-GB", "x"])
def test_other_languages_do_not_exist(visitor, code):
    response = visitor.get(f"/sprache/{code}/")
    assert response.status_code == 404
    assert not response.cookies
    visitor.cookies["sprache"] = code
    assert frame(visitor.get("/"))[0] == "de"


def test_what_editors_wrote_is_marked_as_german(bruchsal, visitor):
    make_page(bruchsal, ContentPage, title="Abfall", slug="abfall", summary="Wann wir kommen.", show_in_menus=True,
              body=[("text", "<p>Dienstags.</p>")])  # fmt: skip
    make_page(bruchsal, ContentPage, title="Welcome", slug="english", summary="What you find here.")
    german, english = visitor.get("/abfall/").content.decode(), visitor.get("/english/").content.decode()
    assert 'lang="de"' not in german.replace('<html lang="de"', "")
    assert '<header class="wrap page-head stack" lang="en"><h1>Welcome' in english

    visitor.get("/sprache/en/")
    page = HTMLParser(namespaceHTMLElements=False).parse(visitor.get("/abfall/").content.decode())
    parents = {child: parent for parent in page.iter() for child in parent}

    def language_of(text: str) -> list[str]:
        found = []
        for node in page.find("body").iter():
            if text in (node.text or ""):
                while "lang" not in node.attrib:
                    node = parents[node]
                found.append(node.get("lang"))
        return found

    for written in ("Abfall", "Wann wir kommen.", "Dienstags.", "Impressum"):
        assert set(language_of(written)) == {"de"}, written
    for ours in ("Skip to content", "Sign in", "For everyone", "From the region", "Report a barrier on this page"):
        assert set(language_of(ours)) == {"en"}, ours
    assert (
        'lang="' not in visitor.get("/english/").content.decode().split("<main")[1].split("</main")[0].split("<h1>")[1]
    )


def test_the_page_cache_keeps_languages_apart(bruchsal, on_host):
    german, english = on_host(bruchsal), on_host(bruchsal)
    english.cookies["sprache"] = "en"
    for _visit in range(2):
        for client, lang in ((german, "de"), (english, "en")):
            response = client.get("/")
            assert frame(response)[0] == lang
            assert "Cookie" in response["Vary"]
    for client in (german, english):
        assert client.get("/").wsgi_request.from_page_cache
    tags = {german.get("/")["ETag"], english.get("/")["ETag"]}
    assert len(tags) == 2


def test_remembered_parts_keep_languages_apart(bruchsal):
    from portal.cities.context import frame_for

    feeds = []
    for code in ("de", "en", "de"):
        with translation.override(code):
            feeds.append(frame_for(bruchsal)["feed_urls"][0]["title"].split(":")[0])
    assert feeds == ["Nachrichten", "News", "Nachrichten"]


def test_the_sign_in_page_speaks_the_language_of_the_portal(bruchsal):
    browser = Browser()
    browser.get(at(bruchsal, "/sprache/en/?weiter=/"))
    page = browser.get(at(bruchsal, "/konto/anmelden/?next=/"))
    assert page.wsgi_request.get_host() == "localhost:8000"
    assert '<html lang="en"' in page.content.decode()
    for words in ("Sign in", "Password", "Forgotten your password?", "Create account"):
        assert words in page.content.decode()


def test_a_member_s_own_setting_goes_first(bruchsal):
    make_user("leserin@bruchsal.example", language="en")
    browser = Browser()
    page = sign_in(browser, bruchsal, "leserin@bruchsal.example")
    assert '<html lang="en"' in page.content.decode()
    browser.get(at(bruchsal, "/sprache/de/?weiter=/"))
    client = browser.client("bruchsal.localhost:8000")
    assert "sprache" not in client.cookies
    assert frame(client.get("/"))[0] == "de"


def test_the_town_hall_reads_german_whoever_writes(bruchsal, mailoutbox, django_capture_on_commit_callbacks):
    from portal.cities.actions import appoint
    from portal.content.actions import report_barrier

    with translation.override("en"), scope(city=bruchsal), django_capture_on_commit_callbacks(execute=True):
        report_barrier(bruchsal, what="No lift.")
        appoint(bruchsal, "neu@bruchsal.example", "editor", actor=None)
    assert [m.subject.split(":")[0] for m in mailoutbox] == ["Barriere gemeldet", "Ihre neue Aufgabe"]


def test_dates_are_british(bruchsal):
    import datetime as dt

    from themes import german

    moment = dt.datetime(2001, 11, 24, 18, 0, tzinfo=dt.UTC)
    with translation.override("en"):
        assert german.day(moment) == "24 November 2001"
        assert german.clock(moment) == "19:00"
        assert german.number(2108) == "2,108"
    with translation.override("de"):
        assert german.moment(moment) == "24. November 2001, 19 Uhr"


def test_german_is_the_default():
    assert language.CODES[0] == "de"
