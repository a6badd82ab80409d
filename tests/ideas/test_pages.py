"""Pages of ideas over HTTP: two steps with a preview, hostile input, filters, points, foreign rows."""

import io
import uuid

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from PIL import Image

from participation.ideas import actions
from participation.ideas.models import EDIT_WINDOW, Idea, Support
from participation.projects.permissions import Person
from portal.library.models import PortalImage
from tests.comments.making import comment, member  # noqa: F401
from tests.factories import make_user
from tests.ideas.making import POINT, address, category, make_idea, make_ideas_module, sent
from tests.projects.making import end_phases, join, make_project


def only():
    with scopes_disabled():
        return Idea.objects.select_related("picture", "module__project").get()


def count():
    with scopes_disabled():
        return Idea.objects.count()


def picture(kind="JPEG", name="bild.jpg", size=(3000, 1000)):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", size, "green").save(out, kind, exif=exif)
    out.seek(0)
    out.name = name
    return out


def test_entering_an_idea_shows_a_preview_first(bruchsal, on_host):
    module = make_ideas_module(bruchsal, categories=["Grün"])
    old = make_idea(module, title="Neue Bänke am Bach")
    writer = member()
    client, path = on_host(bruchsal, writer), address(module, "ideen", "neu")
    chosen = str(category(module, "Grün").uuid)
    data = sent(client, module, "vorschau", title="Bänke <b>am</b> Bach", category=chosen, place="Am Wehr", **POINT)
    html = client.post(path, data).content.decode()
    assert "Bänke &lt;b&gt;am&lt;/b&gt; Bach" in html
    assert old.title in html
    assert count() == 1
    data["do"] = "eintragen"
    answer = client.post(path, {**data, "file": picture(), "alt": "Die Wiese am Wehr"})
    with scopes_disabled():
        made = Idea.objects.select_related("picture").get(author=writer)
    assert answer.status_code == 302
    assert str(made.uuid) in answer["Location"]
    assert (made.place, made.latitude, made.category.name) == ("Am Wehr", 49.1243, "Grün")
    page = client.get(answer["Location"]).content.decode()
    assert "Bänke &lt;b&gt;am&lt;/b&gt; Bach" in page
    assert 'alt="Die Wiese am Wehr"' in page
    assert made.picture.collection_id == bruchsal.collection_id
    with made.picture.file.open("rb") as file:
        stored = Image.open(file)
        assert max(stored.size) == 2000
        assert not stored.getexif()
    again = client.post(path, data)  # the same form once more
    assert again["Location"] == answer["Location"]
    assert count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "x" * 20_000}, "höchstens 120"),
        ({"text": ""}, "beschreiben"),
        ({"latitude": "48.0", "longitude": "8.0"}, "nicht in den beteiligten"),
        ({"latitude": "49.1", "longitude": ""}, "beide Felder"),
        ({"latitude": "nan", "longitude": "8"}, "in Grad"),
        ({"category": str(uuid.uuid4())}, "gibt es hier nicht"),
        ({"website": "https://spam.example"}, "verstecktes Feld"),
        ({"marke": "gefälscht"}, "zu lange offen"),
    ],
)
def test_mistakes_come_back_with_everything_that_was_typed(bruchsal, on_host, fields, words):
    module = make_ideas_module(bruchsal, categories=["Grün"])
    foreign = category(make_ideas_module(bruchsal, categories=["Fremd"]), "Fremd")
    client = on_host(bruchsal, member())
    data = sent(client, module, **{"place": "Am Wehr", **fields})
    if "category" in fields:
        data["category"] = str(foreign.uuid)
    answer = client.post(address(module, "ideen", "neu"), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "Am Wehr" in html
    assert 'class="errsum"' in html
    assert count() == 0


@pytest.mark.parametrize(
    ("file", "alt", "words"),
    [
        (lambda: picture("PNG", "bild.jpg"), "Wiese", "passt nicht zur Endung"),
        (lambda: io.BytesIO(b"<svg onload=alert(1)>"), "Wiese", "Bitte ein Bild als JPEG, PNG oder WebP"),
        (lambda: picture(), " ", "Bitte beschreiben Sie, was auf dem Bild"),
    ],
)
def test_pictures_are_judged_by_their_bytes(bruchsal, on_host, file, alt, words):
    module = make_ideas_module(bruchsal)
    client = on_host(bruchsal, member())
    upload = file()
    upload.name = getattr(upload, "name", "boese.svg")
    answer = client.post(address(module, "ideen", "neu"), {**sent(client, module), "file": upload, "alt": alt})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert count() == 0
    assert not PortalImage.objects.exists()


def test_visitors_are_led_to_sign_in_or_to_a_link_by_mail(
    bruchsal, on_host, mailoutbox, django_capture_on_commit_callbacks
):
    members = make_ideas_module(bruchsal)
    answer = on_host(bruchsal).get(address(members, "ideen", "neu"))
    assert (answer.status_code, "anmelden" in answer["Location"]) == (302, True)
    module = make_ideas_module(bruchsal, "anyone")
    idea = make_idea(module)
    client = on_host(bruchsal)
    data = sent(client, module, email="gast@example.org", **POINT)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(module, "ideen", "neu"), data)
        assert (answer.status_code, count(), dict(client.cookies)) == (302, 1, {})
        page = client.get(address(module, "ideen", idea.uuid, "unterstuetzen"))
        import re

        token = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
        client.post(address(module, "ideen", idea.uuid, "unterstuetzen"), {**token, "email": "gast@example.org"})
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        link = re.search(r"https?://[^/\s]+(/teilnahme/\S+)", mail.body)[1]
        client.get(link)
        assert client.post(link).status_code == 302
    with scopes_disabled():
        made = Idea.objects.get(guest__isnull=False)
        assert Support.objects.get().guest == made.guest
    assert not client.cookies


