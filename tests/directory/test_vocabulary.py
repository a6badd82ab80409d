"""The region's topics: the alliance curates them, what is used stays, addresses keep their meaning."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from clubs.directory import vocabulary_actions as vocabulary
from clubs.directory.models import ClubInterest, ClubKeyword, Interest, Keyword
from clubs.directory.own_forms import ProfileForm
from portal.audit.models import AuditEntry
from portal.kit.refused import Refused
from portal.search.models import SearchEntry
from tests.directory.making import make_club
from tests.factories import make_user

HOME = "/vereine/verwalten/themen/"


@pytest.fixture(autouse=True)
def _all(db):
    with scopes_disabled():
        yield


@pytest.fixture
def desk(redi, on_host):
    return on_host(redi, make_user("k@x.example", redi, "coordinator"))


def tagged(city, name, *interests, words=()):
    club = make_club(city, name)
    for slug in interests:
        tag, _made = Interest.objects.get_or_create(slug=slug, defaults={"name": slug.title()})
        ClubInterest.objects.create(content_object=club, tag=tag)
    for word in words:
        ClubKeyword.objects.create(content_object=club, tag=Keyword.objects.get_or_create(name=word)[0])
    return club


def slugs(club):
    return sorted(ClubInterest.objects.filter(content_object=club).values_list("tag__slug", flat=True))


def verbs():
    return list(
        AuditEntry.objects.filter(action__contains="directory.").order_by("pk").values_list("action", flat=True)
    )


def test_only_the_alliance_curates(bruchsal, redi, desk, on_host):
    path = reverse("directory_desk:interests")
    assert path == HOME
    assert desk.get(path).status_code == 200
    tag = Interest.objects.first()
    for city, user in (
        (redi, None), (redi, make_user("o@x.example")), (redi, make_user("e@x.example", redi, "editor")),
        (redi, make_user("s@x.example", bruchsal, "city_admin")),
        (bruchsal, make_user("a@x.example", bruchsal, "city_admin")),
    ):  # fmt: skip
        client = on_host(city, user) if user else on_host(city)
        assert client.get(path).status_code == 404
        assert client.post(path, {"name": "Fremd"}).status_code in (403, 404)
        assert client.post(f"{path}{tag.pk}/", {"do": "weg"}).status_code in (403, 404)
    assert not Interest.objects.filter(name="Fremd").exists()
    assert not Interest.objects.filter(is_retired=True).exists()


def test_a_topic_is_added_renamed_and_keeps_its_address(bruchsal, redi, desk):
    assert desk.post(HOME, {"name": "  Digitales   Leben "}).status_code == 302
    tag = Interest.objects.get(name="Digitales Leben")
    assert tag.slug == "digitales-leben"
    club = tagged(bruchsal, "Rechnerclub", tag.slug)
    assert "Vereine: 1" in desk.get(HOME).content.decode()
    assert desk.post(f"{HOME}{tag.pk}/", {"name": "Rechner und Netz"}).status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Rechner und Netz", "digitales-leben")
    assert SearchEntry.objects.filter(key=str(club.uuid), text__contains="Rechner und Netz").exists()
    assert verbs() == ["directory.interest_add", "directory.interest_rename"]
    for name in ("", "!?", "x" * 61, "RECHNER und netz", "\x00", "<b>" * 30):
        answer = desk.post(HOME, {"name": name})
        assert answer.status_code == 422, name
        assert 'role="alert"' in answer.content.decode()
    umlaut = vocabulary.add(redi, "Ökologie", actor=None)
    with pytest.raises(Refused, match="gibt es schon"):
        vocabulary.rename(redi, tag, "ÖKOLOGIE", actor=None)
    assert vocabulary.rename(redi, umlaut, "ÖKOLOGIE", actor=None).name == "ÖKOLOGIE"


def test_what_is_retired_stays_where_it_is_used(bruchsal, redi, desk):
    club = tagged(bruchsal, "Gartenfreunde", "garten")
    tag = Interest.objects.get(slug="garten")
    assert desk.post(f"{HOME}{tag.pk}/", {"do": "weg"}).status_code == 302
    assert slugs(club) == ["garten"]
    form = ProfileForm({"name": "Neu", "interests": ["garten"]})
    assert "interests" in form.errors
    assert ProfileForm({"name": "Alt", "interests": ["garten"]}, initial={"interests": ["garten"]}).is_valid()
    assert "steht nicht mehr zur Wahl" in desk.get(HOME).content.decode()
    assert desk.post(f"{HOME}{tag.pk}/", {"do": "her"}).status_code == 302
    assert ProfileForm({"name": "Neu", "interests": ["garten"]}).is_valid()
    assert verbs() == ["directory.interest_retire", "directory.interest_offer"]


def test_a_word_becomes_a_topic_at_every_club(bruchsal, buehl, redi, desk):
    plain = tagged(bruchsal, "Eins", words=["Boule"])
    both = tagged(buehl, "Zwei", "sport", words=["Boule", "Jugend"])
    full = tagged(buehl, "Drei", "musik", "natur", "tiere", "kultur", "garten", words=["Boule"])
    word, sport = Keyword.objects.get(name="Boule"), Interest.objects.get(slug="sport")
    page = desk.get(f"{HOME}?q=bou").content.decode()
    assert ">Boule</a>" in page
    assert ">Jugend</a>" not in page
    address = f"{HOME}stichwort/{word.pk}/"
    assert desk.post(address, {"interest": ""}).status_code == 422
    assert desk.post(address, {"interest": "9" * 30}).status_code == 422
    told = desk.post(address, {"interest": sport.pk}, follow=True).content.decode()
    assert "2 Vereine haben jetzt das Thema" in told
    assert "1 Verein hat schon so viele Themen" in told
    assert (slugs(plain), slugs(both), len(slugs(full))) == (["sport"], ["sport"], 5)
    assert [item.content_object for item in ClubKeyword.objects.filter(tag=word)] == [full]
    ClubInterest.objects.filter(content_object=full, tag__slug="tiere").delete()
    vocabulary.merge(redi, word, sport, actor=None)
    assert not Keyword.objects.filter(name="Boule").exists()
    assert desk.get(address).status_code == 404
    assert verbs() == ["directory.keyword_merge"] * 2


def test_words_of_clubs_that_are_not_public_are_not_shown(bruchsal, desk):
    club = tagged(bruchsal, "Eins", words=["Geheim"])
    club.status = "waiting"
    club.save()
    assert "Geheim" not in desk.get(HOME).content.decode()
    assert desk.get(f"{HOME}stichwort/{Keyword.objects.get().pk}/").status_code == 404
