"""Surveys over HTTP: the walk with and without account, the desk, and what must not work."""

import re

import pytest
from django.core import mail
from django_scopes import scopes_disabled

from participation.guests.models import Pending
from participation.polls.models import Answer, Question, Response, Turnout
from participation.projects import actions as projects
from participation.projects.models import Module
from tests.factories import make_user
from tests.polls.making import ask, choice, end, every_kind, fields, fill, make_poll, person, pick, place, url


@pytest.fixture
def desk(bruchsal):
    return make_user("amt@bruchsal.example", bruchsal, "city_admin")


def token_of(html: str) -> str:
    return re.search(r'name="formular" value="([^"]+)"', html).group(1)


def text_of(response) -> str:
    return response.content.decode()


def fresh(module):
    with scopes_disabled():
        return Module.objects.get(pk=module.pk)


def count(model, **where):
    with scopes_disabled():
        return model.objects.filter(**where).count()


def long_poll(bruchsal, **kwargs):
    module = make_poll(bruchsal, **kwargs)
    q = every_kind(module)
    more = [ask(module, "text", f"Noch etwas {n}?") for n in range(4)]
    return module, q, more


def test_a_quick_poll_is_answered_on_the_modules_page(bruchsal, on_host):
    module = make_poll(bruchsal)
    q = ask(module, "single", "Freibad länger öffnen?", ("Ja", "Nein"))
    client = on_host(bruchsal, person())
    page = text_of(client.get(url(module)))
    assert "Antwort absenden" in page
    assert "anonym" in page
    empty = client.post(url(module), {})
    assert empty.status_code == 422
    assert "Bitte wählen Sie eine" in text_of(empty) or "mindestens eine Frage" in text_of(empty)
    assert client.post(url(module), fields(pick(q, "Ja"))).headers["Location"] == url(module, "umfrage/danke/")
    again = client.post(url(module), fields(pick(q, "Nein")))
    assert again.status_code == 422
    assert "schon beantwortet" in text_of(again)
    assert count(Answer) == 1
    assert "Sie haben diese Umfrage beantwortet" in text_of(client.get(url(module)))


def test_a_short_survey_on_one_page_with_check_and_keep(bruchsal, on_host):
    module = make_poll(bruchsal)
    q = every_kind(module)
    client = on_host(bruchsal, person())
    page = text_of(client.get(url(module)))
    assert "Nur, wenn Sie bei Frage 1 gewählt haben: „Auto“" in page
    wrong = {
        **pick(q["way"], "Auto"),
        str(q["rank"].uuid): {"ranks": {choice(q["rank"], "Ampel"): 1, choice(q["rank"], "Lotse"): 1}},
    }
    sent = client.post(url(module), {**fields(wrong), f"f{q['why'].uuid.hex}": "x" * 20_000})
    assert sent.status_code == 422
    assert "Platz 1 ist zweimal vergeben" in text_of(sent)
    assert "Bitte höchstens 2000 Zeichen" in text_of(sent)
    assert "x" * 20_000 in text_of(sent)
    good = {
        **pick(q["way"], "Rad"),
        **place(q["rank"], "Lotse", "Ampel", "Radweg"),
        str(q["why"].uuid): {"text": "weg damit"},
    }
    check = client.post(url(module), fields(good)).headers["Location"]
    page = text_of(client.get(check))
    assert "Platz 1: Lotse" in page
    assert "weg damit" not in page
    assert count(Answer) == 0
    back = text_of(client.get(check.replace("pruefen/", "")))
    assert re.search(rf'value="{choice(q["way"], "Rad")}"[^>]*checked', back)
    assert client.post(check, {}).headers["Location"] == url(module, "umfrage/danke/")
    assert client.post(check, {}).headers["Location"] == url(module, "umfrage/danke/")  # pressed twice
    assert client.get(check).status_code == 404
    with scopes_disabled():
        row = Response.objects.get()
    assert (row.state, row.draft, row.resume_hash, row.user) == ("submitted", {}, None, None)