def test_support_works_without_script_and_only_by_post(bruchsal, on_host):
    module = make_ideas_module(bruchsal)
    idea = make_idea(module)
    client, path = on_host(bruchsal, member()), address(module, "ideen", idea.uuid, "unterstuetzen")
    back = address(module) + "?seite=1"
    assert client.get(path).status_code == 302
    assert only().support_count == 0
    assert client.post(path, {"an": "1", "next": back})["Location"] == f"{back}#nr-{idea.number}"
    assert client.post(path, {"an": "1", "next": "//evil.example/"})["Location"] == address(module, "ideen", idea.uuid)
    assert only().support_count == 1
    assert 'aria-pressed="true"' in client.get(address(module)).content.decode()
    strict = on_host(bruchsal, member(), enforce_csrf_checks=True)
    assert strict.post(path, {"an": "1"}).status_code == 403
    end_phases(module.project)
    answer = client.post(path, {"an": "0"})
    assert (answer.status_code, only().support_count) == (403, 1)


def test_after_the_phase_the_page_says_why_and_keeps_the_text(bruchsal, on_host):
    module = make_ideas_module(bruchsal)
    client = on_host(bruchsal, member())
    data = sent(client, module, text="Mühsam getippt")
    end_phases(module.project)
    answer = client.post(address(module, "ideen", "neu"), data)
    assert answer.status_code == 403
    assert "Mühsam getippt" in answer.content.decode()
    assert count() == 0
    assert "Idee eintragen</a>" not in client.get(address(module)).content.decode()


def test_change_and_withdraw_over_http(bruchsal, on_host):
    module, writer = make_ideas_module(bruchsal), member()
    idea = make_idea(module, writer, place="Wehr")
    client, stranger = on_host(bruchsal, writer), on_host(bruchsal, member())
    path = address(module, "ideen", idea.uuid, "aendern")
    assert stranger.get(path).status_code == 404
    assert "Wehr" in client.get(path).content.decode()
    fields = sent(client, module, title="Genauer", place="Am Wehr")
    assert client.post(path, fields).status_code == 302
    assert (only().title, only().place) == ("Genauer", "Am Wehr")
    with scopes_disabled():
        Idea.objects.update(created_at=timezone.now() - EDIT_WINDOW)
    assert client.post(path, {**fields, "title": "Zu spät"}).status_code == 403
    gone = address(module, "ideen", idea.uuid, "zurueckziehen")
    assert stranger.post(gone).status_code == 404
    assert client.post(gone).status_code == 302
    page = client.get(address(module, "ideen", idea.uuid)).content.decode()
    assert "zurückgezogen" in page
    assert "Genauer" not in page


def test_hidden_ideas_are_a_placeholder(bruchsal, on_host):
    module = make_ideas_module(bruchsal)
    idea = make_idea(module, title="Beleidigung", point=(49.1243, 8.598))
    with scope(city=[bruchsal]):
        actions.hide_idea(bruchsal, idea, reason="hate", actor=None)
    client = on_host(bruchsal)
    for path in ((), ("ideen", idea.uuid)):
        assert "Beleidigung" not in client.get(address(module, *path)).content.decode()
    assert client.get(address(module, "ideen") + "punkte.json").json() == {"points": []}
    assert client.get(address(module, "ideen", "nr", idea.number)).status_code == 404


def test_filters_sort_and_pages_live_in_the_address(bruchsal, buehl, on_host):
    project = make_project(bruchsal)
    join(project, buehl)
    module = make_ideas_module(bruchsal, project=project, categories=["Grün"])
    green = make_idea(module, title="Lindenallee", category=category(module, "Grün"))
    ours = make_idea(module, title="Zebrastreifen", city=buehl, text="An der Schule")
    with scope(city=[bruchsal, buehl]):
        actions.set_state(bruchsal, green, "accepted", actor=None)
        actions.set_support(module, ours, Person(member()), True)
    client = on_host(buehl)

    def shown(query):
        html = client.get(address(module) + query).content.decode()
        return [t for t in ("Lindenallee", "Zebrastreifen") if t in html]

    both = ["Lindenallee", "Zebrastreifen"]
    assert shown("") == both
    assert shown(f"?thema={category(module, 'Grün').uuid}") == ["Lindenallee"]
    assert shown("?stand=angenommen&ansicht=liste") == ["Lindenallee"]
    assert shown("?stadt=buehl") == ["Zebrastreifen"]
    assert shown("?q=schule") == ["Zebrastreifen"]
    assert shown(f"?q=Nr.+{green.number}") == ["Lindenallee"]
    assert shown("?q=nirgends") == []
    hostile = (
        "?thema=x&stand=%27&stadt=%C3%BC&sort=pk&ansicht=%3Cscript%3E&seite=99999999999999999999&q="
        + "%F0%9F%98%80" * 200
    )
    for query in (hostile.split("&q=")[0], "?seite=-1&sort=created_at", "?q=+"):
        assert shown(query) == both
    assert client.get(address(module) + hostile).status_code == 200
    html = client.get(address(module) + "?sort=unterstuetzt").content.decode()
    assert html.index("Zebrastreifen") < html.index("Lindenallee")


def test_points_carry_no_words(bruchsal, on_host):
    module = make_ideas_module(bruchsal)
    idea = make_idea(module, point=(49.124312, 8.598))
    make_idea(module)
    client = on_host(bruchsal)
    data = client.get(address(module, "ideen") + "punkte.json").json()
    assert data == {"points": [[idea.number, 49.12431, 8.598, "off"]]}
    by_number = address(module, "ideen", "nr", idea.number)
    assert client.get(by_number)["Location"] == address(module, "ideen", idea.uuid)
    card = client.get(by_number, headers={"accept": "application/json"}).json()
    assert card["title"] == idea.title
    assert client.get(address(module, "ideen", "nr", 10**30)).status_code == 404


def test_foreign_ideas_and_modules_are_404(bruchsal, buehl, on_host):
    module, other = make_ideas_module(bruchsal), make_ideas_module(bruchsal)
    idea = make_idea(other)
    client = on_host(bruchsal, member())
    for tail in ((), ("aendern",), ("zurueckziehen",), ("unterstuetzen",)):
        assert client.get(address(module, "ideen", idea.uuid, *tail)).status_code == 404
        assert on_host(buehl).get(address(other, "ideen", idea.uuid, *tail)).status_code == 404


def test_comments_are_counted_on_the_idea_and_follow_the_phase(bruchsal, on_host):
    from participation.comments.hosts import key_of
    from tests.comments.making import sent as comment_sent

    module, talker = make_ideas_module(bruchsal), member()
    idea = make_idea(module)
    client = on_host(bruchsal, talker)
    thread = key_of("idee", idea.uuid)
    path = f"/kommentare/zu/idee/{idea.uuid}/"
    answer = client.post(path, comment_sent(talker, thread, "Gute Sache"))
    assert answer.status_code == 302
    assert only().comment_count == 1
    assert "Gute Sache" in client.get(address(module, "ideen", idea.uuid)).content.decode()


def test_the_desk_and_moderators_find_their_doors(bruchsal, on_host):
    module = make_ideas_module(bruchsal)
    idea = make_idea(module)
    clerk = make_user("amt@bruchsal.example", bruchsal, "city_admin")
    path = address(module, "ideen", idea.uuid)
    assert "antworten" in on_host(bruchsal, clerk).get(path).content.decode()
    html = on_host(bruchsal).get(path).content.decode()
    assert "/antworten/" not in html
    assert f"/moderation/melden/idee/{idea.uuid}/" in html


def test_a_module_without_places_asks_for_none_and_shows_no_map(bruchsal, on_host):
    module = make_ideas_module(bruchsal, place="none", pictures=False)
    client = on_host(bruchsal, member())
    path = address(module, "ideen", "neu")
    assert "id_place" not in client.get(path).content.decode()
    assert client.post(path, sent(client, module, place="Am Wehr", **POINT)).status_code == 302
    assert (only().place, only().latitude) == ("", None)
    html = client.get(address(module) + "?ansicht=karte").content.decode()
    assert "data-map" not in html
    assert "Bank am Bach" in html