def test_a_long_survey_step_by_step(bruchsal, on_host):
    module, q, _more = long_poll(bruchsal)
    client = on_host(bruchsal, person())
    page = text_of(client.get(url(module)))
    assert "bis zu 9 Fragen" in page
    first = client.post(url(module), {}).headers["Location"]
    assert str(q["way"].uuid) in first
    assert "Frage 1 von 8" in text_of(client.get(first))  # „warum“ is not on the way yet
    assert client.post(first, {"do": "weiter"}).status_code == 422
    why = client.post(first, {**fields(pick(q["way"], "Auto")), "do": "weiter"}).headers["Location"]
    assert str(q["why"].uuid) in why
    assert "Frage 2 von 9" in text_of(client.get(why))
    back = client.post(why, {f"f{q['why'].uuid.hex}": "Weit", "do": "zurueck"}).headers["Location"]
    assert back == first
    assert "Weit" in text_of(client.get(why))
    wish = client.post(first, {**fields(pick(q["way"], "Rad")), "do": "weiter"}).headers["Location"]
    assert str(q["wish"].uuid) in wish
    later = client.post(wish, {**fields(pick(q["wish"], "Ampel")), "do": "spaeter"}).headers["Location"]
    page = text_of(client.get(later))
    link = re.search(r'value="http://[^/]+(/projekt/[^"]+)"', page).group(1)
    assert client.get(why).status_code == 302  # not reached any more
    assert str(q["rank"].uuid) in client.get(link).headers["Location"]
    check = link + "pruefen/"
    assert client.post(check, {}).status_code == 302
    with scopes_disabled():
        asked = set(Answer.objects.values_list("question", flat=True))
    assert asked == {q["way"].pk, q["wish"].pk}


def test_the_link_is_mailed_at_most_three_times(bruchsal, on_host, django_capture_on_commit_callbacks):
    module, _q, _more = long_poll(bruchsal)
    client = on_host(bruchsal, person())
    keep = client.post(url(module), {}).headers["Location"].split("/frage/")[0] + "/merken/"
    assert client.post(keep, {"email": "quatsch"}).status_code == 422
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(keep, {"email": "ich@example.org"}).status_code == 200
    assert client.post(keep, {"email": "ich@example.org"}).status_code == 422
    assert len(mail.outbox) == 3
    assert keep.replace("merken/", "") in mail.outbox[0].body
    assert mail.outbox[0].to == ["ich@example.org"]


def test_without_account_and_without_cookie(bruchsal, on_host, django_capture_on_commit_callbacks):
    module, q, _more = long_poll(bruchsal, who="anyone")
    client = on_host(bruchsal)
    page = client.get(url(module))
    assert "csrfmiddlewaretoken" not in text_of(page)
    assert client.post(url(module), {}).status_code == 400  # no token: kept out
    form = {"formular": token_of(text_of(page))}
    first = client.post(url(module), form).headers["Location"]
    check = first.split("/frage/")[0] + "/pruefen/"
    client.post(first, {**form, **fields(pick(q["way"], "Rad")), "do": "weiter"})
    missing = client.post(check, form)
    assert missing.status_code == 422
    assert "E-Mail-Adresse" in text_of(missing)
    assert count(Response, state="draft") == 1
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(check, {**form, "email": "gast@example.org"})
    assert sent.status_code == 302
    assert count(Response) == 0  # the sheet waits for the click
    link = re.search(r"http://[^/]+(/\S+)", mail.outbox[0].body).group(1)
    assert "Rad" in text_of(client.get(link))
    thanks = client.post(link, {}).headers["Location"]
    assert count(Response, state="submitted", anonymous=True) == count(Turnout, user=None) == 1
    page = text_of(client.get(thanks))
    assert "Vielen Dank" in page
    assert not client.cookies
    with scopes_disabled():
        assert Pending.objects.get().payload == {}
    # the same address does not vote twice
    first = client.post(url(module), form).headers["Location"]
    client.post(first, {**form, **fields(pick(q["way"], "Auto")), "do": "spaeter"})
    client.post(first.split("/frage/")[0] + f"/frage/{q['why'].uuid}/", {**form, f"f{q['why'].uuid.hex}": "x"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(first.split("/frage/")[0] + "/pruefen/", {**form, "email": "gast@example.org"})
    link = re.search(r"http://[^/]+(/\S+)", mail.outbox[-1].body).group(1)
    assert client.post(link, {}).status_code == 422
    assert count(Response, state="submitted") == 1


def test_who_may_answer_is_the_phases_word(bruchsal, on_host):
    members = make_poll(bruchsal)
    residents = make_poll(bruchsal, who="resident")
    for module in (members, residents):
        ask(module, "single", "Ja?", ("Ja", "Nein"))
    visitor = on_host(bruchsal)
    assert "Anmelden und antworten" in text_of(visitor.get(url(members)))
    token = {"formular": token_of(text_of(visitor.get(url(make_open(bruchsal)))))}
    assert "/konto/anmelden/" in visitor.post(url(members), token).headers["Location"]
    stranger = on_host(bruchsal, person())
    assert "weisen Sie einmal Ihren Wohnsitz nach" in text_of(stranger.get(url(residents)))
    assert stranger.post(url(residents), {}).status_code == 403
    end(members)
    assert stranger.post(url(members), {}).status_code == 403
    assert count(Response) == 0


def make_open(city):
    module = make_poll(city, who="anyone")
    ask(module, "single", "Ja?", ("Ja", "Nein"))
    return module


def test_links_of_others_and_forged_ones_are_404(bruchsal, buehl, on_host):
    named, other, abroad = make_poll(bruchsal, anonymous=False), make_poll(bruchsal), make_poll(buehl)
    for module in (named, other, abroad):
        for _ in range(9):
            ask(module, "text")
    owner, thief = on_host(bruchsal, person()), on_host(bruchsal, person())
    path = owner.post(url(named), {}).headers["Location"].split("/frage/")[0] + "/"
    token = path.rstrip("/").split("/")[-1]
    forged = token[:-1] + ("a" if token[-1] != "a" else "b")
    assert owner.get(path).status_code == 302
    for client, module, key in (
        (thief, named, token), (owner, named, forged), (owner, other, token), (owner, named, "a" * 40),
        (owner, named, "x" * 500),
    ):  # fmt: skip
        for rest in ("", "pruefen/", "merken/"):
            assert client.get(url(module, f"umfrage/bogen/{key}/{rest}")).status_code == 404
            assert client.post(url(module, f"umfrage/bogen/{key}/{rest}"), {}).status_code == 404
    assert on_host(buehl, person()).get(path).status_code == 404
    with scopes_disabled():
        foreign = Question.objects.filter(module=other).first()
    assert owner.get(f"{path}frage/{foreign.uuid}/").status_code == 404


def test_a_joint_survey_is_one_survey_on_two_portals(bruchsal, buehl, on_host, desk):
    module = make_poll(bruchsal)
    q, words = ask(module, "single", "Ja?", ("Ja", "Nein")), ask(module, "text")
    with scopes_disabled():
        projects.join_project(buehl, projects.ask_city(bruchsal, module.project, buehl, actor=None), actor=None)
    for city, text in ((bruchsal, "Wort aus Bruchsal"), (buehl, "Wort aus Bühl")):
        client = on_host(city, person())
        check = client.post(url(module), fields(pick(q, "Ja") | {str(words.uuid): {"text": text}})).headers["Location"]
        assert client.post(check, {}).status_code == 302
        assert count(Response, city=city) == 1
    lead, partner = on_host(bruchsal, desk), on_host(buehl, make_user("amt@buehl.example", buehl, "city_admin"))
    assert "2 von 2" in text_of(partner.get(url(module, "umfrage/ergebnis/")))
    texts = url(module, f"umfrage/ergebnis/{words.uuid}/")
    assert "Wort aus Bühl" in text_of(lead.get(texts))
    assert "Wort aus Bruchsal" not in text_of(partner.get(texts))  # a partner reads its own city's words
    assert partner.get(url(module, "umfrage/fragen/")).status_code == 404
    assert "Fragen bearbeiten" not in text_of(partner.get(url(module)))


def test_a_phase_that_ends_meanwhile(bruchsal, on_host):
    module, q, _more = long_poll(bruchsal)
    client = on_host(bruchsal, person())
    first = client.post(url(module), {}).headers["Location"]
    client.post(first, {**fields(pick(q["way"], "Rad")), "do": "weiter"})
    end(module)
    check = first.split("/frage/")[0] + "/pruefen/"
    assert client.post(first, {**fields(pick(q["way"], "Auto")), "do": "weiter"}).status_code == 403
    assert client.post(check, {}).status_code == 403
    assert "Das war bis" in text_of(client.get(check))
    assert count(Answer) == 0


def test_results_for_everybody_after_the_end_and_never_texts(bruchsal, on_host, desk):
    module = make_poll(bruchsal)
    q = every_kind(module)
    rows = [
        {**pick(q["way"], "Auto"), str(q["why"].uuid): {"text": "Geheimer Grund"}, str(q["safe"].uuid): {"number": 2}}
    ] * 4
    fill(module, rows)
    visitor, clerk = on_host(bruchsal), on_host(bruchsal, desk)
    assert "wenn Sie die Umfrage beantwortet haben" in text_of(visitor.get(url(module, "umfrage/ergebnis/")))
    assert "4 von 4" in text_of(clerk.get(url(module, "umfrage/ergebnis/")))
    end(module)
    assert "weniger als 5" in text_of(visitor.get(url(module, "umfrage/ergebnis/")))
    fill(module, rows)
    page = text_of(visitor.get(url(module, "umfrage/ergebnis/")))
    assert "8 von 8 (100 %)" in page
    assert "Durchschnitt: 2,0 auf einer Skala von 1 – gar nicht bis 5 – sehr" in page
    assert "Geheimer Grund" not in page
    texts = url(module, f"umfrage/ergebnis/{q['why'].uuid}/")
    assert visitor.get(texts).status_code == 404
    assert text_of(clerk.get(texts)).count("Geheimer Grund") == 8
    assert clerk.get(texts + "?seite=quatsch").status_code == 200


def test_results_never(bruchsal, on_host):
    module = make_poll(bruchsal, results="never")
    q = ask(module, "single", "Ja?", ("Ja", "Nein"))
    fill(module, [pick(q, "Ja")] * 9)
    end(module)
    assert "werden nicht veröffentlicht" in text_of(on_host(bruchsal).get(url(module, "umfrage/ergebnis/")))


# --- The desk -----------------------------------------------------------------------------------

NEW = {"text": "Wie oft?", "kind": "single", "choices": "oft\nselten", "steps": "5"}


def test_the_desk_builds_a_survey(bruchsal, on_host, desk):
    module = make_poll(bruchsal)
    clerk = on_host(bruchsal, desk)
    assert clerk.post(url(module, "umfrage/fragen/neu/"), NEW).status_code == 302
    with scopes_disabled():
        first = Question.objects.get()
        often = str(first.choices.get(text="oft").uuid)
    second = {**NEW, "text": "Warum so oft?", "kind": "text", "choices": "", "condition_choices": [often]}
    assert clerk.post(url(module, "umfrage/fragen/neu/"), second).status_code == 302
    page = text_of(clerk.get(url(module, "umfrage/fragen/")))
    assert "Nur, wenn Sie bei Frage 1 gewählt haben: „oft“" in page
    assert "Warum so oft?" in text_of(clerk.get(url(module, "umfrage/fragen/vorschau/")))
    with scopes_disabled():
        second = Question.objects.get(text="Warum so oft?")
    refused = [
        clerk.post(url(module, f"umfrage/fragen/{second.uuid}/verschieben/"), {"do": "hoch"}),
        clerk.post(url(module, f"umfrage/fragen/{first.uuid}/loeschen/"), {}),
        clerk.post(url(module, f"umfrage/fragen/{first.uuid}/"), {**NEW, "kind": "text"}),
        clerk.post(url(module, f"umfrage/fragen/{first.uuid}/"), {**NEW, "choices": "nie"}),
        clerk.post(url(module, "umfrage/fragen/neu/"), {**NEW, "text": ""}),
        clerk.post(url(module, "umfrage/fragen/neu/"), {**NEW, "choices": "eine"}),
        clerk.post(url(module, "umfrage/fragen/neu/"), {**NEW, "choices": "gleich\nGleich"}),
        clerk.post(url(module, "umfrage/fragen/neu/"), {**NEW, "kind": "quatsch"}),
        clerk.post(url(module, "umfrage/fragen/neu/"), {**NEW, "steps": "99"}),
        clerk.post(url(module, "umfrage/fragen/neu/"), {**NEW, "condition_choices": ["quatsch"]}),
    ]
    assert [r.status_code for r in refused] == [422] * len(refused)
    assert "bleibt deshalb dahinter" in text_of(refused[0])
    assert "gleich\nGleich" in text_of(refused[6])  # what was typed is kept
    assert clerk.post(url(module, f"umfrage/fragen/{first.uuid}/verdoppeln/"), {}).status_code == 302
    with scopes_disabled():
        assert list(Question.objects.values_list("text", flat=True)) == [
            "Wie oft?",
            "Wie oft? (Kopie)",
            "Warum so oft?",
        ]
    assert clerk.post(url(module, f"umfrage/fragen/{second.uuid}/loeschen/"), {}).status_code == 302
    assert (
        clerk.post(
            url(module, f"umfrage/fragen/{first.uuid}/"), {**NEW, "choices": "selten\noft", "other": "anders"}
        ).status_code
        == 302
    )
    with scopes_disabled():
        rows = list(first.choices.values_list("text", "other"))
        assert rows == [("selten", False), ("oft", False), ("anders", True)]
        assert str(first.choices.get(text="oft").uuid) == often


def test_after_the_first_response_only_words_can_be_corrected(bruchsal, on_host, desk):
    module = make_poll(bruchsal)
    q, second = ask(module, "single", "Jaa?", ("Jaa", "Nein")), ask(module, "text")
    fill(module, [pick(q, "Jaa")])
    clerk = on_host(bruchsal, desk)
    assert "lassen sich nur noch Texte berichtigen" in text_of(clerk.get(url(module, "umfrage/fragen/")))
    for path, data in (
        (f"umfrage/fragen/{second.uuid}/verschieben/", {"do": "hoch"}), (f"umfrage/fragen/{second.uuid}/loeschen/", {}),
        (f"umfrage/fragen/{q.uuid}/verdoppeln/", {}), ("umfrage/fragen/neu/", NEW),
    ):  # fmt: skip
        assert clerk.post(url(module, path), data).status_code == 422
    key = choice(q, "Jaa").replace("-", "")
    other = choice(q, "Nein").replace("-", "")
    words = {"text": "Ja?", f"c{key}": "Ja", f"c{other}": "Nein", "kind": "text", "choices": "a\nb"}
    assert clerk.post(url(module, f"umfrage/fragen/{q.uuid}/"), {**words, f"c{other}": "ja"}).status_code == 422
    assert clerk.post(url(module, f"umfrage/fragen/{q.uuid}/"), words).status_code == 302
    with scopes_disabled():
        q.refresh_from_db()
        assert (q.text, q.kind) == ("Ja?", "single")
        assert [c.text for c in q.choices.all()] == ["Ja", "Nein"]
        assert Question.objects.filter(module=module).count() == 2


def test_desk_screens_are_404_for_everybody_else(bruchsal, buehl, on_host):
    module = make_poll(bruchsal)
    q = ask(module, "single", "Ja?", ("Ja", "Nein"))
    paths = [
        "umfrage/fragen/",
        "umfrage/fragen/neu/",
        "umfrage/fragen/vorschau/",
        f"umfrage/fragen/{q.uuid}/",
        f"umfrage/fragen/{q.uuid}/loeschen/",
        f"umfrage/ergebnis/{q.uuid}/",
    ]
    for user in (None, person(), make_user("amt@buehl.example", buehl, "city_admin")):
        client = on_host(bruchsal, user)
        assert {client.get(url(module, p)).status_code for p in paths} == {404}
        for verb in ("verschieben", "verdoppeln", "loeschen"):
            assert client.post(url(module, f"umfrage/fragen/{q.uuid}/{verb}/"), {}).status_code == 404
    assert count(Question) == 1
